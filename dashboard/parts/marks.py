"""The icon grammar: a mark is hue plus shape (never hue alone); a village icon is ring, mark and corner badges.

Marks in running text are plain elements that CSS draws. The village icon carries numbers (its ring), so it is an SVG;
it holds nothing but numbers and colour variables, and goes through ``Purify`` all the same.
"""

from __future__ import annotations

from math import cos, pi, sin
from typing import Final

from dash import html
from dash_extensions import Purify

from dashboard.words import Words, term
from situation.model.picture import VillagePicture
from situation.model.reports import Body
from situation.model.standing import Colour

COLOUR_NAMES: Final = {
    Colour.RED: term("预警"),
    Colour.YELLOW: term("关注"),
    Colour.GREEN: term("正常"),
    Colour.DONE: term("完成"),
    Colour.GREY: term("未启动"),
}


def mark(colour: Colour, words: Words) -> html.I:
    """A small shape in running text; a reader hears its name."""
    name = words(COLOUR_NAMES[colour])
    return html.I(className=f"mark mark-{colour.value}", role="img", title=name, **{"aria-label": name})


_SIZE: Final = 40.0
_MIDDLE: Final = _SIZE / 2
_RING_RADIUS: Final = 15.8
_RING_WIDTH: Final = 3.6
_BADGE_RADIUS: Final = 7.0


def village_icon(village: VillagePicture, words: Words) -> Purify:
    """40 units: ring of progress, mark of warning, badges at fixed corners."""
    badges = (
        _key_badge() if village.key_village else "",
        _incident_badge() if village.incidents else "",
        _conflict_badge() if village.has_conflict else "",
        _unreported_badge() if village.is_unreported else "",
    )
    label = words(COLOUR_NAMES[village.colour])
    return Purify(
        html=f'<svg viewBox="-4 -4 48 48" role="img" aria-label="{label}">'
        f"{_ring(village)}{_MARKS[village.colour]}{''.join(badges)}</svg>",
        className="village-icon",
    )


def _ring(village: VillagePicture) -> str:
    disc = f'<circle cx="20" cy="20" r="{_RING_RADIUS + 3.4}" fill="var(--bg)" fill-opacity=".82"/>'
    if village.is_unreported:
        return disc + _circle('stroke-opacity=".6" stroke-dasharray="3.4 2.8"')
    bodies = [b for b in (Body.PARTY, Body.VILLAGE, Body.RESIDENTS, Body.SUPERVISION, Body.ECONOMIC)
              if b in village.body_progress]  # fmt: skip
    sector = 1 / max(len(bodies), 1)
    gap = 0.018 if len(bodies) > 1 else 0.0
    arcs = []
    for i, body in enumerate(bodies):
        start, length = i * sector + gap, sector - 2 * gap
        arcs.append(_arc(start, start + length, 0.24))
        if village.body_progress[body]:
            arcs.append(_arc(start, start + length * village.body_progress[body] / 100, 1))
    return disc + "".join(arcs)


def _circle(extra: str) -> str:
    return (
        f'<circle cx="20" cy="20" r="{_RING_RADIUS}" fill="none" stroke="var(--text)" '
        f'stroke-width="{_RING_WIDTH}" {extra}/>'
    )


def _arc(start: float, end: float, opacity: float) -> str:
    """Part of the ring, in turns clockwise from twelve o'clock."""
    large = 1 if end - start > 0.5 else 0
    sweep = f"A{_RING_RADIUS} {_RING_RADIUS} 0 {large} 1 "
    line = f'fill="none" stroke="var(--text)" stroke-opacity="{opacity}" stroke-width="{_RING_WIDTH}"'
    return f'<path d="M{_on_ring(start)}{sweep}{_on_ring(end)}" {line}/>'


def _on_ring(turn: float) -> str:
    x, y = _MIDDLE + _RING_RADIUS * sin(2 * pi * turn), _MIDDLE - _RING_RADIUS * cos(2 * pi * turn)
    return f"{x:.2f} {y:.2f}"


_MARKS: Final = {
    Colour.GREEN: '<circle cx="20" cy="20" r="5.4" fill="var(--ok)"/>',
    Colour.YELLOW: '<path d="M20 11.2L28.8 26.4H11.2Z" fill="var(--amber-mark)" stroke="var(--amber-mark)" '
    'stroke-width="2" stroke-linejoin="round"/>',
    Colour.RED: '<path d="M20 10L30 20L20 30L10 20Z" fill="var(--red-fill)" stroke="var(--red-fill)" '
    'stroke-width="1.9" stroke-linejoin="round"/><path d="M20 15V21" stroke="var(--on-red)" stroke-width="2.9" '
    'stroke-linecap="round"/><circle cx="20" cy="24.6" r="1.7" fill="var(--on-red)"/>',
    Colour.DONE: '<path d="M13.9 20.4l4.4 4.7l7.8 -9.5" fill="none" stroke="var(--ok)" stroke-width="3.4" '
    'stroke-linecap="round" stroke-linejoin="round"/>',
    Colour.GREY: '<path d="M15.7 20h8.6" stroke="var(--text3)" stroke-width="2.6" stroke-linecap="round"/>',
}


def _badge(x: float, y: float, fill: str, inside: str) -> str:
    return (
        f'<circle cx="{x}" cy="{y}" r="{_BADGE_RADIUS + 1.6}" fill="var(--bg)"/>'
        f'<circle cx="{x}" cy="{y}" r="{_BADGE_RADIUS}" fill="{fill}"/>{inside}'
    )


def _key_badge() -> str:
    points = []
    for i in range(10):
        radius = 5.0 if i % 2 == 0 else 2.1
        points.append(f"{35.6 + radius * sin(i * pi / 5):.2f} {4.4 - radius * cos(i * pi / 5):.2f}")
    return _badge(35.6, 4.4, "var(--text)", f'<path d="M{"L".join(points)}Z" fill="var(--bg)"/>')


def _incident_badge() -> str:
    flag = "M32.6 31.2V40M32.6 31.9h6.9l-2.1 2.5l2.1 2.5h-6.9Z"
    stroke = 'stroke="var(--on-red)" stroke-width="1.1" stroke-linejoin="round"'
    return _badge(35.6, 35.6, "var(--red-fill)", f'<path d="{flag}" fill="var(--on-red)" {stroke}/>')


def _conflict_badge() -> str:
    lines = "M1 2.7h6.8M1 6.1h6.8M6.6 0.3L2.2 8.5"
    stroke = 'stroke="var(--bg)" stroke-width="1.4" stroke-linecap="round"'
    return _badge(4.4, 4.4, "var(--accent)", f'<path d="{lines}" {stroke} fill="none"/>')


def _unreported_badge() -> str:
    ring = '<circle cx="4.4" cy="35.6" r="6.2" fill="var(--bg)" stroke="var(--text2)" stroke-width="1.5" '
    dash = 'stroke-dasharray="3.5 2.4"/><path d="M1.7 35.6h5.4" stroke="var(--text2)" stroke-width="1.8"/>'
    return f'<circle cx="4.4" cy="35.6" r="8.6" fill="var(--bg)"/>{ring}{dash}'
