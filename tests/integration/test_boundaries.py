"""Boundaries at the front door: checked, published, published again, rolled back, with the invented county."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
import shapely

ROOT = Path(__file__).parents[2]
COUNTY = ROOT / "demo" / "county"
CODE = "990100000000"


def situation_map(*arguments: object, expect: int = 0) -> str:
    command = [sys.executable, "-m", "situation_map", *map(str, arguments)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == expect, done.stdout + done.stderr
    return done.stdout + done.stderr


@pytest.fixture
def home(tmp_path: Path) -> Path:
    situation_map("init", "--home", tmp_path / "home")
    situation_map("regions", "import", COUNTY / "regions.csv", "--home", tmp_path / "home")
    return tmp_path / "home"


def sets_of(home: Path) -> set[str]:
    return {folder.name for folder in (home / "shapes").iterdir()} if (home / "shapes").exists() else set()


def with_a_hole(path: Path) -> Path:
    """The county with a village drawn twice and another one missing."""
    drawn = json.loads((COUNTY / "boundaries.geojson").read_bytes())
    drawn["features"][10] = drawn["features"][11]
    path.write_text(json.dumps(drawn), "utf-8")
    return path


def test_check_changes_nothing_and_names_the_defects(home: Path, tmp_path: Path) -> None:
    page = tmp_path / "report.html"
    told = situation_map(
        "boundaries", "check", with_a_hole(tmp_path / "b.geojson"), "--json", "--html", page, "--home", home, expect=10
    )
    report = json.loads(told)
    assert report["counts"]["duplicate_feature"] == 1
    assert report["counts"]["approximate"] == 1
    assert report["mended"]["valid_coverage"] is True
    assert abs(report["mended"]["area_change"]) < 0.001
    assert "<svg" in page.read_text("utf-8")
    assert not sets_of(home)


def test_import_publishes_and_rollback_brings_the_former_set_back(home: Path, tmp_path: Path) -> None:
    waters = ("--waters", COUNTY / "waters.geojson")
    situation_map("boundaries", "import", COUNTY / "boundaries.geojson", *waters, "--home", home)
    (first,) = sets_of(home)
    situation_map("boundaries", "import", with_a_hole(tmp_path / "b.geojson"), *waters, "--home", home)
    (second,) = sets_of(home) - {first}
    listed = situation_map("boundaries", "list", "--home", home)
    assert first[:12] in listed
    assert second[:12] in listed
    situation_map("boundaries", "rollback", first[:12], "--home", home)
    assert situation_map("boundaries", "list", "--home", home).splitlines()[0].startswith(first[:12])


def renamed(path: Path, name: str) -> tuple[Path, str]:
    """The county with one village under a name and without a code that anybody could know it by; and its code."""
    drawn = json.loads((COUNTY / "boundaries.geojson").read_bytes())
    properties = drawn["features"][10]["properties"]
    (code,) = (str(value) for value in properties.values() if str(value).startswith("9901"))
    for key, value in properties.items():
        properties[key] = name if str(value) != code else ""
    path.write_text(json.dumps(drawn), "utf-8")
    return path, code


def test_a_persons_decision_gives_a_shape_its_village(home: Path, tmp_path: Path) -> None:
    path, code = renamed(tmp_path / "b.geojson", "没人认得的地方")
    told = situation_map("boundaries", "check", path, "--json", "--home", home, expect=10)
    assert json.loads(told)["counts"]["unmatched"] == 1
    decided = ("--match", f"没人认得的地方={code}")
    told = situation_map("boundaries", "check", path, "--json", *decided, "--home", home, expect=10)
    assert "unmatched" not in json.loads(told)["counts"]
    assert "published" in situation_map("boundaries", "import", path, *decided, "--home", home)


def test_a_decision_for_no_region_is_refused_by_name(home: Path) -> None:
    wrong = ("--match", "某处=123456789012")
    told = situation_map("boundaries", "import", COUNTY / "boundaries.geojson", *wrong, "--home", home, expect=12)
    assert "123456789012" in told
    assert not sets_of(home)


def test_every_view_of_the_county_is_light(home: Path) -> None:
    situation_map("boundaries", "import", COUNTY / "boundaries.geojson", "--home", home)
    (folder,) = (home / "shapes").iterdir()
    manifest = json.loads((folder / "manifest.json").read_bytes())
    assert set(manifest["regions"]) >= {CODE}
    for entry in manifest["regions"].values():
        for layer in entry["layers"].values():
            assert layer["bytes"] < 300_000
    leaves = manifest["regions"][CODE]["layers"]["leaves"]
    assert leaves["bytes"] < 25_000
    assert len(leaves["codes"]) == 286
    assert set(leaves["codes"]) < set(manifest["regions"][CODE]["labels"])


def test_file_nobody_can_read_is_refused_and_the_map_stays(home: Path, tmp_path: Path) -> None:
    situation_map("boundaries", "import", COUNTY / "boundaries.geojson", "--home", home)
    before = sets_of(home)
    broken = tmp_path / "broken.shp"
    broken.write_bytes(b"not a shapefile")
    assert "not a .shp" in situation_map("boundaries", "import", broken, "--home", home, expect=11)
    assert sets_of(home) == before


def test_invented_county_is_already_sound() -> None:
    drawn = json.loads((COUNTY / "boundaries.geojson").read_bytes())
    shapes = [shapely.from_geojson(json.dumps(feature["geometry"])) for feature in drawn["features"]]
    assert shapely.coverage_is_valid(shapes)
