"""The plane shapes are mended in: a whole-number lattice of about one centimetre.

Longitude and latitude become integers, latitude stretched so that a step is equally long both ways on a
conformal map. On integers two borders are either the same or not; nothing is nearly equal, and shapes that were
noded on the lattice stay valid when written down and read again.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from geodata.kinds import Floats, Shapes

STEP = 1e-7  # degrees of longitude
METRES_PER_DEGREE = 111_319.49  # of longitude, at the equator
_EARTH = 6_371_007.2  # radius of the sphere with the ellipsoid's surface


@dataclass(frozen=True, slots=True)
class Plane:
    stretch: float  # of latitude: 1 / cos of the latitude farthest from the equator
    latitude: float  # a middle one, where lattice steps are turned to metres

    @classmethod
    def around(cls, bounds: Floats) -> Plane:
        """For west, south, east, north in degrees."""
        south, north = float(bounds[1]), float(bounds[3])
        farthest = min(max(abs(south), abs(north)), 80.0)
        return cls(round(1 / float(np.cos(np.radians(farthest))), 9), (south + north) / 2)

    def to_lattice(self, shapes: Shapes) -> Shapes:
        scale = np.array([1 / STEP, self.stretch / STEP])
        return np.asarray(shapely.transform(shapes, lambda xy: np.round(xy * scale)), dtype=object)

    def to_degrees(self, shapes: Shapes) -> Shapes:
        scale = np.array([STEP, STEP / self.stretch])
        return np.asarray(shapely.transform(shapes, lambda xy: np.round(xy * scale, 9)), dtype=object)

    def degrees(self, xy: Floats) -> Floats:
        return np.asarray(xy * np.array([STEP, STEP / self.stretch]), dtype=np.float64)

    def steps(self, metres: float) -> float:
        return metres / self.metres(1.0)

    def metres(self, steps: float) -> float:
        return steps * STEP * METRES_PER_DEGREE * float(np.cos(np.radians(self.latitude)))

    def square_metres(self, shapes: Shapes) -> Floats:
        return square_metres(self.to_degrees(shapes))


def square_metres(shapes: Shapes) -> Floats:
    """True areas of shapes in degrees, by the cylindrical equal-area projection."""

    def equal_area(xy: NDArray[np.float64]) -> NDArray[np.float64]:
        lon, lat = np.radians(xy).T
        return np.stack([lon, np.sin(lat)], axis=1) * _EARTH

    return np.asarray(shapely.area(shapely.transform(shapes, equal_area)), dtype=np.float64)
