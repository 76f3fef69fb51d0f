"""The league table: each township's completion against the plan, its warnings, and whether it owes a bulletin."""

from __future__ import annotations

from typing import Any

from dash import html

from dashboard.parts.marks import mark
from dashboard.parts.overview import plan_percent
from dashboard.parts.panel_frame import head, share_bar
from dashboard.words import Words
from situation.model.picture import Snapshot, TownshipPicture
from situation.model.standing import Colour


def township_table(snapshot: Snapshot, words: Words) -> list[Any]:
    """Furthest first, in two columns that read downwards."""
    plan = plan_percent(snapshot)
    ordered = sorted(
        snapshot.townships, key=lambda t: (-t.done_count / max(t.village_count, 1), t.region.code)
    )
    rows = [_row(township, plan, words) for township in ordered]
    half = (len(rows) + 1) // 2
    legend = (
        html.Span(words("竖线 计划")),
        html.Span([mark(Colour.RED, words), words("预警")]),
        html.Span([mark(Colour.YELLOW, words), words("关注")]),
    )
    columns = html.Div([html.Div(rows[:half]), html.Div(rows[half:])], className="townships")
    return [head(words("乡镇完成率"), *legend), columns]


def _row(township: TownshipPicture, plan: float | None, words: Words) -> html.Div:
    percent = 100 * township.done_count / township.village_count if township.village_count else None
    owes = township.is_due and not township.has_reported
    return html.Div(
        [
            html.Span(township.region.name, className="township-name", title=township.region.name),
            share_bar(percent, plan),
            html.Span(f"{township.done_count}/{township.village_count}", className="fraction"),
            html.Span(
                html.Abbr(words("未"), className="chip-unreported", title=words("今日未报")) if owes else ""
            ),
            _count(township, Colour.RED, words),
            _count(township, Colour.YELLOW, words),
        ],
        className="township",
    )


def _count(township: TownshipPicture, colour: Colour, words: Words) -> html.Span:
    count = township.colour_counts.get(colour, 0)
    return html.Span(
        [mark(colour, words), html.B(count)] if count else "", className=f"count count-{colour.value}"
    )
