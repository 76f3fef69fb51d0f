"""A coverage as arcs: each stretch of border once, each shape a list of arcs it runs along, forwards or backwards.

Neighbours that share an arc cannot come apart, however the arc is simplified or rounded afterwards.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import shapely

from geodata.fabric import vertex_ids
from geodata.kinds import Flags, Floats, Ints, Shapes

Ring = list[int]  # arc numbers; ~n is arc n backwards
Polygon = list[Ring]


@dataclass(frozen=True, slots=True)
class Arcs:
    lines: tuple[Floats, ...]  # points of each arc
    shapes: tuple[tuple[Polygon, ...], ...]  # per shape its polygons

    def used_by(self) -> tuple[tuple[int, ...], ...]:
        """Arc numbers per shape, each once."""
        return tuple(
            tuple(sorted({a if a >= 0 else ~a for polygon in polygons for ring in polygon for a in ring}))
            for polygons in self.shapes
        )


def arcs_of(shapes: Shapes) -> Arcs:
    """``shapes``: a valid coverage on a lattice."""
    shapes = np.asarray(shapely.orient_polygons(shapes), dtype=object)  # then neighbours run an arc opposite ways
    parts, shape_of = shapely.get_parts(shapes, return_index=True)
    there = ~np.asarray(shapely.is_empty(parts))
    parts, shape_of = parts[there], shape_of[there]
    rings, part_of = shapely.get_rings(parts, return_index=True)
    xy, ring_of = shapely.get_coordinates(rings, return_index=True)
    if not len(xy):
        return Arcs((), tuple(() for _ in shapes))
    ids = vertex_ids(xy)
    nodes = _nodes(ids, ring_of)
    starts = np.searchsorted(ring_of, np.arange(len(rings) + 1))
    collected = _Collector()
    refs = [
        collected.ring(xy[a : b - 1], ids[a : b - 1], nodes[a : b - 1])
        for a, b in zip(starts[:-1].tolist(), starts[1:].tolist(), strict=True)
    ]
    polygons: list[Polygon] = [[] for _ in parts]
    for ref, part in zip(refs, part_of.tolist(), strict=True):
        polygons[part].append(ref)
    grouped: list[list[Polygon]] = [[] for _ in shapes]
    for polygon, shape in zip(polygons, shape_of.tolist(), strict=True):
        grouped[shape].append(polygon)
    return Arcs(tuple(collected.lines), tuple(tuple(group) for group in grouped))


def _nodes(ids: Ints, ring_of: Ints) -> Flags:
    """Per position: is this vertex one where borders meet (other than two of its segments)?"""
    same = ring_of[1:] == ring_of[:-1]
    one, two = ids[:-1][same], ids[1:][same]
    segments = np.unique((np.minimum(one, two) << 32) | np.maximum(one, two))
    count = np.bincount(np.concatenate([segments >> 32, segments & 0xFFFFFFFF]), minlength=int(ids.max()) + 1)
    return np.asarray(count[ids] != 2, dtype=np.bool_)


class _Collector:
    def __init__(self) -> None:
        self.lines: list[Floats] = []
        self._known: dict[tuple[int, int], int] = {}  # (first, second vertex) → arc

    def ring(self, xy: Floats, ids: Ints, nodes: Flags) -> Ring:
        at = np.flatnonzero(nodes)
        if not len(at):
            at = _corners(xy, int(np.argmin(ids)))
        elif len(at) == 1:
            at = _corners(xy, int(at[0]))
        xy, ids = np.roll(xy, -at[0], axis=0), np.roll(ids, -at[0])
        stops = [*((at - at[0]) % len(xy)).tolist(), len(xy)]
        xy, ids = np.concatenate([xy, xy[:1]]), np.concatenate([ids, ids[:1]])
        return [self._arc(xy[a : b + 1], ids[a : b + 1]) for a, b in pairwise(stops)]

    def _arc(self, xy: Floats, ids: Ints) -> int:
        known = self._known.get((int(ids[0]), int(ids[1])))
        if known is not None:
            return known
        number = len(self.lines)
        self.lines.append(xy)
        self._known[int(ids[0]), int(ids[1])] = number
        self._known[int(ids[-1]), int(ids[-2])] = ~number
        return number


def _corners(xy: Floats, start: int) -> Ints:
    """Three corners of a ring that meets at most one node: it must not be simplified away. The same three from
    either side: they depend on the points alone."""
    far = _farthest(np.hypot(*(xy - xy[start]).T), xy)
    along = xy[far] - xy[start]
    away = np.abs((xy[:, 0] - xy[start, 0]) * along[1] - (xy[:, 1] - xy[start, 1]) * along[0])
    third = _farthest(away, xy)
    return np.array(sorted({start, far, third}, key=lambda n: (n - start) % len(xy)), dtype=np.int64)


def _farthest(distance: Floats, xy: Floats) -> int:
    best = np.flatnonzero(distance >= distance.max() * (1 - 1e-12))
    return int(min(best.tolist(), key=lambda n: (xy[n, 0], xy[n, 1])))


def rebuild(arcs: Arcs, lines: Sequence[Floats], only: Ints | None = None) -> Shapes:
    """The shapes again (or ``only`` some), from other versions of the same arcs. A collapsed ring is left out."""
    wanted = range(len(arcs.shapes)) if only is None else only.tolist()
    rings: list[Floats] = []
    part_of: list[int] = []  # per ring
    shape_of: list[int] = []  # per part
    for place, number in enumerate(wanted):
        for polygon in arcs.shapes[number]:
            drawn = [xy for ring in polygon if len(xy := ring_points(ring, lines)) >= 4 or ring is polygon[0]]
            if len(drawn[0]) >= 4:
                rings.extend(drawn)
                part_of.extend([len(shape_of)] * len(drawn))
                shape_of.append(place)
    return _put_together(rings, part_of, np.array(shape_of, dtype=np.int64), len(wanted))


def _put_together(rings: Sequence[Floats], part_of: Sequence[int], shape_of: Ints, count: int) -> Shapes:
    shapes = np.full(count, shapely.Polygon(), dtype=object)
    if rings:
        whose = np.repeat(np.arange(len(rings)), [len(ring) for ring in rings])
        parts = shapely.polygons(shapely.linearrings(np.concatenate(rings), indices=whose), indices=part_of)
        pieces = np.bincount(shape_of, minlength=count)
        alone = pieces[shape_of] == 1
        shapes[shape_of[alone]] = parts[alone]
        several = np.flatnonzero(pieces > 1)
        which = np.searchsorted(several, shape_of[~alone])
        shapes[several] = shapely.multipolygons(parts[~alone], indices=which) if len(several) else []
    return shapes


def ring_points(ring: Ring, lines: Sequence[Floats]) -> Floats:
    """Closed, without repeated points."""
    pieces = [lines[a] if a >= 0 else lines[~a][::-1] for a in ring]
    xy = np.concatenate([piece[:-1] for piece in pieces] + [pieces[0][:1]])
    keep = np.ones(len(xy), dtype=bool)
    keep[1:] = (xy[1:] != xy[:-1]).any(axis=1)
    return np.asarray(xy[keep])
