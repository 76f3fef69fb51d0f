"""The county's own checklists, as far as anybody answered them: how many are done, and which are not."""

from __future__ import annotations

from collections.abc import Iterator

from dash import html

from dashboard.parts.marks import mark
from dashboard.parts.told import Told
from dashboard.words import Words
from situation.model.standing import Colour, Standing
from situation.rules.declared import Checklist, ChecklistState, Entry, checklist_state, checklists_of


def checklists_part(told: Told, words: Words) -> html.Section | None:
    lines = [_line(state, words) for track in told.story.picture.tracks.values() for state in _answered(track, told)]
    if not lines:
        return None
    head = html.Div(html.H3(words("检查单")), className="part-head")
    return html.Section([head, *lines], className="checklists")


def _answered(track: Standing, told: Told) -> Iterator[ChecklistState]:
    """A list that no report ever mentioned says nothing about the village."""
    for found in checklists_of(told.declared, track.body) if told.declared else ():
        if any(track.flag(f"{found.key}.{entry.key}") is not None for entry in found.entries):
            yield checklist_state(found, track)


def _line(state: ChecklistState, words: Words) -> html.P:
    is_short = bool(state.is_due and state.missing)
    sign = [mark(Colour.YELLOW, words), " "] if is_short else []
    missing = "、".join(_name(entry, words) for entry in state.missing)
    rest = words("缺：{names}", names=missing) if missing else words("齐")
    told = [*sign, html.B(_name(state.checklist, words)), f" {state.done}/{state.total} · ", rest]
    return html.P(told, className="below" if is_short else "")


def _name(named: Checklist | Entry, words: Words) -> str:
    return named.zh if words.is_chinese else named.en
