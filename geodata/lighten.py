"""As few points as a screen can show: no border moves by a pixel, no village is lost, neighbours stay together.

Each arc is simplified on its own (Douglas-Peucker keeps every point within the tolerance, which an area rule such
as Visvalingam's does not promise) and rounded to a fraction of a pixel. Where that makes a shape invalid, makes it
vanish or draws a border a pixel away, its arcs and no others are taken finer until it is whole again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import shapely

from geodata.arcs import Arcs, arcs_of, rebuild
from geodata.fabric import NOBODY, borders_of, dissolve, settle, vertex_ids, weave
from geodata.kinds import Flags, Floats, Ints, Shapes

SCREEN = (3840, 2160)
_FRACTION = 3  # of a pixel: what coordinates are rounded to
_WITHIN = 0.98  # pixels: how far a border may move by the simplifying and the rounding together
_DIAGONAL = 0.7072  # units: how far rounding moves a point
_ROUNDS = 11
_COARSE_ROUNDS = 3  # so many times only the tolerance is halved, then points come to lie between the whole units too
_LEFT = 0.3  # of a village's area: less is hardly the village any more


@dataclass(frozen=True, slots=True)
class Light:
    """Arcs in units from a corner, mostly whole ones; ``unit`` lattice steps each."""

    arcs: Arcs
    origin: Floats
    unit: float

    def on_lattice(self) -> Shapes:
        """The shapes as a screen will draw them."""
        return rebuild(self.arcs, [line * self.unit + self.origin for line in self.arcs.lines])


def pixel_of(bounds: Floats) -> float:
    """Lattice steps per pixel where the bounds fill a 4K screen."""
    width, height = bounds[2] - bounds[0], bounds[3] - bounds[1]
    return max(float(width) / SCREEN[0], float(height) / SCREEN[1], 1.0)


def lighten(shapes: Shapes, pixel: float) -> Light:
    """``shapes``: a valid coverage on the lattice."""
    arcs, origin = arcs_of(shapes), shapely.total_bounds(shapes)[:2]
    unit = max(round(pixel / _FRACTION), 1.0)
    area = shapely.area(shapes) / unit**2
    draft = _Draft.of(arcs, origin, unit, pixel)
    for turn in range(_ROUNDS):
        bad = _spoilt(draft.drawn, area)
        if not bad.any():
            bad = strayed(shapes, draft.light().on_lattice(), pixel)
        if not bad.any():
            return draft.light()
        draft.refine(np.flatnonzero(bad), finer_points=turn >= _COARSE_ROUNDS)
    if not _spoilt(draft.drawn, area).any():
        return draft.light()
    whole = Light(Arcs(tuple(line - origin for line in arcs.lines), arcs.shapes), origin, 1.0)
    return _rewoven(draft.drawn, area, origin, unit) or whole


def strayed(shapes: Shapes, drawn: Shapes, reach: float) -> Flags:
    """Shapes with a point on their border drawn farther than ``reach`` from where it belongs, as the border of its own
    shape or, where that has grown too thin to be seen, of the neighbour it lies along. The other way round nothing
    need be asked: what is drawn are some of the same points."""
    borders = shapely.boundary(drawn)
    shapely.prepare(borders)
    xy, shape = shapely.get_coordinates(shapes, return_index=True)
    points = shapely.points(xy)
    away = np.flatnonzero(~np.asarray(shapely.dwithin(borders[shape], points, reach)))
    found = np.zeros(len(shapes), dtype=np.bool_)
    if len(away):
        near, _ = shapely.STRtree(shapely.get_parts(borders)).query(points[away], predicate="dwithin", distance=reach)
        found[shape[np.delete(away, np.unique(near))]] = True
    return found


@dataclass(slots=True)
class _Draft:
    """The arcs as simplified so far; each has its own tolerance and may have points between the whole units."""

    arcs: Arcs
    origin: Floats
    unit: float
    fixed: Shapes
    used_by: tuple[tuple[int, ...], ...]
    users: tuple[Ints, Ints]
    ends: Ints  # per arc the numbers of the nodes it runs between
    tolerance: Floats
    fineness: Floats  # powers of two: points per unit
    lines: list[Floats]
    drawn: Shapes

    @classmethod
    def of(cls, arcs: Arcs, origin: Floats, unit: float, pixel: float) -> _Draft:
        count, used_by = len(arcs.lines), arcs.used_by()
        ends = vertex_ids(np.array([line[[0, -1]] for line in arcs.lines]).reshape(-1, 2)).reshape(-1, 2)
        tolerance = np.full(count, max(_WITHIN * pixel - _DIAGONAL * unit, 0.0))
        draft = cls(
            arcs, origin, unit, _linestrings(arcs.lines), used_by, _users(used_by), ends, tolerance,
            np.ones(count), [np.zeros((0, 2))] * count, np.empty(len(arcs.shapes), dtype=object),
        )  # fmt: skip
        draft._draw(np.ones(count, dtype=np.bool_))
        return draft

    def light(self) -> Light:
        return Light(Arcs(tuple(self.lines), self.arcs.shapes), self.origin, self.unit)

    def refine(self, shapes: Ints, finer_points: bool) -> None:
        chosen = np.zeros(len(self.lines), dtype=np.bool_)
        chosen[[arc for shape in shapes.tolist() for arc in self.used_by[shape]]] = True
        self.tolerance[chosen] *= 0.25 if finer_points else 0.5
        self.tolerance[self.tolerance < 1] = 0.0  # a step of the lattice
        if finer_points:
            self.fineness[chosen] *= 4
            chosen |= np.isin(self.ends, self.ends[chosen]).any(axis=1)
        self._draw(chosen)

    def _draw(self, chosen: Flags) -> None:
        anew = np.flatnonzero(chosen)
        simple = shapely.simplify(self.fixed[anew], self.tolerance[anew], preserve_topology=False)
        at_node = np.ones(int(self.ends.max(initial=0)) + 1)
        np.maximum.at(at_node, self.ends.ravel(), np.repeat(self.fineness, 2))
        finest = np.stack([self.fineness[anew], *at_node[self.ends[anew]].T], axis=1)
        for number, line in zip(anew.tolist(), _rounded(simple, self.origin, self.unit, finest), strict=True):
            self.lines[number] = line
        arc, shape_of = self.users
        touched = np.unique(shape_of[chosen[arc]])
        self.drawn[touched] = rebuild(self.arcs, self.lines, touched)


def _users(used_by: Sequence[Sequence[int]]) -> tuple[Ints, Ints]:
    """Pairs: this arc … bounds this shape."""
    shape_of = np.repeat(np.arange(len(used_by)), [len(used) for used in used_by])
    return np.array([a for used in used_by for a in used], dtype=np.int64), shape_of


def _linestrings(lines: Sequence[Floats]) -> Shapes:
    if not lines:
        return np.empty(0, dtype=object)
    whose = np.repeat(np.arange(len(lines)), [len(line) for line in lines])
    return np.asarray(shapely.linestrings(np.concatenate(lines), indices=whose), dtype=object)


def _rounded(lines: Shapes, origin: Floats, unit: float, finest: Floats) -> list[Floats]:
    """In units, no point twice in a row, but never fewer than two. ``finest``: points per unit along each line, at
    its first and at its last point: all arcs that meet at a node round it alike."""
    xy, whose = shapely.get_coordinates(lines, return_index=True)
    per_unit = finest[whose, 0]
    cuts = np.searchsorted(whose, np.arange(len(lines) + 1))
    per_unit[cuts[:-1]], per_unit[cuts[1:] - 1] = finest[:, 1], finest[:, 2]
    xy = np.round((xy - origin) / unit * per_unit[:, None]) / per_unit[:, None]
    keep = np.ones(len(xy), dtype=bool)
    keep[1:] = (xy[1:] != xy[:-1]).any(axis=1) | (whose[1:] != whose[:-1])
    xy, whose = xy[keep], whose[keep]
    at = np.searchsorted(whose, np.arange(len(lines) + 1)).tolist()
    return [xy[a:b] if b - a > 1 else np.concatenate([xy[a:b]] * 2) for a, b in pairwise(at)]


def _spoilt(drawn: Shapes, area: Floats) -> Flags:
    """Shapes that are invalid, overlap a neighbour, or are no longer there to speak of."""
    invalid = ~np.asarray(shapely.is_valid(drawn)) | (shapely.area(drawn) < _LEFT * area)
    if invalid.any() or not shapely.coverage_is_valid(drawn):
        sound = drawn.copy()
        sound[invalid] = None
        edges = shapely.coverage_invalid_edges(sound)
        invalid |= ~np.asarray(shapely.is_empty(edges) | shapely.is_missing(edges))
    return np.asarray(invalid, dtype=np.bool_)


def _rewoven(drawn: Shapes, area: Floats, origin: Floats, unit: float) -> Light | None:
    """Rounding alone made borders cross: node them on the coarse lattice and hand out the faces anew."""
    whole = shapely.make_valid(drawn, method="structure", keep_collapsed=False)
    fabric = weave(whole)
    size = shapely.area(whole)
    owner: Ints = np.full(len(fabric.faces), NOBODY, dtype=np.int64)
    order = np.lexsort((fabric.claimant, -size[fabric.claimant]))
    owner[fabric.face[order]] = fabric.claimant[order]
    tiny = (owner == NOBODY) & (shapely.area(fabric.faces) < 8)
    owner = settle(owner, tiny, ~tiny, borders_of(fabric.faces), size)
    result = dissolve(fabric.faces, owner, len(drawn))
    if (shapely.area(result) < _LEFT * area).any() or not shapely.coverage_is_valid(result):
        return None
    return Light(arcs_of(result), origin, unit)
