"""Hairlines and gashes: what a slip of the hand leaves between two villages without being a gap or an overlap.

A hairline is a tongue of a village metres wide and hundreds of metres long; a gash is a gap that opens to the
outside. They show on no screen and tear every simplification. Each goes to the village along which it lies; a
hairline that lies along nobody (at the edge of the county) stays.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely

from geodata.fabric import NOBODY, Fabric, borders_of, dissolve, settle, weave, width_of
from geodata.kinds import Flags, Floats, Ints, Shapes

_SLENDER = 5.0  # length over width, at least


@dataclass(frozen=True, slots=True)
class Trimmed:
    shapes: Shapes
    fingers: Shapes
    owner: Ints  # whose finger it was
    gashes: Shapes


def trim(shapes: Shapes, finger_width: float, gash_width: float) -> Trimmed:
    """``shapes``: a valid coverage; widths in lattice steps, above which nothing is touched."""
    fingers, owner = _fingers(shapes, finger_width)
    gashes = _gashes(shapes, gash_width)
    if not len(fingers) and not len(gashes):
        return Trimmed(shapes, fingers, owner, gashes)
    woven = weave(np.concatenate([shapes, fingers, gashes]))
    village = woven.claimant < len(shapes)
    before = np.full(len(woven.faces), NOBODY, dtype=np.int64)
    before[woven.face[village]] = woven.claimant[village]
    cut = np.zeros(len(woven.faces), dtype=bool)
    cut[woven.face[~village]] = True
    settled = _settled(woven, before, cut, shapes)
    return Trimmed(dissolve(woven.faces, settled, len(shapes)), fingers, owner, gashes)


def _settled(woven: Fabric, owner: Ints, cut: Flags, shapes: Shapes) -> Ints:
    settled = settle(owner, cut, ~cut, borders_of(woven.faces), shapely.area(shapes))
    kept = np.bincount(settled[settled != NOBODY], minlength=len(shapes)) > 0
    back = cut & (owner != NOBODY) & ~kept[owner]  # a village that is nothing but a finger keeps it
    settled[back] = owner[back]
    return settled


def _fingers(shapes: Shapes, width: float) -> tuple[Shapes, Ints]:
    shrunk = _grown(shapes, -width / 2)
    rest = shapely.difference(shapes, shapely.transform(_grown(shrunk, 0.6 * width), np.round), grid_size=1.0)
    parts, owner = shapely.get_parts(rest, return_index=True)
    chosen = _is_slender(parts, np.full(len(parts), width))
    return np.asarray(parts[chosen], dtype=object), np.asarray(owner[chosen], dtype=np.int64)


def _gashes(shapes: Shapes, width: float) -> Shapes:
    """Narrow inlets of the whole that two villages lie along."""
    whole = np.asarray(shapely.get_parts(shapely.coverage_union_all(shapes)), dtype=object)
    closed = _grown(_grown(shapely.multipolygons(whole), width / 2), -width / 2)
    beyond = shapely.difference(shapely.transform(closed, np.round), shapely.multipolygons(whole), grid_size=1.0)
    inlets = _polygons(beyond)
    inlets = np.asarray(inlets[_is_slender(inlets, width_of(inlets))], dtype=object)
    rows, _ = shapely.STRtree(shapes).query(inlets, predicate="intersects")
    return np.asarray(inlets[np.bincount(rows, minlength=len(inlets)) > 1], dtype=object)


def _grown(shapes: Shapes, reach: float) -> Shapes:
    return np.asarray(shapely.buffer(shapes, reach, join_style="mitre", mitre_limit=2))


def _polygons(shape: shapely.Geometry) -> Shapes:
    parts = shapely.get_parts(shape)
    return np.asarray(parts[(shapely.get_type_id(parts) == 3) & (shapely.area(parts) > 0)], dtype=object)


def _is_slender(parts: Shapes, width: Floats) -> Flags:
    area = (shapely.get_type_id(parts) == 3) & (shapely.area(parts) > 0)
    return np.asarray(area & (shapely.length(parts) / 2 > _SLENDER * width), dtype=np.bool_)
