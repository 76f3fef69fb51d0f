"""Hairlines: tongues of a village metres wide and hundreds of metres long, left between two others by a slip.

They show on no screen and tear every simplification. Each goes to the neighbour along which it lies; one that lies
along nobody (at the edge of the county) stays.
"""

from __future__ import annotations

import numpy as np
import shapely

from geodata.fabric import NOBODY, Fabric, borders_of, dissolve, settle, weave
from geodata.kinds import Ints, Shapes

_SLENDER = 5.0  # length over width, at least


def without_fingers(shapes: Shapes, width: float) -> tuple[Shapes, Shapes, Ints]:
    """The coverage without them, the fingers themselves and whose they were. ``width`` in lattice steps."""
    fingers, owner = _fingers(shapes, width)
    if not len(fingers):
        return shapes, fingers, owner
    woven = weave(np.concatenate([shapes, fingers]))
    village = woven.claimant < len(shapes)
    new = np.full(len(woven.faces), NOBODY, dtype=np.int64)
    new[woven.face[village]] = woven.claimant[village]
    cut = np.zeros(len(woven.faces), dtype=bool)
    cut[woven.face[~village]] = True
    settled = _settled(woven, new, cut, shapes)
    return dissolve(woven.faces, settled, len(shapes)), fingers, owner


def _settled(woven: Fabric, owner: Ints, cut: np.ndarray, shapes: Shapes) -> Ints:
    cut &= owner != NOBODY
    settled = settle(owner, cut, ~cut, borders_of(woven.faces), shapely.area(shapes))
    kept = np.bincount(settled[settled != NOBODY], minlength=len(shapes)) > 0
    back = cut & ~kept[owner]  # a village that is nothing but a finger keeps it
    settled[back] = owner[back]
    return settled


def _fingers(shapes: Shapes, width: float) -> tuple[Shapes, Ints]:
    reach = width / 2
    shrunk = shapely.buffer(shapes, -reach, join_style="mitre", mitre_limit=2)
    opened = shapely.buffer(shrunk, 1.2 * reach, join_style="mitre", mitre_limit=2)
    rest = shapely.difference(shapes, shapely.transform(opened, np.round), grid_size=1.0)
    parts, owner = shapely.get_parts(rest, return_index=True)
    area = shapely.get_type_id(parts) == 3
    long = shapely.length(parts) / 2 > _SLENDER * width
    chosen = np.asarray(area & long, dtype=bool)
    return np.asarray(parts[chosen], dtype=object), np.asarray(owner[chosen], dtype=np.int64)
