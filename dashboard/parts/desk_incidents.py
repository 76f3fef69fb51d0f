"""Incidents at the desk: raise one, move one on, close one (销号) with its measures."""

from __future__ import annotations

from typing import Any

from dash import html

from dashboard.desk.office import Desk
from dashboard.parts.incident_list import holder, urgency
from dashboard.parts.marks import mark
from dashboard.parts.native import Input, button, day_field, form, labelled, number_field, select_field, text_field
from dashboard.words import UNKNOWN, Words, term
from situation.model.reports import IncidentStatus, Level, Severity
from situation.model.standing import Colour, Incident
from situation.rules.incidents import categories, category_name

SEVERITY_NAMES = {
    Severity.MINOR: term("一般"),
    Severity.SERIOUS: term("较重"),
    Severity.MAJOR: term("重大"),
    Severity.CRITICAL: term("特别重大"),
}
STATUS_NAMES = {
    IncidentStatus.NEW: term("新报"),
    IncidentStatus.ACCEPTED: term("受理"),
    IncidentStatus.IN_HAND: term("处置中"),
    IncidentStatus.TO_VERIFY: term("化解待核"),
    IncidentStatus.CLOSED: term("已销号"),
    IncidentStatus.REOPENED: term("反弹"),
    IncidentStatus.DISMISSED: term("不予受理"),
}
LEVEL_NAMES = {
    Level.VILLAGE: term("村"),
    Level.TOWNSHIP: term("乡镇"),
    Level.OFFICE: term("县办"),
    Level.COUNTY: term("县领导"),
    Level.CITY: term("市"),
}


def incidents(desk: Desk, words: Words, form_token: str) -> html.Section:
    seen = [i for i in desk.snapshot.incidents if _is_seen(i, desk)]
    rows = [_row(i, desk, words, form_token) for i in sorted(seen, key=urgency)]
    title = html.H2([words("事件"), html.Small(words("在办 {n}", n=len(rows)))])
    raised = _raise(desk, words, form_token) if desk.visitor.may_edit else ""
    empty = html.P(words("没有在办事件"), className="nothing")
    return html.Section(
        [html.Div([title, raised], className="section-head"), html.Div(rows) if rows else empty], id="incidents"
    )


def _is_seen(incident: Incident, desk: Desk) -> bool:
    village = desk.pictures.get(incident.village_code)
    chosen = desk.chosen.township
    return (
        village is not None and desk.visitor.sees(village.township) and (chosen is None or chosen == village.township)
    )


def _row(incident: Incident, desk: Desk, words: Words, form_token: str) -> html.Details:
    village = desk.pictures[incident.village_code]
    tone = Colour.RED if incident.severity.rank >= Severity.MAJOR.rank else Colour.YELLOW
    due = words("期限 {day}", day=words.day(incident.deadline)) if incident.deadline else UNKNOWN
    is_late = incident.deadline is not None and incident.deadline < desk.snapshot.on
    line = html.Summary(
        [
            html.Span(words(holder(incident.level)), className="level"),
            html.Span([html.B(village.region.name), " ", desk.township_name(village.township)]),
            html.Span([mark(tone, words), " ", category_name(incident.category, words.language), " · ",
                       words(SEVERITY_NAMES[incident.severity])]),
            html.Span(words(STATUS_NAMES[incident.status])),
            html.Span(incident.text, className="text"),
            html.Span(words("{due}（已逾期）", due=due) if is_late else due, className="late" if is_late else ""),
        ]
    )  # fmt: skip
    inside: list[Any] = [html.P(incident.text, className="whole")]
    if incident.measures:
        inside.append(html.P([html.B(words("措施")), " ", incident.measures]))
    if desk.visitor.may_edit:
        inside.append(_change(incident, words, form_token))
    return html.Details([line, html.Div(inside, className="incident-more")], className="incident-line")


def _change(incident: Incident, words: Words, form_token: str) -> html.Form:
    open_ones = [(s.value, words(t)) for s, t in STATUS_NAMES.items() if s is not IncidentStatus.CLOSED]
    levels = [(level.value, words(text)) for level, text in LEVEL_NAMES.items()]
    grades = [(s.value, words(text)) for s, text in SEVERITY_NAMES.items()]
    fields = [
        select_field(words("状态"), "status", open_ones, incident.status.value),
        select_field(words("程度"), "severity", grades, incident.severity.value),
        select_field(words("层级"), "level", levels, incident.level.value),
        day_field(words("期限"), "deadline", incident.deadline),
        number_field(words("涉及人数"), "people", incident.people),
        text_field(words("牵头单位"), "lead_unit", incident.lead_unit),
        text_field(words("措施"), "measures", "", placeholder=words("做了什么；销号必填")),
    ]
    buttons = [
        button(words("更新"), name="doing", value="update"),
        button(words("升级"), name="doing", value="escalate"),
        button(words("销号"), primary=True, name="doing", value="close"),
    ]
    children = [html.Div(fields, className="fields"), html.Div(buttons, className="row")]
    return form("incident", children, form_token, village=incident.village_code, incident=incident.key)


def _raise(desk: Desk, words: Words, form_token: str) -> html.Details:
    kinds = [(c.code, category_name(c.code, words.language)) for c in categories()]
    grades = [("", words("按类别"))] + [(s.value, words(text)) for s, text in SEVERITY_NAMES.items()]
    levels = [("", words("按程度"))] + [(level.value, words(text)) for level, text in LEVEL_NAMES.items()]
    places = [
        [t.picture.region.name, [[v.code, v.name] for v in desk.gazetteer.children(t.picture.region.code)]]
        for t in desk.intake
    ]
    chosen = desk.chosen.village or ""
    village = select_field(words("村(社区)"), "village", [("", words("选择")), *places], chosen, required=True)
    fields = [
        village,
        select_field(words("类别"), "category", kinds, "I01"),
        select_field(words("程度"), "severity", grades),
        select_field(words("层级"), "level", levels),
        day_field(words("发生日"), "occurred", desk.snapshot.on, max=desk.snapshot.on.isoformat()),
        day_field(words("期限"), "deadline"),
        number_field(words("涉及人数"), "people"),
        text_field(words("牵头单位"), "lead_unit"),
        text_field(
            words("情况"), "text", placeholder=words("写事不写人：不要填写村民、候选人姓名和电话"), required=True
        ),
        labelled(words("挂牌"), Input(type="checkbox", name="listed", value="1", checked=False), "listed", "tick"),
    ]
    asked = form("raise", [html.Div(fields, className="fields"), button(words("登记事件"), primary=True)], form_token)
    return html.Details([html.Summary(words("登记事件")), asked], className="quiet")
