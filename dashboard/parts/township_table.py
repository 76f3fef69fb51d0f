"""The league table: each township's completion against the plan, its warnings, and whether it owes a bulletin."""

from __future__ import annotations

from typing import Any, Final

from dash import html

from dashboard.parts.marks import mark
from dashboard.parts.overview import plan_percent
from dashboard.parts.panel_frame import head, paged, share_bar
from dashboard.words import Words
from situation.model.picture import Snapshot, TownshipPicture
from situation.model.standing import Colour

PAGE_SIZE: Final = 18
MOST_ROWS: Final = 2 * PAGE_SIZE  # nobody watches more pages turn


def township_table(snapshot: Snapshot, words: Words) -> list[Any]:
    """Furthest first, in two columns that read downwards; of more than fit, those in trouble."""
    plan = plan_percent(snapshot)
    ordered = sorted(_shown(snapshot), key=lambda t: (-t.done_count / max(t.village_count, 1), t.region.code))
    rows = [_row(township, plan, words) for township in ordered]
    legend = (
        html.Span(words("竖线 计划")),
        html.Span([mark(Colour.RED, words), words("预警")]),
        html.Span([mark(Colour.YELLOW, words), words("关注")]),
    )
    unlisted = len(snapshot.townships) - len(rows)
    rest = words("另 {n} 个乡镇未列出", n=unlisted) if unlisted else words("共 {n} 乡镇", n=len(rows))
    return [head(words("乡镇完成率"), *legend), _table(rows, rest)]


def _table(rows: list[html.Div], rest: str) -> html.Div:
    """Up to eighteen rows as they are; more on pages that turn."""
    tables = [_columns(rows[i : i + PAGE_SIZE]) for i in range(0, len(rows), PAGE_SIZE)]
    return tables[0] if len(tables) == 1 else paged(tables, 1, rest)


def _columns(rows: list[html.Div]) -> html.Div:
    half = (len(rows) + 1) // 2
    return html.Div([html.Div(rows[:half]), html.Div(rows[half:])], className="townships")


def _shown(snapshot: Snapshot) -> tuple[TownshipPicture, ...]:
    if len(snapshot.townships) <= MOST_ROWS:
        return snapshot.townships
    return tuple(sorted(snapshot.townships, key=_trouble)[:MOST_ROWS])


def _trouble(township: TownshipPicture) -> tuple[int, int, bool, float, str]:
    red, yellow = (township.colour_counts.get(c, 0) for c in (Colour.RED, Colour.YELLOW))
    done = township.done_count / max(township.village_count, 1)
    return (-red, -yellow, township.has_reported or not township.is_due, done, township.region.code)


def _row(township: TownshipPicture, plan: float | None, words: Words) -> html.Div:
    percent = 100 * township.done_count / township.village_count if township.village_count else None
    owes = township.is_due and not township.has_reported
    return html.Div(
        [
            html.Span(township.region.name, className="township-name", title=township.region.name),
            share_bar(percent, plan),
            html.Span(f"{township.done_count}/{township.village_count}", className="fraction"),
            html.Span(html.Abbr(words("未"), className="chip-unreported", title=words("今日未报")) if owes else ""),
            _count(township, Colour.RED, words),
            _count(township, Colour.YELLOW, words),
        ],
        className="township",
    )


def _count(township: TownshipPicture, colour: Colour, words: Words) -> html.Span:
    count = township.colour_counts.get(colour, 0)
    return html.Span([mark(colour, words), html.B(count)] if count else "", className=f"count count-{colour.value}")
