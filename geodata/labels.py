"""Where a region's name stands: the middle of the widest place inside it, and how much room there is."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import shapely

from geodata.kinds import Shapes
from geodata.plane import Plane
from situation.model.regions import RegionCode

Label = tuple[float, float, float]  # longitude, latitude, radius in degrees of longitude


def labels(codes: Sequence[RegionCode], shapes: Shapes, plane: Plane) -> dict[RegionCode, Label]:
    """The radius is the label's room and its rank: where two names collide, the one with less room waits."""
    there = [n for n, shape in enumerate(shapes) if not shape.is_empty]
    if not there:
        return {}
    bounds = shapely.bounds(shapes[there])
    size = np.maximum(bounds[:, 2] - bounds[:, 0], bounds[:, 3] - bounds[:, 1])
    circles = shapely.maximum_inscribed_circle(shapes[there], np.maximum(size / 100, 1.0))
    ends = shapely.get_coordinates(circles).reshape(-1, 2, 2)
    reach = np.hypot(*(ends[:, 1] - ends[:, 0]).T)
    middle = plane.degrees(ends[:, 0])
    return {
        codes[n]: (round(float(x), 6), round(float(y), 6), round(plane.degrees(np.array([r, 0.0]))[0].item(), 6))
        for n, (x, y), r in zip(there, middle, reach, strict=True)
    }
