"""Each test draws one defect into sound land; the check must name, count and place it, and mend without loss."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely

from geodata.boundaries import check_boundaries
from geodata.county import Land, settle_land
from geodata.defects import Defect, Kind
from geodata.options import Options
from geodata.report import QualityReport
from geodata.survey import by_county, plane_of, survey
from situation.model.regions import RegionCode
from tests.unit.geodata.land import (
    COUNTY,
    SIZE,
    SOUTH,
    WEST,
    Shapes,
    gazetteer_of,
    geojson,
    village_codes,
    wiggly_villages,
)

CODES = village_codes(20)
MIDDLE = CODES[7]


@pytest.fixture
def land() -> Shapes:
    return wiggly_villages()


class Mended:
    """What became of a drawn file: the report, and the coverage in degrees."""

    def __init__(
        self, tmp_path: Path, drawn: Shapes | list[tuple[RegionCode, Any]], sound: Shapes, **options: Any
    ) -> None:
        path = geojson(tmp_path / "land.geojson", drawn)
        self.gazetteer = gazetteer_of(sound, points=options.pop("points", True))
        chosen = Options(**options)
        self.report: QualityReport = check_boundaries([path], self.gazetteer, chosen)
        room = tmp_path / "room"
        room.mkdir()
        found = survey([path], self.gazetteer, chosen, room)
        self.plane = plane_of(found)
        self.land: Land = settle_land(found, self.plane, [COUNTY], by_county(found)[COUNTY], True)
        self.shapes = dict(zip(self.land.codes, self.plane.to_degrees(self.land.shapes), strict=True))

    def of(self, kind: Kind) -> tuple[Defect, ...]:
        return self.report.of_kind(kind)

    def must_be_whole(self, sound: Shapes) -> None:
        shapes = np.array(list(self.shapes.values()), dtype=object)
        assert set(self.shapes) == set(sound), "a village was lost"
        assert shapely.is_valid(shapes).all()
        assert not shapely.is_empty(shapes).any()
        assert shapely.coverage_is_valid(shapes)
        assert shapely.coverage_is_valid(shapes, gap_width=30 / 111_000), "a narrow gap is left"
        assert abs(self.report.area_change) < 0.001
        assert self.report.is_valid


def near(defect: Defect, shape: Any, degrees: float = 0.002) -> bool:
    return defect.lon_lat is not None and shapely.distance(shapely.Point(defect.lon_lat), shape) < degrees


def moved(shape: Any, east: float = 0.0, north: float = 0.0) -> Any:
    return shapely.transform(shape, lambda xy: xy + np.array([east, north]))


def shaky(shape: Any, random: np.random.Generator, degrees: float) -> Any:
    """As if drawn by hand a second time."""
    ring = shapely.get_coordinates(shape)[:-1]
    ring = ring + random.normal(0, degrees, ring.shape)
    return shapely.Polygon(ring)


def test_sound_land_has_no_defect(land: Shapes, tmp_path: Path) -> None:
    mended = Mended(tmp_path, {c: shapely.orient_polygons(s) for c, s in land.items()}, land)
    assert mended.report.counts == {}
    mended.must_be_whole(land)
    assert all(shapely.hausdorff_distance(mended.shapes[code], shape) < 1e-7 for code, shape in land.items())


def test_bow_tie_is_taken_apart_at_its_crossing(land: Shapes, tmp_path: Path) -> None:
    ring = shapely.get_coordinates(land[MIDDLE])
    ring[[3, 7]] = ring[[7, 3]]
    drawn = land | {MIDDLE: shapely.Polygon(ring)}
    assert not drawn[MIDDLE].is_valid
    mended = Mended(tmp_path, drawn, land)
    (defect,) = mended.of(Kind.BOW_TIE)
    assert defect.regions == (MIDDLE,)
    assert near(defect, land[MIDDLE].exterior)
    mended.must_be_whole(land)


def test_hole_outside_its_shell_is_an_invalid_ring(land: Shapes, tmp_path: Path) -> None:
    hole = moved(land[MIDDLE].centroid.buffer(0.003), east=1.2)
    drawn = land | {MIDDLE: shapely.Polygon(land[MIDDLE].exterior, [hole.exterior])}
    mended = Mended(tmp_path, drawn, land)
    (defect,) = mended.of(Kind.INVALID_RING)
    assert defect.regions == (MIDDLE,)


def test_wrong_winding_is_counted_and_turned(land: Shapes, tmp_path: Path) -> None:
    right = {code: shapely.orient_polygons(shape) for code, shape in land.items()}
    drawn = right | {MIDDLE: right[MIDDLE].reverse()}
    mended = Mended(tmp_path, drawn, land)
    (defect,) = mended.of(Kind.WRONG_WINDING)
    assert defect.regions == (MIDDLE,)
    mended.must_be_whole(land)


def test_overlap_goes_to_one_village_and_keeps_all(land: Shapes, tmp_path: Path) -> None:
    drawn = land | {MIDDLE: land[MIDDLE].buffer(0.0002, join_style="mitre")}
    mended = Mended(tmp_path, drawn, land)
    found = mended.of(Kind.OVERLAP)
    assert found
    assert all(MIDDLE in defect.regions and near(defect, land[MIDDLE].exterior) for defect in found)
    mended.must_be_whole(land)


def test_wide_overlap_is_settled_but_marked_for_a_person(land: Shapes, tmp_path: Path) -> None:
    drawn = land | {MIDDLE: land[MIDDLE].buffer(0.003, join_style="mitre")}
    mended = Mended(tmp_path, drawn, land)
    assert any("check" in defect.note for defect in mended.of(Kind.OVERLAP))
    mended.must_be_whole(land)
    assert any(change.code == MIDDLE or change.share < 0 for change in mended.report.changes)


def test_gap_between_neighbours_is_closed(land: Shapes, tmp_path: Path) -> None:
    drawn = land | {MIDDLE: land[MIDDLE].buffer(-0.00015, join_style="mitre")}
    mended = Mended(tmp_path, drawn, land)
    found = mended.of(Kind.GAP)
    assert found
    assert all(defect.mended and near(defect, land[MIDDLE].exterior) for defect in found)
    # the gap was no covered ground: all of it comes on top
    assert 0 < mended.report.area_change < 0.01
    assert set(mended.shapes) == set(land)
    assert shapely.coverage_is_valid(np.array(list(mended.shapes.values())), gap_width=30 / 111_000)


def test_slivers_of_borders_drawn_twice_are_settled(land: Shapes, tmp_path: Path) -> None:
    random = np.random.default_rng(3)

    mended = Mended(tmp_path, {code: shaky(shape, random, 1e-5) for code, shape in land.items()}, land)
    assert len(mended.of(Kind.SLIVER)) > 100
    assert all(defect.width is not None and defect.width <= 5 for defect in mended.of(Kind.SLIVER))
    mended.must_be_whole(land)


def test_lake_stays_open_and_is_reported(land: Shapes, tmp_path: Path) -> None:
    lake = land[MIDDLE].centroid.buffer(0.004)
    mended = Mended(tmp_path, land | {MIDDLE: land[MIDDLE].difference(lake)}, land)
    (defect,) = mended.of(Kind.OPEN_GAP)
    assert not defect.mended
    assert near(defect, lake)
    assert not shapely.intersects(mended.shapes[MIDDLE], lake.centroid)
    mended.must_be_whole(land)


def test_duplicate_feature_is_kept_once(land: Shapes, tmp_path: Path) -> None:
    mended = Mended(tmp_path, [*land.items(), (MIDDLE, land[MIDDLE])], land)
    (defect,) = mended.of(Kind.DUPLICATE_FEATURE)
    assert defect.regions == (MIDDLE,)
    mended.must_be_whole(land)


def test_several_features_of_one_village_are_joined(land: Shapes, tmp_path: Path) -> None:
    x = land[MIDDLE].centroid.x
    sides = (shapely.box(x - 1, 0, x, 90), shapely.box(x, 0, x + 1, 90))
    halves = [land[MIDDLE].intersection(side) for side in sides]
    rest = [(code, shape) for code, shape in land.items() if code != MIDDLE]
    mended = Mended(tmp_path, [*rest, *((MIDDLE, half) for half in halves)], land)
    (defect,) = mended.of(Kind.SEVERAL_FEATURES)
    assert defect.regions == (MIDDLE,)
    mended.must_be_whole(land)


def test_two_villages_with_one_shape_share_it_and_both_stay(land: Shapes, tmp_path: Path) -> None:
    other = CODES[8]
    drawn = land | {other: land[MIDDLE]}
    mended = Mended(tmp_path, drawn, land, points=False)
    (defect,) = mended.of(Kind.SAME_SHAPE)
    assert set(defect.regions) == {MIDDLE, other}
    assert {MIDDLE, other} <= set(mended.report.approximate)
    assert {change.code for change in mended.report.changes} == {MIDDLE, other}
    both = [mended.shapes[MIDDLE].area, mended.shapes[other].area]
    assert min(both) > 0.3 * sum(both)
    mended.must_be_whole(land)


def test_village_drawn_over_a_larger_one_is_cut_out_of_it(land: Shapes, tmp_path: Path) -> None:
    inner = land[MIDDLE].centroid.buffer(0.006)
    drawn = land | {CODES[0]: inner}
    mended = Mended(tmp_path, drawn, land, points=False)
    (defect,) = mended.of(Kind.EXCLAVE)
    assert defect.regions == (CODES[0], MIDDLE)
    assert mended.shapes[CODES[0]].area == pytest.approx(inner.area, rel=0.001)
    assert {c.code: c.why for c in mended.report.changes}[MIDDLE] == Kind.EXCLAVE
    mended.must_be_whole(land)


def test_village_covered_by_smaller_ones_keeps_a_cell(land: Shapes, tmp_path: Path) -> None:
    block = shapely.union_all([land[code] for code in CODES[:4]])
    drawn = land | {CODES[19]: block}
    mended = Mended(tmp_path, drawn, land, points=False)
    (defect,) = mended.of(Kind.SWALLOWED)
    assert defect.regions == (CODES[19],)
    assert CODES[19] in mended.report.approximate
    assert mended.shapes[CODES[19]].area > 0
    mended.must_be_whole(land)


def test_stray_part_inside_another_village_is_removed(land: Shapes, tmp_path: Path) -> None:
    speck = land[CODES[0]].centroid.buffer(0.0008)
    drawn = land | {MIDDLE: shapely.MultiPolygon([land[MIDDLE], speck])}
    mended = Mended(tmp_path, drawn, land)
    (defect,) = mended.of(Kind.STRAY_PART)
    assert defect.regions == (MIDDLE,)
    assert near(defect, speck)
    assert mended.shapes[MIDDLE].geom_type == "Polygon"
    mended.must_be_whole(land)


def test_exclave_in_the_hole_of_another_village_stays_where_it_is(land: Shapes, tmp_path: Path) -> None:
    piece = shapely.transform(land[CODES[0]].centroid.buffer(0.005), lambda xy: np.round(xy, 7))
    drawn = land | {
        CODES[0]: shapely.Polygon(land[CODES[0]].exterior, [piece.exterior]),
        MIDDLE: shapely.MultiPolygon([land[MIDDLE], piece]),
    }
    mended = Mended(tmp_path, drawn, land)
    assert not mended.of(Kind.STRAY_PART)
    assert shapely.intersects(mended.shapes[MIDDLE], piece.centroid)
    mended.must_be_whole(land)


def test_empty_and_broken_shapes_are_named_and_listed_as_missing(land: Shapes, tmp_path: Path) -> None:
    line = shapely.LineString(shapely.get_coordinates(land[CODES[2]])[:4])
    drawn = [*((c, s) for c, s in land.items() if c not in CODES[:3]), (CODES[0], None), (CODES[2], line)]
    mended = Mended(tmp_path, drawn, land, points=False)
    assert [d.regions for d in mended.of(Kind.EMPTY_SHAPE)] == [(CODES[0],)]
    assert [d.regions for d in mended.of(Kind.NOT_A_POLYGON)] == [(CODES[2],)]
    assert mended.report.missing == (CODES[0], CODES[1], CODES[2])
    assert len(mended.of(Kind.MISSING)) == 3


def test_hairline_between_two_villages_goes_to_one_of_them(land: Shapes, tmp_path: Path) -> None:
    one, two, between = CODES[6], CODES[7], land[CODES[6]].intersection(land[CODES[7]])
    finger = between.buffer(0.00001, cap_style="flat")
    drawn = land | {
        one: land[one].difference(finger),
        two: land[two].difference(finger),
        CODES[1]: land[CODES[1]].union(finger.intersection(shapely.union_all([land[one], land[two]]))),
    }
    mended = Mended(tmp_path, drawn, land)
    mended.must_be_whole(land)
    assert mended.shapes[CODES[1]].length < 1.05 * land[CODES[1]].length


def test_everything_wrong_at_once_loses_nothing(land: Shapes, tmp_path: Path) -> None:
    random = np.random.default_rng(11)
    drawn: list[tuple[RegionCode, Any]] = []
    for code, shape in land.items():
        drawn.append((code, moved(shaky(shape, random, 2e-4), *random.normal(0, 2e-4, 2))))
    drawn[3] = (drawn[3][0], drawn[4][1])
    mended = Mended(tmp_path, drawn, land, points=False)
    shapes = np.array(list(mended.shapes.values()), dtype=object)
    assert set(mended.shapes) == set(land)
    assert shapely.is_valid(shapes).all()
    assert shapely.coverage_is_valid(shapes)
    assert not shapely.is_empty(shapes).any()


def test_land_lies_where_the_tests_say() -> None:
    west, south, _, _ = shapely.total_bounds(np.array(list(wiggly_villages().values())))
    assert abs(west - WEST) < SIZE
    assert abs(south - SOUTH) < SIZE
