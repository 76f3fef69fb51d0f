"""The head of the wall: the campaign, its day and phases, and the trust line."""

from __future__ import annotations

from datetime import date
from typing import Any

from dash import html

from dashboard.parts.panel_frame import with_bold
from dashboard.words import Words, term
from situation.model.picture import Snapshot

TRUST_NAMES = {
    "empty": term("尚无数据"),
    "live": term("实时"),
    "late": term("稍旧"),
    "stale": term("过时"),
    "lost": term("断线"),
}


def campaign_head(snapshot: Snapshot, words: Words) -> list[Any]:
    campaign = snapshot.campaign
    rehearsal = html.Span(words("演练"), className="rehearsal") if snapshot.freshness.is_rehearsal else ""
    day = [*with_bold(words("第 {n} 天"), campaign.day_number(snapshot.on)), f" / {campaign.length}"]
    return [
        html.H1([html.Span(campaign.title), rehearsal]),
        html.Div([html.Div(day, className="day-number"), html.Div(_remaining(snapshot, words))], className="day"),
        _phases(snapshot, words),
    ]


def _remaining(snapshot: Snapshot, words: Words) -> list[Any]:
    """Days to the next boundary of the campaign."""
    campaign, on = snapshot.campaign, snapshot.on
    if campaign.voting_from and on < campaign.voting_from:
        return with_bold(words("距投票期开始 {n} 天"), (campaign.voting_from - on).days)
    if campaign.voting_to and on <= campaign.voting_to:
        return with_bold(words("距投票期结束 {n} 天"), (campaign.voting_to - on).days)
    left = (campaign.ends_on - on).days
    return with_bold(words("距收官 {n} 天"), left) if left > 0 else [words("今日收官")]


def _phases(snapshot: Snapshot, words: Words) -> html.Div:
    campaign = snapshot.campaign
    bounds = [campaign.starts_on, campaign.voting_from, campaign.voting_to, campaign.ends_on]
    names = (words("党组织换届"), words("村(居)委会投票期"), words("收尾"))
    if None in bounds:
        bounds, names = [campaign.starts_on, campaign.ends_on], (words("换届"),) * 3
    days = [day for day in bounds if day is not None]
    parts = [
        html.Div(name, className="phase", style={"left": f"{_place(snapshot, a):.2f}%",
                                                 "width": f"{_place(snapshot, b) - _place(snapshot, a):.2f}%"})
        for name, a, b in zip(names, days, days[1:], strict=False)
    ]  # fmt: skip
    now = _place(snapshot, snapshot.on)
    gone = html.I(className="phase-gone", style={"width": f"{now:.2f}%"})
    return html.Div([gone, *parts, html.I(className="phase-now", style={"left": f"{now:.2f}%"})], className="phases")


def _place(snapshot: Snapshot, day: date) -> float:
    campaign = snapshot.campaign
    return min(100.0, max(0.0, 100 * (day - campaign.starts_on).days / max(campaign.length - 1, 1)))


def trust_line(snapshot: Snapshot, words: Words) -> list[Any]:
    """The browser shows the word that fits its link and the heartbeats; ages count by themselves."""
    fresh = snapshot.freshness
    states = [html.Span(words(name), className=f"trust-word trust-{state}") for state, name in TRUST_NAMES.items()]
    reported = words("{n}/{of} 乡镇已报", n=fresh.reported_count, of=fresh.township_count)
    loaded = html.Span([words("装载"), " ", html.Span(**{"data-ago": "loaded"})])
    facts = [html.I(className="trust-dot"), *states, html.Span(reported), loaded, html.Span(f"v{snapshot.version}")]
    as_of = html.Div(words("截至 {when}", when=words.moment(fresh.as_of)), className="as-of")
    return [as_of, html.Div(facts, className="trust-facts")]
