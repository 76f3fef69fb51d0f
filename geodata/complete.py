"""Villages of which only a point is known get an approximate cell, so that the map shows all of them.

The ground they share is what the outline (of the township, else of the county) leaves free of known shapes; it is
divided by nearness. Without an outline the holes between known shapes are that ground, and where there is nothing
at all, the neighbourhood of the points.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import shapely

from geodata.divide import cells, polygonal
from geodata.kinds import Floats
from situation.model.regions import Gazetteer, RegionCode

_SPECK = 1e4  # square lattice steps: about a square metre


def approximate_cells(
    known: Mapping[RegionCode, shapely.Geometry],
    wanted: Mapping[RegionCode, tuple[float, float]],
    frames: Mapping[RegionCode, shapely.Geometry],
    county: RegionCode,
    gazetteer: Gazetteer,
) -> dict[RegionCode, shapely.Geometry]:
    """``wanted``: lattice points of villages without shape; ``frames``: outlines of townships and the county."""
    made: dict[RegionCode, shapely.Geometry] = {}
    covered = shapely.union_all(list(known.values())) if known else shapely.Polygon()
    rest = dict(wanted)
    for township in sorted({gazetteer[code].parent for code in wanted} & set(frames), key=str):
        if township is None:
            continue
        own = {code: point for code, point in rest.items() if gazetteer[code].parent == township}
        made |= _cells_in(frames[township].difference(covered), own)
    rest = {code: point for code, point in rest.items() if code not in made}
    if rest:
        taken = shapely.union_all([covered, *made.values(), *_own(frames, county)])
        ground = _ground(taken, rest, frames.get(county), len(known) + len(made))
        made |= _cells_in(ground, rest)
    return made


def _own(frames: Mapping[RegionCode, shapely.Geometry], county: RegionCode) -> list[shapely.Geometry]:
    return [shape for code, shape in frames.items() if code != county]


def _ground(
    taken: shapely.Geometry,
    points: Mapping[RegionCode, tuple[float, float]],
    outline: shapely.Geometry | None,
    count: int,
) -> shapely.Geometry:
    if outline is not None:
        return outline.difference(taken)
    if count:  # the holes, and at the edge of the county as much ground as a village usually has
        usual = 0.6 * float(np.sqrt(taken.area / max(count, 1)))
        around = shapely.multipoints(list(points.values())).buffer(usual, quad_segs=4)
        return _without_holes(taken).union(around).difference(taken)
    spots = shapely.multipoints(list(points.values()))
    return spots.convex_hull.buffer(_spacing(np.array(list(points.values()))) / 2, quad_segs=4)


def _without_holes(shape: shapely.Geometry) -> shapely.Geometry:
    return shapely.union_all([shapely.Polygon(part.exterior) for part in shapely.get_parts(polygonal(shape))])


def _spacing(points: Floats) -> float:
    """What is usual between neighbours."""
    if len(points) < 2:
        return 1e5  # about a kilometre
    width, height = np.ptp(points, axis=0)
    return float(np.sqrt(max(width, height) * max(min(width, height), 1.0) / len(points))) or 1e5


def _cells_in(
    ground: shapely.Geometry, points: Mapping[RegionCode, tuple[float, float]]
) -> dict[RegionCode, shapely.Geometry]:
    """Of each cell the part its point lies in: free ground elsewhere belongs to nobody known."""
    ground = polygonal(shapely.set_precision(ground, 1.0))
    codes = [code for code, point in points.items() if shapely.intersects_xy(ground, *point)]
    codes = _one_per_place(codes, points)
    if not codes:
        return {}
    found = cells(ground, np.array([points[code] for code in codes], dtype=np.float64))
    made = {code: _part_around(cell, points[code]) for code, cell in zip(codes, found, strict=True)}
    return {code: cell for code, cell in made.items() if cell.area > _SPECK}


def _one_per_place(codes: Sequence[RegionCode], points: Mapping[RegionCode, tuple[float, float]]) -> list[RegionCode]:
    return list({points[code]: code for code in reversed(codes)}.values())[::-1]


def _part_around(cell: shapely.Geometry, point: tuple[float, float]) -> shapely.Geometry:
    parts = shapely.get_parts(cell)
    if not len(parts):
        return shapely.Polygon()
    return parts[int(np.argmin(shapely.distance(parts, shapely.Point(point))))]
