"""What the quality report says: what was read, what is wrong with it, where, and what became of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import shapely

from geodata.crs import Position
from geodata.defects import Change, Defect, Kind
from situation.model.regions import RegionCode


@dataclass(frozen=True, slots=True, kw_only=True)
class LayerRead:
    label: str
    features: int
    encoding: str
    columns: Mapping[str, str]  # code, name, township → heading
    position: Position
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Quality:
    layers: tuple[LayerRead, ...]
    names: Mapping[RegionCode, str]  # of every region mentioned
    village_count: int  # of the gazetteer
    shaped_count: int
    approximate: tuple[RegionCode, ...] = ()
    missing: tuple[RegionCode, ...] = ()
    defects: tuple[Defect, ...] = ()
    unlisted: Mapping[Kind, int] = field(default_factory=dict)  # mended ones beyond what a list can hold
    changes: tuple[Change, ...] = ()
    covered_before: float = 0.0  # square metres under any shape
    covered_after: float = 0.0
    is_valid: bool | None = None  # of the mended coverage; None where nothing could be mended yet
    gap_width: float = 0.0
    set_hash: str = ""
    surroundings: Mapping[RegionCode, shapely.Geometry] = field(default_factory=dict)  # of drawn defects, degrees

    @property
    def is_located(self) -> bool:
        return all(layer.position.used for layer in self.layers)

    @property
    def has_defects(self) -> bool:
        return bool(self.defects) or not self.is_located

    @property
    def counts(self) -> dict[Kind, int]:
        return dict(Counter(defect.kind for defect in self.defects) + Counter(self.unlisted))

    @property
    def area_change(self) -> float:
        return self.covered_after / self.covered_before - 1 if self.covered_before else 0.0

    def of_kind(self, *kinds: Kind) -> tuple[Defect, ...]:
        return tuple(defect for defect in self.defects if defect.kind in kinds)

    def name(self, code: RegionCode) -> str:
        return self.names.get(code, code)


def worst_first(defects: Sequence[Defect]) -> list[Defect]:
    return sorted(defects, key=lambda d: (d.mended, -(d.square_metres or 0.0)))
