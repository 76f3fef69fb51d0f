"""Whose shape is whose: by code, by name within the township, never by a guess."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import shapely

from geodata.boundaries import check_boundaries, import_boundaries
from geodata.defects import Kind
from geodata.join import digits_of
from geodata.options import Options
from geodata.report import QualityReport
from situation.errors import SituationError
from situation.model.regions import Gazetteer, Region, RegionCode, RegionKind, gazetteer, region_code
from tests.unit.geodata.land import (
    COUNTY,
    TOWNSHIPS,
    Shapes,
    as_written,
    gazetteer_of,
    geojson,
    name_of,
    village_codes,
    wiggly_villages,
    write,
)  # fmt: skip

CODES = village_codes(20)


@pytest.fixture
def land() -> Shapes:
    return wiggly_villages()


def check(tmp_path: Path, land: Shapes, known: Gazetteer | None = None, **columns: list[Any]) -> QualityReport:
    path = write(tmp_path / "land.gpkg", list(land.values()), columns)
    return check_boundaries([path], known or gazetteer_of(land), Options())


def townships_of(land: Shapes) -> list[str]:
    return [TOWNSHIPS[region_code(f"{code[:9]}000")] for code in land]


@pytest.mark.parametrize(
    ("wrote", "digits"),
    [
        ("990200001201", "990200001201"),
        ("9902000012010000000", "990200001201"),  # 19 digits, as the land survey writes it
        ("990200001", "990200001000"),
        ("990200", "990200000000"),
        ("99.0200.001.201", "990200001201"),
        ("990200001201.0", "990200001201"),
        ("4.40983E+11", ""),
        ("1201", ""),
        ("青石", ""),
    ],
)
def test_codes_are_read_as_offices_write_them(wrote: str, digits: str) -> None:
    assert digits_of(wrote) == digits


def test_codes_kept_as_floats_are_codes(land: Shapes, tmp_path: Path) -> None:
    report = check(tmp_path, land, ZLDWDM=[float(code) for code in land])
    assert report.shaped_count == len(land)
    assert report.layers[0].columns == {"code": "ZLDWDM"}


def test_codes_damaged_by_a_spreadsheet_fall_back_on_names(land: Shapes, tmp_path: Path) -> None:
    report = check(tmp_path, land, 代码=["9.902E+11"] * len(land), 村名=as_written(land)["name"], 镇=townships_of(land))
    assert report.shaped_count == len(land)
    assert len(report.of_kind(Kind.DAMAGED_CODE)) == len(land)
    assert report.is_valid


def test_names_are_matched_within_their_township(land: Shapes, tmp_path: Path) -> None:
    names = [name_of(n % 10) for n in range(20)]  # every name stands in both townships
    known = _renamed(land, names)
    report = check(tmp_path, land, known, 村名=names, 乡镇=townships_of(land))
    assert report.shaped_count == len(land)
    without = check_boundaries([write(tmp_path / "b.gpkg", list(land.values()), {"村名": names})], known, Options())
    assert len(without.of_kind(Kind.UNMATCHED)) == len(land), "without a township nothing may be guessed"


def _renamed(land: Shapes, names: list[str]) -> Gazetteer:
    found = {region.code: region for region in gazetteer_of(land, points=False)}
    for code, name in zip(land, names, strict=True):
        found[code] = Region(code, name, RegionKind.VILLAGE, found[code].parent)
    return gazetteer(found.values())


def test_former_name_finds_its_village(land: Shapes, tmp_path: Path) -> None:
    names = as_written(land)["name"]
    report = check(tmp_path, land, 村名=[f"旧{names[0]}", *names[1:]], 乡镇=townships_of(land))
    assert report.shaped_count == len(land)


def test_shape_without_village_and_village_without_shape_are_listed(land: Shapes, tmp_path: Path) -> None:
    names = as_written(land)["name"]
    known = _renamed(land, names)
    report = check(tmp_path, land, known, 村名=["翠微山林场", *names[1:]], 乡镇=townships_of(land))
    (unmatched,) = report.of_kind(Kind.UNMATCHED)
    assert "翠微山林场" in unmatched.note
    assert report.missing == (CODES[0],)
    assert name_of(0) in report.as_text()


def test_code_and_name_that_disagree_wait_for_a_person(land: Shapes, tmp_path: Path) -> None:
    columns = as_written(land)
    columns["name"][3] = name_of(12)
    report = check(tmp_path, land, **columns)
    assert [set(d.regions) for d in report.of_kind(Kind.UNMATCHED)] == [{CODES[3], CODES[12]}]


def test_a_person_may_decide(land: Shapes, tmp_path: Path) -> None:
    columns = as_written(land)
    columns["name"][3] = name_of(12)
    path = write(tmp_path / "land.gpkg", list(land.values()), columns)
    report = check_boundaries([path], gazetteer_of(land), Options(matches=((CODES[3], CODES[3]),)))
    assert report.shaped_count == len(land)
    assert not report.of_kind(Kind.UNMATCHED)


def test_one_shape_for_two_villages_is_divided_and_both_are_approximate(land: Shapes, tmp_path: Path) -> None:
    names = as_written(land)["name"]
    both = shapely.union(land[CODES[0]], land[CODES[1]])
    path = write(
        tmp_path / "land.gpkg", [both, *list(land.values())[2:]],
        {"村名": [f"{names[0]}、{names[1]}", *names[2:]], "乡镇": townships_of(land)[1:]},
    )  # fmt: skip
    report = check_boundaries([path], gazetteer_of(land), Options())
    (shared,) = report.of_kind(Kind.SHARED_SHAPE)
    assert shared.regions == (CODES[0], CODES[1])
    assert set(report.approximate) == {CODES[0], CODES[1]}
    assert report.shaped_count == len(land)
    assert report.is_valid


def test_file_of_another_county_is_refused(land: Shapes, tmp_path: Path) -> None:
    path = geojson(tmp_path / "land.geojson", [(region_code(f"11{code[2:]}"), shape) for code, shape in land.items()])
    with pytest.raises(SituationError, match="none of 20 features"):
        import_boundaries([path], gazetteer_of(land, points=False), tmp_path, Options())


def test_only_villages_of_the_day_are_drawn(land: Shapes, tmp_path: Path) -> None:
    """Two villages merged on the first of March: before it the two are there, from then on the one."""
    merged = region_code("990200001299")
    found = {region.code: region for region in gazetteer_of(land, points=False)}
    for code in CODES[:2]:
        found[code] = replace(found[code], valid_to=date(2026, 2, 28))
    found[merged] = Region(merged, "合欢村", RegionKind.VILLAGE, found[CODES[0]].parent, valid_from=date(2026, 3, 1))
    drawn = land | {merged: shapely.union(land[CODES[0]], land[CODES[1]])}
    path = geojson(tmp_path / "land.geojson", drawn)
    before = check_boundaries([path], gazetteer(found.values()), Options(on=date(2026, 2, 1)))
    after = check_boundaries([path], gazetteer(found.values()), Options(on=date(2026, 3, 1)))
    assert (before.shaped_count, before.village_count) == (20, 20)
    assert (after.shaped_count, after.village_count) == (19, 19)
    assert before.is_valid
    assert after.is_valid
    assert not before.missing
    assert not after.missing
    assert not after.approximate


# -- villages of which only a point is known ---------------------------------------------------------------------


def without(land: Shapes, *codes: RegionCode) -> Shapes:
    return {code: shape for code, shape in land.items() if code not in codes}


def test_villages_with_a_point_get_a_cell_in_the_hole_they_leave(land: Shapes, tmp_path: Path) -> None:
    lacking = (CODES[6], CODES[7])
    report = check_boundaries([geojson(tmp_path / "l.geojson", without(land, *lacking))], gazetteer_of(land), Options())
    assert report.approximate == lacking
    assert report.shaped_count == len(land)
    assert report.is_valid
    assert not report.missing


def test_cells_are_clipped_to_the_township(land: Shapes, tmp_path: Path) -> None:
    outlines = {
        code: shapely.union_all([shape for village, shape in land.items() if village[:9] == code[:9]])
        for code in TOWNSHIPS
    }
    path = geojson(tmp_path / "l.geojson", outlines)
    written = import_boundaries([path], gazetteer_of(land), tmp_path, Options())
    assert written.report.shaped_count == len(land)
    assert len(written.report.approximate) == len(land)
    assert written.report.is_valid
    bounds = written.manifest["regions"][COUNTY]["bbox"]  # type: ignore[index]
    assert bounds == pytest.approx(shapely.total_bounds(list(land.values())).tolist(), abs=1e-4)


def test_points_alone_with_the_county_outline_make_a_map(land: Shapes, tmp_path: Path) -> None:
    path = geojson(tmp_path / "county.geojson", {COUNTY: shapely.union_all(list(land.values()))})
    report = check_boundaries([path], gazetteer_of(land), Options())
    assert len(report.approximate) == report.shaped_count == len(land)
    assert report.is_valid


def test_village_with_neither_shape_nor_point_is_listed(land: Shapes, tmp_path: Path) -> None:
    path = geojson(tmp_path / "l.geojson", without(land, CODES[7]))
    report = check_boundaries([path], gazetteer_of(land, points=False), Options())
    assert report.missing == (CODES[7],)
    assert report.shaped_count == len(land) - 1


def test_point_features_of_the_file_count_as_points(land: Shapes, tmp_path: Path) -> None:
    drawn = without(land, CODES[7]) | {CODES[7]: shapely.point_on_surface(land[CODES[7]])}
    report = check_boundaries([geojson(tmp_path / "l.geojson", drawn)], gazetteer_of(land, points=False), Options())
    assert report.approximate == (CODES[7],)
    assert report.is_valid
