"""The villages of one county (or of several mended together) as one coverage on the lattice, none left out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import shapely

from geodata.complete import approximate_cells
from geodata.defects import Change, Defect, Kind
from geodata.divide import divide
from geodata.join import Feature
from geodata.kinds import Shapes
from geodata.mend import mend
from geodata.plane import Plane
from geodata.solid import points_of, solids
from geodata.survey import Survey
from situation.model.regions import Region, RegionCode


@dataclass(frozen=True, slots=True, kw_only=True)
class Land:
    codes: tuple[RegionCode, ...]  # sorted
    shapes: Shapes
    approximate: frozenset[RegionCode]
    missing: tuple[RegionCode, ...]
    points: Mapping[RegionCode, tuple[float, float]]  # degrees, also of missing villages
    defects: tuple[Defect, ...]
    changes: tuple[Change, ...]
    covered_before: float
    covered_after: float


def settle_land(
    survey: Survey, plane: Plane, counties: Sequence[RegionCode], features: Sequence[Feature], winds: bool
) -> Land:
    gazetteer = survey.gazetteer
    wanted = {v.code: v for code in counties for v in gazetteer.leaves_below(code) if _exists(v, survey)}
    features = [f for f in features if f.codes[0] in wanted or not gazetteer[f.codes[0]].kind.is_leaf]
    whole = solids(_single(survey, features), plane, winds)
    villages = {code: shape for code, shape in whole.shapes.items() if gazetteer[code].kind.is_leaf}
    frames = {code: shape for code, shape in whole.shapes.items() if not gazetteer[code].kind.is_leaf}
    points = {v.code: v.lon_lat for v in wanted.values() if v.lon_lat} | whole.points
    placed = points_of(points, plane)
    defects = list(whole.defects)
    guessed = _divided(survey, plane, features, villages, placed, defects)
    mended = mend(sorted(villages), _array(villages), plane, survey.options.gap_width, _as_arrays(placed))
    _add_outline(survey, plane, counties, frames)
    lacking = {code: placed[code] for code in wanted if code not in villages and code in placed}
    cells = _cells(survey, mended_shapes(mended.codes, mended.shapes), lacking, frames, counties) if lacking else {}
    codes, shapes = mended.codes, mended.shapes
    if cells:
        both = mended_shapes(codes, shapes) | cells
        again = mend(sorted(both), _array(both), plane, survey.options.gap_width, _as_arrays(placed))
        codes, shapes = again.codes, again.shapes
    approximate = mended.approximate | guessed | frozenset(cells)
    missing = tuple(code for code in sorted(wanted) if code not in codes)
    defects += [*mended.defects, *_completions(cells, missing, placed, plane)]
    return Land(
        codes=codes, shapes=shapes, approximate=approximate, missing=missing, points=points,
        defects=tuple(defects), changes=mended.changes,
        covered_before=mended.covered_before, covered_after=mended.covered_after,
    )  # fmt: skip


def mended_shapes(codes: Sequence[RegionCode], shapes: Shapes) -> dict[RegionCode, shapely.Geometry]:
    return dict(zip(codes, shapes, strict=True))


def _exists(village: Region, survey: Survey) -> bool:
    return survey.options.on is None or village.existed_on(survey.options.on)


def _single(survey: Survey, features: Sequence[Feature]) -> Iterable[tuple[RegionCode, shapely.Geometry | None]]:
    alone = [f for f in features if len(f.codes) == 1]
    return ((feature.codes[0], shape) for feature, shape in survey.shapes(alone))


def _divided(
    survey: Survey,
    plane: Plane,
    features: Sequence[Feature],
    villages: dict[RegionCode, shapely.Geometry],
    placed: Mapping[RegionCode, tuple[float, float]],
    defects: list[Defect],
) -> frozenset[RegionCode]:
    """One shape for several villages: divided between those that have none of their own."""
    guessed: set[RegionCode] = set()
    together = [f for f in features if len(f.codes) > 1]
    for feature, shape in survey.shapes(together):
        codes = [code for code in feature.codes if code not in villages]
        whole = solids([(codes[0], shape)], plane, False).shapes if codes else {}
        if not whole:
            continue
        ground = whole[codes[0]]
        parts = divide(ground, [_spot(placed, code) for code in codes])
        villages.update({code: part for code, part in zip(codes, parts, strict=True) if not part.is_empty})
        guessed |= set(codes)
        defects.append(_found(Kind.SHARED_SHAPE, feature.codes, ground, plane, feature.wrote))
    return frozenset(guessed)


def _spot(placed: Mapping[RegionCode, tuple[float, float]], code: RegionCode) -> np.ndarray | None:
    return np.array(placed[code]) if code in placed else None


def _array(shapes: Mapping[RegionCode, shapely.Geometry]) -> Shapes:
    made = np.empty(len(shapes), dtype=object)
    for number, code in enumerate(sorted(shapes)):
        made[number] = shapes[code]
    return made


def _as_arrays(points: Mapping[RegionCode, tuple[float, float]]) -> dict[RegionCode, np.ndarray]:
    return {code: np.array(point) for code, point in points.items()}


def _add_outline(
    survey: Survey, plane: Plane, counties: Sequence[RegionCode], frames: dict[RegionCode, shapely.Geometry]
) -> None:
    if survey.outline is not None and len(counties) == 1:
        frames.setdefault(counties[0], plane.to_lattice(np.array([survey.outline], dtype=object))[0])


def _cells(
    survey: Survey,
    known: Mapping[RegionCode, shapely.Geometry],
    lacking: Mapping[RegionCode, tuple[float, float]],
    frames: Mapping[RegionCode, shapely.Geometry],
    counties: Sequence[RegionCode],
) -> dict[RegionCode, shapely.Geometry]:
    made: dict[RegionCode, shapely.Geometry] = {}
    for county in counties:
        leaves = {leaf.code for leaf in survey.gazetteer.leaves_below(county)}
        wanted = {code: point for code, point in lacking.items() if code in leaves}
        own = {code: shape for code, shape in known.items() if code in leaves}
        if wanted:
            made |= approximate_cells(own, wanted, frames, county, survey.gazetteer)
    return made


def _completions(
    cells: Mapping[RegionCode, shapely.Geometry],
    missing: Sequence[RegionCode],
    placed: Mapping[RegionCode, tuple[float, float]],
    plane: Plane,
) -> Iterable[Defect]:
    for code, cell in sorted(cells.items()):
        yield _found(Kind.APPROXIMATE, (code,), cell, plane, "only a point is known; the cell is a guess")
    for code in missing:
        spot = plane.degrees(np.array(placed[code])).tolist() if code in placed else None
        where = (round(spot[0], 6), round(spot[1], 6)) if spot else None
        yield Defect(kind=Kind.MISSING, regions=(code,), lon_lat=where, mended=False, note="no shape for this village")


def _found(kind: Kind, codes: tuple[RegionCode, ...], shape: shapely.Geometry, plane: Plane, note: str) -> Defect:
    one = np.array([shape], dtype=object)
    shown = plane.to_degrees(one)[0]
    spot = shown.representative_point()
    return Defect(
        kind=kind, regions=codes, lon_lat=(round(spot.x, 6), round(spot.y, 6)), mended=True, note=note,
        square_metres=float(plane.square_metres(one)[0]), picture=shown,
    )  # fmt: skip
