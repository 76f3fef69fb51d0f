"""The county on paper: fills by stage, red hatched, amber dotted, unreported striped, so that grey prints speak too.

Pure: land and snapshot in, SVG text out. Names are escaped here; the page puts it through the sanitiser besides.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from math import cos, radians
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from dashboard.paper.topology import Point, PrintedLand, Ring
from dashboard.words import Words
from situation.model.picture import Snapshot, VillagePicture
from situation.model.standing import Colour

_PATTERNS: Final = (
    '<defs><pattern id="print-red" width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    '<path d="M0 0H7M0 0V7" stroke="#fff" stroke-width="1.5" stroke-opacity=".85"/></pattern>'
    '<pattern id="print-yellow" width="6" height="6" patternUnits="userSpaceOnUse">'
    '<circle cx="1.6" cy="1.6" r=".9" fill="#4A3300"/><circle cx="4.6" cy="4.6" r=".9" fill="#4A3300"/></pattern>'
    '<pattern id="print-unreported" width="5.5" height="5.5" '
    'patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    '<path d="M0 0V5.5" stroke="#465462" stroke-width="1.4"/></pattern></defs>'
)
_HATCHES: Final = {Colour.RED: "print-red", Colour.YELLOW: "print-yellow"}
_FILLS: Final = {Colour.RED: "var(--red-fill)", Colour.YELLOW: "var(--amber-fill)"}
_TOWNSHIP_SIZE: Final = 9.5
_VILLAGE_SIZE: Final = 9.5


@dataclass(slots=True)
class _Sheet:
    """Where names stand already."""

    width: float
    height: float
    taken: list[tuple[float, float, float, float]] = field(default_factory=list)

    def cost(self, box: tuple[float, float, float, float]) -> float:
        x, y, w, h = box
        beyond = max(0.0, -x) + max(0.0, -y) + max(0.0, x + w - self.width) + max(0.0, y + h - self.height)
        return beyond * 40 + sum(_overlap(box, other) for other in self.taken)

    def best(self, boxes: Iterable[tuple[float, float, float, float]]) -> tuple[float, float, float, float]:
        found = min(enumerate(boxes), key=lambda numbered: (self.cost(numbered[1]) + numbered[0] * 0.5, numbered[0]))[1]
        self.taken.append(found)
        return found


def _overlap(a: tuple[float, float, float, float], b: tuple[float, float, float, float]) -> float:
    w = min(a[0] + a[2], b[0] + b[2]) - max(a[0], b[0])
    h = min(a[1] + a[3], b[1] + b[3]) - max(a[1], b[1])
    return w * h if w > 0 and h > 0 else 0.0


def printed_map(land: PrintedLand, snapshot: Snapshot, words: Words, width: float, most_height: float) -> str:
    """An SVG of at most that size."""
    place, wide, height = _projection(land, width, most_height)
    villages = [v for v in snapshot.villages if v.code in land.villages]
    parts = [
        _PATTERNS,
        *(_village(v, _path(land.villages[v.code], place)) for v in villages),
        *_lines(land, place),
        *(_outlined(v, _path(land.villages[v.code], place)) for v in villages),
        *_names(land, snapshot, villages, words, place, _Sheet(wide, height)),
    ]
    label = quoteattr(words("全县村(社区)选情图"))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide:.1f} {height:.1f}" width="{wide:.1f}" '
        f'height="{height:.1f}" role="img" aria-label={label}>{"".join(parts)}</svg>'
    )


def _projection(land: PrintedLand, width: float, most_height: float) -> tuple[Callable[[Point], Point], float, float]:
    """Degrees to the sheet: true to scale at the county's middle; a margin for names at the edge."""
    points = [p for rings in land.villages.values() for ring in rings for p in ring]
    west, east = min(p[0] for p in points), max(p[0] for p in points)
    south, north = min(p[1] for p in points), max(p[1] for p in points)
    squeeze, margin = cos(radians((south + north) / 2)), 6.0
    scale = min((width - 2 * margin) / ((east - west) * squeeze), (most_height - 2 * margin) / (north - south))
    wide, height = (east - west) * squeeze * scale + 2 * margin, (north - south) * scale + 2 * margin

    def place(point: Point) -> Point:
        return margin + (point[0] - west) * squeeze * scale, margin + (north - point[1]) * scale

    return place, wide, height


def _path(rings: Iterable[Ring], place: Callable[[Point], Point]) -> str:
    return "".join("M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in map(place, ring)) + "Z" for ring in rings)


def _line(points: Iterable[Point], place: Callable[[Point], Point]) -> str:
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in map(place, points))


def _village(village: VillagePicture, path: str) -> str:
    fill = _FILLS.get(village.colour, f"var(--s{village.stage_group})")
    drawn = (
        f'<path class="village" d="{path}" fill="{fill}" fill-rule="evenodd" stroke="var(--gap)" stroke-width=".9"/>'
    )
    hatches = [_HATCHES[village.colour]] if village.colour in _HATCHES else []
    hatches += ["print-unreported"] if village.is_unreported else []
    return drawn + "".join(f'<path d="{path}" fill="url(#{hatch})" fill-rule="evenodd"/>' for hatch in hatches)


def _outlined(village: VillagePicture, path: str) -> str:
    """Red ones by their edge, key villages by a dark line in a light casing."""
    drawn = ""
    if village.key_village:
        drawn += f'<path d="{path}" fill="none" stroke="#fff" stroke-width="4.4"/>'
        drawn += f'<path d="{path}" fill="none" stroke="var(--text)" stroke-width="2"/>'
    elif village.colour is Colour.RED:
        drawn += f'<path d="{path}" fill="none" stroke="var(--red-edge)" stroke-width="1.6"/>'
    return drawn


def _lines(land: PrintedLand, place: Callable[[Point], Point]) -> Iterator[str]:
    for ring in land.lakes:
        yield f'<path d="{_path([ring], place)}" fill="var(--river)" fill-opacity=".75"/>'
    for kind, points in land.rivers:
        width = 2.2 if kind == "river" else 1.2
        path = _line(points, place)
        yield f'<path d="{path}" fill="none" stroke="var(--river)" stroke-width="{width}" stroke-opacity=".75"/>'
    for rings in land.townships.values():
        yield f'<path d="{_path(rings, place)}" fill="none" stroke="var(--gap)" stroke-width="2.2"/>'
    yield f'<path d="{_path(land.outline, place)}" fill="none" stroke="var(--county)" stroke-width="2"/>'


def _names(
    land: PrintedLand,
    snapshot: Snapshot,
    villages: list[VillagePicture],
    words: Words,
    place: Callable[[Point], Point],
    sheet: _Sheet,
) -> Iterator[str]:
    """Red, key and escalated villages first, then the townships; a name takes the place of least overlap."""
    loud = [v for v in villages if v.colour is Colour.RED or v.key_village or v.is_escalated]
    spots = {v.code: place(_spot(land, v.code)) for v in loud}
    for x, y in spots.values():
        sheet.taken.append((x - 7, y - 7, 14, 14))
    marks = [_mark(v, *spots[v.code]) for v in loud]
    names = [_name(v.region.name, *spots[v.code], sheet) for v in sorted(loud, key=lambda v: -v.colour.rank)]
    townships = []
    for township in snapshot.townships:
        if township.region.code in land.townships:
            x, y = place(_spot(land, township.region.code))
            owes = township.is_due and not township.has_reported
            count = f"{township.done_count}/{township.village_count}"
            second = words("未报 {n}", n=count) if owes else count
            townships.append(_township(township.region.name, second, x, y, sheet))
    yield from (*townships, *marks, *names)


def _spot(land: PrintedLand, code: str) -> Point:
    if code in land.spots:
        return land.spots[code]
    ring = max((land.villages.get(code) or land.townships[code]), key=len)
    return sum(p[0] for p in ring) / len(ring), sum(p[1] for p in ring) / len(ring)


def _mark(village: VillagePicture, x: float, y: float) -> str:
    if village.colour is Colour.RED:
        return (
            f'<path d="M{x:.1f} {y - 6.5:.1f}l6.5 6.5l-6.5 6.5l-6.5 -6.5Z" fill="var(--red-fill)" stroke="#fff"/>'
            f'<path d="M{x:.1f} {y - 3:.1f}v3.6" stroke="#fff" stroke-width="1.7" stroke-linecap="round"/>'
            f'<circle cx="{x:.1f}" cy="{y + 3:.1f}" r="1" fill="#fff"/>'
        )
    if village.colour is Colour.YELLOW:
        return f'<path d="M{x:.1f} {y - 5:.1f}l5.4 9.4h-10.8Z" fill="var(--amber-mark)" stroke="#fff"/>'
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3.6" fill="var(--ok)" stroke="#fff"/>'


def _name(text: str, x: float, y: float, sheet: _Sheet) -> str:
    size = _VILLAGE_SIZE
    w, h = _width(text, size), size * 1.2
    places = [(x + 8, y - h / 2), (x - 8 - w, y - h / 2), (x - w / 2, y + 7), (x - w / 2, y - 7 - h)]
    places += [(x + 6, y + 5), (x - 6 - w, y + 5), (x + 6, y - 5 - h), (x - 6 - w, y - 5 - h)]
    box = sheet.best((left, top, w, h) for left, top in places)
    return _text(text, box[0], box[1] + size, size, bold=True)


def _township(name: str, count: str, x: float, y: float, sheet: _Sheet) -> str:
    size = _TOWNSHIP_SIZE
    w, h = max(_width(name, size), _width(count, size - 1)), size * 2.2
    shifts = [(0, 0), (0, -14), (0, 14), (-22, 0), (22, 0), (-22, -14), (22, 14), (-22, 14), (22, -14)]
    box = sheet.best((x - w / 2 + dx, y - h / 2 + dy, w, h) for dx, dy in shifts)
    middle = box[0] + w / 2
    return _text(name, middle, box[1] + size, size, bold=True, middle=True) + _text(
        count, middle, box[1] + 2.05 * size, size - 1, middle=True
    )


def _width(text: str, size: float) -> float:
    return sum(size if ord(c) > 0x2E7F else size * 0.56 for c in text)


def _text(text: str, x: float, y: float, size: float, *, bold: bool = False, middle: bool = False) -> str:
    weight = ' font-weight="700"' if bold else ""
    anchor = ' text-anchor="middle"' if middle else ""
    style = f'font-size="{size}"{weight}{anchor} fill="var(--text)"'
    halo = 'stroke="#fff" stroke-width="2.6" stroke-opacity=".85" stroke-linejoin="round" paint-order="stroke"'
    return f'<text x="{x:.1f}" y="{y:.1f}" {style} {halo}>{escape(text)}</text>'
