"""The land, measured: bytes of a first view beside two references, time and memory of large imports.

``python -m benchmarks.land [FILE …] [--province FOLDER] [--polygons N]`` — FILEs are boundary files of any kind, each
drawn as one view of all its villages. References, computed in the same run from the same shapes: plain
``GeoDataFrame.to_json`` + gzip of the file as it is, and the floor, the best of geobuf + gzip and TopoJSON + brotli of
the same simplified coverage, made by the packages ``geobuf`` and ``topojson`` and not by us. FOLDER holds regions.csv and boundaries.geojson, as ``python -m demo.land province`` writes.
"""

from __future__ import annotations

import argparse
import gzip
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import brotli
import geobuf
import geopandas
import numpy as np
import pyogrio
import shapely

from geodata.arcs import rebuild
from geodata.boundaries import import_boundaries
from geodata.gazetteer_csv import read_gazetteer_csv
from geodata.lighten import Light, lighten, pixel_of
from geodata.mend import Mended, mend
from geodata.options import Options
from geodata.plane import Plane
from geodata.read import read_layers
from geodata.solid import solids
from geodata.topo import encode
from situation.model.regions import Gazetteer, Region, RegionCode, RegionKind, gazetteer, region_code

ROOT = Path(__file__).parents[1]
GAP_WIDTH = 50.0
FOREIGN = "topojson's + brotli"


@dataclass(frozen=True, slots=True)
class View:
    """One coverage as one first view, in every form that was considered for the wire."""

    villages: int
    sizes: dict[str, int]
    ours: int
    moved: float  # pixels: the farthest any border of the map is drawn from where it belongs
    moved_alone: float  # the same, each village's own border alone

    @property
    def floor(self) -> int:
        return min(self.sizes["geobuf + gzip"], self.sizes[FOREIGN if FOREIGN in self.sizes else "TopoJSON + brotli"])


def mended_file(path: Path) -> tuple[Mended, Plane, float]:
    """All polygons of a file, each a village of its own name; and the seconds it took."""
    began = time.perf_counter()
    with tempfile.TemporaryDirectory() as room:
        found = [shape for layer in read_layers([path], Options(), Path(room)) for shape in layer.shapes()]
    codes = [region_code(f"99{n:010d}") for n in range(len(found))]
    plane = Plane.around(shapely.total_bounds(np.array(found, dtype=object)))
    single = solids(zip(codes, found, strict=True), plane, False).shapes
    shapes = np.array(list(single.values()), dtype=object)
    return mend(list(single), shapes, plane, GAP_WIDTH, {}), plane, time.perf_counter() - began


def view_of(path: Path, mended: Mended, plane: Plane) -> View:
    pixel = pixel_of(shapely.total_bounds(mended.shapes))
    light = lighten(mended.shapes, pixel)
    ours = len(_brotli(encode(light, plane, {"leaves": (mended.codes, light.arcs.shapes)})))
    seen = light.on_lattice()
    sizes = {"plain to_json + gzip": _plain(path), **dict(_forms(light, mended.codes, plane))}
    alone = shapely.hausdorff_distance(shapely.boundary(mended.shapes), shapely.boundary(seen)) / pixel
    return View(len(mended.codes), sizes, ours, _farthest(mended.shapes, seen) / pixel, float(alone.max()))


def _plain(path: Path) -> int:
    place = f"/vsizip/{path}" if path.suffix == ".zip" else path
    frame = pyogrio.read_dataframe(place)
    frame = geopandas.GeoDataFrame({"code": np.arange(len(frame))}, geometry=frame.geometry.to_numpy(), crs=4326)
    return len(gzip.compress(frame.to_json(drop_id=True).encode(), 9))


def _forms(light: Light, codes: tuple[RegionCode, ...], plane: Plane) -> Iterator[tuple[str, int]]:
    """The same simplified coverage, coordinates rounded just as much, the code as only attribute."""
    shapes = plane.to_degrees(light.on_lattice())
    digits = max(0, -int(np.floor(np.log10(light.unit * 1e-7))))
    rounded = shapely.transform(shapes, lambda xy: np.round(xy, digits))
    features = [
        {"type": "Feature", "properties": {"code": code}, "geometry": json.loads(shapely.to_geojson(shape))}
        for code, shape in zip(codes, rounded, strict=True)
    ]
    collection = {"type": "FeatureCollection", "features": features}
    text = json.dumps(collection, separators=(",", ":")).encode()
    yield "GeoJSON + gzip", len(gzip.compress(text, 9))
    yield "GeoJSON + brotli", len(_brotli(text))
    packed = geobuf.encode(collection, digits, 2)
    yield "geobuf + gzip", len(gzip.compress(packed, 9))
    yield "geobuf + brotli", len(_brotli(packed))
    flat = _flatgeobuf(codes, rounded)
    yield "FlatGeobuf + gzip", len(gzip.compress(flat, 9))
    yield "FlatGeobuf + brotli", len(_brotli(flat))
    topology = encode(light, plane, {"villages": (codes, light.arcs.shapes)})
    yield "TopoJSON + gzip", len(gzip.compress(topology, 9))
    yield "TopoJSON + brotli", len(_brotli(topology))
    if foreign := _foreign_topology(light, codes):
        yield FOREIGN, len(_brotli(foreign))


def _foreign_topology(light: Light, codes: tuple[RegionCode, ...]) -> bytes | None:
    """By the package topojson, which finds the arcs in its own way; as steps in whole units, as the format wants."""
    try:
        from topojson import Topology
    except ImportError:
        return None
    shapes = rebuild(light.arcs, light.arcs.lines)
    features = [
        {"type": "Feature", "id": code, "properties": {}, "geometry": json.loads(shapely.to_geojson(shape))}
        for code, shape in zip(codes, shapes, strict=True)
    ]
    made = Topology({"type": "FeatureCollection", "features": features}, prequantize=False).to_dict()
    for geometry in made["objects"]["data"]["geometries"]:
        del geometry["properties"]
    whole = [np.round(arc).astype(int) for arc in made["arcs"]]
    made["arcs"] = [[*arc[:1].tolist(), *np.diff(arc, axis=0).tolist()] for arc in whole]
    made["transform"] = {"scale": [light.unit * 1e-7] * 2, "translate": [round(v * 1e-7, 7) for v in light.origin]}
    del made["bbox"]
    return json.dumps(made, separators=(",", ":")).encode()


def _flatgeobuf(codes: tuple[RegionCode, ...], shapes: Any) -> bytes:
    with tempfile.TemporaryDirectory() as room:
        path = Path(room) / "x.fgb"
        geopandas.GeoDataFrame({"code": codes}, geometry=shapes, crs=4326).to_file(path, driver="FlatGeobuf")
        return path.read_bytes()


def _brotli(content: bytes) -> bytes:
    return bytes(brotli.compress(content, quality=11))


def _farthest(shapes: Any, seen: Any) -> float:
    """From every point of every border to the nearest border drawn."""
    tree = shapely.STRtree(shapely.get_parts(shapely.boundary(seen)))
    points = shapely.points(np.unique(shapely.get_coordinates(shapes), axis=0))
    _, distance = tree.query_nearest(points, return_distance=True, all_matches=False)
    return float(distance.max())


# -- large imports -----------------------------------------------------------------------------------------------


def generated(folder: Path, polygons: int) -> tuple[Path, Gazetteer]:
    """Square villages with wavy borders, 333 to a county, neighbours' borders drawn apart by a metre or so."""
    side = int(np.ceil(np.sqrt(polygons)))
    random = np.random.default_rng(5)
    row, column = np.divmod(np.arange(polygons), side)
    turn = np.linspace(0, 1, 7)[:-1]  # 25 points to a ring
    square = np.concatenate([
        np.stack([turn, 0 * turn], 1), np.stack([1 + 0 * turn, turn], 1),
        np.stack([1 - turn, 1 + 0 * turn], 1), np.stack([0 * turn, 1 - turn], 1),
    ])  # fmt: skip
    rings = square[None] + np.stack([column, row], axis=1)[:, None]
    rings = rings + 0.08 * np.stack([np.sin(5 * rings[..., 1]), np.sin(7 * rings[..., 0])], axis=-1)
    rings = 88.0 + rings * 0.025 - [0, 58.0] + random.normal(0, 5e-6, rings.shape)
    shapes = shapely.polygons(rings)
    codes = [region_code(f"99{n // 333:04d}{n % 333 // 20 + 1:03d}{201 + n % 333 % 20}") for n in range(polygons)]
    path = folder / "generated.gpkg"
    geopandas.GeoDataFrame({"code": codes}, geometry=shapes, crs=4326).to_file(path)
    return path, _tree(codes)


def _tree(codes: list[RegionCode]) -> Gazetteer:
    top = region_code("990000000000")
    found: dict[str, Region] = {top: Region(top, "province", RegionKind.PROVINCE)}
    for code in codes:
        county, township = region_code(f"{code[:6]}000000"), region_code(f"{code[:9]}000")
        if county == top:
            county = region_code("990000000001")
        found.setdefault(county, Region(county, f"county {county}", RegionKind.COUNTY, top))
        found.setdefault(township, Region(township, f"township {township}", RegionKind.TOWNSHIP, county))
        found[code] = Region(code, f"village {code}", RegionKind.VILLAGE, township)
    return gazetteer(found.values())


def imported(path: Path, known: Gazetteer) -> dict[str, float]:
    """In this process: to be run in one of its own, for the peak of memory is the process's."""
    began, worked = time.perf_counter(), time.process_time()
    with tempfile.TemporaryDirectory(prefix="bench-land-") as home:
        written = import_boundaries([path], known, Path(home), Options(), _told)
        regions: Any = written.manifest["regions"]
        layers = [layer for entry in regions.values() for layer in entry["layers"].values()]
        return {
            "villages": written.report.village_count,
            "with shape": written.report.shaped_count,
            "coverage valid": float(bool(written.report.is_valid)),
            "CPU seconds": round(time.process_time() - worked, 1),
            "seconds": round(time.perf_counter() - began, 1),
            "peak memory MB": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000),
            "views": len(layers),
            "largest view kB": round(max(size for layer in layers for size in layer["sizes"].values()) / 1000, 1)
            if all("sizes" in layer for layer in layers) else 0,
        }  # fmt: skip


def _told(step: str, done: int, total: int) -> None:
    print(f"\r{step} {done}/{total} \033[K", end="" if done < total else "\n", file=sys.stderr, flush=True)


def _alone(*arguments: str) -> str:
    command = [sys.executable, "-m", "benchmarks.land", *arguments]
    return subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True).stdout.strip()


# -- printing ----------------------------------------------------------------------------------------------------


def show(path: Path) -> None:
    mended, plane, seconds = mended_file(path)
    view = view_of(path, mended, plane)
    valid = bool(shapely.coverage_is_valid(mended.shapes))
    print(f"{path.name}: {view.villages} villages in one view, read and mended in {seconds:.1f} s, valid {valid}")
    print(f"  ground covered {mended.covered_after / mended.covered_before - 1:+.4%}")
    for change in mended.changes:
        print(
            f"  changed {int(change.code[2:])}: {change.before / 1e4:.1f} → {change.after / 1e4:.1f} ha ({change.why})"
        )
    for form, size in view.sizes.items():
        print(f"  {form:24}{size / 1000:9.1f} kB")
    print(f"  ours{'':20}{view.ours / 1000:9.1f} kB  = {view.ours / view.floor:.2f} of the floor")
    if FOREIGN not in view.sizes:
        print("  the floor leans on our own encoder: the package topojson is not installed (dependency group bench)")
    print(f"  farthest border {view.moved:.2f} px; of one village taken alone {view.moved_alone:.2f} px")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.land", description=__doc__)
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--province", type=Path, help="folder with regions.csv and boundaries.geojson")
    parser.add_argument("--polygons", type=int, default=0, help="import that many generated polygons")
    parser.add_argument("--only", choices=["province", "polygons"], help=argparse.SUPPRESS)
    wanted = parser.parse_args()
    if wanted.only == "province":
        known = gazetteer(read_gazetteer_csv(wanted.province / "regions.csv"))
        print(imported(wanted.province / "boundaries.geojson", known))
    elif wanted.only == "polygons":
        with tempfile.TemporaryDirectory(prefix="bench-land-") as folder:
            print(imported(*generated(Path(folder), wanted.polygons)))
    else:
        for path in wanted.files or [ROOT / "demo" / "county" / "boundaries.geojson"]:
            show(path)
        if wanted.province:
            print("province:", _alone("--only", "province", "--province", str(wanted.province)))
        if wanted.polygons:
            print("generated:", _alone("--only", "polygons", "--polygons", str(wanted.polygons)))


if __name__ == "__main__":
    main()
