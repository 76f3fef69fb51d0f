"""The quality report as lines for a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from geodata.defects import Defect, Kind
from geodata.quality import LayerRead, Quality, worst_first
from geodata.report_notes import evident, noted
from geodata.report_words import kind_deed, kind_name, reason_name, text

_SHOWN = 5  # places per kind
_LISTED = 40


def text_of(report: Quality, lang: str) -> str:
    return "\n".join(_lines(report, lang))


def _lines(report: Quality, lang: str) -> Iterator[str]:
    yield text("title", lang)
    for layer in report.layers:
        yield from _layer(layer, lang)
    yield ""
    yield text(
        "villages", lang, all=report.village_count, shaped=report.shaped_count, approximate=len(report.approximate),
        missing=len(report.missing),
    )  # fmt: skip
    if report.is_valid is not None:
        yield (
            text("valid" if report.is_valid else "invalid", lang)
            + " · "
            + text("tolerance", lang, width=f"{report.gap_width:g}")
        )
        yield area_line(report, lang)
    yield ""
    yield from _defects(report, lang)
    yield from _changes(report, lang)


def area_line(report: Quality, lang: str) -> str:
    before, after = report.covered_before / 1e6, report.covered_after / 1e6
    return text("area", lang, before=f"{before:.2f}", after=f"{after:.2f}", change=f"{report.area_change:+.3%}")


def _layer(layer: LayerRead, lang: str) -> Iterator[str]:
    yield text("layer", lang, label=layer.label, features=layer.features, encoding=layer.encoding)
    if layer.columns:
        yield "  " + text("columns", lang) + "，".join(f"{text(r, lang)}={h}" for r, h in layer.columns.items())
    yield "  " + position_line(layer, lang)
    if layer.position.used is None or layer.position.proposed:
        yield from (f"    {text('evidence', lang)}: {evident(fit.evidence(), lang)}" for fit in layer.position.fits)
    yield from (f"  {noted(note, lang)}" for note in (*layer.notes, *layer.position.notes))


def position_line(layer: LayerRead, lang: str) -> str:
    position = layer.position
    declared = position.declared or text("nothing", lang)
    if position.used:
        return text("crs_used", lang, crs=position.used)
    if position.proposed:
        return text("crs_proposed", lang, declared=declared, proposed=position.proposed)
    return text("crs_unknown", lang, declared=declared)


def _defects(report: Quality, lang: str) -> Iterator[str]:
    if not report.defects:
        yield text("fine", lang)
        return
    yield text("defects", lang)
    for kind in Kind:
        found = worst_first(report.of_kind(kind))
        if found:
            unlisted = report.unlisted.get(kind, 0)
            count = len(found) + unlisted
            mended = sum(defect.mended for defect in found) + unlisted
            state = f"{text('mended', lang)} {mended}" if mended else f"{text('open', lang)} {count}"
            yield f"  {kind_name(kind, lang)}: {count} · {state} · {kind_deed(kind, lang)}"
            shown = _LISTED if kind in (Kind.MISSING, Kind.UNMATCHED, Kind.SAME_SHAPE) else _SHOWN
            yield from (f"    {line_of(defect, report, lang)}" for defect in found[:shown])
            if count > shown:
                yield "    " + text("more", lang, count=count - shown)


def line_of(defect: Defect, report: Quality, lang: str) -> str:
    parts = ["、".join(f"{report.name(code)} {code}" for code in defect.regions[:4])]
    if defect.lon_lat:
        parts.append(f"({defect.lon_lat[0]:.5f}, {defect.lon_lat[1]:.5f})")
    if defect.square_metres is not None:
        parts.append(f"{defect.square_metres:.0f} m²")
    if defect.width is not None:
        parts.append(f"↔ {defect.width:.1f} m")
    return " ".join(part for part in (*parts, noted(defect.note, lang)) if part)


def _changes(report: Quality, lang: str) -> Iterator[str]:
    if not report.changes:
        return
    yield ""
    yield f"{text('changed', lang)} ({len(report.changes)})"
    for change in sorted(report.changes, key=lambda c: -abs(c.share)):
        yield (
            f"  {report.name(change.code)} {change.code}: {change.before / 1e4:.2f} → {change.after / 1e4:.2f} ha "
            f"({change.share:+.1%}) {reason_name(change.why, lang)}"
        )
