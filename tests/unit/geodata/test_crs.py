"""Where coordinates are: every system offices use, to the centimetre; wrong declarations found, never applied."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pyproj
import pytest
import shapely

from geodata import gcj
from geodata.boundaries import check_boundaries, import_boundaries
from geodata.crs import to_degrees
from geodata.options import Options
from situation.errors import WrongSettings
from tests.unit.geodata.land import Shapes, as_written, gazetteer_of, wiggly_villages, write

GEOD = pyproj.Geod(ellps="WGS84")
SYSTEMS = {
    "degrees_of_cgcs2000": "EPSG:4490",
    "three_degree_zone_with_prefix": "EPSG:4518",  # zone 30, 90 E
    "three_degree_zone_without_prefix": "EPSG:4539",
    "six_degree_zone_with_prefix": "EPSG:4494",  # zone 16, 93 E is its middle
    "six_degree_zone_without_prefix": "EPSG:4505",
    "web_mercator": "EPSG:3857",
}

SAME_NUMBERS = {"EPSG:4490": "EPSG:4326", "EPSG:4505": "EPSG:4540"}  # two names, the same coordinates


def far(one: Any, two: Any) -> float:
    """Metres, at most, between points in degrees."""
    return float(np.max(np.abs(GEOD.inv(one[:, 0], one[:, 1], two[:, 0], two[:, 1])[2])))


def grid() -> np.ndarray:
    lon, lat = np.meshgrid(np.linspace(74, 134, 31), np.linspace(18, 53, 36))
    return np.stack([lon.ravel(), lat.ravel()], axis=1)


def in_system(shapes: Shapes, crs: str, *, swapped: bool = False) -> list[Any]:
    forward = {"GCJ-02": gcj.to_gcj, "BD-09": gcj.to_bd}.get(crs)
    if forward is None:
        project = pyproj.Transformer.from_crs("EPSG:4326", crs, always_xy=True)
        forward = lambda xy: np.stack(project.transform(xy[:, 0], xy[:, 1]), axis=1)  # noqa: E731
    turn = (lambda xy: forward(xy)[:, ::-1]) if swapped else forward
    return [shapely.transform(shape, turn) for shape in shapes.values()]


@pytest.mark.parametrize("crs", SYSTEMS.values(), ids=SYSTEMS)
def test_degrees_agree_with_proj_to_a_centimetre(crs: str) -> None:
    lon_lat = np.array([[90.31, 35.22], [90.55, 35.48], [91.2, 34.9]])
    project = pyproj.Transformer.from_crs("EPSG:4490", crs, always_xy=True)
    there = np.stack(project.transform(*lon_lat.T), axis=1)
    back = shapely.get_coordinates(to_degrees(shapely.points(there), crs))
    assert far(back, lon_lat) < 0.01


def test_gcj_02_and_back_to_a_millimetre_all_over_china() -> None:
    points = grid()
    assert far(gcj.from_gcj(gcj.to_gcj(points)), points) < 0.001
    assert far(gcj.from_bd(gcj.to_bd(points)), points) < 0.001


def test_gcj_02_shifts_by_hundreds_of_metres_in_china_and_not_outside() -> None:
    shifted = GEOD.inv(*grid().T, *gcj.to_gcj(grid()).T)[2]
    assert 20 < np.min(shifted) < np.max(shifted) < 1000
    abroad = np.array([[2.35, 48.85], [-70.0, -33.0]])
    assert np.array_equal(gcj.to_gcj(abroad), abroad)


def test_gcj_02_agrees_with_a_published_example() -> None:
    # a widely quoted pair for the middle of Beijing, given to six digits
    assert far(gcj.to_gcj(np.array([[116.404, 39.915]])), np.array([[116.41024449, 39.91640428]])) < 1
    assert far(gcj.to_bd(np.array([[116.404, 39.915]])), np.array([[116.41662724, 39.92269841]])) < 1


@pytest.fixture
def land() -> Shapes:
    return wiggly_villages()


def written(tmp_path: Path, land: Shapes, crs: str, *, declared: str | None, swapped: bool = False) -> Path:
    shapes = in_system(land, crs, swapped=swapped)
    return write(tmp_path / "land.shp", shapes, as_written(land), crs=declared, encoding="UTF-8")


@pytest.mark.filterwarnings("ignore:'crs' was not provided")
@pytest.mark.parametrize("crs", [*SYSTEMS.values(), "GCJ-02", "BD-09"], ids=[*SYSTEMS, "gcj_02", "bd_09"])
def test_missing_crs_is_proposed_with_evidence_and_not_applied(crs: str, land: Shapes, tmp_path: Path) -> None:
    path = written(tmp_path, land, crs, declared=None)
    report = check_boundaries([path], gazetteer_of(land), Options())
    (layer,) = report.layers
    assert layer.position.used is None
    assert report.shaped_count == 0
    expected = SAME_NUMBERS.get(crs, crs)
    assert layer.position.proposed == expected
    assert "village points in their own shape" in layer.position.fits[0].evidence()
    assert expected in report.as_text("en")
    with pytest.raises(WrongSettings, match="--accept-crs"):
        import_boundaries([path], gazetteer_of(land), tmp_path, Options())
    accepted = check_boundaries([path], gazetteer_of(land), Options(accept_crs=True))
    assert accepted.layers[0].position.used == expected
    assert accepted.shaped_count == len(land)


@pytest.mark.filterwarnings("ignore:'crs' was not provided")
@pytest.mark.parametrize("crs", ["EPSG:4326", "EPSG:4518", "EPSG:4539"])
def test_swapped_axes_are_proposed(crs: str, land: Shapes, tmp_path: Path) -> None:
    path = written(tmp_path, land, crs, declared=None, swapped=True)
    position = check_boundaries([path], gazetteer_of(land), Options()).layers[0].position
    assert position.used is None
    assert position.proposed == f"{crs} swapped"


def test_wrongly_declared_crs_is_found_out(land: Shapes, tmp_path: Path) -> None:
    path = written(tmp_path, land, "EPSG:4518", declared="EPSG:4519")
    position = check_boundaries([path], gazetteer_of(land), Options()).layers[0].position
    assert (position.declared, position.used, position.proposed) == ("EPSG:4519", None, "EPSG:4518")


def test_shifted_coordinates_that_declare_wgs84_are_found_out(land: Shapes, tmp_path: Path) -> None:
    path = written(tmp_path, land, "GCJ-02", declared="EPSG:4326")
    position = check_boundaries([path], gazetteer_of(land), Options()).layers[0].position
    assert position.proposed == "GCJ-02"
    assert position.used is None


def test_rightly_declared_crs_is_simply_used(land: Shapes, tmp_path: Path) -> None:
    path = written(tmp_path, land, "EPSG:4539", declared="EPSG:4539")
    report = check_boundaries([path], gazetteer_of(land), Options())
    assert report.layers[0].position.used == "EPSG:4539"
    assert report.shaped_count == len(land)
    assert report.is_valid


@pytest.mark.filterwarnings("ignore:'crs' was not provided")
def test_county_outline_stands_in_for_village_points(land: Shapes, tmp_path: Path) -> None:
    outline = write(tmp_path / "county.gpkg", [shapely.union_all(list(land.values()))], {"name": ["county"]})
    path = written(tmp_path, land, "EPSG:4539", declared=None)
    options = Options(outline=outline)
    position = check_boundaries([path], gazetteer_of(land, points=False), options).layers[0].position
    assert position.proposed == "EPSG:4539"
    assert "outline" in position.fits[0].evidence()


@pytest.mark.filterwarnings("ignore:'crs' was not provided")
def test_without_anything_to_compare_a_zone_without_prefix_is_not_guessed(land: Shapes, tmp_path: Path) -> None:
    path = written(tmp_path, land, "EPSG:4539", declared=None)
    position = check_boundaries([path], gazetteer_of(land, points=False), Options()).layers[0].position
    assert (position.used, position.proposed) == (None, None)


def test_a_person_may_say_the_crs(land: Shapes, tmp_path: Path) -> None:
    path = written(tmp_path, land, "EPSG:4518", declared="EPSG:4519")
    report = check_boundaries([path], gazetteer_of(land), Options(crs="EPSG:4518"))
    assert report.layers[0].position.used == "EPSG:4518"
    assert report.shaped_count == len(land)


def test_an_unknown_crs_is_refused_in_words(land: Shapes, tmp_path: Path) -> None:
    path = written(tmp_path, land, "EPSG:4326", declared="EPSG:4326")
    with pytest.raises(WrongSettings, match="EPSG:999999"):
        check_boundaries([path], gazetteer_of(land), Options(crs="EPSG:999999"))


@pytest.mark.parametrize("crs", ["EPSG:2357", "EPSG:2408"], ids=["xian_1980", "beijing_1954"])
def test_an_old_datum_is_warned_of(crs: str, land: Shapes, tmp_path: Path) -> None:
    path = written(tmp_path, land, crs, declared=crs)
    notes = check_boundaries([path], gazetteer_of(land), Options(crs=crs)).layers[0].position.notes
    assert any("old datum" in note for note in notes)
