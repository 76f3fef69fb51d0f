"""Rivers and lakes under the villages: drawn for orientation only, light, one small file per county."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import shapely

from geodata.crs import to_degrees
from geodata.lighten import pixel_of
from geodata.options import Options
from geodata.read import Layer, read_layers
from geodata.shelve import Shelf
from situation.model.regions import RegionCode

_MARGIN = 0.02  # of the view: a river may run a little beyond the county
_KEPT = ("name", "kind", "width")


def write_waters(path: Path, shelf: Shelf, room: Path) -> None:
    inside = room / "waters"
    inside.mkdir()
    layers = read_layers([path], Options(), inside)
    for county in shelf.gazetteer.counties:
        outline = shelf.outlines.get(county.code)
        if outline is not None:
            name = shelf.press.write(f"{county.code}.waters.json", _waters(layers, outline, shelf, county.code))
            layers_of = shelf.regions[county.code]["layers"]
            assert isinstance(layers_of, dict)
            layers_of["waters"] = {"files": {"0": name}, "codes": []}


def _waters(layers: tuple[Layer, ...], outline: shapely.Geometry, shelf: Shelf, county: RegionCode) -> bytes:
    bounds = np.array(outline.bounds)
    pixel = pixel_of(bounds)
    frame = shapely.box(*bounds).buffer(_MARGIN * max(np.ptp(bounds[::2]), np.ptp(bounds[1::2])))
    features: list[object] = []
    for layer in layers:
        found = layer.shapes()
        there = np.flatnonzero(~shapely.is_missing(found))
        shapes = shelf.plane.to_lattice(to_degrees(found[there], layer.crs or "EPSG:4326"))
        light = shapely.simplify(shapely.make_valid(shapes), pixel)
        cut = shelf.plane.to_degrees(shapely.intersection(light, frame))
        for row, shape in zip(there.tolist(), cut, strict=True):
            if not shape.is_empty:
                kept = {key: layer.columns[key][row] for key in _KEPT if layer.columns.get(key)}
                drawn = json.loads(shapely.to_geojson(shapely.transform(shape, lambda xy: np.round(xy, 5))))
                features.append({"type": "Feature", "properties": kept, "geometry": drawn})
    collection = {"type": "FeatureCollection", "features": features}
    return json.dumps(collection, ensure_ascii=False, separators=(",", ":")).encode()
