"""What can be wrong with a boundary file: the kinds, one finding of a kind, one village changed by the mending."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import shapely

from situation.model.regions import RegionCode


class Kind(StrEnum):
    INVALID_RING = "invalid_ring"
    BOW_TIE = "bow_tie"
    BROKEN_COORDINATES = "broken_coordinates"
    EMPTY_SHAPE = "empty_shape"
    NOT_A_POLYGON = "not_a_polygon"
    WRONG_WINDING = "wrong_winding"
    DUPLICATE_FEATURE = "duplicate_feature"
    SEVERAL_FEATURES = "several_features"
    STRAY_PART = "stray_part"
    SLIVER = "sliver"
    OVERLAP = "overlap"
    GAP = "gap"
    OPEN_GAP = "open_gap"
    EXCLAVE = "exclave"
    SAME_SHAPE = "same_shape"
    SWALLOWED = "swallowed"
    SHARED_SHAPE = "shared_shape"
    APPROXIMATE = "approximate"
    MISSING = "missing"
    UNMATCHED = "unmatched"
    DAMAGED_CODE = "damaged_code"


@dataclass(frozen=True, slots=True, kw_only=True)
class Defect:
    kind: Kind
    regions: tuple[RegionCode, ...] = ()
    lon_lat: tuple[float, float] | None = None
    square_metres: float | None = None
    width: float | None = None  # metres, of a gap or overlap
    mended: bool = True
    note: str = ""
    picture: shapely.Geometry | None = None  # in degrees


@dataclass(frozen=True, slots=True)
class Change:
    """A village whose area the mending changed by more than a hair."""

    code: RegionCode
    before: float  # square metres
    after: float
    why: str = ""

    @property
    def share(self) -> float:
        return self.after / self.before - 1 if self.before else 0.0
