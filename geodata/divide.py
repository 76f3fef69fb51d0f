"""Ground that has to be shared out: between villages with one shape, or among villages that are only points."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import shapely

from geodata.kinds import Floats, Shapes

_CELL = 0.05  # of the claimed area: what a village swallowed whole is left with


def divide(ground: shapely.Geometry, points: Sequence[Floats | None]) -> Shapes:
    """One part per village: by nearness to its point where all points lie inside, else across the longer axis."""
    placed = [p for p in points if p is not None and shapely.intersects_xy(ground, *p)]
    if len(placed) == len(points) and len({tuple(p) for p in placed}) == len(placed):
        return cells(ground, np.asarray(placed))
    return cells(ground, _along(ground, len(points)))


def cells(ground: shapely.Geometry, points: Floats) -> Shapes:
    """Thiessen cells of the points within the ground, in the order of the points, on the lattice."""
    if len(points) == 1:
        return np.array([ground], dtype=object)
    frame = shapely.box(*shapely.bounds(shapely.union(ground, shapely.multipoints(points)))).buffer(1000)
    found = shapely.get_parts(shapely.voronoi_polygons(shapely.multipoints(points), extend_to=frame))
    _, order = shapely.STRtree(found).query(shapely.points(points), predicate="intersects")
    spots, first = np.unique(_, return_index=True)
    ordered = found[order[first]] if len(spots) == len(points) else found
    cut = shapely.intersection(ordered, ground, grid_size=1.0)
    return np.array([polygonal(shape) for shape in cut], dtype=object)


def _along(ground: shapely.Geometry, count: int) -> Floats:
    """Points strung along the longer side of the smallest rectangle around."""
    corners = shapely.get_coordinates(shapely.minimum_rotated_rectangle(ground))
    if len(corners) < 4:
        west, south, east, north = shapely.bounds(ground)
        corners = np.array([[west, south], [east, south], [east, north], [west, north]])
    one, two = corners[1] - corners[0], corners[2] - corners[1]
    step = one if np.hypot(*one) >= np.hypot(*two) else two
    middle = shapely.get_coordinates(shapely.centroid(ground))[0]
    places = (np.arange(count) + 0.5) / count - 0.5
    return np.asarray(middle + places[:, None] * step)


def carve(ground: shapely.Geometry) -> shapely.Geometry:
    """A small round cell where the ground is widest."""
    circle = shapely.get_coordinates(shapely.maximum_inscribed_circle(ground))
    reach = min(np.hypot(*(circle[1] - circle[0])) * 0.9, float(np.sqrt(_CELL * ground.area / np.pi)))
    around = np.round(shapely.get_coordinates(shapely.Point(circle[0]).buffer(reach, quad_segs=3)))
    return shapely.Polygon(around)


def polygonal(shape: shapely.Geometry) -> shapely.Geometry:
    """Only the areas of a mixed shape."""
    parts = [p for p in shapely.get_parts(shape) if p.geom_type in ("Polygon", "MultiPolygon") and not p.is_empty]
    if not parts:
        return shapely.Polygon()
    return shapely.union_all(parts) if len(parts) > 1 else parts[0]
