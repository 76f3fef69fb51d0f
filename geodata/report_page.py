"""The quality report as one page that needs nothing else: tables, and a drawing of each kind of defect in place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

import numpy as np
import shapely

from geodata.defects import Defect, Kind
from geodata.quality import Quality, worst_first
from geodata.report_notes import evident, noted
from geodata.report_text import area_line, line_of, position_line
from geodata.report_words import kind_deed, kind_name, reason_name, text

_DRAWN = 12  # pictures per kind
_SIZE = 220
_STYLE = """
body { font: 15px/1.6 system-ui, sans-serif; margin: 2rem auto; max-width: 72rem; padding: 0 1rem; color: #1d2433 }
table { border-collapse: collapse; margin: .5rem 0 1.5rem }
td, th { border-bottom: 1px solid #d8dde8; padding: .3rem .8rem; text-align: left }
td.n { text-align: right; font-variant-numeric: tabular-nums }
.open { color: #b3261e }
.pictures { display: flex; flex-wrap: wrap; gap: 1rem }
figure { margin: 0; width: 220px }
figcaption { font-size: 12px; overflow-wrap: anywhere }
svg { background: #f3f5fa; border: 1px solid #d8dde8 }
.ground { fill: #dfe5f2; stroke: #8a94ab; vector-effect: non-scaling-stroke }
.spot { fill: #d8452e99; stroke: #b3261e; vector-effect: non-scaling-stroke }
"""


def page_of(report: Quality, lang: str) -> str:
    title = escape(text("title", lang))
    body = "\n".join((*_head(report, lang), *_table(report, lang), *_changes(report, lang), *_kinds(report, lang)))
    return (
        f'<!doctype html><html lang="{escape(lang)}"><meta charset="utf-8"><title>{title}</title>'
        f'<meta name="viewport" content="width=device-width"><style>{_STYLE}</style><h1>{title}</h1>\n{body}</html>\n'
    )


def _head(report: Quality, lang: str) -> Iterator[str]:
    for layer in report.layers:
        label = text("layer", lang, label=layer.label, features=layer.features, encoding=layer.encoding)
        yield f"<p><b>{escape(label)}</b><br>{escape(position_line(layer, lang))}</p>"
        if layer.position.used is None:
            yield (
                "<ul>"
                + "".join(f"<li>{escape(evident(fit.evidence(), lang))}</li>" for fit in layer.position.fits)
                + "</ul>"
            )
        yield "".join(f"<p>{escape(noted(note, lang))}</p>" for note in (*layer.notes, *layer.position.notes))
    villages = text(
        "villages", lang, all=report.village_count, shaped=report.shaped_count, approximate=len(report.approximate),
        missing=len(report.missing),
    )  # fmt: skip
    yield f"<p>{escape(villages)}</p>"
    if report.is_valid is not None:
        state = text("valid" if report.is_valid else "invalid", lang)
        yield f"<p>{escape(state)} · {escape(area_line(report, lang))}</p>"


def _table(report: Quality, lang: str) -> Iterator[str]:
    if not report.defects:
        yield f"<p>{escape(text('fine', lang))}</p>"
        return
    heads = "".join(f"<th>{escape(text(key, lang))}</th>" for key in ("defects", "count", "mended", "done"))
    yield f"<table><tr>{heads}</tr>"
    for kind in Kind:
        found = report.of_kind(kind)
        if found:
            count = report.counts[kind]
            mended = sum(defect.mended for defect in found) + report.unlisted.get(kind, 0)
            mark = "" if mended == count else ' class="open"'
            yield (
                f'<tr{mark}><td><a href="#{kind.value}">{escape(kind_name(kind, lang))}</a></td>'
                f'<td class="n">{count}</td><td class="n">{mended}</td>'
                f"<td>{escape(kind_deed(kind, lang))}</td></tr>"
            )
    yield "</table>"


def _changes(report: Quality, lang: str) -> Iterator[str]:
    if not report.changes:
        return
    yield f"<h2>{escape(text('changed', lang))}</h2><table>"
    heads = (text("name", lang), text("before", lang), text("after", lang), "±", text("why", lang))
    yield "<tr>" + "".join(f"<th>{escape(head)}</th>" for head in heads) + "</tr>"
    for c in sorted(report.changes, key=lambda c: -abs(c.share)):
        yield (
            f'<tr><td>{escape(report.name(c.code))} {c.code}</td><td class="n">{c.before / 1e4:.2f}</td>'
            f'<td class="n">{c.after / 1e4:.2f}</td><td class="n">{c.share:+.1%}</td>'
            f"<td>{escape(reason_name(c.why, lang))}</td></tr>"
        )
    yield "</table>"


def _kinds(report: Quality, lang: str) -> Iterator[str]:
    for kind in Kind:
        found = worst_first(report.of_kind(kind))
        if not found:
            continue
        yield f'<h2 id="{kind.value}">{escape(kind_name(kind, lang))} ({report.counts[kind]})</h2>'
        drawn = [defect for defect in found if defect.picture is not None][:_DRAWN]
        if drawn:
            yield f'<div class="pictures">{"".join(_figure(defect, report, lang) for defect in drawn)}</div>'
        rest = [defect for defect in found if defect not in drawn][:200]
        if rest:
            yield "<ul>" + "".join(f"<li>{escape(line_of(defect, report, lang))}</li>" for defect in rest) + "</ul>"


def _figure(defect: Defect, report: Quality, lang: str) -> str:
    assert defect.picture is not None
    west, south, east, north = (float(v) for v in shapely.bounds(defect.picture))
    squeeze = float(np.cos(np.radians((south + north) / 2)))
    reach = 1.3 * max((east - west) * squeeze, north - south, 1e-5)
    middle = ((west + east) / 2, (south + north) / 2)

    def to_picture(xy: np.ndarray) -> np.ndarray:
        moved = (xy - middle) * [squeeze, -1] / reach * _SIZE + _SIZE / 2
        return np.round(moved, 1)

    around = [report.surroundings[code] for code in defect.regions if code in report.surroundings]
    paths = "".join(_path(shapely.transform(shape, to_picture), "ground") for shape in around)
    paths += _path(shapely.transform(defect.picture, to_picture), "spot")
    drawing = f'<svg viewBox="0 0 {_SIZE} {_SIZE}" width="{_SIZE}" height="{_SIZE}">{paths}</svg>'
    return f"<figure>{drawing}<figcaption>{escape(line_of(defect, report, lang))}</figcaption></figure>"


def _path(shape: shapely.Geometry, kind: str) -> str:
    rings: Sequence[shapely.Geometry] = shapely.get_rings(shapely.get_parts(shape)).tolist()
    drawn = "".join(
        "M" + "L".join(f"{x:g} {y:g}" for x, y in shapely.get_coordinates(ring).tolist()) + "Z" for ring in rings
    )
    return f'<path class="{kind}" fill-rule="evenodd" d="{drawn}"/>'
