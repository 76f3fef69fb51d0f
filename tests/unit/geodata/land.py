"""An invented piece of land for the tests: villages in rows, wiggly borders that neighbours share exactly."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pyogrio.raw
import shapely

from situation.model.regions import (
    Gazetteer,
    NameKind,
    OtherName,
    Region,
    RegionCode,
    RegionKind,
    gazetteer,
    region_code,
)

COUNTY = region_code("990200000000")
WEST, SOUTH, SIZE = 90.3, 35.2, 0.03
TOWNSHIPS = {region_code("990200001000"): "青石镇", region_code("990200002000"): "柳溪乡"}
_PAIRS = "杏坛望岚沁荷采薇琴台和风听松临泉落霞云栖石鼓白鹭清泉竹坞梅岭兰溪桃源枫桥双河古渡"
_NAMES = [_PAIRS[n : n + 2] for n in range(0, len(_PAIRS), 2)]
Shapes = dict[RegionCode, Any]


def village_codes(count: int) -> list[RegionCode]:
    """The first half lies in the first township."""
    half = (count + 1) // 2
    return [region_code(f"99020000{1 if n < half else 2}{201 + (n if n < half else n - half)}") for n in range(count)]


def wiggly_villages(columns: int = 5, rows: int = 4, steps: int = 12, seed: int = 7) -> Shapes:
    """A valid coverage in degrees, on a lattice of 1e-7."""
    random = np.random.default_rng(seed)
    x, y = np.meshgrid(np.arange(columns + 1.0), np.arange(rows + 1.0))
    corners = np.stack([x, y], axis=-1) + random.uniform(-0.15, 0.15, (rows + 1, columns + 1, 2))

    def line(one: tuple[int, int], two: tuple[int, int]) -> np.ndarray:
        draw = np.random.default_rng([seed, *sorted((one, two))[0], *sorted((one, two))[1]])
        start, end = sorted((one, two))
        along = np.linspace(0, 1, steps + 1)[:, None]
        points = corners[start] * (1 - along) + corners[end] * along
        east, north = corners[end] - corners[start]
        sway = draw.uniform(-0.06, 0.06, (steps + 1, 1)) * along * (1 - along)  # sideways only: no loop can form
        points += sway * np.array([[-north, east]]) * 4 * min(1, 24 / steps)
        return points if (one, two) == (start, end) else points[::-1]

    shapes: Shapes = {}
    for number, code in enumerate(village_codes(columns * rows)):
        row, column = divmod(number, columns)
        around = [(row, column), (row, column + 1), (row + 1, column + 1), (row + 1, column), (row, column)]
        ring = np.concatenate([line(a, b)[:-1] for a, b in pairwise(around)])
        shapes[code] = shapely.Polygon(np.round(ring * SIZE + [WEST, SOUTH], 7))
    return shapes


def gazetteer_of(shapes: Mapping[RegionCode, Any], *, points: bool = True) -> Gazetteer:
    regions = [Region(COUNTY, "云岫县", RegionKind.COUNTY)]
    regions += [Region(code, name, RegionKind.TOWNSHIP, COUNTY) for code, name in TOWNSHIPS.items()]
    for number, (code, shape) in enumerate(shapes.items()):
        spot = shapely.point_on_surface(shape)
        regions.append(Region(
            code, name_of(number), RegionKind.VILLAGE, region_code(f"{code[:9]}000"),
            (OtherName(f"旧{_NAMES[number % len(_NAMES)]}村", NameKind.FORMER),),
            (round(spot.x, 6), round(spot.y, 6)) if points else None,
        ))  # fmt: skip
    return gazetteer(regions)


def name_of(number: int) -> str:
    return f"{_NAMES[number % len(_NAMES)]}{'' if number < len(_NAMES) else number}村"


def write(
    path: Path,
    shapes: Sequence[Any],
    columns: Mapping[str, Sequence[Any]],
    *,
    crs: str | None = "EPSG:4326",
    driver: str | None = None,
    encoding: str | None = None,
    layer: str | None = None,
    append: bool = False,
) -> Path:
    """As GDAL writes it, so that what is read back is what offices have."""
    found = np.array(shapes, dtype=object)
    kinds = {shape.geom_type for shape in shapes if shape is not None}
    kind = kinds.pop() if len(kinds) == 1 else "Unknown"
    if any(shapely.has_z(shape) for shape in shapes if shape is not None) and kind != "Unknown":
        kind += " Z"
    values = [np.array(v, dtype=object) for v in columns.values()]
    pyogrio.raw.write(
        path, shapely.to_wkb(found, include_srid=False, output_dimension=4), values,
        list(columns), geometry_type=kind, crs=crs, driver=driver,
        encoding=encoding, layer=layer, append=append,
    )  # fmt: skip
    return path


def as_written(shapes: Mapping[RegionCode, Any]) -> dict[str, list[str]]:
    return {"code": list(shapes), "name": [name_of(n) for n in range(len(shapes))]}


def geojson(
    path: Path, shapes: Mapping[RegionCode, Any] | Sequence[tuple[RegionCode, Any]], **columns: Sequence[Any]
) -> Path:
    """Written by hand: nothing is put right on the way."""
    pairs = list(shapes.items()) if isinstance(shapes, Mapping) else list(shapes)
    features = [
        {
            "type": "Feature",
            "properties": {"code": code, **{name: values[n] for name, values in columns.items()}},
            "geometry": None if shape is None else json.loads(shapely.to_geojson(shape)),
        }
        for n, (code, shape) in enumerate(pairs)
    ]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False), "utf-8")
    return path
