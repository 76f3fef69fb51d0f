"""A honeycomb that land is drawn on.

Regions are sets of hexagons, so every border is a chain of hexagon sides that both
neighbours share, three cells meet in a corner and never four: rings cannot touch
themselves. Borders are smoothed once, for all owners alike, so no gap can open.
All costs are integers: the same seed gives the same land on every machine.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

Ints = NDArray[np.integer[Any]]
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Cell = np.int32  # half the memory of the usual integers, which matters for a province

ROW_HEIGHT = 0.8660254037844386
CORNER_RISE = 0.5773502691896258
FAR = 1 << 29  # dearer than any way; two of them still fit a Cell
SIDES = 6


@dataclass(frozen=True, slots=True)
class Mesh:
    """Hexagons one unit wide; sides run counter-clockwise from the eastern one."""

    neighbours: Ints  # (cells, 6): E, NE, NW, W, SW, SE
    ring: Ints  # (cells, 6): corner at which side k starts
    corner_neighbours: Ints  # (corners, 3)
    corner_cells: Ints  # (corners, 3)
    cell_xy: Floats
    corner_xy: Floats
    rim: Flags  # cells at the edge of the array, never land


def build_mesh(rows: int, cols: int) -> Mesh:
    row, col = (side.ravel() for side in np.mgrid[0:rows, 0:cols].astype(Cell))
    shift = row & 1

    def cell(r: Ints, c: Ints) -> Ints:
        return np.asarray(np.clip(r, 0, rows - 1) * cols + np.clip(c, 0, cols - 1), dtype=Cell)

    neighbours = np.stack(
        [
            cell(row, col + 1),
            cell(row + 1, col + shift),
            cell(row + 1, col + shift - 1),
            cell(row, col - 1),
            cell(row - 1, col + shift - 1),
            cell(row - 1, col + shift),
        ],
        axis=1,
    )
    here = np.arange(rows * cols, dtype=Cell)
    _, up_right, up_left, _, low_left, low_right = neighbours.T
    top, bottom = 2 * here, 2 * here + 1
    ring = np.stack([2 * low_right, 2 * up_right + 1, top, 2 * up_left + 1, 2 * low_left, bottom], axis=1)
    corner_neighbours = np.empty((2 * here.size, 3), dtype=Cell)
    corner_neighbours[top] = np.stack([ring[:, 1], ring[:, 3], ring[up_left, 1]], axis=1)
    corner_neighbours[bottom] = np.stack([ring[:, 0], ring[:, 4], ring[low_left, 0]], axis=1)
    corner_cells = np.empty_like(corner_neighbours)
    corner_cells[top] = np.stack([here, up_left, up_right], axis=1)
    corner_cells[bottom] = np.stack([here, low_left, low_right], axis=1)
    cell_xy = np.stack([col + 0.5 * shift, row * ROW_HEIGHT], axis=1)
    corner_xy = np.repeat(cell_xy, 2, axis=0)
    corner_xy[top, 1] += CORNER_RISE
    corner_xy[bottom, 1] -= CORNER_RISE
    rim = (row < 3) | (row >= rows - 3) | (col < 3) | (col >= cols - 3)
    return Mesh(neighbours, ring, corner_neighbours, corner_cells, cell_xy, corner_xy, rim)


def grow(mesh: Mesh, seeds: Ints, step: Ints) -> tuple[Ints, Ints]:
    """Let all seeds spread at once; returns each cell's owner (−1: not reached) and cost.

    `step[i, k]` is the price of entering cell i from its neighbour k. An owner's cells
    always hang together, because each is entered from a cell of the same owner.
    """
    cost = np.full(len(step), FAR, dtype=Cell)
    owner = np.full(len(step), -1, dtype=Cell)
    cost[seeds] = 0
    owner[seeds] = np.arange(len(seeds))
    front = seeds
    while front.size:
        touched = np.zeros(len(step), dtype=bool)
        touched[mesh.neighbours[front].ravel()] = True
        cells = np.flatnonzero(touched)
        offers = cost[mesh.neighbours[cells]] + step[cells]
        side = offers.argmin(axis=1)
        offer = offers[np.arange(cells.size), side]
        better = offer < cost[cells]
        front, side, offer = cells[better], side[better], offer[better]
        owner[front] = owner[mesh.neighbours[front, side]]
        cost[front] = offer
    return owner, cost


def steps_within(mesh: Mesh, parent: Ints, price: Ints) -> Ints:
    """Prices of every step, forbidden where it would leave the parent region or the land."""
    toll = price.astype(Cell)
    step = toll[:, None] + toll[mesh.neighbours]
    outside = (parent[mesh.neighbours] != parent[:, None]) | (parent[:, None] < 0)
    step[outside] = FAR
    return step


def depth(mesh: Mesh, owner: Ints) -> Ints:
    """Steps from each cell to the nearest border of its region (0 at the border)."""
    borders = np.flatnonzero((owner[mesh.neighbours] != owner[:, None]).any(axis=1))
    return grow(mesh, borders, np.ones_like(mesh.neighbours))[1]


def smooth_borders(mesh: Mesh, corner_xy: Floats, lines: Flags, rounds: int) -> Floats:
    """Taubin smoothing along the flagged corner-to-corner lines: rounder, not smaller."""
    used = np.flatnonzero(lines.any(axis=1))
    links, near = lines[used], mesh.corner_neighbours[used]
    weight = (links / links.sum(axis=1, keepdims=True))[:, :, None]
    xy = corner_xy.copy()
    for _ in range(rounds):
        for pull in (0.5, -0.52):
            xy[used] += pull * ((xy[near] * weight).sum(axis=1) - xy[used])
    return xy


def border_lines(mesh: Mesh, owner: Ints) -> Flags:
    """Which corner-to-corner lines separate two owners."""
    cells, sides = np.nonzero(owner[mesh.neighbours] != owner[:, None])
    flags = np.zeros(mesh.corner_neighbours.shape, dtype=bool)
    mark_lines(mesh, flags, mesh.ring[cells, sides], mesh.ring[cells, (sides + 1) % SIDES])
    return flags


def mark_lines(mesh: Mesh, flags: Flags, start: Ints, end: Ints) -> None:
    for slot in range(3):
        flags[start[mesh.corner_neighbours[start, slot] == end], slot] = True
        flags[end[mesh.corner_neighbours[end, slot] == start], slot] = True


def trace_shapes(mesh: Mesh, owner: Ints, corner_xy: Floats) -> list[shapely.Geometry]:
    """One polygon or multipolygon per owner 0..n−1, with its holes."""
    rings: dict[int, tuple[list[Floats], list[Floats]]] = {}
    for region, corners in _trace_rings(mesh, owner):
        xy = corner_xy[corners]
        twice_area = float((xy[:, 0] * np.roll(xy[:, 1], -1) - np.roll(xy[:, 0], -1) * xy[:, 1]).sum())
        shells, holes = rings.setdefault(region, ([], []))
        (shells if twice_area > 0 else holes).append(xy)
    return [_assemble(*rings[region]) for region in range(len(rings))]


def _trace_rings(mesh: Mesh, owner: Ints) -> list[tuple[int, Ints]]:
    cells, sides = np.nonzero((owner[mesh.neighbours] != owner[:, None]) & (owner[:, None] >= 0))
    start = mesh.ring[cells, sides]
    end = mesh.ring[cells, (sides + 1) % SIDES]
    region = owner[cells].astype(np.int64)
    corners = np.int64(len(mesh.corner_xy))
    key = region * corners + start
    order = np.argsort(key, kind="stable")
    following = np.searchsorted(key[order], (region * corners + end)[order]).tolist()
    starts, regions = start[order], region[order].tolist()
    seen = bytearray(len(following))
    found: list[tuple[int, Ints]] = []
    for first, already in enumerate(regions):
        if seen[first]:
            continue
        chain, edge = [], first
        while not seen[edge]:
            seen[edge] = 1
            chain.append(edge)
            edge = following[edge]
        found.append((already, starts[chain]))
    return found


def _assemble(shells: list[Floats], holes: list[Floats]) -> shapely.Geometry:
    if len(shells) == 1:
        return shapely.Polygon(shells[0], holes)
    outlines = [shapely.Polygon(shell) for shell in shells]
    cut: list[list[Floats]] = [[] for _ in shells]
    for hole in holes:
        inside = [i for i, outline in enumerate(outlines) if outline.covers(shapely.Point(hole[0]))]
        cut[min(inside, key=lambda i: float(outlines[i].area))].append(hole)
    return shapely.MultiPolygon([shapely.Polygon(s, c) for s, c in zip(shells, cut, strict=True)])
