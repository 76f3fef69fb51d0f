"""The rail of the plan page: what is due today, tomorrow, this week, what is overdue, and who is behind plan."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any, Final

from dash import html

from dashboard.parts.native import Select
from dashboard.planning import PlanView
from dashboard.words import Words, term
from situation.rules import procedures
from situation.rules.schedule import Event, When

_TERMS: Final = {
    When.OVERDUE: term("逾期"),
    When.TODAY: term("今天"),
    When.TOMORROW: term("明天"),
    When.THIS_WEEK: term("本周"),
}
_MOST_NAMES, _MOST_SLIPS = 40, 8
_AHEAD: Final = (3, 1, 0)  # days before the due day on which one is reminded


def rail(view: PlanView, words: Words) -> html.Aside:
    counts = {when: [e for e in view.due if e.when(view.on) is when] for when in _TERMS}
    heads = [
        html.A(
            [html.B(str(len(found))), html.Span(words(_TERMS[when]))],
            href=f"#due-{when}",
            className=f"due-count {when}",
        )
        for when, found in counts.items()
    ]
    groups = [_group(when, found, view, words) for when, found in counts.items() if found]
    return html.Aside(
        [
            _scope(view, words),
            html.H2([words("到期节点"), html.Small(words.day(view.on))]),
            html.Div(heads, className="due-counts"),
            _reminders(view, words),
            *(groups or [html.P(words("本周没有到期节点"), className="nothing")]),
            *_behind(view, words),
        ],
        className="rail",
    )


def _scope(view: PlanView, words: Words) -> html.Form:
    county = view.gazetteer.root
    options = [["", words("全县")]] if county else [["", words("全部")]]
    options += [[t.region.code, t.region.name] for t in view.snapshot.townships]
    select = Select(name="township", options=options, value=view.chosen.township or "", **{"aria-label": words("范围")})
    return html.Form([html.Span(words("范围")), select], className="scope", **{"data-go": "/plan"})


def _reminders(view: PlanView, words: Words) -> html.P:
    """关键时间提醒: how many villages' days come up in three days, in one, today."""
    ahead = dict.fromkeys(_AHEAD, 0)
    for event in view.due:
        days = (event.due_on - view.on).days if event.due_on else None
        if days in ahead:
            ahead[days] += 1
    told = [html.Span([f"T-{days} " if days else "T+0 ", html.B(str(count))]) for days, count in ahead.items()]
    return html.P([words("提醒"), *told], className="reminders")


def _group(when: When, events: Sequence[Event], view: PlanView, words: Words) -> html.Details:
    """One line per milestone and day; the villages are told when it is opened."""
    lines = [
        _line(list(found), view, words) for _, found in groupby(events, key=lambda e: (e.due_on, _letter(e), e.name))
    ]
    head = html.Summary([html.Span(words(_TERMS[when])), html.Small(words("{n} 项", n=len(events)))])
    return html.Details([head, *lines], open=when is not When.THIS_WEEK, id=f"due-{when}", className=f"due {when}")


def _line(events: Sequence[Event], view: PlanView, words: Words) -> html.Details:
    event = events[0]
    name = procedures.milestone_name(event.body, event.name, words.language)
    head = html.Summary(
        [html.Span(words.short_day(event.due_on), className="when"), html.Span(name), html.B(str(len(events)))]
    )
    return html.Details([head, html.P(_names(events, view, words), className="names")], className="due-line")


def _letter(event: Event) -> str:
    """Villages and communities elect their committees by the same steps."""
    return "V" if event.body in ("V", "R") else event.body.value


def _names(events: Sequence[Event], view: PlanView, words: Words) -> list[Any]:
    shown = [
        html.A(view.gazetteer[e.village_code].name, href=f"/map?village={e.village_code}") for e in events[:_MOST_NAMES]
    ]
    more = len(events) - len(shown)
    return [*_spaced(shown), *([words(" 另 {n} 村", n=more)] if more else [])]


def _spaced(links: Iterable[Any]) -> list[Any]:
    return [part for link in links for part in (link, " ")]


def _behind(view: PlanView, words: Words) -> list[Any]:
    if not view.slips:
        return []
    lines = [
        html.Li(
            [
                html.A(view.gazetteer[e.village_code].name, href=f"/map?village={e.village_code}"),
                html.Span(procedures.milestone_name(e.body, e.name, words.language)),
                html.B(words("晚 {n} 天", n=days)),
            ]
        )
        for days, e in view.slips[:_MOST_SLIPS]
    ]
    head = html.H2([words("落后于计划"), html.Small(words("{n} 项", n=len(view.slips)))])
    return [head, html.Ul(lines, className="behind")]
