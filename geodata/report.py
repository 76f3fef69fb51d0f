"""The quality report in its three forms: lines for a terminal, JSON for a program, a page with drawings."""

from __future__ import annotations

import json
from dataclasses import dataclass

from geodata.defects import Defect
from geodata.quality import LayerRead, Quality
from geodata.report_page import page_of
from geodata.report_text import text_of

Json = dict[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class QualityReport(Quality):
    def as_text(self, lang: str = "zh") -> str:
        return text_of(self, lang)

    def as_html(self, lang: str = "zh") -> str:
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
