"""The calendar of voting days: how many villages of each township vote on which day, with the moves made in thought."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from typing import Any

from dash import html

from dashboard.planning import PlanView
from dashboard.words import Words
from situation.rules.worktime import is_workday

_MOST_DAYS = 40


def calendar(view: PlanView, words: Words) -> Any:
    days = _days(view)
    townships = [t for t in view.snapshot.townships if view.chosen.township in (None, t.region.code)]
    head = html.Tr(
        [html.Th(words("乡镇")), *(_head(day, view, words, day == days[0]) for day in days), html.Th(words("计"))]
    )
    totals = Counter(p.group for p in view.places if view.moves.get(p.code) or p.day)
    rows = [_row(t.region.code, t.region.name, days, view, totals) for t in townships]
    title = html.H2([words("投票日历"), html.Small(words("每天投票的村(社区)数"))])
    hint = html.Span(
        [
            html.I(className="full"),
            words("超过每日 {n} 村", n=view.chosen.most),
            html.I(className="moved"),
            words("推演后有变"),
        ],
        className="plan-legend",
    )
    foot = _foot(days, view, words) if len(townships) > 1 else []
    table = html.Table([html.Thead(head), html.Tbody([*rows, *foot])], className="votes")
    return html.Section([html.Div([title, hint], className="section-head"), html.Div(table, className="scroller")])


def _days(view: PlanView) -> list[date]:
    """From the first vote that counts to the last, at most forty days from a week ago on."""
    voting = sorted({day for (_, day), count in view.load.items() if count})
    if not voting:
        voting = [view.on]
    first = max(min(voting), view.on - timedelta(7)) if max(voting) >= view.on else min(voting)
    length = min((max(voting) - first).days + 1, _MOST_DAYS)
    return [first + timedelta(n) for n in range(max(length, 1))]


def _head(day: date, view: PlanView, words: Words, is_first: bool) -> html.Th:
    classes = " ".join(filter(None, ("rest" if not is_workday(day) else "", "today" if day == view.on else "")))
    shown = f"{day.month}/{day.day}" if is_first or day.day == 1 else str(day.day)
    return html.Th(shown, className=classes, title=f"{words.day(day)} {words.weekday(day)}")


def _row(code: str, name: str, days: list[date], view: PlanView, totals: Counter[str]) -> html.Tr:
    here = html.A(name, href=f"/plan?township={code}", **{"data-plan": ""})
    cells = [_cell(code, day, view) for day in days]
    return html.Tr([html.Th(here), *cells, html.Td(str(totals[code]), className="sum")])


def _cell(code: str, day: date, view: PlanView) -> html.Td:
    count = view.load[code, day]
    classes = ["n", f"load-{min(count, 4)}"]
    classes += ["rest"] if not is_workday(day) else []
    classes += ["full"] if count > view.chosen.most else []
    classes += ["moved"] if count != view.load_before[code, day] else []
    classes += ["past"] if day < view.on else []
    return html.Td(str(count) if count else "", className=" ".join(classes))


def _foot(days: list[date], view: PlanView, words: Words) -> list[Any]:
    by_day: Counter[date] = Counter()
    for (_, on), count in view.load.items():
        by_day[on] += count
    sums = [by_day[day] for day in days]
    cells = [html.Td(str(n) if n else "", className="sum") for n in sums]
    return [html.Tr([html.Th(words("合计")), *cells, html.Td(str(by_day.total()), className="sum")])]
