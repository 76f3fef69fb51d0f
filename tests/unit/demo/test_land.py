"""The invented land is whole, awkward in the ways real land is, and the same every time."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import shapely
from shapely.geometry import shape

from demo.qinglan import make_county

ROOT = Path(__file__).resolve().parents[3]
SHIPPED = ROOT / "demo" / "county"
FILES = ["regions.csv", "boundaries.geojson", "waters.geojson"]


def rows_of(folder: Path) -> list[dict[str, str]]:
    with (folder / "regions.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def features_of(path: Path) -> list[dict[str, Any]]:
    features: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))["features"]
    return features


def shapes_of(folder: Path) -> dict[str, shapely.Geometry]:
    features = features_of(folder / "boundaries.geojson")
    return {f["properties"]["code"]: shape(f["geometry"]) for f in features}


def make(*arguments: str) -> None:
    subprocess.run([sys.executable, "-m", "demo.land", *arguments], cwd=ROOT, check=True, timeout=120)


@pytest.fixture(scope="module")
def rows() -> list[dict[str, str]]:
    return rows_of(SHIPPED)


@pytest.fixture(scope="module")
def shapes() -> dict[str, shapely.Geometry]:
    return shapes_of(SHIPPED)


@pytest.fixture(scope="module")
def province(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("province")
    make("province", "--villages", "1200", "--out", str(folder))
    return folder


def test_shipped_county_is_what_the_code_makes(tmp_path: Path) -> None:
    make("county", "--out", str(tmp_path))
    for name in FILES:
        assert (tmp_path / name).read_bytes() == (SHIPPED / name).read_bytes(), name


def test_county_has_18_townships_and_286_villages(rows: list[dict[str, str]]) -> None:
    assert ",".join(rows[0]) == "code,county,township_code,township,village,kind,aliases,lon,lat"
    assert len(rows) == 286
    assert len({row["township_code"] for row in rows}) == 18
    assert Counter(row["kind"] for row in rows) == {"村": 241, "社区": 45}
    assert {row["county"] for row in rows} == {"清岚县"}


def test_codes_are_unique_and_say_their_level_and_kind(rows: list[dict[str, str]]) -> None:
    assert len({row["code"] for row in rows}) == len(rows)
    spans = {"街道": range(1, 100), "镇": range(100, 200), "乡": range(200, 400)}
    for row in rows:
        assert len(row["code"]) == 12 and row["code"].isdigit() and row["code"].startswith("990100")
        assert row["township_code"] == row["code"][:9] + "000"
        ending = next(ending for ending in spans if row["township"].endswith(ending))
        assert int(row["code"][6:9]) in spans[ending]
        assert int(row["code"][9:]) in (range(1, 200) if row["kind"] == "社区" else range(201, 400))
        assert row["village"].endswith(row["kind"])


def test_township_and_full_name_are_a_key(rows: list[dict[str, str]]) -> None:
    assert len({(row["township_code"], row["village"]) for row in rows}) == len(rows)


def test_eight_names_or_more_are_borne_in_several_townships(rows: list[dict[str, str]]) -> None:
    bearers = Counter(row["village"] for row in rows)
    assert sum(count > 1 for count in bearers.values()) >= 8


def test_village_and_community_of_one_name_are_neighbours(
    rows: list[dict[str, str]], shapes: dict[str, shapely.Geometry]
) -> None:
    code_of = {(row["township"], row["village"]): row["code"] for row in rows}
    pairs = [
        (code, code_of[township, f"{name[:-2]}村"])
        for (township, name), code in code_of.items()
        if name.endswith("社区") and (township, f"{name[:-2]}村") in code_of
    ]
    assert len(pairs) >= 3
    assert sum(bool(shapes[community].touches(shapes[village])) for community, village in pairs) >= 3


def test_former_names_are_kept_and_some_live_on_elsewhere(rows: list[dict[str, str]]) -> None:
    current = {(row["village"], row["township"]) for row in rows}
    former = [(name, row["township"]) for row in rows for name in row["aliases"].split("|") if name]
    assert any("|" in row["aliases"] for row in rows)
    assert not current & set(former)
    assert len({name for name, _ in former} & {name for name, _ in current}) >= 2


def test_names_hold_lookalikes_and_characters_gbk_cannot_write(rows: list[dict[str, str]]) -> None:
    names = {row["village"] for row in rows}
    for left, right in [("湾", "弯"), ("塘", "糖"), ("冲", "沖"), ("垄", "垅")]:
        assert any(left in name and name.replace(left, right) in names for name in names), left
    rare = "".join(sorted(names)).encode("gbk", errors="replace").count(b"?")
    assert rare >= 2
    assert any(ord(character) > 0xFFFF for name in names for character in name)
    for name in names:
        assert name.encode("gb18030").decode("gb18030") == name


@pytest.mark.parametrize("land", ["county", "province"])
def test_shapes_cover_the_land_without_gap_or_overlap(land: str, request: pytest.FixtureRequest) -> None:
    folder = SHIPPED if land == "county" else request.getfixturevalue("province")
    shapes = shapes_of(folder)
    assert set(shapes) == {row["code"] for row in rows_of(folder)}
    assert all(shapely.is_valid(list(shapes.values())))
    assert shapely.coverage_is_valid(list(shapes.values()))
    whole = shapely.coverage_union_all(list(shapes.values()))
    assert len(shapely.get_parts(whole)) == 1
    assert shapely.get_num_interior_rings(shapely.get_parts(whole)).sum() == 0


@pytest.mark.parametrize("land", ["county", "province"])
def test_every_point_lies_inside_its_village(land: str, request: pytest.FixtureRequest) -> None:
    folder = SHIPPED if land == "county" else request.getfixturevalue("province")
    shapes = shapes_of(folder)
    for row in rows_of(folder):
        point = shapely.Point(float(row["lon"]), float(row["lat"]))
        assert shapes[row["code"]].contains(point), row["village"]


def test_some_villages_have_holes_and_some_have_islands(shapes: dict[str, shapely.Geometry]) -> None:
    multi = [s for s in shapes.values() if len(shapely.get_parts(s)) > 1]
    holed = [s for s in shapes.values() if shapely.get_num_interior_rings(shapely.get_parts(s)).sum() > 0]
    assert len(multi) >= 2
    assert len(holed) >= 2
    enclosed = [
        s for s in shapes.values() for h in holed if shapely.Polygon(shapely.get_parts(h)[0].exterior).contains(s)
    ]
    assert len([s for s in enclosed if s not in multi and s not in holed]) >= 2


def test_county_file_is_light_and_finely_drawn(shapes: dict[str, shapely.Geometry]) -> None:
    assert (SHIPPED / "boundaries.geojson").stat().st_size < 1_500_000
    per_village = shapely.get_num_coordinates(list(shapes.values())).sum() / len(shapes)
    assert 60 <= per_village <= 150


def test_rivers_cross_the_county_and_join(shapes: dict[str, shapely.Geometry]) -> None:
    waters = features_of(SHIPPED / "waters.geojson")
    lines = [(f["properties"], shape(f["geometry"])) for f in waters if f["geometry"]["type"] == "LineString"]
    (main,) = [line for properties, line in lines if properties["kind"] == "river"]
    streams = {properties["name"] for properties, _ in lines if properties["kind"] == "stream"}
    assert 3 <= len(streams) <= 5
    for name in streams:
        assert any(line.touches(main) for properties, line in lines if properties["name"] == name), name
    (lake,) = [shape(f["geometry"]) for f in waters if f["geometry"]["type"] == "Polygon"]
    county = shapely.coverage_union_all(list(shapes.values()))
    assert lake.is_valid and county.contains(lake)
    assert county.buffer(1e-6).contains(main)


def test_province_codes_nest_and_avoid_the_county(province: Path) -> None:
    rows = rows_of(province)
    assert len(rows) == 1200 == len({row["code"] for row in rows})
    assert len({(row["township_code"], row["village"]) for row in rows}) == len(rows)
    for row in rows:
        code = row["code"]
        assert row["province_code"] == code[:2] + "0" * 10
        assert row["city_code"] == code[:4] + "0" * 8
        assert row["county_code"] == code[:6] + "0" * 6
        assert row["township_code"] == code[:9] + "000"
        assert not code.startswith("9901")


def test_another_seed_makes_another_county_just_as_whole() -> None:
    county = make_county(seed=5)
    shapes = [region.shape for region in county.regions]
    assert len(shapes) == 286
    assert shapely.coverage_is_valid(shapes)
    assert [shapely.to_wkb(s) for s in shapes] != [shapely.to_wkb(s) for s in shapes_of(SHIPPED).values()]
