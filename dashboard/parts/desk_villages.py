"""The village table: one line a village; the chosen one opens into its correction, its conflicts and its sources."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from dash import html

from dashboard.desk.fields import field_name
from dashboard.desk.office import SHOWN_VILLAGES, Desk
from dashboard.parts.desk_bulletin import said_value
from dashboard.parts.desk_queue import place
from dashboard.parts.desk_track import opened_village
from dashboard.parts.marks import mark, village_icon
from dashboard.parts.native import Input, button, form
from dashboard.words import UNKNOWN, Words
from situation.model.picture import Share, VillagePicture
from situation.model.reports import Body, Source
from situation.model.standing import Conflict, Standing
from situation.rules.procedures import committee_of, is_done, stage_name


def villages(desk: Desk, words: Words, form_token: str) -> html.Section:
    heads = (
        "", words("村(社区)"), words("党组织"), words("村(居)委会环节"), words("选举日"), words("登记"), words("投票"),
        words("参选率"), words("当选/应选"), words("女"), words("一肩挑"), words("来源"),
    )  # fmt: skip
    lines = [line for v in desk.villages for line in _lines(v, desk, words, form_token)]
    table = html.Table([html.Thead(html.Tr([html.Th(h) for h in heads])), html.Tbody(lines)], className="rows villages")
    more = desk.village_count - len(desk.villages)
    rest = html.P(words("只显示前 {n} 个；请选乡镇或筛选", n=SHOWN_VILLAGES), className="nothing") if more > 0 else ""
    return html.Section([_head(desk, words), html.Div(table, className="scroller"), rest], id="villages")


def _head(desk: Desk, words: Words) -> html.Div:
    chosen = desk.chosen
    of = words("全县 {n}", n=len(desk.snapshot.villages))
    title = [words("村(社区)表"), html.Small(f"{desk.township_name(chosen.township)} {desk.village_count} / {of}")]
    doubt = {"township": chosen.township or "", "q": chosen.wanted, "doubt": "" if chosen.is_doubtful else "1"}
    search = html.Form(
        [
            Input(name="q", type="search", value=chosen.wanted, placeholder=words("筛选村名、代码")),
            Input(name="township", type="hidden", value=chosen.township or ""),
            button(words("筛选")),
            html.A(
                words("全部") if chosen.is_doubtful else words("只看有疑问"),
                href="/desk?" + urlencode({k: v for k, v in doubt.items() if v}) + "#villages",
                className="button small",
                **{"data-desk": ""},
            ),
        ],
        className="row search",
        **{"data-search": ""},
    )
    return html.Div([html.H2(title), search], className="section-head")


def _lines(village: VillagePicture, desk: Desk, words: Words, form_token: str) -> list[html.Tr]:
    committee = village.tracks[committee_of(village.region.kind)]
    party = village.tracks.get(Body.PARTY)
    is_open = desk.chosen.village == village.code
    address = _address(desk, village, "" if is_open else committee.body)
    name = html.A([html.B(village.region.name)], href=address, **{"data-desk": ""})
    cells = [
        html.Td(village_icon(village, words)),
        html.Td([name, " ", mark(village.colour, words) if village.colour.rank > 2 else ""]),
        html.Td(_stage(party, words) if party else UNKNOWN),
        html.Td([_stage(committee, words)]),
        html.Td(_with_conflict(committee, "date:election_day", words.day(village.election_day))),
        html.Td(
            _with_conflict(committee, "registered", words.number(committee.count("registered"))), className="number"
        ),
        html.Td(_with_conflict(committee, "voted", words.number(committee.count("voted"))), className="number"),
        html.Td(_turnout(committee, words), className="number"),
        html.Td(
            f"{words.number(committee.count('elected'))}/{words.number(committee.count('posts'))}", className="number"
        ),
        html.Td(words.number(committee.count("female")), className="number"),
        html.Td(_flag(committee.flag("yijiantiao"), words)),
        html.Td(_source(committee, desk, words), className="source"),
    ]
    lines = [html.Tr(cells, className="open" if is_open else "")]
    for track in village.tracks.values():
        lines += [_conflict(village, track, c, desk, words, form_token) for c in track.conflicts]
    if is_open and desk.story is not None:
        lines.append(
            html.Tr(
                [html.Td(), html.Td(opened_village(desk, words, form_token), colSpan=11)], className="open", id="track"
            )
        )
    return lines


def _address(desk: Desk, village: VillagePicture, body: str) -> str:
    chosen = desk.chosen
    query = {
        "township": chosen.township or "",
        "q": chosen.wanted,
        "doubt": "1" if chosen.is_doubtful else "",
        "village": village.code if body else "",
        "body": body,
    }
    return "/desk?" + urlencode({k: v for k, v in query.items() if v}) + ("#track" if body else "#villages")


def _stage(track: Standing, words: Words) -> str:
    if track.last_on is None:
        return UNKNOWN
    return words("完成") if is_done(track) else stage_name(track.stage, words.language)


def _with_conflict(track: Standing, field: str, shown: str) -> Any:
    if any(c.field == field for c in track.conflicts):
        return html.Span(["≠ ", shown], className="in-conflict")
    return shown


def _turnout(track: Standing, words: Words) -> str:
    voted, registered = track.count("voted"), track.count("registered")
    if track.body in (Body.PARTY, Body.SUPERVISION, Body.ECONOMIC) or voted is None or not registered:
        return UNKNOWN
    return f"{words.percent(Share(voted, registered))}%"


def _flag(flag: bool | None, words: Words) -> str:
    return UNKNOWN if flag is None else words("是") if flag else words("否")


def _source(track: Standing, desk: Desk, words: Words) -> str:
    """The newest report that any shown value of the track came from."""
    newest = max(track.values.values(), key=lambda v: (v.on, v.report_key), default=None)
    if newest is None or newest.report_key not in desk.sources:
        return words("日报 {day}", day=words.short_day(track.last_on)) if track.last_on else UNKNOWN
    report, _ = desk.sources[newest.report_key]
    if report.source is Source.EDIT:
        return words("更正 {day}", day=f"{words.short_day(report.on)} {words.time(report.recorded_at)}")
    return words("日报 {day}", day=f"{words.short_day(report.on)} {place(report.where, words)}")


def _conflict(
    village: VillagePicture, track: Standing, conflict: Conflict, desk: Desk, words: Words, form_token: str
) -> html.Tr:
    """Both values with their sources, one click each."""
    fixed: dict[str, Any] = {
        "village": village.code,
        "body": track.body,
        "field": conflict.field,
        "based_on": desk.snapshot.version,
    }
    told = [
        html.Span(
            [html.B("≠"), " ", words("{field}来源不一致", field=field_name(conflict.field, words))],
            className="in-conflict",
        ),
        html.Span(
            [
                words("更正"),
                " ",
                html.B(said_value(conflict.edit.value, words)),
                " ",
                _who(conflict.edit.report_key, desk, words),
            ]
        ),
        html.Span(
            [
                words("日报"),
                " ",
                html.B(said_value(conflict.bulletin.value, words)),
                " ",
                _who(conflict.bulletin.report_key, desk, words),
            ]
        ),
    ]
    if desk.visitor.may_edit:
        told += [
            form("keep-edit", [button(words("保留更正"), primary=True)], form_token, **fixed),
            form("adopt", [button(words("采用日报"))], form_token, **fixed),
        ]
    return html.Tr([html.Td(), html.Td(html.Div(told, className="conflict"), colSpan=11)], className="conflict-row")


def _who(key: str, desk: Desk, words: Words) -> html.Small:
    found = desk.sources.get(key)
    if found is None:
        return html.Small()
    report, bulletin = found
    if bulletin is None:
        return html.Small(f"{report.by} {words.moment(report.recorded_at)} {report.reason}")
    return html.Small(f"{bulletin.name} {place(report.where, words)}")
