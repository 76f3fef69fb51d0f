"""As few points as a screen can show: no border moves by a pixel, no village is lost, neighbours stay together.

Each arc is simplified on its own (Douglas-Peucker keeps every point within the tolerance, which an area rule such
as Visvalingam's does not promise) and rounded to a fraction of a pixel. Where that makes a shape invalid or makes
it vanish, its arcs are taken finer until it is whole again.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely

from geodata.arcs import Arcs, arcs_of, rebuild
from geodata.fabric import NOBODY, borders_of, dissolve, settle, weave
from geodata.kinds import Flags, Floats, Ints, Shapes

SCREEN = (3840, 2160)
_FRACTIONS = (3, 4, 8, 32, 256)  # of a pixel: what coordinates are rounded to, the next where one will not do
_ENOUGH = 8
_TOLERANCE = 0.74  # pixels; with the rounding's share a border stays within one
_ROUNDS = 7
_LEFT = 0.3  # of a village's area: less is hardly the village any more


@dataclass(frozen=True, slots=True)
class Light:
    """Arcs in whole units from a corner; ``unit`` lattice steps each."""

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
    """``shapes``: a valid coverage on the lattice. Where a village would vanish, or a border moves by a pixel because
    what it runs along has collapsed, a finer rounding is tried."""
    arcs = arcs_of(shapes)
    bounds = shapely.total_bounds(shapes)
    first: Light | None = None
    for fraction in _FRACTIONS:
        light = _lightened(arcs, shapes, bounds[:2], pixel, max(round(pixel / fraction), 1.0))
        if light is not None and stays_within(shapes, light.on_lattice(), pixel):
            return light
        first = first or light
        if first is not None and fraction >= _ENOUGH:
            return first  # what still moves is thinner than a pixel and drawn as a line
    return first or Light(Arcs(tuple(line - bounds[:2] for line in arcs.lines), arcs.shapes), bounds[:2], 1.0)


def stays_within(shapes: Shapes, drawn: Shapes, reach: float) -> bool:
    """Whether every point of every border is drawn no farther than ``reach`` from where it belongs, as the border of
    its own shape or, where that has grown too thin to be seen, of the neighbour it lies along. The other way round
    nothing need be asked: what is drawn are some of the same points."""
    borders = shapely.boundary(drawn)
    shapely.prepare(borders)
    xy, shape = shapely.get_coordinates(shapes, return_index=True)
    points = shapely.points(xy)
    strays = points[~np.asarray(shapely.dwithin(borders[shape], points, reach))]
    if not len(strays):
        return True
    found, _ = shapely.STRtree(shapely.get_parts(borders)).query(strays, predicate="dwithin", distance=reach)
    return len(np.unique(found)) == len(strays)


def _lightened(arcs: Arcs, shapes: Shapes, origin: Floats, pixel: float, unit: float) -> Light | None:
    used_by = arcs.used_by()
    tolerance = np.full(len(arcs.lines), _TOLERANCE * pixel)
    fixed = np.array([shapely.linestrings(line) for line in arcs.lines], dtype=object)
    area = shapely.area(shapes)
    lines: list[Floats] = []
    for turn in range(_ROUNDS + 1):
        lines = [_rounded(line, origin, unit) for line in shapely.simplify(fixed, tolerance, preserve_topology=False)]
        drawn = rebuild(arcs, lines)
        bad = _spoilt(drawn, area / unit**2)
        if not bad.any():
            return Light(Arcs(tuple(lines), arcs.shapes), origin, unit)
        for shape in np.flatnonzero(bad).tolist():
            tolerance[list(used_by[shape])] *= 0.5 if turn < _ROUNDS - 1 else 0.0
    return _rewoven(rebuild(arcs, lines), area / unit**2, origin, unit)


def _rounded(line: shapely.Geometry, origin: Floats, unit: float) -> Floats:
    xy = np.round((shapely.get_coordinates(line) - origin) / unit)
    keep = np.ones(len(xy), dtype=bool)
    keep[1:] = (xy[1:] != xy[:-1]).any(axis=1)
    kept = xy[keep]
    return kept if len(kept) > 1 else np.concatenate([kept, kept])


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
