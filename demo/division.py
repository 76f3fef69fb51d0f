"""Divides land among regions: seats are spread by density, then grow until they meet.

The same step makes cities, counties, townships and villages. Fronts are slow on heights
and at rivers, so borders settle on ridges and along water, as real ones do.
"""

from __future__ import annotations

import numpy as np

from demo.mesh import FAR, SIDES, Cell, Flags, Floats, Ints, Mesh, depth, grow, steps_within


def divide(
    mesh: Mesh,
    parent: Ints,
    shares: list[int],
    density: Floats,
    price: Ints,
    barrier: Ints | None,
    rng: np.random.Generator,
    rounds: int = 2,
) -> tuple[Ints, Ints, Ints]:
    """Cut every parent p into shares[p] children; returns owner, parents and seats of children.

    Children are numbered parent by parent. Each round moves a seat to the middle of its
    people, which takes the worst shapes away but leaves the grown look.
    """
    step = steps_within(mesh, parent, price)
    if barrier is not None:
        step += barrier
    seats, parents = _first_seats(mesh, parent, shares, density, rng)
    owner, _ = grow(mesh, seats, step)
    for _ in range(rounds):
        seats = _middle_cells(mesh, owner, len(seats), density)
        owner, _ = grow(mesh, seats, step)
    return owner, parents, seats


def _first_seats(
    mesh: Mesh, parent: Ints, shares: list[int], density: Floats, rng: np.random.Generator
) -> tuple[Ints, Ints]:
    order = np.argsort(parent, kind="stable")
    bounds = np.searchsorted(parent[order], np.arange(len(shares) + 1))
    seats = [
        _spread(mesh.cell_xy, order[bounds[p] : bounds[p + 1]], density, share, rng) for p, share in enumerate(shares)
    ]
    return np.concatenate(seats), np.repeat(np.arange(len(shares)), shares)


def _spread(xy: Floats, cells: Ints, density: Floats, share: int, rng: np.random.Generator) -> Ints:
    """Each next seat as far as density allows from those before, with some chance."""
    weight = density[cells] * rng.uniform(0.45, 1.0, cells.size)
    here = xy[cells]
    chosen = [int(np.argmax(weight))]
    gap = np.full(cells.size, np.inf)
    while len(chosen) < share:
        away = here - here[chosen[-1]]
        gap = np.minimum(gap, np.round((away * away).sum(axis=1), 6))
        chosen.append(int(np.argmax(gap * weight)))
    return cells[chosen]


def _middle_cells(mesh: Mesh, owner: Ints, regions: int, density: Floats) -> Ints:
    cells = np.flatnonzero(owner >= 0)
    region, weight = owner[cells], density[cells]
    mass = np.bincount(region, weight, regions)
    middle = np.stack(
        [np.bincount(region, weight * mesh.cell_xy[cells, axis], regions) / mass for axis in (0, 1)], axis=1
    )
    away = mesh.cell_xy[cells] - middle[region]
    order = np.lexsort((np.round((away * away).sum(axis=1), 6), region))
    return cells[order[np.searchsorted(region[order], np.arange(regions))]]


def line_barrier(mesh: Mesh, lines: Flags, toll: Ints) -> Ints:
    """Extra price of every step that crosses a flagged line."""
    barrier = np.zeros((len(mesh.cell_xy), SIDES), dtype=Cell)
    for side in range(SIDES):
        start, end = mesh.ring[:, side], mesh.ring[:, (side + 1) % SIDES]
        for slot in range(3):
            crossed = lines[start, slot] & (mesh.corner_neighbours[start, slot] == end)
            barrier[crossed, side] = toll[crossed]
    return barrier


def carve_island(mesh: Mesh, owner: Ints, host: int, guest: int, share: float, price: Ints) -> None:
    """Give the inmost part of the host to the guest, wholly enclosed by what is left."""
    inmost = depth(mesh, owner)
    inside = (owner == host) & (inmost >= 3)
    step = steps_within(mesh, np.where(inside, 0, -1), price)
    middle = int(np.argmax(np.where(inside, inmost, -1)))
    reached, cost = grow(mesh, np.array([middle]), step)
    nearest = np.argsort(np.where(reached == 0, cost, FAR), kind="stable")
    size = min(int((owner == host).sum() * share), int((reached == 0).sum()))
    owner[nearest[:size]] = guest


def roomiest(mesh: Mesh, owner: Ints, among: Ints) -> list[int]:
    """Regions by the depth of their inmost cell, deepest first: hosts for islands."""
    inmost = np.where(owner >= 0, depth(mesh, owner), 0)
    deepest = np.zeros(int(owner.max()) + 1, dtype=np.int64)
    np.maximum.at(deepest, owner[owner >= 0], inmost[owner >= 0])
    return sorted(among.tolist(), key=lambda region: (-int(deepest[region]), region))


def inner_points(mesh: Mesh, owner: Ints, corner_xy: Floats, regions: int) -> Floats:
    """A point well inside each region: the middle of its inmost cell."""
    cells = np.flatnonzero(owner >= 0)
    order = np.lexsort((-depth(mesh, owner)[cells], owner[cells]))
    inmost = cells[order[np.searchsorted(owner[cells][order], np.arange(regions))]]
    return np.asarray(corner_xy[mesh.ring[inmost]].mean(axis=1), dtype=np.float64)
