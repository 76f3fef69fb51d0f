"""The campaign on one axis: Party curve, voting curve, completed area, planned line, red villages under the axis."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from html import escape
from typing import Any

from dash import html
from dash_extensions import Purify

from dashboard.parts.panel_frame import head
from dashboard.words import Words
from situation.model.picture import DayPoint, Snapshot

WIDTH, HEIGHT = 960, 100
_TOP, _AXIS = 8, 66  # y of all villages, y of none
_RED_HEIGHT = 12


@dataclass(frozen=True, slots=True)
class _Scale:
    """Where a day and a count stand in the picture."""

    starts_on: date
    days: int
    count: int

    def x(self, on: date) -> float:
        return 8 + (WIDTH - 70) * (on - self.starts_on).days / max(self.days - 1, 1)

    def y(self, count: int) -> float:
        return _AXIS - (_AXIS - _TOP) * count / max(self.count, 1)

    def line(self, points: Iterable[tuple[date, int]]) -> str:
        return "L".join(f"{self.x(on):.1f} {self.y(n):.1f}" for on, n in points)


def calendar_chart(snapshot: Snapshot, words: Words) -> list[Any]:
    drawing = (
        f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{escape(words("换届日历"))}">'
        f"{''.join(_pieces(snapshot, words))}</svg>"
    )
    caption = html.Span(words("红条 当日预警村数"))
    return [head(words("换届日历"), caption), Purify(html=drawing, className="calendar")]


def _pieces(snapshot: Snapshot, words: Words) -> Iterable[str]:
    campaign = snapshot.campaign
    scale = _Scale(campaign.starts_on, campaign.length, len(snapshot.villages))
    points = [point for point in snapshot.days if campaign.starts_on <= point.on <= snapshot.on]
    yield _stroke(f"M{scale.x(campaign.starts_on):.1f} {_AXIS}H{WIDTH - 62}", "axis")
    yield _text(WIDTH - 56, _TOP + 4, words.number(len(snapshot.villages)), "tick")
    yield _stroke(f"M{scale.x(campaign.starts_on):.1f} {_TOP}H{WIDTH - 62}", "ceiling")
    yield from _plan(snapshot, scale, words)
    if points:
        yield from _curves(points, scale, words)
    yield from _day_ticks(snapshot, scale, words)


def _plan(snapshot: Snapshot, scale: _Scale, words: Words) -> Iterable[str]:
    plan = sorted(snapshot.campaign.plan.items())
    if plan:
        yield _stroke(f"M{scale.line(plan)}", "plan")
        middle = plan[int(len(plan) * 0.86)]
        yield _text(scale.x(middle[0]) + 6, scale.y(middle[1]) + 16, words("两委完成 计划"), "name")


def _curves(points: list[DayPoint], scale: _Scale, words: Words) -> Iterable[str]:
    first, last = points[0], points[-1]
    done = [(p.on, p.done) for p in points]
    floor = f"L{scale.x(last.on):.1f} {_AXIS}L{scale.x(first.on):.1f} {_AXIS}Z"
    yield f'<path class="done-area" d="M{scale.line(done)}{floor}"/>'
    yield _stroke(f"M{scale.line([(p.on, p.party_elected) for p in points])}", "party")
    yield _stroke(f"M{scale.line([(p.on, p.committee_voted) for p in points])}", "voted")
    yield _stroke(f"M{scale.line(done)}", "done")
    yield from _red_bars(points, scale)
    yield from _curve_names(points, scale, words)
    x = scale.x(last.on)
    yield _stroke(f"M{x:.1f} 2V{_AXIS + _RED_HEIGHT + 2}", "today")
    yield f'<circle class="today-dot" cx="{x:.1f}" cy="{scale.y(last.done):.1f}" r="3.4"/>'
    is_right = x > WIDTH * 0.72
    anchor, shift = ("end", -8) if is_right else ("start", 8)
    name = words("两委完成 {n}", n=last.done)
    yield _text(x + shift, min(scale.y(last.done) + 16, _AXIS - 4), name, "today-name", anchor)


def _curve_names(points: list[DayPoint], scale: _Scale, words: Words) -> Iterable[str]:
    """A curve is named where it has risen to half of where it stands, on its upper left."""
    curves: tuple[tuple[str, Callable[[DayPoint], int]], ...] = (
        (words("党组织已选"), lambda p: p.party_elected),
        (words("村(居)委会已投票"), lambda p: p.committee_voted),
    )
    for name, height in curves:
        top = height(points[-1])
        if top > 0.08 * scale.count:
            half = next(p for p in points if height(p) >= top / 2)
            yield _text(scale.x(half.on) - 8, scale.y(height(half)) + 2, name, "name", "end")


def _red_bars(points: list[DayPoint], scale: _Scale) -> Iterable[str]:
    most = max(6, *(p.red for p in points), 6)
    width = max(2.0, scale.x(points[0].on + timedelta(days=1)) - scale.x(points[0].on) - 2.5)
    for p in points:
        if p.red:
            tall = max(2.0, _RED_HEIGHT * p.red / most)
            x = scale.x(p.on) - width / 2
            yield f'<rect class="red-bar" x="{x:.1f}" y="{_AXIS + 3}" width="{width:.1f}" height="{tall:.1f}"/>'


def _day_ticks(snapshot: Snapshot, scale: _Scale, words: Words) -> Iterable[str]:
    step = max(1, round(snapshot.campaign.length / 9))
    today = scale.x(snapshot.on)
    for number in range(0, snapshot.campaign.length, step):
        on = snapshot.campaign.starts_on + timedelta(days=number)
        if abs(scale.x(on) - today) > 34:
            yield _text(scale.x(on), HEIGHT - 3, words.short_day(on), "tick", "middle")
    yield _text(today, HEIGHT - 3, words.short_day(snapshot.on), "tick now", "middle")


def _stroke(path: str, name: str) -> str:
    return f'<path class="{name}" d="{path}" fill="none"/>'


def _text(x: float, y: float, text: str, name: str, anchor: str = "start") -> str:
    return f'<text class="{name}" x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{escape(text)}</text>'
