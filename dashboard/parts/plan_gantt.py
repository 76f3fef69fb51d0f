"""倒排: villages × milestones on one axis of days. The sign of the vote can be dragged; what has moved keeps its ghost."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, Final

from dash import html

from dashboard.planning import PlanRow, PlanView
from dashboard.words import Words, term
from situation.model.reports import Body
from situation.rules import procedures
from situation.rules.schedule import Event

_SIGNS: Final = {  # of the committee's milestones that are shown, in the order of time
    "committee": term("委"),
    "list_published": term("名"),
    "candidates_published": term("候"),
    "handover": term("交"),
}
_PARTY, _VOTE = term("党"), term("投")


def gantt(view: PlanView, words: Words) -> Any:
    title = words("倒排进度")
    scope = view.gazetteer[view.chosen.township].name if view.chosen.township else words("最近投票的村(社区)")
    count = words("{n}/{of} 村", n=len(view.rows), of=view.row_count)
    head = html.Div([html.H2([title, html.Small(f"{scope} · {count}")]), _legend(words)], className="section-head")
    body = html.Div([_under(view), *(_row(row, view, words) for row in view.rows)], className="lanes")
    days = {"data-first": view.first.isoformat(), "data-days": str(view.length)}
    return html.Section([head, html.Div([_axis(view, words), body], className="gantt", id="gantt", **days)])


def _legend(words: Words) -> html.Div:
    signs = [
        (_PARTY, words("党员大会")),
        *((s, procedures.milestone_name(Body.VILLAGE, n, words.language)) for n, s in _SIGNS.items()),
    ]
    told = [html.Span([html.I(words(sign), className="sign done"), name]) for sign, name in signs]
    states = (
        ("sign ahead", words("计划")),
        ("sign bound", words("法定最迟")),
        ("sign late", words("逾期未办")),
    )
    return html.Div(
        [*told, *(html.Span([html.I(words("候"), className=classes), name]) for classes, name in states)],
        className="plan-legend",
    )


def _axis(view: PlanView, words: Words) -> html.Div:
    """Mondays by their date; today by its own mark."""
    days = [view.first + timedelta(n) for n in range(view.length)]
    ticks = [
        html.Span(words.short_day(day), style={"left": _left(day, view)}, className="tick")
        for day in days
        if day.weekday() == 0 and abs((day - view.on).days) > 2
    ]
    today = html.Span(words("今天"), style={"left": _left(view.on, view)}, className="tick today")
    return html.Div([html.Span(className="name"), html.Div([*ticks, today], className="lane")], className="axis")


def _under(view: PlanView) -> html.Div:
    """Weekends and today, once behind all rows."""
    days = [view.first + timedelta(n) for n in range(view.length)]
    width = f"{100 / view.length:.3f}%"
    rest = [
        html.I(style={"left": _left(day, view, 0), "width": width}, className="rest")
        for day in days
        if day.weekday() > 4
    ]
    today = html.I(style={"left": _left(view.on, view)}, className="now")
    return html.Div(html.Div([*rest, today], className="lane"), className="under")


def _row(row: PlanRow, view: PlanView, words: Words) -> html.Div:
    village = row.village
    name = html.A(
        [html.I(className=f"mark mark-{village.colour.value}"), village.region.name],
        href=f"/map?village={village.code}",
        className="name",
    )
    signs = [_sign(row.events[key], sign, view, words) for key, sign in _SIGNS.items() if key in row.events]
    party = [_sign(row.party, _PARTY, view, words)] if row.party else []
    lane = [_bar(row, view), *party, *signs, *_vote(row, view, words)]
    broken = " is-broken" if row.is_broken else ""
    return html.Div(
        [name, html.Div([part for part in lane if part is not None], className="lane")], className=f"gantt-row{broken}"
    )


def _sign(event: Event, sign: str, view: PlanView, words: Words) -> Any:
    """Where it was done, else where it is planned, else its last lawful day."""
    day = event.done_on or event.due_on
    if day is None or not view.first <= day <= view.last:
        return None
    is_late = not event.is_met and (event.due_on or date.max) < view.on
    done = event.is_met and (event.done_on or date.min) <= view.on
    state = "late" if is_late else "done" if done else "ahead" if event.planned_on else "bound"
    name = procedures.milestone_name(event.body, event.name, words.language)
    told = [f"{name} {words.day(day)}"]
    if event.latest and not event.is_met:
        told.append(words("最迟 {day}", day=words.day(event.latest)))
    return html.I(words(sign), className=f"sign {state}", style={"left": _left(day, view)}, title=" · ".join(told))


def _bar(row: PlanRow, view: PlanView) -> Any:
    """From the voter list to the vote: the stretch the law protects."""
    start, end = row.events.get("list_published"), row.moved_to or row.place.day
    begins = (start.done_on or start.due_on) if start else None
    if not begins or not end or end <= begins:
        return None
    left, right = max(begins, view.first), min(end, view.last)
    width = 100 * (right - left).days / view.length
    return html.I(className="stretch", style={"left": _left(left, view), "width": f"{max(width, 0):.3f}%"})


def _vote(row: PlanRow, view: PlanView, words: Words) -> list[Any]:
    day = row.place.day
    if row.place.has_voted:
        return [_still(day, "vote done", view, words)] if day else []
    if day is None and row.moved_to is None:
        return []
    shown = row.moved_to or day
    assert shown is not None
    ghost = [_still(day, "vote ghost", view, words)] if day and row.moved_to else []
    late = " late" if shown < view.on else ""
    state = ("moved is-broken" if row.is_broken else "moved") if row.moved_to else f"ahead{late}"
    label = " ".join((row.village.region.name, words("选举日"), words.day(shown)))
    grip = html.Button(
        [words(_VOTE), html.Span(words.short_day(shown), className="to") if row.moved_to else None],
        id=f"vote-{row.village.code}",  # stays the same element, and keeps the focus, when its ghost appears
        type="button",
        className=f"vote movable {state}",
        style={"left": _left(shown, view)},
        title=label,
        **{"data-village": row.village.code, "data-day": shown.isoformat(), "aria-label": label},
    )
    return [*ghost, grip]


def _still(day: date, classes: str, view: PlanView, words: Words) -> html.I:
    return html.I(words(_VOTE), className=classes, style={"left": _left(day, view)}, title=words.day(day))


def _left(day: date, view: PlanView, within: float = 0.5) -> str:
    return f"{100 * ((day - view.first).days + within) / view.length:.3f}%"
