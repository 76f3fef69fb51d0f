"""An opened village's own figures: its checklists, entry by entry, and the county's counters; reported as an edit."""

from __future__ import annotations

from typing import Any

from dash import html

from dashboard.desk.office import Desk
from dashboard.parts.native import button, form, number_field, reason_field, select_field
from dashboard.words import Words
from situation.model.reports import Body
from situation.model.standing import Standing
from situation.rules.declared import Checklist, ChecklistState, Counter, Entry, checklist_state, checklists_of

_YES_NO = {True: "yes", False: "no", None: ""}


def own_figures(track: Standing, desk: Desk, words: Words, form_token: str) -> list[Any]:
    """Nothing where the body has no list and counts nothing."""
    if desk.declared is None:
        return []
    states = [checklist_state(found, track) for found in checklists_of(desk.declared, track.body)]
    counters = list(desk.declared.counters.values()) if track.body in (Body.VILLAGE, Body.RESIDENTS) else []
    if not (states or counters):
        return []
    told = [part for state in states for part in (" · ", _told(state, words))]
    head = html.Summary([words("检查单与计数"), html.Small(told[1:] or None)])
    if not desk.visitor.may_edit:
        return [html.Details([head, *(_missing(state, words) for state in states)], className="own-figures")]
    fields = [_list(state.checklist, track, words) for state in states]
    if counters:
        fields.append(
            html.Div(
                [number_field(_counter_name(c, words), f"count:{c.key}", track.count(c.key)) for c in counters],
                className="fields",
            )
        )
    why = html.Div([reason_field(words), button(words("保存"), primary=True)], className="fields why")
    fixed: dict[str, Any] = {"village": track.village_code, "body": track.body, "based_on": desk.snapshot.version}
    return [html.Details([head, form("own-figures", [*fields, why], form_token, **fixed)], className="own-figures")]


def _told(state: ChecklistState, words: Words) -> html.Span:
    """六必到 4/6; a list that is due and not complete stands out, by its sign as by its colour."""
    is_short = state.is_due and state.missing
    sign = [html.I(className="mark mark-yellow"), " "] if is_short else []
    name = _name(state.checklist, words)
    return html.Span([*sign, f"{name} {state.done}/{state.total}"], className="below" if is_short else "")


def _missing(state: ChecklistState, words: Words) -> html.P:
    names = "、".join(_name(entry, words) for entry in state.missing) or words("齐")
    return html.P([html.B(_name(state.checklist, words)), " ", names])


def _list(checklist: Checklist, track: Standing, words: Words) -> html.Div:
    yes_no = [("", "—"), ("yes", words("是")), ("no", words("否"))]
    entries = [
        select_field(_name(entry, words), f"flag:{field}", yes_no, _YES_NO[track.flag(field)])
        for entry in checklist.entries
        for field in [f"{checklist.key}.{entry.key}"]
    ]
    return html.Div([html.B(_name(checklist, words)), *entries], className="fields")


def _name(named: Checklist | Entry | Counter, words: Words) -> str:
    return named.zh if words.is_chinese else named.en


def _counter_name(counter: Counter, words: Words) -> str:
    unit = counter.unit if words.is_chinese else counter.unit_en
    return f"{_name(counter, words)}({unit})" if unit else _name(counter, words)
