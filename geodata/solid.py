"""One village, one sound polygon: what is wrong with single shapes, before they are laid beside each other."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import shapely

from geodata.defects import Defect, Kind
from geodata.divide import polygonal
from geodata.kinds import Flags, Shapes
from geodata.plane import Plane, square_metres
from situation.model.regions import RegionCode

_PLACE = re.compile(r"\[(-?[\d.eE+]+) (-?[\d.eE+]+)\]")
_CRUMB = 25.0  # square metres: a part smaller than a room is a slip of the hand
_STRAY = 0.01  # of the village: a small part that lies in another village or far away


@dataclass(slots=True)
class Solids:
    """Sound shapes on the lattice by code; points where a feature was only a point."""

    shapes: dict[RegionCode, shapely.Geometry] = field(default_factory=dict)
    points: dict[RegionCode, tuple[float, float]] = field(default_factory=dict)
    defects: list[Defect] = field(default_factory=list)


def solids(found: Iterable[tuple[RegionCode, shapely.Geometry | None]], plane: Plane, winds: bool) -> Solids:
    """``found``: region and shape in degrees, a region perhaps several times. ``winds``: a wrong turn counts."""
    made = Solids()
    groups: dict[RegionCode, list[shapely.Geometry]] = {}
    for code, shape in found:
        if (sound := _sound(code, shape, made, winds)) is not None:
            groups.setdefault(code, []).append(sound)
    codes = sorted(groups)
    single = np.empty(len(codes), dtype=object)
    for number, code in enumerate(codes):
        single[number] = _as_one(code, groups[code], made)
    on_lattice = _valid(plane.to_lattice(single))
    for code, shape, was in zip(codes, on_lattice, single, strict=True):
        if shape.is_empty:
            made.defects.append(_defect(Kind.EMPTY_SHAPE, code, was, mended=False, note="smaller than a centimetre"))
        else:
            made.shapes[code] = shape
    _drop_strays(made, plane)
    return made


def _sound(code: RegionCode, shape: shapely.Geometry | None, made: Solids, winds: bool) -> shapely.Geometry | None:
    if shape is None or shape.is_empty:
        made.defects.append(Defect(kind=Kind.EMPTY_SHAPE, regions=(code,), mended=False, note="no shape at all"))
        return None
    if not np.isfinite(shapely.get_coordinates(shape)).all():
        made.defects.append(Defect(kind=Kind.BROKEN_COORDINATES, regions=(code,), mended=False))
        return None
    if shape.geom_type in ("Point", "MultiPoint"):
        made.points[code] = (float(shape.centroid.x), float(shape.centroid.y))
        return None
    area = _closed(shape) if "Line" in shape.geom_type else polygonal(shape)
    if area.is_empty:
        made.defects.append(_defect(Kind.NOT_A_POLYGON, code, shape, mended=False, note=shape.geom_type))
        return None
    if winds and _is_wound_wrongly(area):
        made.defects.append(_defect(Kind.WRONG_WINDING, code, area))
    if not area.is_valid:
        area = _untangled(code, area, made)
    return area


def _closed(lines: shapely.Geometry) -> shapely.Geometry:
    """Borders drawn as lines."""
    return shapely.union_all(shapely.get_parts(shapely.polygonize(shapely.get_parts(lines))))


def _untangled(code: RegionCode, area: shapely.Geometry, made: Solids) -> shapely.Geometry:
    reason = str(shapely.is_valid_reason(area))
    kind = Kind.BOW_TIE if reason.startswith("Self-intersection") else Kind.INVALID_RING
    mended = polygonal(shapely.make_valid(area, method="structure", keep_collapsed=False))
    at = _PLACE.search(reason)
    made.defects.append(Defect(
        kind=kind, regions=(code,), note=reason.split("[")[0], picture=mended,
        lon_lat=(round(float(at[1]), 6), round(float(at[2]), 6)) if at else None, mended=not mended.is_empty,
    ))  # fmt: skip
    return mended


def _is_wound_wrongly(area: shapely.Geometry) -> bool:
    """GeoJSON and KML want shells counter-clockwise and holes clockwise."""
    for part in shapely.get_parts(area):
        turns = [bool(shapely.is_ccw(ring)) for ring in shapely.get_rings(part)]
        if not turns[0] or any(turns[1:]):
            return True
    return False


def _as_one(code: RegionCode, shapes: Sequence[shapely.Geometry], made: Solids) -> shapely.Geometry:
    different: list[shapely.Geometry] = []
    for shape in shapes:
        if any(shape.equals(other) for other in different):
            made.defects.append(_defect(Kind.DUPLICATE_FEATURE, code, shape))
        else:
            different.append(shape)
    if len(different) == 1:
        return different[0]
    made.defects.append(_defect(Kind.SEVERAL_FEATURES, code, different[1], note=f"{len(different)} shapes joined"))
    return polygonal(shapely.union_all([shapely.make_valid(s, method="structure") for s in different]))


def _valid(shapes: Shapes) -> Shapes:
    fixed = shapely.make_valid(shapes, method="structure", keep_collapsed=False)
    rounded = shapely.transform(fixed, np.round)
    odd = ~np.asarray(shapely.is_valid(rounded)) | ~_areal(rounded)
    for number in np.flatnonzero(odd).tolist():
        rounded[number] = polygonal(shapely.set_precision(polygonal(fixed[number]), 1.0))
    return np.asarray(rounded, dtype=object)


def _areal(shapes: Shapes) -> Flags:
    return np.isin(shapely.get_type_id(shapes), (3, 6))


def _drop_strays(made: Solids, plane: Plane) -> None:
    """Small parts: specks go; a part inside another village goes; a part far from its village is reported."""
    codes = [code for code, shape in made.shapes.items() if shapely.get_num_geometries(shape) > 1]
    if not codes:
        return
    everyone = list(made.shapes)
    tree = shapely.STRtree([made.shapes[code] for code in everyone])
    for code in codes:
        parts = np.asarray(shapely.get_parts(made.shapes[code]))
        area = plane.square_metres(parts)
        main = parts[int(area.argmax())]
        dropped = np.zeros(len(parts), dtype=bool)
        for number in np.flatnonzero(area < max(_STRAY * area.sum(), _CRUMB)).tolist():
            part = parts[number]
            others = [everyone[n] for n in tree.query(part.representative_point(), predicate="within")]
            inside = [other for other in others if other != code]
            dropped[number] = bool(area[number] < _CRUMB or inside)
            far = not dropped[number] and part.distance(main) > 2 * main.length
            if dropped[number] or far:
                made.defects.append(_stray(code, part, inside, bool(dropped[number]), plane))
        if dropped.any() and not dropped.all():
            made.shapes[code] = polygonal(shapely.multipolygons(parts[~dropped]))


def _stray(
    code: RegionCode, part: shapely.Geometry, inside: Sequence[RegionCode], mended: bool, plane: Plane
) -> Defect:
    shown = plane.to_degrees(np.array([part], dtype=object))[0]
    note = f"inside {inside[0]}" if inside else "a speck" if mended else "far from the rest of the village"
    return _defect(Kind.STRAY_PART, code, shown, mended=mended, note=note)


def _defect(kind: Kind, code: RegionCode, shape: shapely.Geometry, *, mended: bool = True, note: str = "") -> Defect:
    x, y = shapely.get_coordinates(shapely.centroid(shape)).tolist()[0] if not shape.is_empty else (0.0, 0.0)
    area = float(square_metres(np.array([shape], dtype=object))[0])
    return Defect(
        kind=kind, regions=(code,), lon_lat=(round(x, 6), round(y, 6)), square_metres=area, mended=mended, note=note,
        picture=shape,
    )  # fmt: skip


def points_of(points: Mapping[RegionCode, tuple[float, float]], plane: Plane) -> dict[RegionCode, tuple[float, float]]:
    """Degrees to lattice."""
    codes = list(points)
    spots = shapely.get_coordinates(plane.to_lattice(shapely.points([points[c] for c in codes]))) if codes else []
    return {code: (float(x), float(y)) for code, (x, y) in zip(codes, spots, strict=True)}
