"""All borders woven into one fabric: lines noded on the lattice, the faces between them, who claims each face.

Everything else follows from the faces: a face two shapes claim is an overlap, one nobody claims is a gap, and a
coverage put together from whole faces cannot have either.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely

from geodata.kinds import Flags, Floats, Ints, Shapes

NOBODY = -1
_MUCH = 0.8  # of the longest border: below it a neighbour only touches the end of a gap and must not grow along it


@dataclass(frozen=True, slots=True)
class Fabric:
    faces: Shapes
    face: Ints  # pairs: this face …
    claimant: Ints  # … lies in this polygon
    count: Ints  # claimants per face


def weave(polygons: Shapes) -> Fabric:
    """``polygons`` are valid, on the lattice; the noding keeps every vertex on it."""
    lines = shapely.union_all(shapely.boundary(polygons), grid_size=1.0)
    faces = np.asarray(shapely.get_parts(shapely.polygonize([lines])), dtype=object)
    if not len(faces):
        nothing = np.zeros(0, dtype=np.int64)
        return Fabric(faces, nothing, nothing, nothing)
    shapely.prepare(polygons)
    face, claimant = shapely.STRtree(polygons).query(_inside(faces), predicate="within")
    order = np.lexsort((claimant, face))
    face, claimant = face[order].astype(np.int64), claimant[order].astype(np.int64)
    return Fabric(faces, face, claimant, np.bincount(face, minlength=len(faces)).astype(np.int64))


def _inside(faces: Shapes) -> Shapes:
    return np.asarray(shapely.point_on_surface(faces), dtype=object)


@dataclass(frozen=True, slots=True)
class Borders:
    """Between which pieces borders run: each pair in both directions, with the length of the border."""

    here: Ints
    there: Ints
    length: Floats


def borders_of(pieces: Shapes) -> Borders:
    """Of pieces that share whole segments, as a fabric's faces do."""
    rings, owner = shapely.get_rings(pieces, return_index=True)
    xy, ring = shapely.get_coordinates(rings, return_index=True)
    same = ring[1:] == ring[:-1]
    start, end = vertex_ids(xy)[:-1][same], vertex_ids(xy)[1:][same]
    length = np.hypot(*(xy[1:] - xy[:-1])[same].T)
    piece = owner[ring[:-1][same]]
    low, high = np.minimum(start, end), np.maximum(start, end)
    order = np.lexsort((high, low))
    low, high, piece, length = low[order], high[order], piece[order], length[order]
    twice = (low[1:] == low[:-1]) & (high[1:] == high[:-1])
    one, two, size = piece[:-1][twice], piece[1:][twice], length[:-1][twice]
    return _summed(np.concatenate([one, two]), np.concatenate([two, one]), np.concatenate([size, size]))


def vertex_ids(xy: Floats) -> Ints:
    """The same number for the same lattice point."""
    whole = np.round(xy).astype(np.int64)
    whole -= whole.min(axis=0, initial=0)
    packed = (whole[:, 0] << 32) | whole[:, 1]
    return np.asarray(np.unique(packed, return_inverse=True)[1], dtype=np.int64)


def _summed(here: Ints, there: Ints, length: Floats) -> Borders:
    key = (here.astype(np.int64) << 32) | there
    pairs, which = np.unique(key, return_inverse=True)
    total = np.bincount(which, weights=length, minlength=len(pairs))
    return Borders(pairs >> 32, pairs & 0xFFFFFFFF, total.astype(np.float64))


def settle(owner: Ints, to_settle: Flags, to_smaller: Flags, borders: Borders, size: Floats) -> Ints:
    """Give each open piece to the neighbour along which it lies, so that nobody gets a finger between two others.

    Of neighbours with about as much border, a piece of ``to_smaller`` goes to the smallest, others to the largest:
    then one of two disagreeing lines is kept along its whole length, instead of a zigzag of both.
    """
    owner = owner.copy()
    open_pieces = to_settle.copy()
    while open_pieces.any():
        usable = open_pieces[borders.here] & ~open_pieces[borders.there] & (owner[borders.there] != NOBODY)
        taken = _summed(borders.here[usable], owner[borders.there[usable]], borders.length[usable])
        if not len(taken.here):
            break
        longest = np.zeros(len(owner))
        np.maximum.at(longest, taken.here, taken.length)
        good = taken.length >= _MUCH * longest[taken.here]
        here, there = taken.here[good], taken.there[good]
        wish = np.where(to_smaller[here], -size[there], size[there])
        order = np.lexsort((there, wish, here))
        owner[here[order]] = there[order]  # the last written, the most wished for, stays
        open_pieces[here] = False
    return owner


def dissolve(pieces: Shapes, owner: Ints, count: int) -> Shapes:
    """One shape per owner 0…count−1; an owner of nothing gets an empty polygon."""
    kept = np.flatnonzero(owner != NOBODY)
    kept = kept[np.argsort(owner[kept], kind="stable")]
    bounds = np.searchsorted(owner[kept], np.arange(count + 1))
    return joined([pieces[kept[bounds[n] : bounds[n + 1]]] for n in range(count)])


def joined(groups: Sequence[Shapes]) -> Shapes:
    shapes = np.empty(len(groups), dtype=object)
    for number, group in enumerate(groups):
        shapes[number] = (
            shapely.coverage_union_all(group) if len(group) > 1 else group[0] if len(group) else shapely.Polygon()
        )
    return shapes


def width_of(pieces: Shapes, rough_below: float = 0.0) -> Floats:
    """The diameter of the largest circle inside, in lattice steps. A triangle has a formula for it, and of pieces
    narrower than ``rough_below`` it is only estimated: the search for the circle is what costs, most for slivers."""
    if not len(pieces):
        return np.zeros(0)
    area = shapely.area(pieces)
    width: Floats = 4 * area / np.maximum(shapely.length(pieces), 1e-9)
    searched = np.asarray(shapely.get_num_coordinates(pieces) != 4)
    if rough_below > 0:
        searched &= 2 * np.sqrt(area / np.pi) > rough_below  # no circle inside has more area than the piece
        shrunk = shapely.buffer(pieces[searched], -rough_below / 2, quad_segs=1, join_style="mitre")
        searched[searched] = ~np.asarray(shapely.is_empty(shrunk))
        width = np.minimum(width, np.where(searched, np.inf, rough_below))
    width[searched] = 2 * shapely.length(shapely.maximum_inscribed_circle(pieces[searched]))
    return width
