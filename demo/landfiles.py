"""The files of the invented land, as an office would hand them over.

A gazetteer (CSV), boundaries and waters (GeoJSON). Equal land gives equal bytes.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import shapely

from demo.mesh import Flags, Floats, Mesh

KM_PER_DEGREE_NORTH = 111.2
COLUMNS = ["code", "county", "township_code", "township", "village", "kind", "aliases", "lon", "lat"]
DEGREE_DIGITS = 6


@dataclass(frozen=True, slots=True)
class Place:
    """Where the middle of the land lies."""

    lon: float
    lat: float
    km_per_degree_east: float

    def to_degrees(self, xy: Floats, land: Flags, mesh: Mesh, unit_km: float) -> Floats:
        middle = mesh.cell_xy[land].mean(axis=0)
        scale = np.array([unit_km / self.km_per_degree_east, unit_km / KM_PER_DEGREE_NORTH])
        return np.asarray(np.round((xy - middle) * scale + (self.lon, self.lat), DEGREE_DIGITS))


@dataclass(frozen=True, slots=True)
class Region:
    """A village or community with its shape; `above` names the levels over the county."""

    code: str
    county: str
    township_code: str
    township: str
    village: str
    kind: str
    aliases: tuple[str, ...]
    lon: float
    lat: float
    shape: shapely.Geometry
    above: dict[str, str] = field(default_factory=dict)

    def row(self) -> dict[str, str]:
        plain = [self.code, self.county, self.township_code, self.township, self.village, self.kind]
        values = [*plain, "|".join(self.aliases), f"{self.lon:.6f}", f"{self.lat:.6f}"]
        return dict(zip(COLUMNS, values, strict=True)) | self.above


@dataclass(frozen=True, slots=True)
class WaterLine:
    name: str
    kind: str
    line: shapely.LineString


def write_gazetteer(path: Path, regions: list[Region]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, [*COLUMNS, *regions[0].above], lineterminator="\n")
        writer.writeheader()
        writer.writerows(region.row() for region in regions)


def write_boundaries(path: Path, regions: list[Region]) -> None:
    write_features(
        path,
        (
            ({"code": region.code, "name": region.village, "township": region.township}, region.shape)
            for region in regions
        ),
    )


def write_waters(path: Path, rivers: list[WaterLine], lake_name: str, lake: shapely.Geometry) -> None:
    lines = [({"name": river.name, "kind": river.kind}, river.line) for river in rivers]
    write_features(path, [*lines, ({"name": lake_name, "kind": "reservoir"}, lake)])


def write_features(path: Path, features: Iterable[tuple[dict[str, str], shapely.Geometry]]) -> None:
    """One feature a line, so that a change of one village is a change of one line."""
    lines = [
        json.dumps(
            {"type": "Feature", "properties": properties, "geometry": shapely.geometry.mapping(shape)},
            ensure_ascii=False,
            separators=(",", ":"),
        )
        for properties, shape in features
    ]
    head = '{"type":"FeatureCollection","features":[\n'
    path.write_text(head + ",\n".join(lines) + "\n]}\n", encoding="utf-8")
