"""From shapes that nearly fit to a coverage: neighbours share borders, nothing overlaps, no village is lost.

Works on the lattice. Each overlap and each narrow gap is decided, counted and placed; a shape that two villages
claim as a whole is divided between them and both are called approximate; wide gaps (lakes, foreign land) stay.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import shapely

from geodata.defects import Change, Defect, Kind
from geodata.divide import carve, divide
from geodata.fabric import NOBODY, Fabric, borders_of, dissolve, settle, weave, width_of
from geodata.fingers import Trimmed, trim
from geodata.kinds import Floats, Ints, Shapes
from geodata.plane import Plane
from situation.model.regions import RegionCode

SAME = 0.5  # of the smaller shape: more overlap than this is no matter of borders
ALIKE = 0.6  # ratio of areas from which two overlapping shapes are the same shape, not one inside the other
NOTABLE = 0.05  # change of area that is always listed
_SLIVER = 10  # a gap or overlap so many times narrower than the widest that is closed is only a sliver
_CRUMB = 0.02  # of a village: smaller and narrower parts made by the mending go to a neighbour


@dataclass(frozen=True, slots=True)
class Mended:
    codes: tuple[RegionCode, ...]
    shapes: Shapes  # on the lattice, in the order of codes
    approximate: frozenset[RegionCode]
    defects: tuple[Defect, ...]
    changes: tuple[Change, ...]
    covered_before: float  # square metres under any shape
    covered_after: float


def mend(
    codes: Sequence[RegionCode], shapes: Shapes, plane: Plane, gap_width: float, points: dict[RegionCode, Floats]
) -> Mended:
    """``points``: lattice positions of villages, where known; they say how a doubly claimed shape is divided."""
    before = plane.square_metres(shapes)
    fabric = weave(shapes)
    shapes, defects, approximate = _part_doubles(codes, shapes, fabric, points, plane)
    if approximate:
        fabric = weave(shapes)
    work = _Work.on(tuple(codes), shapes, plane, plane.steps(gap_width), fabric)
    pieces, owner = work.settled()
    result = dissolve(pieces, owner, len(codes))
    trimmed = trim(result, work.gap_width / _SLIVER, work.gap_width)
    result, swallowed = _rescue(codes, shapes, trimmed.shapes, plane)
    after = plane.square_metres(result)
    found = (*defects, *swallowed, *work.defects(), *_trimmings(codes, trimmed, plane))
    covered = float(plane.square_metres(fabric.faces[fabric.count > 0]).sum())
    approximate |= {code for defect in swallowed for code in defect.regions[:1]}
    return Mended(
        tuple(codes), result, frozenset(approximate), found, _changes(codes, before, after, found), covered,
        float(after.sum()),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Work:
    codes: tuple[RegionCode, ...]
    shapes: Shapes
    plane: Plane
    gap_width: float  # lattice steps
    fabric: Fabric
    width: Floats  # of the faces in dispute: claimed twice or by nobody; the others' is not looked for

    @classmethod
    def on(cls, codes: tuple[RegionCode, ...], shapes: Shapes, plane: Plane, gap_width: float, fabric: Fabric) -> _Work:
        width = np.zeros(len(fabric.faces))
        disputed = fabric.count != 1
        width[disputed] = width_of(fabric.faces[disputed], gap_width / _SLIVER)
        return cls(codes, shapes, plane, gap_width, fabric, width)

    def settled(self) -> tuple[Shapes, Ints]:
        """Narrow overlaps and gaps go to the neighbour they lie along; a wide overlap to its smallest claimant:
        the large one can spare it, and an enclave is cut out."""
        size = shapely.area(self.shapes)
        owner = self._claims(size)
        overlaps = self.fabric.count > 1
        unsettled = (overlaps | (owner == NOBODY)) & (self.width <= self.gap_width)
        owner = settle(owner, unsettled, overlaps, borders_of(self.fabric.faces), size)
        return self._without_crumbs(dissolve(self.fabric.faces, owner, len(self.codes)), size)

    def _claims(self, size: Floats) -> Ints:
        owner = np.full(len(self.fabric.faces), NOBODY, dtype=np.int64)
        order = np.lexsort((self.fabric.claimant, -size[self.fabric.claimant]))
        owner[self.fabric.face[order]] = self.fabric.claimant[order]
        return owner

    def _without_crumbs(self, dissolved: Shapes, size: Floats) -> tuple[Shapes, Ints]:
        """Bits cut off from their village by the mending itself."""
        pieces, owner = shapely.get_parts(dissolved, return_index=True)
        owner = owner.astype(np.int64)
        area = shapely.area(pieces)
        whole = np.bincount(owner, weights=area, minlength=len(self.codes))
        parts = np.bincount(owner, minlength=len(self.codes))
        before = shapely.get_num_geometries(self.shapes)
        small = (area < _CRUMB * whole[owner]) & (parts > before)[owner]
        crumbs = np.zeros(len(pieces), dtype=bool)
        at = np.flatnonzero(small)
        crumbs[at[width_of(pieces[at]) <= self.gap_width]] = True
        return pieces, settle(owner, crumbs, ~crumbs, borders_of(pieces), size) if crumbs.any() else owner

    # -- what was found --------------------------------------------------------------------------------------------

    def defects(self) -> tuple[Defect, ...]:
        gaps = np.flatnonzero(self.fabric.count == 0)
        overlaps = np.flatnonzero(self.fabric.count > 1)
        claims: dict[int, list[int]] = {}
        for face, claimant in zip(self.fabric.face.tolist(), self.fabric.claimant.tolist(), strict=True):
            claims.setdefault(face, []).append(claimant)
        return (*self._overlaps(overlaps, claims), *self._gaps(gaps))

    def _overlaps(self, faces: Ints, claims: dict[int, list[int]]) -> list[Defect]:
        return [
            replace(
                seen,
                kind=Kind.SLIVER if self._is_sliver(seen) else Kind.OVERLAP,
                regions=tuple(self.codes[n] for n in claims[face]),
                note="" if self._is_narrow(seen) else "wide: given to the smaller village; please check",
            )
            for face, seen in zip(faces.tolist(), self._seen(faces), strict=True)
        ]

    def _gaps(self, faces: Ints) -> list[Defect]:
        around: dict[int, list[RegionCode]] = {}
        rows, villages = shapely.STRtree(self.shapes).query(self.fabric.faces[faces], predicate="intersects")
        for row, village in zip(rows.tolist(), villages.tolist(), strict=True):
            around.setdefault(row, []).append(self.codes[village])
        return [
            replace(
                seen,
                kind=Kind.SLIVER if self._is_sliver(seen) else Kind.GAP if self._is_narrow(seen) else Kind.OPEN_GAP,
                regions=tuple(around.get(row, ())),
                mended=self._is_narrow(seen),
            )
            for row, seen in enumerate(self._seen(faces))
        ]

    def _is_narrow(self, seen: Defect) -> bool:
        return (seen.width or 0.0) <= self.plane.metres(self.gap_width)

    def _is_sliver(self, seen: Defect) -> bool:
        return (seen.width or 0.0) <= self.plane.metres(self.gap_width) / _SLIVER

    def _seen(self, faces: Ints) -> list[Defect]:
        """Where each face lies, how large and how wide it is."""
        shown = self.plane.to_degrees(self.fabric.faces[faces])
        points = shapely.get_coordinates(shapely.point_on_surface(shown)) if len(faces) else np.zeros((0, 2))
        size = self.plane.square_metres(self.fabric.faces[faces])
        wide = self.width[faces]
        return [
            Defect(
                kind=Kind.GAP,
                lon_lat=(round(x, 6), round(y, 6)),
                square_metres=float(size[n]),
                picture=shown[n],
                width=self.plane.metres(float(wide[n])),
            )
            for n, (x, y) in enumerate(points.tolist())
        ]


def _part_doubles(
    codes: Sequence[RegionCode], shapes: Shapes, fabric: Fabric, points: dict[RegionCode, Floats], plane: Plane
) -> tuple[Shapes, list[Defect], set[RegionCode]]:
    """Villages with the same shape, or nearly: the common ground is divided between them."""
    area = shapely.area(shapes)
    defects: list[Defect] = []
    shapes = shapes.copy()
    approximate: set[RegionCode] = set()
    for one, two, common in _overlapping_pairs(fabric):
        small, large = sorted((one, two), key=lambda n: float(area[n]))
        if common < SAME * area[small]:
            continue
        if area[small] < ALIKE * area[large]:  # the smaller claimant gets it: see _Work.settled
            defects.append(_enclave(codes[small], codes[large], shapes[small], plane))
            continue
        ground = shapely.intersection(shapes[one], shapes[two], grid_size=1.0)
        if ground.is_empty:
            continue
        halves = divide(ground, [points.get(codes[one]), points.get(codes[two])])
        shapes[one] = _less(shapes[one], halves[1])
        shapes[two] = _less(shapes[two], halves[0])
        approximate |= {codes[one], codes[two]}
        defects.append(_same_shape(codes[one], codes[two], ground, plane))
    return shapes, defects, approximate


def _less(shape: shapely.Geometry, part: shapely.Geometry) -> shapely.Geometry:
    return shapely.difference(shape, part, grid_size=1.0)


def _same_shape(one: RegionCode, two: RegionCode, ground: shapely.Geometry, plane: Plane) -> Defect:
    note = "both have the same shape; it was divided between them and both are approximate"
    return replace(_placed(ground, plane), kind=Kind.SAME_SHAPE, regions=(one, two), note=note)


def _enclave(small: RegionCode, large: RegionCode, shape: shapely.Geometry, plane: Plane) -> Defect:
    note = "the first lies in the shape of the second, which had no hole for it"
    return replace(_placed(shape, plane), kind=Kind.EXCLAVE, regions=(small, large), note=note)


def _trimmings(codes: Sequence[RegionCode], trimmed: Trimmed, plane: Plane) -> list[Defect]:
    hairline = "a hairline between two other villages"
    whose = [(codes[n],) for n in trimmed.owner.tolist()]
    found = [
        *((finger, Kind.SLIVER, owner, hairline) for finger, owner in zip(trimmed.fingers, whose, strict=True)),
        *((gash, Kind.GAP, (), "open to the outside") for gash in trimmed.gashes),
    ]
    wide = width_of(np.array([shape for shape, *_ in found], dtype=object))
    return [
        replace(_placed(shape, plane), kind=kind, regions=owner, note=note, width=plane.metres(float(width)))
        for (shape, kind, owner, note), width in zip(found, wide, strict=True)
    ]


def _placed(shape: shapely.Geometry, plane: Plane) -> Defect:
    one = np.array([shape], dtype=object)
    shown = plane.to_degrees(one)[0]
    spot = shown.representative_point()
    return Defect(
        kind=Kind.OVERLAP, lon_lat=(round(spot.x, 6), round(spot.y, 6)), picture=shown,
        square_metres=float(plane.square_metres(one)[0]),
    )  # fmt: skip


def _overlapping_pairs(fabric: Fabric) -> list[tuple[int, int, float]]:
    size = shapely.area(fabric.faces)
    common: dict[tuple[int, int], float] = {}
    doubly = fabric.count[fabric.face] > 1
    claims: dict[int, list[int]] = {}
    for face, claimant in zip(fabric.face[doubly].tolist(), fabric.claimant[doubly].tolist(), strict=True):
        for other in claims.setdefault(face, []):
            common[other, claimant] = common.get((other, claimant), 0.0) + float(size[face])
        claims[face].append(claimant)
    return [(one, two, area) for (one, two), area in sorted(common.items())]


def _rescue(codes: Sequence[RegionCode], wanted: Shapes, result: Shapes, plane: Plane) -> tuple[Shapes, list[Defect]]:
    """A village that lost all its ground to smaller ones gets an approximate cell where it claimed to be."""
    defects: list[Defect] = []
    result = result.copy()
    for number in np.flatnonzero(shapely.area(result) < 0.02 * shapely.area(wanted)).tolist():
        cell = carve(wanted[number])
        for other in np.flatnonzero(shapely.intersects(result, cell)).tolist():
            if other != number:
                result[other] = _less(result[other], cell)
        result[number] = cell
        note = "other villages claim all its ground; an approximate cell was kept for it"
        seen = _placed(cell, plane)
        defects.append(replace(seen, kind=Kind.SWALLOWED, regions=(codes[number],), mended=False, note=note))
    if defects:  # the new borders must be noded with the neighbours'
        woven = weave(result)
        owner = np.full(len(woven.faces), NOBODY, dtype=np.int64)
        owner[woven.face] = woven.claimant
        result = dissolve(woven.faces, owner, len(codes))
    return result, defects


def _changes(
    codes: Sequence[RegionCode], before: Floats, after: Floats, defects: Sequence[Defect]
) -> tuple[Change, ...]:
    """Every village changed by more than one per cent, or named in a defect that concerns it as a whole."""
    reasons: dict[RegionCode, str] = {}
    for defect in defects:
        if defect.kind in (Kind.SAME_SHAPE, Kind.SWALLOWED, Kind.EXCLAVE):
            reasons.update(dict.fromkeys(defect.regions, defect.kind.value))
    with np.errstate(divide="ignore", invalid="ignore"):
        share = np.where(before > 0, np.abs(after / before - 1), 0)
    listed = [n for n in range(len(codes)) if share[n] > 0.01 or codes[n] in reasons]
    return tuple(
        Change(codes[n], round(float(before[n]), 1), round(float(after[n]), 1), reasons.get(codes[n], "borders"))
        for n in listed
    )
