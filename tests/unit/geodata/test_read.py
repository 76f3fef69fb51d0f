"""Files as offices have them: every format, encoding and packing is read; hostile ones are refused in words."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import pyogrio.raw
import pytest
import shapely

from geodata.boundaries import check_boundaries
from geodata.defects import Kind
from geodata.options import Options
from geodata.read import read_layers
from geodata.report import QualityReport
from geodata.unpack import member_name
from situation.errors import UnreadableFile
from tests.unit.geodata.land import Shapes, as_written, gazetteer_of, geojson, name_of, wiggly_villages, write


@pytest.fixture
def land() -> Shapes:
    return wiggly_villages()


def check(path: Path | list[Path], land: Shapes, **options: Any) -> QualityReport:
    paths = path if isinstance(path, list) else [path]
    return check_boundaries(paths, gazetteer_of(land), Options(**options))


def is_complete(report: QualityReport, land: Shapes) -> bool:
    return report.shaped_count == len(land) and report.is_valid is True and not report.of_kind(Kind.UNMATCHED)


# -- formats -----------------------------------------------------------------------------------------------------

FORMATS = {
    "shapefile": ("land.shp", "ESRI Shapefile"),
    "geopackage": ("land.gpkg", "GPKG"),
    "geojson": ("land.geojson", "GeoJSON"),
    "flatgeobuf": ("land.fgb", "FlatGeobuf"),
    "kml": ("land.kml", "LIBKML"),
    "kmz": ("land.kmz", "LIBKML"),
    "filegdb": ("land.gdb", "OpenFileGDB"),
}


@pytest.mark.parametrize(("name", "driver"), FORMATS.values(), ids=FORMATS)
def test_every_format_is_read_and_joined(name: str, driver: str, land: Shapes, tmp_path: Path) -> None:
    path = write(tmp_path / name, list(land.values()), as_written(land), driver=driver, encoding=None)
    assert is_complete(check(path, land), land)


def test_topojson_is_read(land: Shapes, tmp_path: Path) -> None:
    arcs = [shapely.get_coordinates(shape).tolist() for shape in land.values()]
    geometries = [{"type": "Polygon", "arcs": [[n]], "properties": {"code": code}} for n, code in enumerate(land)]
    villages = {"type": "GeometryCollection", "geometries": geometries}
    topology = {"type": "Topology", "objects": {"villages": villages}, "arcs": arcs}
    path = tmp_path / "land.topojson"
    path.write_text(json.dumps(topology))
    assert is_complete(check(path, land), land)


def test_three_dimensional_coordinates_are_read_flat(land: Shapes, tmp_path: Path) -> None:
    raised = [shapely.force_3d(shape, 412.0) for shape in land.values()]
    assert is_complete(check(write(tmp_path / "land.gpkg", raised, as_written(land)), land), land)


def test_measured_coordinates_are_read_flat(land: Shapes, tmp_path: Path) -> None:
    texts = [str(shape.wkt).replace("POLYGON", "POLYGON M") for shape in land.values()]
    measured = [shapely.from_wkt(text.replace(",", " 1,").replace("))", " 1))")) for text in texts]
    assert shapely.has_m(measured[0])
    path = tmp_path / "land.gpkg"
    wkb = shapely.to_wkb(np.array(measured, dtype=object), output_dimension=4, flavor="iso")
    values = [np.array(v, dtype=object) for v in as_written(land).values()]
    pyogrio.raw.write(path, wkb, values, ["code", "name"], geometry_type="Unknown", crs="EPSG:4326")
    assert is_complete(check(path, land), land)


def test_folder_with_one_file_per_township_is_one_set(land: Shapes, tmp_path: Path) -> None:
    folder = tmp_path / "files"
    folder.mkdir()
    codes = list(land)
    for name, part in (("青石镇", codes[:10]), ("柳溪乡", codes[10:])):
        names = [name_of(codes.index(code)) for code in part]
        write(folder / f"{name}.gpkg", [land[c] for c in part], {"村名": names})
    report = check(folder, land)
    assert len(report.layers) == 2
    assert is_complete(report, land)


def test_container_with_several_layers_says_which_it_took(land: Shapes, tmp_path: Path) -> None:
    path = tmp_path / "land.gpkg"
    write(path, [shapely.union_all(list(land.values()))], {"name": ["county"]}, layer="outline")
    write(path, list(land.values()), as_written(land), layer="villages", append=True)
    write(path, [shape.centroid for shape in land.values()] * 2, {"n": list(range(40))}, layer="points", append=True)
    report = check(path, land)
    assert is_complete(report, land)
    assert "took villages (20 features); set aside: outline (1), points (40)" in report.as_text("en")
    assert len(check(path, land, layer="outline").of_kind(Kind.UNMATCHED)) == 1
    with pytest.raises(UnreadableFile, match="villages"):
        check(path, land, layer="hamlets")


# -- encodings ---------------------------------------------------------------------------------------------------


def shapefile(path: Path, land: Shapes, encoding: str, cpg: str | None, names: list[str] | None = None) -> Path:
    columns = {"村代码": list(land), "村名": names or as_written(land)["name"], "备注": ["说明"] * len(land)}
    write(path, list(land.values()), columns, encoding=encoding)
    path.with_suffix(".cpg").unlink(missing_ok=True)
    if cpg:
        path.with_suffix(".cpg").write_text(cpg)
    return path


@pytest.mark.parametrize("encoding", ["UTF-8", "GBK"])
@pytest.mark.parametrize("cpg", ["right", "missing", "wrong"])
def test_chinese_shapefile_is_read_whatever_the_cpg_says(encoding: str, cpg: str, land: Shapes, tmp_path: Path) -> None:
    told = {"right": encoding, "missing": None, "wrong": "UTF-8" if encoding == "GBK" else "GBK"}[cpg]
    report = check(shapefile(tmp_path / "land.shp", land, encoding, told), land)
    assert is_complete(report, land)
    assert report.layers[0].columns["name"] == "村名"
    assert any(note.startswith("encoding") for note in report.layers[0].notes) is (cpg != "right")


def test_rare_character_of_gb18030_survives(land: Shapes, tmp_path: Path) -> None:
    names = as_written(land)["name"]
    path = shapefile(tmp_path / "land.shp", land, "GBK", None, [names[0].replace("杏坛", "XXXX"), *names[1:]])
    table = path.with_suffix(".dbf")
    table.write_bytes(table.read_bytes().replace(b"XXXX", "𡐓".encode("gb18030")))
    room = tmp_path / "room"
    room.mkdir()
    (layer,) = read_layers([path], Options(), room)
    assert layer.columns["村名"][0] == "𡐓村"


def test_name_cut_in_the_middle_of_a_character_does_not_change_the_encoding(land: Shapes, tmp_path: Path) -> None:
    path = shapefile(tmp_path / "land.shp", land, "UTF-8", None)
    table = bytearray(path.with_suffix(".dbf").read_bytes())
    start = int.from_bytes(table[8:10], "little")
    first_width = table[32 + 16]
    second_width = table[64 + 16]
    at = start + 1 + first_width
    table[at : at + second_width] = ("村" * second_width).encode()[:second_width]
    path.with_suffix(".dbf").write_bytes(bytes(table))
    assert check(path, land).layers[0].encoding == "UTF-8"


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8-sig"])
def test_geojson_in_another_encoding_is_read(encoding: str, land: Shapes, tmp_path: Path) -> None:
    path = geojson(tmp_path / "land.geojson", land, 村名=as_written(land)["name"])
    path.write_text(path.read_text("utf-8"), encoding)
    report = check(path, land)
    assert is_complete(report, land)
    assert report.layers[0].columns["name"] == "村名"


# -- packing -----------------------------------------------------------------------------------------------------


def zipped(path: Path, *members: Path, inside: str = "") -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for member in members:
            archive.write(member, inside + member.name)
    return path


def parts_of(path: Path) -> list[Path]:
    return sorted(path.parent.glob(f"{path.stem}.*"))


def test_zipped_shapefile_in_a_folder_is_read(land: Shapes, tmp_path: Path) -> None:
    path = shapefile(tmp_path / "land.shp", land, "GBK", None)
    assert is_complete(check(zipped(tmp_path / "sent.zip", *parts_of(path), inside="边界/"), land), land)


def test_archive_in_an_archive_is_read(land: Shapes, tmp_path: Path) -> None:
    inner = zipped(tmp_path / "inner.zip", *parts_of(shapefile(tmp_path / "land.shp", land, "UTF-8", None)))
    assert is_complete(check(zipped(tmp_path / "outer.zip", inner), land), land)


def test_member_names_from_windows_are_read() -> None:
    entry = zipfile.ZipInfo("x")
    entry.filename = "村边界.geojson".encode("gbk").decode("cp437")  # as zipfile hands it over
    assert member_name(entry) == "村边界.geojson"


# -- hostile and broken ------------------------------------------------------------------------------------------


def test_zip_bomb_is_refused(land: Shapes, tmp_path: Path) -> None:
    path = tmp_path / "bomb.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("land.geojson", b" " * (80 << 20))
    with pytest.raises(UnreadableFile, match="bomb"):
        check(path, land)


@pytest.mark.parametrize("name", ["../land.geojson", "/tmp/land.geojson", "a/../../land.geojson", "C:\\land.geojson"])
def test_member_that_climbs_out_is_refused(name: str, land: Shapes, tmp_path: Path) -> None:
    path = tmp_path / "sent.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(name, geojson(tmp_path / "x.geojson", land).read_bytes())
    with pytest.raises(UnreadableFile, match="outside"):
        check(path, land)


def test_endless_nesting_is_refused(land: Shapes, tmp_path: Path) -> None:
    path = geojson(tmp_path / "land.geojson", land)
    for depth in range(5):
        path = zipped(tmp_path / f"{depth}.zip", path)
    with pytest.raises(UnreadableFile, match="inside"):
        check(path, land)


BROKEN = {
    "nothing": ("land.geojson", b"", "empty"),
    "half_a_geojson": ("land.geojson", b'{"type":"FeatureCollection","features":[{"type":"Feat', "cannot be read"),
    "a_letter": ("land.geojson", b"Dear office, the borders follow next week.", "no GeoJSON"),
    "a_pipeline_for_gdal": ("land.json", b'{"type":"gdal_streamed_alg","command_line":"gdal"}', "no GeoJSON"),
    "no_shapefile": ("land.shp", b"MZ this is something else", "not a .shp"),
    "no_geopackage": ("land.gpkg", b"PK\x03\x04 this neither", "not a .gpkg"),
    "a_cut_geopackage": ("land.gpkg", b"SQLite format 3\0" + b"\0" * 400, "cannot be read"),
    "a_cut_flatgeobuf": ("land.fgb", b"fgb\x03fgb\x00\xff\xff\xff", "not a single feature"),
    "no_kml": ("land.kml", b"<html><body>login</body></html>", "no KML"),
    "no_archive": ("land.zip", b"PK\x03\x04garbage", "damaged"),
    "a_table": ("land.csv", b"code,name\n1,2\n", "no boundary file"),
    "neither_encoding": ("land.geojson", b'{"type":"FeatureCollection","x":"\xff\xff\xfe"}', "neither UTF-8"),
    "no_feature": ("land.geojson", b'{"type":"FeatureCollection","features":[]}', "not a single feature"),
}


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize(("name", "content", "words"), BROKEN.values(), ids=BROKEN)
def test_broken_file_is_refused_in_words(name: str, content: bytes, words: str, land: Shapes, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(UnreadableFile, match=words):
        check(path, land)


def test_shapefile_without_its_table_is_refused(land: Shapes, tmp_path: Path) -> None:
    path = shapefile(tmp_path / "land.shp", land, "UTF-8", None)
    path.with_suffix(".dbf").unlink()
    with pytest.raises(UnreadableFile, match=r"\.dbf"):
        check(path, land)


def test_missing_file_is_named(land: Shapes, tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="no such file"):
        check(tmp_path / "absent.shp", land)


def test_broken_coordinates_are_counted_not_fatal(land: Shapes, tmp_path: Path) -> None:
    first = next(iter(land))
    with np.errstate(invalid="ignore"):
        broken = shapely.Polygon([(90.3, 35.2), (np.nan, 35.3), (90.4, 35.3)])
    pairs = [(first, broken), *list(land.items())[1:]]
    path = write(tmp_path / "land.gpkg", [shape for _, shape in pairs], as_written(land))
    report = check(path, land)
    assert [d.regions for d in report.of_kind(Kind.BROKEN_COORDINATES)] == [(first,)]
    assert report.shaped_count >= len(land) - 1


def test_large_text_is_copied_once_and_read_the_same(
    land: Shapes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("geodata.read._LARGE", 100)
    pairs = [*list(land.items())[:5], (list(land)[5], None), *list(land.items())[6:]]
    report = check(geojson(tmp_path / "land.geojson", pairs), land, together=10)
    assert [d.regions for d in report.of_kind(Kind.EMPTY_SHAPE)] == [(list(land)[5],)]
    assert report.shaped_count == len(land)
    assert report.is_valid
