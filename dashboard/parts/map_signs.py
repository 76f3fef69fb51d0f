"""The corner badges of a village's icon as signs of their own, for lists and the legend."""

from __future__ import annotations

from math import cos, pi, sin
from typing import Final

from dash_extensions import Purify

_FLAG: Final = "M6.6 4.4V12M6.6 5h5.6l-1.7 2l1.7 2H6.6Z"


def badge_sign(name: str) -> Purify:
    drawing = f'<svg viewBox="0 0 16 16" aria-hidden="true">{_DRAWINGS[name]}</svg>'
    return Purify(html=drawing, className="badge-sign")


def _disc(fill: str) -> str:
    return f'<circle cx="8" cy="8" r="8" fill="{fill}"/>'


def _star() -> str:
    radii = (5.4, 2.3)
    points = (f"{8 + radii[i % 2] * sin(i * pi / 5):.2f} {8 - radii[i % 2] * cos(i * pi / 5):.2f}" for i in range(10))
    return f'<path d="M{"L".join(points)}Z" fill="var(--surface)"/>'


_DASHED: Final = (
    '<circle cx="8" cy="8" r="6.8" fill="none" stroke="var(--text2)" stroke-width="1.6" stroke-dasharray="3.6 2"/>'
    '<path d="M4.8 8h6.4" stroke="var(--text2)" stroke-width="1.8"/>'
)
_CLOCK: Final = (
    '<circle cx="8" cy="8" r="5" fill="none" stroke="var(--on-amber)" stroke-width="1.5"/>'
    '<path d="M8 5V8.3H10.4" fill="none" stroke="var(--on-amber)" stroke-width="1.5"/>'
)
_UNEQUAL: Final = (
    '<path d="M4 6.2h8M4 9.8h8M10.4 3.4L5.6 12.6" stroke="var(--surface)" stroke-width="1.5" fill="none"/>'
)
_STAFF: Final = (
    f'<path d="{_FLAG}" fill="var(--on-red)" stroke="var(--on-red)" stroke-width="1.1" stroke-linejoin="round"/>'
)
_DRAWINGS: Final = {
    "key": _disc("var(--text)") + _star(),
    "incident": _disc("var(--red-fill)") + _STAFF,
    "conflict": _disc("var(--accent)") + _UNEQUAL,
    "unreported": _DASHED,
    "stale": _disc("var(--amber-fill)") + _CLOCK,
}
