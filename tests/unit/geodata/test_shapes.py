"""What screens load: within a pixel, nobody lost, neighbours joined, small, and the same in the browser."""

from __future__ import annotations

import gzip
import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import brotli
import numpy as np
import pyogrio
import pytest
import shapely

from geodata.arcs import arcs_of, rebuild
from geodata.boundaries import ShapeSetWritten, check_boundaries, import_boundaries
from geodata.defects import Kind
from geodata.fabric import width_of
from geodata.labels import labels
from geodata.levels import dissolved, dissolved_arcs
from geodata.lighten import lighten, pixel_of, strayed
from geodata.options import Options
from geodata.plane import Plane
from situation.errors import SituationError
from situation.model.regions import RegionCode, gazetteer
from tests.unit.geodata.land import COUNTY, TOWNSHIPS, Shapes, gazetteer_of, geojson, village_codes, wiggly_villages

DECODER = Path(__file__).parents[3] / "dashboard" / "assets" / "topo.js"
CODES = village_codes(20)


@pytest.fixture(scope="module")
def fine() -> Shapes:
    return wiggly_villages(steps=400)


@pytest.fixture(scope="module")
def written(fine: Shapes, tmp_path_factory: pytest.TempPathFactory) -> ShapeSetWritten:
    home = tmp_path_factory.mktemp("home")
    return import_boundaries([geojson(home / "land.geojson", fine)], gazetteer_of(fine), home, Options())


def on_lattice(shapes: Shapes) -> tuple[Plane, Any]:
    found = np.array(list(shapes.values()), dtype=object)
    plane = Plane.around(shapely.total_bounds(found))
    return plane, plane.to_lattice(found)


def decoded(path: Path, name: str = "") -> list[dict[str, Any]]:
    """What the browser's own decoder makes of a file."""
    program = (
        f"const {{decodeTopology}} = require({json.dumps(str(DECODER))});"
        f"const t = JSON.parse(require('fs').readFileSync({json.dumps(str(path))}));"
        f"console.log(JSON.stringify(decodeTopology(t, {json.dumps(name)})));"
    )
    node = shutil.which("node")
    assert node, "node runs the browser's decoder"
    done = subprocess.run([node, "-e", program], capture_output=True, check=True)
    found: list[dict[str, Any]] = json.loads(done.stdout)
    return found


def drawn(features: list[dict[str, Any]]) -> Any:
    return np.array([shapely.from_geojson(json.dumps(f["geometry"])) for f in features], dtype=object)


# -- arcs --------------------------------------------------------------------------------------------------------


def test_arcs_give_the_shapes_back(fine: Shapes) -> None:
    _, shapes = on_lattice(fine)
    arcs = arcs_of(shapes)
    assert shapely.equals(rebuild(arcs, arcs.lines), shapes).all()
    assert len(arcs.lines) < 5 * len(shapes)


def test_island_hole_and_touching_corner_give_the_shapes_back() -> None:
    square, inner = shapely.box(0, 0, 90, 90), shapely.box(30, 30, 60, 60)
    island = shapely.box(200, 0, 230, 30)
    corner = shapely.box(90, 90, 120, 120)
    shapes = np.array([shapely.MultiPolygon([square - inner, island]), inner, corner], dtype=object)
    arcs = arcs_of(shapes)
    assert shapely.equals(rebuild(arcs, arcs.lines), shapes).all()


def test_outline_from_arcs_is_the_union(fine: Shapes) -> None:
    _, shapes = on_lattice(fine)
    arcs = arcs_of(shapes)
    ring = [n for n in range(20) if n not in (6, 7)]  # with a hole in the middle
    outline = rebuild(type(arcs)(arcs.lines, (dissolved_arcs(arcs, ring),)), arcs.lines)[0]
    assert shapely.equals(outline, shapely.coverage_union_all(shapes[ring]))


# -- lightening --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("pixels", [1.0, 4.0, 20.0])
def test_no_border_moves_by_a_pixel_and_the_coverage_stays_valid(pixels: float, fine: Shapes) -> None:
    _, shapes = on_lattice(fine)
    pixel = pixels * pixel_of(shapely.total_bounds(shapes))
    light = lighten(shapes, pixel)
    seen = light.on_lattice()
    assert shapely.hausdorff_distance(shapely.boundary(shapes), shapely.boundary(seen)).max() <= pixel
    assert not strayed(shapes, seen, pixel).any()
    assert strayed(shapes, seen, pixel / 20).any()
    assert shapely.coverage_is_valid(seen)
    assert shapely.is_valid(seen).all()
    assert shapely.get_num_coordinates(seen).sum() < 0.7 * shapely.get_num_coordinates(shapes).sum()


@pytest.mark.parametrize("metres", [200.0, 20.0, 2.0])
def test_a_tiny_village_is_never_lost(metres: float, fine: Shapes) -> None:
    plane, shapes = on_lattice(fine)
    spot = shapely.transform(shapes[7].centroid.buffer(plane.steps(metres)), np.round)
    whole = np.array([*shapes[:7], shapes[7] - spot, *shapes[8:], spot], dtype=object)
    seen = lighten(whole, 3 * pixel_of(shapely.total_bounds(whole))).on_lattice()
    assert not shapely.is_empty(seen).any()
    assert (shapely.area(seen) > 0).all()
    assert shapely.coverage_is_valid(seen)


def test_two_borders_between_the_same_corners_do_not_fall_together() -> None:
    lens = shapely.Polygon([(0, 0), (500, 40), (1000, 0), (500, -40)])
    above = shapely.Polygon([(0, 0), (500, 40), (1000, 0), (1000, 2000), (0, 2000)])
    below = shapely.Polygon([(0, 0), (500, -40), (1000, 0), (1000, -2000), (0, -2000)])
    seen = lighten(np.array([lens, above, below], dtype=object), 100.0).on_lattice()
    assert (shapely.area(seen) > 0).all()
    assert shapely.coverage_is_valid(seen)


# -- labels and levels -------------------------------------------------------------------------------------------


def test_a_tongue_thinner_than_the_rounding_is_drawn_to_its_end() -> None:
    """A hundredth of a pixel wide and six long, between two others: rounded alike, its two sides would cross."""
    pixel, side = 1000.0, 2_000_000.0
    root, tip, end = (1.5e6, 1_004_000), (1_506_000, 1_004_005), (1.5e6, 1_004_010)
    tongue = [(0, 1e6), (1.5e6, 1e6), root, tip, end, (1.5e6, side), (0, side)]
    beyond = [*tongue[1:6], (side, side), (side, 1e6)]
    below = [(0, 0), (side, 0), (side, 1e6), (1.5e6, 1e6), (0, 1e6)]
    shapes = np.array([shapely.Polygon(ring) for ring in (tongue, beyond, below)], dtype=object)
    assert shapely.coverage_is_valid(shapes)
    light = lighten(shapes, pixel)
    assert shapely.coverage_is_valid(light.on_lattice())
    assert not strayed(shapes, light.on_lattice(), pixel).any()


def test_an_islet_too_small_to_see_is_still_drawn_where_it_lies() -> None:
    land, islet = shapely.box(0, 0, 2_000_000, 1_000_000), shapely.box(1_900_000, 1_500_000, 1_900_020, 1_500_020)
    shapes = np.array([shapely.MultiPolygon([land, islet])], dtype=object)
    light = lighten(shapes, 1000.0)
    assert not strayed(shapes, light.on_lattice(), 1000.0).any()


def test_a_name_stands_inside_its_village_with_room_around(fine: Shapes) -> None:
    plane, shapes = on_lattice(fine)
    for code, (lon, lat, radius) in labels(list(fine), shapes, plane).items():
        inside = shapely.Point(lon, lat)
        assert fine[code].contains(inside)
        assert fine[code].exterior.distance(inside) == pytest.approx(radius, rel=0.25)


def test_townships_fit_their_villages_exactly(fine: Shapes) -> None:
    _, shapes = on_lattice(fine)
    groups = {above: [n for n, code in enumerate(fine) if code[:9] == above[:9]] for above in TOWNSHIPS}
    above = dissolved(shapes, groups)
    assert shapely.coverage_is_valid(above)
    assert shapely.area(above).sum() == pytest.approx(shapely.area(shapes).sum())


# -- the written set ---------------------------------------------------------------------------------------------


def entry(written: ShapeSetWritten, code: RegionCode) -> Any:
    return written.manifest["regions"][code]  # type: ignore[index]


def test_manifest_names_every_file_and_the_order_of_its_codes(written: ShapeSetWritten) -> None:
    leaves = entry(written, COUNTY)["layers"]["leaves"]
    assert leaves["codes"] == CODES
    assert set(leaves["files"]) == {"0", "1"}
    for layer in entry(written, COUNTY)["layers"].values():
        for name in layer["files"].values():
            content = (written.folder / name).read_bytes()
            assert brotli.decompress((written.folder / f"{name}.br").read_bytes()) == content
            assert gzip.decompress((written.folder / f"{name}.gz").read_bytes()) == content
    assert leaves["bytes"] == (written.folder / f"{leaves['files']['0']}.br").stat().st_size
    assert json.loads((written.folder / "manifest.json").read_bytes()) == written.manifest
    assert set(entry(written, COUNTY)["labels"]) == {*CODES, *TOWNSHIPS}


def test_browser_sees_the_same_valid_coverage(written: ShapeSetWritten, fine: Shapes) -> None:
    name = entry(written, COUNTY)["layers"]["leaves"]["files"]["0"]
    features = decoded(written.folder / name)
    shapes = drawn(features)
    assert [f["properties"]["code"] for f in features] == CODES
    assert [f["properties"]["index"] for f in features] == list(range(20))
    assert {f["properties"]["township"] for f in features} == set(TOWNSHIPS)
    assert shapely.is_valid(shapes).all()
    assert shapely.coverage_is_valid(shapes)
    west, south, east, north = shapely.total_bounds(np.array(list(fine.values())))
    pixel = max((east - west) / 3840, (north - south) / 2160 / np.cos(np.radians(north)))
    assert shapely.hausdorff_distance(shapely.boundary(shapes), shapely.boundary(list(fine.values()))).max() <= pixel


def test_townships_of_the_file_run_along_the_same_borders(written: ShapeSetWritten) -> None:
    path = written.folder / entry(written, COUNTY)["layers"]["leaves"]["files"]["0"]
    villages, townships = decoded(path), decoded(path, "townships")
    shapes = drawn(villages)
    for feature, outline in zip(townships, drawn(townships), strict=True):
        own = [n for n, v in enumerate(villages) if v["properties"]["township"] == feature["properties"]["code"]]
        assert shapely.equals(outline, shapely.coverage_union_all(shapes[own]))


def test_gdal_reads_the_files_as_topojson(written: ShapeSetWritten) -> None:
    path = written.folder / entry(written, COUNTY)["layers"]["children"]["files"]["0"]
    assert pyogrio.read_info(path)["features"] == len(TOWNSHIPS)


def test_each_township_has_its_own_villages(written: ShapeSetWritten) -> None:
    for township in TOWNSHIPS:
        layer = entry(written, township)["layers"]["children"]
        assert layer["codes"] == [code for code in CODES if code[:9] == township[:9]]
        assert shapely.coverage_is_valid(drawn(decoded(written.folder / layer["files"]["0"])))


def test_same_content_is_the_same_set_and_another_is_kept_beside_it(fine: Shapes, tmp_path: Path) -> None:
    known, path = gazetteer_of(fine), geojson(tmp_path / "land.geojson", fine)
    first = import_boundaries([path], known, tmp_path, Options())
    again = import_boundaries([path], known, tmp_path, Options())
    fewer = geojson(tmp_path / "other.geojson", dict(list(fine.items())[:19]))
    other = import_boundaries([fewer], known, tmp_path, Options())
    assert first.hash == again.hash != other.hash
    assert {p.name for p in (tmp_path / "shapes").iterdir()} == {first.hash, other.hash}


def test_failed_import_leaves_nothing_behind(fine: Shapes, tmp_path: Path) -> None:
    path = geojson(tmp_path / "land.geojson", fine)
    with pytest.raises(SituationError):
        import_boundaries([path, tmp_path / "absent.shp"], gazetteer_of(fine), tmp_path, Options())
    assert list((tmp_path / "shapes").iterdir()) == []


def test_progress_is_told(fine: Shapes, tmp_path: Path) -> None:
    told: list[tuple[str, int, int]] = []
    path = geojson(tmp_path / "land.geojson", fine)
    import_boundaries([path], gazetteer_of(fine), tmp_path, Options(), lambda *step: told.append(step))
    assert [step for step, _, _ in told] == ["read", "mend", "write", "pack"]
    assert told[-2] == ("write", 1, 1)


def test_county_by_county_gives_the_same_villages(fine: Shapes, tmp_path: Path) -> None:
    known, path = gazetteer_of(fine), geojson(tmp_path / "land.geojson", fine)
    apart = import_boundaries([path], known, tmp_path, Options(together=10))
    assert apart.report.shaped_count == len(fine)
    assert apart.report.is_valid


def test_waters_are_cut_to_the_county(fine: Shapes, tmp_path: Path) -> None:
    river = shapely.LineString([(90.0, 35.26), (90.38, 35.25), (95.0, 35.24)])
    waters = tmp_path / "waters.geojson"
    named = {"name": "清溪", "kind": "river"}
    feature = {"type": "Feature", "properties": named, "geometry": json.loads(shapely.to_geojson(river))}
    waters.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}), "utf-8")
    path = geojson(tmp_path / "land.geojson", fine)
    found = import_boundaries([path], gazetteer_of(fine), tmp_path, Options(waters=waters))
    name = entry(found, COUNTY)["layers"]["waters"]["files"]["0"]
    (cut,) = json.loads((found.folder / name).read_bytes())["features"]
    assert cut["properties"] == named
    west, _, east, _ = shapely.from_geojson(json.dumps(cut["geometry"])).bounds
    assert 90.2 < west < east < 90.6


def test_more_slivers_than_anyone_reads_are_counted_and_not_listed(
    fine: Shapes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("geodata.boundaries._LISTED", 3)
    shaken = {
        code: shapely.transform(shape, lambda xy, n=number: xy + 4e-6 * (n % 2))
        for number, (code, shape) in enumerate(fine.items())
    }
    report = check_boundaries([geojson(tmp_path / "land.geojson", shaken)], gazetteer_of(fine), Options())
    listed = [d for d in report.of_kind(Kind.SLIVER) if d.mended]
    assert len(listed) == 3 < report.counts[Kind.SLIVER]
    assert str(report.counts[Kind.SLIVER]) in report.as_text()
    assert json.loads(report.as_json())["counts"]["sliver"] == report.counts[Kind.SLIVER]


def test_width_of_a_sliver_is_estimated_below_what_matters_and_measured_above() -> None:
    thin = shapely.Polygon([(0, 0), (1000, 0), (2000, 300), (2000, 302), (1000, 2), (0, 2)])
    room = shapely.box(0, 0, 400, 300)
    corner = shapely.Polygon([(0, 0), (30, 0), (0, 40)])
    rough = width_of(np.array([thin, room, corner], dtype=object), 50.0)
    assert 0 < rough[0] < 50
    assert rough[1] == pytest.approx(300, rel=0.01)
    assert rough[2] == pytest.approx(20)


def test_report_has_three_forms_and_escapes_what_it_shows(fine: Shapes, tmp_path: Path) -> None:
    drawn_twice = dict(fine) | {CODES[7]: fine[CODES[7]].buffer(0.0003)}
    names = ["<script>alert(1)</script>", *(["x"] * 19)]
    path = geojson(tmp_path / "land.geojson", drawn_twice, name=names)
    known = gazetteer(region for region in gazetteer_of(fine) if region.code != CODES[0])
    report = check_boundaries([path], known, Options())
    assert "重叠" in report.as_text()
    assert "overlap" in report.as_text("en")
    told = json.loads(report.as_json())
    assert told["counts"]["overlap"] == len([d for d in told["defects"] if d["kind"] == "overlap"]) > 0
    assert all("lon_lat" in d for d in told["defects"] if d["kind"] == "overlap")
    page = report.as_html()
    assert page.count("<svg") > 0
    assert "修复前（公顷）" in page, "a number has a heading"
    assert "<script" not in page
    assert "http" not in page.replace("http://www.w3.org", "")
