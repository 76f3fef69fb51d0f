"""What went wrong in a village: each incident with who leads, how long is left, and how far along its line it is."""

from __future__ import annotations

from typing import Any, Final

from dash import html

from dashboard.feed_time import deadline_instant
from dashboard.parts.desk_incidents import LEVEL_NAMES, SEVERITY_NAMES, STATUS_NAMES
from dashboard.parts.drawer_sources import origin_line
from dashboard.parts.told import Told
from dashboard.words import Words
from situation.model.reports import IncidentStatus, Severity
from situation.model.standing import Incident
from situation.rules.incidents import category_name

_LINE: Final = (
    IncidentStatus.NEW,
    IncidentStatus.ACCEPTED,
    IncidentStatus.IN_HAND,
    IncidentStatus.TO_VERIFY,
    IncidentStatus.CLOSED,
)


def incidents_part(told: Told, words: Words) -> html.Section | None:
    known = told.story.incidents
    if not known:
        return None
    open_ones, closed = [i for i in known if i.is_open], [i for i in known if not i.is_open]
    caption = words("全部 {n} · 已销号 {closed}", n=len(known), closed=len(closed))
    head = html.Div([html.H3([words("在办事件"), " ", len(open_ones)]), html.Small(caption)], className="part-head")
    shown: list[Any] = [_incident(i, told, words) for i in open_ones]
    if closed:
        inside = [_incident(i, told, words) for i in closed]
        shown.append(
            html.Details([html.Summary(words("已办结 {n}", n=len(closed))), *inside], className="closed-incidents")
        )
    return html.Section([head, *shown], className="incidents-part")


def _incident(incident: Incident, told: Told, words: Words) -> html.Article:
    grade = "red" if incident.severity.rank >= Severity.MAJOR.rank else "yellow"
    number = f"#{incident.ref} " if incident.ref else ""
    left: Any = ""
    if incident.is_open and incident.deadline and not told.is_past:
        left = html.Span("", className="countdown", **{"data-deadline": deadline_instant(incident.deadline)})
    head = html.Div(
        [
            html.Span(words(SEVERITY_NAMES[incident.severity]), className=f"chip chip-{grade}"),
            html.B([number, category_name(incident.category, words.language)]),
            html.Span(words(LEVEL_NAMES[incident.level]), className="chip"),
            left,
        ],
        className="incident-head",
    )
    text = html.P([incident.text, html.Small(_facts(incident, words))], className="incident-text")
    measures = html.P([html.B(words("措施")), " ", incident.measures]) if incident.measures else ""
    return html.Article([head, text, measures, _line(incident, told, words), _sources(incident, told, words)],
                        className=f"incident-card {grade}" if incident.is_open else "incident-card")  # fmt: skip


def _facts(incident: Incident, words: Words) -> str:
    facts = [
        words("牵头：{unit}", unit=incident.lead_unit) if incident.lead_unit else "",
        words("涉及 {n} 人", n=incident.people) if incident.people else "",
        words("发生 {day}", day=words.day(incident.occurred)) if incident.occurred else "",
        words("期限 {day}", day=words.day(incident.deadline)) if incident.deadline else "",
        words("反弹 {n} 次", n=incident.reopened_count) if incident.reopened_count else "",
    ]
    return " · ".join(fact for fact in facts if fact)


def _line(incident: Incident, told: Told, words: Words) -> html.Ol:
    """The five steps; each with the day a report first said it."""
    days = _days(incident, told)
    here = _place(incident.status)
    steps = []
    for place, status in enumerate(_LINE):
        state = "past" if place < here else "now" if place == here else "ahead"
        on = days.get(status) or (incident.opened_on if status is IncidentStatus.NEW else None)
        name = STATUS_NAMES[incident.status] if place == here else STATUS_NAMES[status]
        more = {"aria-current": "step"} if state == "now" else {}
        said = [html.Span(words(name)), html.Small(words.short_day(on) if on and place <= here else "")]
        steps.append(html.Li(said, className=f"state {state}", **more))
    return html.Ol(steps, className="state-line")


def _place(status: IncidentStatus) -> int:
    if status is IncidentStatus.REOPENED:
        return _LINE.index(IncidentStatus.IN_HAND)
    return len(_LINE) - 1 if status is IncidentStatus.DISMISSED else _LINE.index(status)


def _days(incident: Incident, told: Told) -> dict[IncidentStatus, Any]:
    found = {}
    for report in told.story.reports:  # newest first: the earliest day is written last
        if report.key in incident.report_keys and report.incident and report.incident.status:
            found[report.incident.status] = report.on
    return found


def _sources(incident: Incident, told: Told, words: Words) -> html.P:
    newest = next((r for r in told.story.reports if r.key in incident.report_keys), None)
    if newest is None:
        return html.P()
    return html.P(origin_line(newest, told.story, words, "incident"), className="incident-origin")
