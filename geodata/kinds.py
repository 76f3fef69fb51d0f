"""Names for arrays, so that signatures say what is in them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Shapes = NDArray[np.object_]  # of shapely geometries
Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]
