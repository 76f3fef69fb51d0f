"""The drawer of one village: who it is, why it has its colour, how far it is, what went wrong, where all that is from."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from dash import html

from dashboard.desk.fields import field_name
from dashboard.parts.drawer_checklists import checklists_part
from dashboard.parts.drawer_incidents import incidents_part
from dashboard.parts.drawer_ledger import ledger_part
from dashboard.parts.drawer_reasons import reasons_part
from dashboard.parts.drawer_sources import origin_line, said_value
from dashboard.parts.drawer_tracks import tracks_part
from dashboard.parts.marks import COLOUR_NAMES, village_icon
from dashboard.parts.told import Told
from dashboard.words import Words, term
from situation.model.regions import NameKind
from situation.model.standing import Conflict, KeyVillage
from situation.rules.procedures import committee_of

__all__ = ["Told", "village_drawer"]

_OTHER_NAMES = {
    NameKind.FORMER: term("曾用名 {name}"),
    NameKind.ALIAS: term("又名 {name}"),
    NameKind.LEARNT: term("又名 {name}"),
}


def village_drawer(told: Told, words: Words) -> list[Any]:
    parts = [
        _head(told, words),
        _doings(told, words),
        _past_note(told, words),
        _key_village(told, words),
        reasons_part(told, words),
        _conflicts(told, words),
        tracks_part(told, words),
        checklists_part(told, words),
        incidents_part(told, words),
        ledger_part(told, words),
    ]
    return [part for part in parts if part is not None]


def _head(told: Told, words: Words) -> html.Header:
    village = told.story.picture
    committee = village.tracks.get(committee_of(village.region.kind))
    registered, posts = (committee.count("registered"), committee.count("posts")) if committee else (None, None)
    facts: list[str] = [village.code]
    facts += [words("登记选民 {n}", n=words.number(registered))] if registered is not None else []
    facts += [words("应选 {n} 人", n=posts)] if posts else []
    names = " · ".join(words(_OTHER_NAMES[other.kind], name=other.name) for other in village.region.other_names)
    chips = [html.Span(words("重点难点村"), className="chip chip-key-village")] if village.key_village else []
    chips += [html.Span(words("今日未报"), className="chip chip-dashed")] if village.is_unreported else []
    lines = [
        html.H2([html.Span(village.region.name), *chips], id="drawer-title", tabIndex=-1),
        html.P([*_township(told, words), " · ".join(facts)]),
        html.P(names) if names else "",
    ]
    close = html.Button(
        "✕", type="button", id="drawer-close", className="close", title=words("关闭"), **{"aria-label": words("关闭")}
    )
    return html.Header([village_icon(village, words), html.Div(lines), close], className="drawer-head")


def _township(told: Told, words: Words) -> list[Any]:
    if told.township is None:
        return []
    title = words("在地图上打开{name}", name=told.township.name)
    link = html.Button(
        told.township.name, type="button", className="link", title=title, **{"data-drill": told.township.code}
    )
    return [link, " · "]


def _doings(told: Told, words: Words) -> html.Div:
    """What a hand may do from here; corrections and incidents happen at the desk."""
    village = told.story.picture
    query = urlencode({"township": village.township, "village": village.code})
    links: list[Any] = []
    if told.may_edit:
        links = [
            html.A(words("更正"), href=f"/desk?{query}#track", className="button primary"),
            html.A(words("登记事件"), href=f"/desk?{query}#incidents", className="button"),
        ]
    show = html.Button(words("定位"), type="button", className="button", **{"data-show-village": village.code})
    printing = html.Button(words("打印本村"), type="button", className="button", id="drawer-print")
    return html.Div([*links, show, printing], className="doings")


def _past_note(told: Told, words: Words) -> html.P | None:
    if not told.is_past:
        return None
    return html.P(words("以下为 {day} 的情况", day=words.full_day(told.on)), className="past-note")


def _key_village(told: Told, words: Words) -> html.Section | None:
    key = told.story.picture.key_village
    if key is None:
        return None
    facts = [html.B(key.post or words("未落实包联")), *_plan(key, words)]
    more = [
        words(COLOUR_NAMES[key.colour]) if key.colour else "",
        key.reason,
        words("{day} 列入", day=words.day(key.listed_on)),
        words("期限 {day}", day=words.day(key.deadline)) if key.deadline else "",
    ]
    source = told.story.report(key.report_keys[-1]) if key.report_keys else None
    lines = [
        html.P([html.Span(words("包联"), className="label"), *facts]),
        html.P(" · ".join(text for text in more if text), className="key-more"),
        html.P(origin_line(source, told.story, words)) if source else "",
    ]
    return html.Section(lines, className="key-block")


def _plan(key: KeyVillage, words: Words) -> list[Any]:
    if not key.measures_total:
        return []
    done = key.measures_done or 0
    bar = html.Span(html.I(style={"width": f"{100 * done / key.measures_total:.0f}%"}), className="plan-bar")
    return [html.Span([words("一村一策 {n}", n=f"{done}/{key.measures_total}"), bar], className="plan")]


def _conflicts(told: Told, words: Words) -> html.Section | None:
    clashes = [c for track in told.story.picture.tracks.values() for c in track.conflicts]
    if not clashes:
        return None
    head = html.Div(
        [html.H3([words("来源冲突"), " ", len(clashes)]), html.Small(words("以更正为准，待核"))], className="part-head"
    )
    return html.Section([head, *(_conflict(c, told, words) for c in clashes)], className="conflicts")


def _conflict(conflict: Conflict, told: Told, words: Words) -> html.Dl:
    lines: list[Any] = [html.Dt(field_name(conflict.field, words))]
    for name, value in ((words("更正"), conflict.edit), (words("日报"), conflict.bulletin)):
        report = told.story.report(value.report_key)
        told_value = [name, " ", html.B(said_value(value.value, words))]
        why = [" · ", words("理由：{why}", why=report.reason)] if report and report.reason else []
        way = [html.Br(), origin_line(report, told.story, words, conflict.field), *why] if report else []
        lines.append(html.Dd([*told_value, *way]))
    return html.Dl(lines, className="conflict")
