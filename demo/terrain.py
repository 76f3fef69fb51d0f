"""What the land is like before anybody draws borders: outline, height, rivers, a reservoir.

Only additions, products and square roots are used, and heights are rounded before
they decide anything, so that the same seed makes the same land everywhere.
"""

from __future__ import annotations

import heapq
from dataclasses import dataclass

import numpy as np

from demo.mesh import FAR, Cell, Flags, Floats, Ints, Mesh, grow

NOISE_PIECE = 200_000
RIVER_REACH = 30  # how many lines the shortest tributary must have


def noise(xy: Floats, wavelength: float, octaves: int, rng: np.random.Generator) -> Floats:
    """Fractal gradient noise, about −1…1; each octave half as long and half as strong."""
    total = np.zeros(len(xy))
    strength = 1.0
    for _ in range(octaves):
        total += strength * _gradient_noise(xy / wavelength, rng)
        wavelength, strength = wavelength / 2, strength / 2
    return np.asarray(np.round(total * 1.6, 9), dtype=np.float64)


def sway(xy: Floats, wavelength: float, octaves: int, rng: np.random.Generator) -> Floats:
    """Noise with a direction: how far, and where to, each point is pushed."""
    return np.stack([noise(xy, wavelength, octaves, rng), noise(xy, wavelength, octaves, rng)], axis=1)


def _gradient_noise(xy: Floats, rng: np.random.Generator) -> Floats:
    shuffle = rng.permutation(256)
    gradients = rng.uniform(-1, 1, (256, 2))
    gradients /= np.sqrt((gradients * gradients).sum(axis=1, keepdims=True)) + 1e-9
    # in pieces: a province has millions of points, and the steps between need ten times their room
    pieces = np.array_split(xy, 1 + len(xy) // NOISE_PIECE)
    return np.concatenate([_noise_at(piece, shuffle, gradients) for piece in pieces])


def _noise_at(xy: Floats, shuffle: Ints, gradients: Floats) -> Floats:
    corner = np.floor(xy).astype(np.int64)
    inside = xy - corner
    fade = inside * inside * inside * (inside * (inside * 6 - 15) + 10)

    def pull(dx: int, dy: int) -> Floats:
        hashed = shuffle[(shuffle[(corner[:, 0] + dx) & 255] + corner[:, 1] + dy) & 255]
        away = inside - np.array([dx, dy])
        return np.asarray((gradients[hashed] * away).sum(axis=1), dtype=np.float64)

    low = pull(0, 0) + fade[:, 0] * (pull(1, 0) - pull(0, 0))
    high = pull(0, 1) + fade[:, 0] * (pull(1, 1) - pull(0, 1))
    return np.asarray(low + fade[:, 1] * (high - low), dtype=np.float64)


def outline(mesh: Mesh, land_cells: int, rng: np.random.Generator) -> Flags:
    """A land of about so many cells, with arms and bays, without islands or lakes of nothing."""
    xy = mesh.cell_xy
    middle = xy.max(axis=0) / 2
    radius = float(np.sqrt(land_cells * 0.8660254 / 3.14159265))
    bent = xy + 0.34 * radius * sway(xy, radius * 1.1, 3, rng)
    away = (bent - middle) / radius * np.array([1.05, 0.95])
    remoteness = np.sqrt((away * away).sum(axis=1)) + 0.17 * noise(xy, radius * 0.55, 5, rng)
    remoteness[mesh.rim] = 9
    land = remoteness <= np.sort(remoteness)[land_cells]
    for _ in range(4):
        land = land[mesh.neighbours].sum(axis=1) + land >= 4
    land &= ~mesh.rim
    land = _connected(mesh, land, int(np.argmin(np.where(land, remoteness, 9))))
    return ~_connected(mesh, ~land, 0)


def _connected(mesh: Mesh, within: Flags, start: int) -> Flags:
    step = np.where(within[:, None] & within[mesh.neighbours], Cell(1), Cell(FAR))
    return np.asarray(grow(mesh, np.array([start]), step)[0] >= 0)


@dataclass(frozen=True, slots=True)
class Waters:
    main: list[int]  # corners, upstream to downstream
    tributaries: list[list[int]]
    lake: Flags  # cells under water


def carve_waters(mesh: Mesh, land: Flags, height: Floats, tributaries: int, rng: np.random.Generator) -> Waters:
    """The main river crosses the land through its valleys; the rest finds its way into it."""
    dry = np.asarray(land[mesh.corner_cells].all(axis=1))
    bends = noise(mesh.corner_xy, 16, 4, rng)
    price = np.round(60 + 1500 * height * height * height + 900 * bends * bends).astype(np.int64)
    main = _main_river(mesh, land, dry, price)
    order, into = _drain(mesh, dry, price, main)
    gathered = np.ones(len(height), dtype=np.int64)
    for corner in reversed(order):
        if into[corner] >= 0:
            gathered[into[corner]] += gathered[corner]
    streams = _tributaries(mesh, main, into, gathered, tributaries)
    return Waters(main, streams, _reservoir(mesh, height, streams, order, into))


def _main_river(mesh: Mesh, land: Flags, dry: Flags, price: Ints) -> list[int]:
    """From the north-east to the south-west, not far from the middle of the land."""
    shore = np.flatnonzero(dry & ~land[mesh.neighbours][mesh.corner_cells].all(axis=(1, 2)))
    away = mesh.corner_xy - mesh.corner_xy[dry].mean(axis=0)
    x, y = away[shore].T
    source = int(shore[np.argmax(x * 0.75 + y)])
    mouth = int(shore[np.argmax(-x - 0.45 * y)])
    remote = (away * away).sum(axis=1) / (away[dry] * away[dry]).sum(axis=1).mean()
    toll = np.round(price * (0.6 + remote)).astype(np.int64)
    toll[shore] += 2500
    best, before = {source: 0}, {source: -1}
    heap = [(0, source)]
    while heap:
        spent, corner = heapq.heappop(heap)
        if corner == mouth:
            break
        if spent > best[corner]:
            continue
        for near in mesh.corner_neighbours[corner].tolist():
            cost = spent + int(toll[near])
            if dry[near] and cost < best.get(near, int(FAR)):
                best[near], before[near] = cost, corner
                heapq.heappush(heap, (cost, near))
    path = [mouth]
    while before[path[-1]] >= 0:
        path.append(before[path[-1]])
    return path[::-1]


def _drain(mesh: Mesh, dry: Flags, price: Ints, main: list[int]) -> tuple[list[int], list[int]]:
    """The easiest way down to the main river: corners in the order reached, and each one's next."""
    toll, near_of, is_dry = price.tolist(), mesh.corner_neighbours.tolist(), dry.tolist()
    into = [-1] * len(toll)
    done = bytearray(len(toll))
    heap = [(0, corner, -1) for corner in main]
    order: list[int] = []
    while heap:
        spent, corner, target = heapq.heappop(heap)
        if done[corner]:
            continue
        done[corner] = 1
        into[corner] = target
        order.append(corner)
        for near in near_of[corner]:
            if is_dry[near] and not done[near]:
                heapq.heappush(heap, (spent + toll[near], near, corner))
    return order, into


def _tributaries(mesh: Mesh, main: list[int], into: list[int], gathered: Ints, wanted: int) -> list[list[int]]:
    on_main = set(main)
    feeders: dict[int, list[int]] = {}
    for corner, target in enumerate(into):
        if target >= 0:
            feeders.setdefault(target, []).append(corner)
    mouths = [c for target in main for c in feeders.get(target, []) if c not in on_main]
    mouths.sort(key=lambda c: (-int(gathered[c]), c))
    streams: list[list[int]] = []
    for mouth in mouths:
        apart = [mesh.corner_xy[mouth] - mesh.corner_xy[stream[-1]] for stream in streams]
        if len(streams) == wanted or any(float((gap * gap).sum()) < 150 for gap in apart):
            continue
        course = [into[mouth], mouth]
        while uphill := feeders.get(course[-1]):
            widest = max(uphill, key=lambda c: (int(gathered[c]), -c))
            if gathered[widest] < 420:
                break
            course.append(widest)
        if len(course) >= RIVER_REACH:
            streams.append(course[::-1])
    return streams


def _reservoir(mesh: Mesh, height: Floats, streams: list[list[int]], order: list[int], into: list[int]) -> Flags:
    """Dam the longest tributary half-way; the water rises in the valley behind the dam."""
    course = max(streams, key=len)
    dam = course[len(course) // 2]
    behind = np.zeros(len(height), dtype=bool)
    for corner in order:
        behind[corner] = corner == dam or (into[corner] >= 0 and behind[into[corner]])
    valley = np.asarray(behind[mesh.ring].all(axis=1))
    level = np.round(height * 1_000_000).astype(np.int64)[mesh.ring].max(axis=1)
    lake = np.zeros(len(valley), dtype=bool)
    drowned = course[len(course) // 4 : len(course) // 2]
    heap = [(0, cell) for cell in sorted(set(mesh.corner_cells[drowned].ravel().tolist())) if valley[cell]]
    size = len(heap) + len(order) // 400
    while heap and lake.sum() < size:
        water, cell = heapq.heappop(heap)
        if not lake[cell]:
            lake[cell] = True
            for near in mesh.neighbours[cell].tolist():
                if valley[near] and not lake[near]:
                    heapq.heappush(heap, (max(water, int(level[near])), near))
    return np.asarray(lake[mesh.neighbours].sum(axis=1) + lake >= 4)
