"""The quality report: what was read, what is wrong with it, where, and what became of it."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import shapely

from geodata.crs import Position
from geodata.defects import Change, Defect, Kind
from situation.model.regions import RegionCode

Json = dict[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class LayerRead:
    label: str
    features: int
    encoding: str
    columns: Mapping[str, str]  # code, name, township → heading
    position: Position
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class QualityReport:
    layers: tuple[LayerRead, ...]
    names: Mapping[RegionCode, str]  # of every region mentioned
    village_count: int  # of the gazetteer
    shaped_count: int
    approximate: tuple[RegionCode, ...] = ()
    missing: tuple[RegionCode, ...] = ()
    defects: tuple[Defect, ...] = ()
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
        return dict(Counter(defect.kind for defect in self.defects))

    @property
    def area_change(self) -> float:
        return self.covered_after / self.covered_before - 1 if self.covered_before else 0.0

    def of_kind(self, *kinds: Kind) -> tuple[Defect, ...]:
        return tuple(defect for defect in self.defects if defect.kind in kinds)

    def name(self, code: RegionCode) -> str:
        return self.names.get(code, code)

    def as_text(self, lang: str = "zh") -> str:
        from geodata.report_text import text_of

        return text_of(self, lang)

    def as_html(self, lang: str = "zh") -> str:
        from geodata.report_page import page_of

        return page_of(self, lang)

    def as_json(self) -> str:
        return json.dumps(self.as_dict(), ensure_ascii=False, indent=1)

    def as_dict(self) -> Json:
        return {
            "layers": [_layer(layer) for layer in self.layers],
            "villages": {
                "in_gazetteer": self.village_count,
                "with_shape": self.shaped_count,
                "approximate": list(self.approximate),
                "missing": list(self.missing),
            },
            "counts": {kind.value: count for kind, count in sorted(self.counts.items())},
            "mended": {
                "valid_coverage": self.is_valid,
                "gap_width_m": self.gap_width,
                "covered_before_m2": round(self.covered_before),
                "covered_after_m2": round(self.covered_after),
                "area_change": round(self.area_change, 8),
            },
            "changes": [
                {"code": c.code, "name": self.name(c.code), "before_m2": c.before, "after_m2": c.after, "why": c.why}
                for c in self.changes
            ],
            "defects": [_defect(defect) for defect in self.defects],
            **({"hash": self.set_hash} if self.set_hash else {}),
        }


def _layer(layer: LayerRead) -> Json:
    position = layer.position
    return {
        "label": layer.label,
        "features": layer.features,
        "encoding": layer.encoding,
        "columns": dict(layer.columns),
        "crs": {
            "declared": position.declared,
            "used": position.used,
            "proposed": position.proposed,
            "evidence": [fit.evidence() for fit in position.fits],
        },
        "notes": [*layer.notes, *position.notes],
    }


def _defect(defect: Defect) -> Json:
    found: Json = {"kind": defect.kind.value, "regions": list(defect.regions), "mended": defect.mended}
    if defect.lon_lat:
        found["lon_lat"] = list(defect.lon_lat)
    if defect.square_metres is not None:
        found["square_metres"] = round(defect.square_metres, 2)
    if defect.width is not None:
        found["width_m"] = round(defect.width, 2)
    if defect.note:
        found["note"] = defect.note
    return found


def worst_first(defects: Sequence[Defect]) -> list[Defect]:
    return sorted(defects, key=lambda d: (d.mended, -(d.square_metres or 0.0)))
