"""What the land is like before anybody draws borders: outline, height, rivers, a reservoir.

Only additions, products and square roots are used, and heights are rounded before
they decide anything, so that the same seed makes the same land everywhere.
"""

from __future__ import annotations

import heapq
from dataclasses import dataclass

import numpy as np

from demo.mesh import FAR, Flags, Floats, Ints, Mesh, grow

RIVER_REACH = 30  # how many lines the shortest tributary must have


def noise(xy: Floats, wavelength: float, octaves: int, rng: np.random.Generator) -> Floats:
    """Fractal gradient noise, about −1…1; each octave half as long and half as strong."""
    total = np.zeros(len(xy))
    strength = 1.0
    for _ in range(octaves):
        total += strength * _gradient_noise(xy / wavelength, rng)
        wavelength, strength = wavelength / 2, strength / 2
    return np.asarray(np.round(total * 1.6, 9), dtype=np.float64)


def _gradient_noise(xy: Floats, rng: np.random.Generator) -> Floats:
    shuffle = rng.permutation(256)
    gradients = rng.uniform(-1, 1, (256, 2))
    gradients /= np.sqrt((gradients * gradients).sum(axis=1, keepdims=True)) + 1e-9
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
    bent = xy + np.stack([noise(xy, radius * 1.1, 3, rng), noise(xy, radius * 1.1, 3, rng)], axis=1) * radius * 0.42
    away = (bent - middle) / radius * np.array([1.05, 0.95])
    remoteness = np.sqrt((away * away).sum(axis=1)) + 0.20 * noise(xy, radius * 0.5, 5, rng)
    remoteness[mesh.rim] = 9
    land = remoteness <= np.sort(remoteness)[land_cells]
    for _ in range(4):
        land = land[mesh.neighbours].sum(axis=1) + land >= 4
    land &= ~mesh.rim
    land = _connected(mesh, land, int(np.argmin(np.where(land, remoteness, 9))))
    return ~_connected(mesh, ~land, 0)


def _connected(mesh: Mesh, within: Flags, start: int) -> Flags:
    step = np.where(within[:, None] & within[mesh.neighbours], np.int64(1), FAR)
    return np.asarray(grow(mesh, np.array([start]), step)[0] >= 0)


@dataclass(frozen=True, slots=True)
class Waters:
    main: list[int]  # corners, upstream to downstream
    tributaries: list[list[int]]
    lake: Flags  # cells under water


def carve_waters(mesh: Mesh, land: Flags, height: Floats, tributaries: int) -> Waters:
    """The main river crosses the land through its valleys; the rest drains into it."""
    dry = land[mesh.corner_cells].all(axis=1)
    main = _main_river(mesh, land, dry, height)
    order, into = _drain(mesh, dry, height, main)
    gathered = np.ones(len(height), dtype=np.int64)
    for corner in reversed(order):
        if into[corner] >= 0:
            gathered[into[corner]] += gathered[corner]
    streams = _tributaries(mesh, main, into, gathered, tributaries)
    return Waters(main, streams, _reservoir(mesh, land, height, main, streams))


def _main_river(mesh: Mesh, land: Flags, dry: Flags, height: Floats) -> list[int]:
    shore = np.flatnonzero(dry & ~land[mesh.neighbours][mesh.corner_cells].all(axis=(1, 2)))
    x, y = (mesh.corner_xy[shore] - mesh.corner_xy[dry].mean(axis=0)).T
    source = int(shore[np.argmax(x * 0.75 + y)])
    mouth = int(shore[np.argmax(-x - 0.45 * y)])
    price = np.where(dry, 100 + np.round(900 * height * height * height).astype(np.int64), FAR)
    price[shore] += 2500
    best, before = {source: 0}, {source: -1}
    heap = [(0, source)]
    while heap:
        spent, corner = heapq.heappop(heap)
        if corner == mouth:
            break
        if spent > best[corner]:
            continue
        for near in mesh.corner_neighbours[corner].tolist():
            cost = spent + int(price[near])
            if dry[near] and cost < best.get(near, int(FAR)):
                best[near], before[near] = cost, corner
                heapq.heappush(heap, (cost, near))
    path = [mouth]
    while before[path[-1]] >= 0:
        path.append(before[path[-1]])
    return path[::-1]


def _drain(mesh: Mesh, dry: Flags, height: Floats, main: list[int]) -> tuple[list[int], list[int]]:
    """Priority flood from the main river: where the water of each corner goes next."""
    level = np.round(height * 1_000_000).astype(np.int64).tolist()
    near_of, is_dry = mesh.corner_neighbours.tolist(), dry.tolist()
    into = [-1] * len(level)
    seen = bytearray(len(level))
    heap = [(0, corner) for corner in main]
    for corner in main:
        seen[corner] = 1
    heapq.heapify(heap)
    order: list[int] = []
    while heap:
        water, corner = heapq.heappop(heap)
        order.append(corner)
        for near in near_of[corner]:
            if is_dry[near] and not seen[near]:
                seen[near] = 1
                into[near] = corner
                heapq.heappush(heap, (max(water + 1, level[near]), near))
    return order, into


def _tributaries(
    mesh: Mesh, main: list[int], into: list[int], gathered: Ints, wanted: int
) -> list[list[int]]:
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


def _reservoir(
    mesh: Mesh, land: Flags, height: Floats, main: list[int], streams: list[list[int]]
) -> Flags:
    """Dam the longest tributary in its middle reach and let the water rise behind it."""
    course = max(streams, key=len)
    dam, head = round(len(course) * 0.55), round(len(course) * 0.25)
    lake = np.zeros(len(land), dtype=bool)
    closed = ~land
    for line in [main, course[dam:]] + [stream for stream in streams if stream is not course]:
        closed[mesh.corner_cells[line].ravel()] = True
    level = np.round(height * 1_000_000).astype(np.int64)
    ground = level[mesh.ring].max(axis=1)
    start = [c for c in mesh.corner_cells[course[head:dam]].ravel().tolist() if not closed[c]]
    heap = [(0, cell) for cell in sorted(set(start))]
    size = len(heap) * 2 + int(land.sum()) // 260
    while heap and lake.sum() < size:
        water, cell = heapq.heappop(heap)
        if lake[cell]:
            continue
        lake[cell] = True
        for near in mesh.neighbours[cell].tolist():
            if not closed[near] and not lake[near]:
                heapq.heappush(heap, (max(water, int(ground[near])), near))
    return np.asarray((lake[mesh.neighbours].sum(axis=1) + lake >= 4) & land)
