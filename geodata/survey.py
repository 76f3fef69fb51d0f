"""What was found in the files before anything is changed: layers, whose shape is whose, and where they lie."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import shapely

from geodata.crs import Position, locate, to_degrees
from geodata.join import Feature, Joined, join
from geodata.kinds import Shapes
from geodata.options import Options
from geodata.plane import Plane
from geodata.read import Layer, read_layers
from situation.errors import UnreadableFile
from situation.model.regions import Gazetteer, Region, RegionCode

_SAMPLE = 300


@dataclass(frozen=True, slots=True)
class Survey:
    gazetteer: Gazetteer
    options: Options
    layers: tuple[Layer, ...]
    joined: Joined
    positions: tuple[Position, ...]  # per layer
    outline: shapely.Geometry | None  # of the county, in degrees, from a file of its own

    @property
    def is_located(self) -> bool:
        return all(position.used for position in self.positions)

    @property
    def expected(self) -> tuple[Region, ...]:
        """Every village the map should show."""
        return tuple(v for v in self.gazetteer.villages if self.options.on is None or v.existed_on(self.options.on))

    def shapes(self, features: Sequence[Feature]) -> Iterator[tuple[Feature, shapely.Geometry | None]]:
        """In degrees, as many as asked for and no more in memory."""
        by_layer: dict[int, list[Feature]] = {}
        for feature in features:
            by_layer.setdefault(feature.layer, []).append(feature)
        for number, wanted in by_layer.items():
            crs = self.positions[number].used
            assert crs is not None, "a survey that is not located has no shapes"
            found = self.layers[number].shapes([feature.row for feature in wanted])
            yield from zip(wanted, _in_degrees(found, crs), strict=True)


def survey(paths: Sequence[Path], gazetteer: Gazetteer, options: Options, room: Path) -> Survey:
    layers = read_layers(paths, options, room)
    joined = join(layers, gazetteer, options)
    outline = _outline(options, room) if options.outline else None
    positions = tuple(_located(n, layer, joined, gazetteer, options, outline) for n, layer in enumerate(layers))
    return Survey(gazetteer, options, layers, joined, positions, outline)


def _located(
    number: int, layer: Layer, joined: Joined, gazetteer: Gazetteer, options: Options, outline: shapely.Geometry | None
) -> Position:
    mine = [f for f in joined.features if f.layer == number]
    placed = [f for f in mine if len(f.codes) == 1 and gazetteer[f.codes[0]].lon_lat is not None]
    chosen = (placed or mine)[:: max(1, len(placed or mine) // _SAMPLE)]
    shapes = layer.shapes([f.row for f in chosen])
    there = [n for n, shape in enumerate(shapes) if _is_usable(shape)]
    if not there:
        return Position(declared=layer.crs, used=layer.crs or "EPSG:4326", proposed=None, fits=())
    points = [gazetteer[chosen[n].codes[0]].lon_lat if chosen[n].codes else None for n in there]
    sample = np.asarray(shapely.make_valid(shapes[there]), dtype=object)
    return locate(sample, points, layer.crs, options.crs, options.accept_crs, outline)


def _is_usable(shape: shapely.Geometry | None) -> bool:
    return shape is not None and not shape.is_empty and bool(np.isfinite(shapely.get_coordinates(shape)).all())


def _in_degrees(shapes: Shapes, crs: str) -> Shapes:
    usable = np.array([_is_usable(shape) for shape in shapes], dtype=bool)
    result = shapes.copy()
    if usable.any():
        result[usable] = to_degrees(shapes[usable], crs)
    return result


def _outline(options: Options, room: Path) -> shapely.Geometry:
    assert options.outline is not None
    inside = room / "outline"
    inside.mkdir()
    found: list[shapely.Geometry] = []
    for layer in read_layers([options.outline], Options(), inside):
        shapes = [shape for shape in layer.shapes() if _is_usable(shape)]
        if shapes:
            found.extend(to_degrees(np.array(shapes, dtype=object), layer.crs or "EPSG:4326"))
    if not found:
        raise UnreadableFile(f"{options.outline.name}: no outline in it")
    return shapely.union_all(shapely.make_valid(np.array(found, dtype=object)))


def plane_of(survey: Survey) -> Plane:
    """One plane for the whole set, from a sample of every layer."""
    corners = [fit.where for position in survey.positions for fit in position.fits if fit.crs == position.used]
    if not corners and survey.outline is not None:
        corners = [survey.outline.bounds]
    if not corners:
        return Plane.around(np.array([0.0, 0.0, 0.0, 40.0]))
    west, south, east, north = np.array(corners).T
    return Plane.around(np.array([west.min(), south.min(), east.max(), north.max()]))


def by_county(survey: Survey) -> dict[RegionCode, list[Feature]]:
    """Features of each county; what lies above counties (a province's outline) has no county and is left out."""
    counties = {county.code for county in survey.gazetteer.counties}
    groups: dict[RegionCode, list[Feature]] = {code: [] for code in sorted(counties)}
    home: dict[RegionCode, RegionCode | None] = {}
    for feature in survey.joined.features:
        if not feature.codes:
            continue
        code = feature.codes[0]
        if code not in home:
            home[code] = next((r.code for r in survey.gazetteer.path(code) if r.code in counties), None)
        county = home[code]
        if county is not None:
            groups[county].append(feature)
    return groups
