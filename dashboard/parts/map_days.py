"""The days of the campaign under the map: the completed area over the slider, and the ways to play it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from html import escape
from typing import Any, Final

from dash import html
from dash_extensions import Purify

from dashboard.parts.native import Input, Select
from dashboard.words import Words, term
from situation.model.picture import Snapshot

WIDTH: Final = 1000
HEIGHT: Final = 40
MODES: Final = (("", term("那一天的情况")), ("known", term("当时所知")))
SPEEDS: Final = ((400, "½×"), (200, "1×"), (100, "2×"), (50, "4×"))
COMPARED: Final = ((0, term("不比较")), (1, term("比前一天")), (3, term("比 3 天前")), (7, term("比 7 天前")))


def day_bar(words: Words, area: Any) -> html.Footer:
    play = html.Button(
        html.I(className="play-sign"), type="button", id="map-play", className="play",
        title=words("逐日播放"), **{"aria-label": words("逐日播放")},
    )  # fmt: skip
    modes = html.Div(
        [
            html.Label([Input(type="radio", name="mode", value=value), html.Span(words(text))], className="tile")
            for value, text in MODES
        ],
        className="tiles modes", role="radiogroup", **{"aria-label": words("回放方式")},
    )  # fmt: skip
    speeds = [[str(ms), text] for ms, text in SPEEDS]
    compared = [[str(days), words(text)] for days, text in COMPARED]
    choices = html.Div(
        [
            _chosen(words("速度"), "speed", speeds, "200"),
            _chosen(words("比较"), "diff", compared, "0"),
        ],
        className="day-choices",
    )
    slider = Input(type="range", name="day", min=0, max=1, step=1, id="map-slider", **{"aria-label": words("日期")})
    line = html.Div([area, slider, html.Output("", id="map-day", htmlFor="map-slider")], className="day-line")
    return html.Footer([play, modes, line, choices], className="map-days", **{"aria-label": words("逐日回放")})


def _chosen(label: str, name: str, options: list[list[str]], value: str) -> html.Label:
    return html.Label([html.Span(label, className="unseen"), Select(name=name, options=options, value=value)])


def day_area(snapshot: Snapshot, words: Words) -> list[Any]:
    """A panel: completed villages over the whole campaign, days with red villages marked, voting shaded."""
    campaign = snapshot.campaign
    drawing = (
        f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" preserveAspectRatio="none" aria-hidden="true">'
        f"{''.join(_pieces(snapshot))}</svg>"
    )
    ticks = [
        html.Span(text, style={"left": f"{100 * _share(snapshot, on):.2f}%"}) for on, text in _ticks(snapshot, words)
    ]
    dates = {"data-first": campaign.starts_on.isoformat(), "data-days": str(campaign.length),
             "data-today": snapshot.on.isoformat()}  # fmt: skip
    return [Purify(html=drawing, className="day-area"), html.Div(ticks, className="day-ticks", **dates)]


def _share(snapshot: Snapshot, on: date) -> float:
    return (on - snapshot.campaign.starts_on).days / max(snapshot.campaign.length - 1, 1)


def _pieces(snapshot: Snapshot) -> Iterator[str]:
    campaign, total = snapshot.campaign, max(len(snapshot.villages), 1)
    if campaign.voting_from and campaign.voting_to:
        x, to = (WIDTH * _share(snapshot, on) for on in (campaign.voting_from, campaign.voting_to))
        yield f'<rect class="voting" x="{x:.1f}" y="0" width="{to - x:.1f}" height="{HEIGHT}"/>'
    plan = sorted(campaign.plan.items())
    if plan:
        line = "L".join(f"{WIDTH * _share(snapshot, on):.1f} {_height(n, total):.1f}" for on, n in plan)
        yield f'<path class="plan" d="M{line}" fill="none" vector-effect="non-scaling-stroke"/>'
    days = [p for p in snapshot.days if campaign.starts_on <= p.on <= snapshot.on]
    if days:
        line = "L".join(f"{WIDTH * _share(snapshot, p.on):.1f} {_height(p.done, total):.1f}" for p in days)
        first, last = (WIDTH * _share(snapshot, p.on) for p in (days[0], days[-1]))
        yield f'<path class="done" d="M{first:.1f} {HEIGHT}L{line}L{last:.1f} {HEIGHT}Z"/>'
    width = WIDTH / max(campaign.length, 1) * 0.6
    for p in days:
        if p.red:
            x = WIDTH * _share(snapshot, p.on) - width / 2
            yield f'<rect class="red" x="{x:.1f}" y="{HEIGHT - 3}" width="{width:.1f}" height="3"/>'


def _height(count: int, total: int) -> float:
    return 2 + (HEIGHT - 4) * (1 - count / total)


def _ticks(snapshot: Snapshot, words: Words) -> Iterator[tuple[date, str]]:
    campaign = snapshot.campaign
    yield campaign.starts_on, words.short_day(campaign.starts_on)
    if campaign.voting_from:
        yield campaign.voting_from, words("{day} 投票开始", day=words.short_day(campaign.voting_from))
    if campaign.voting_to:
        yield campaign.voting_to, escape(words.short_day(campaign.voting_to))
    yield campaign.ends_on, words.short_day(campaign.ends_on)
