"""An opened village: correct a track, set its colour by hand, and read where everything came from."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from dash import html

from dashboard.desk.fields import COUNTS, DATES, FLAGS, field_name
from dashboard.desk.office import Desk
from dashboard.parts.desk_bulletin import said_value
from dashboard.parts.desk_checklists import own_figures
from dashboard.parts.desk_queue import place
from dashboard.parts.marks import COLOUR_NAMES, mark
from dashboard.parts.native import button, day_field, form, number_field, reason_field, select_field
from dashboard.words import Words
from situation.model.picture import VillagePicture
from situation.model.reports import Body, Report, ReportKind, Source
from situation.model.standing import Colour, FieldValue, Standing
from situation.rules.procedures import body_name, stage_name, stages

_SHOWN_REPORTS = 6
_YES_NO = {True: "yes", False: "no", None: ""}


def opened_village(desk: Desk, words: Words, form_token: str) -> html.Div:
    assert desk.story is not None
    village = desk.story.picture
    track = _chosen_track(village, desk.chosen.body)
    parts: list[Any] = [_bodies(village, track, desk, words)]
    if desk.visitor.may_edit:
        parts.append(_correction(village, track, desk, words, form_token))
    parts += own_figures(track, desk, words, form_token)
    parts.append(_colour(village, desk, words, form_token))
    parts.append(_reports(track, desk, words, form_token))
    return html.Div(parts, className="opened")


def _chosen_track(village: VillagePicture, body: str) -> Standing:
    return village.tracks[Body(body)] if body in village.tracks else next(iter(village.tracks.values()))


def _bodies(village: VillagePicture, track: Standing, desk: Desk, words: Words) -> html.Nav:
    def link(body: Body) -> html.A:
        query = {"township": desk.chosen.township or "", "q": desk.chosen.wanted, "village": village.code, "body": body}
        address = "/desk?" + urlencode({k: v for k, v in query.items() if v}) + "#track"
        classes = "tab here" if body is track.body else "tab"
        return html.A(body_name(body, words.language), href=address, className=classes, **{"data-desk": ""})

    return html.Nav([link(body) for body in village.tracks], className="tabs")


def _correction(village: VillagePicture, track: Standing, desk: Desk, words: Words, form_token: str) -> html.Form:
    course = [(code, stage_name(code, words.language)) for code in stages(track.body)]
    yes_no = [("", "—"), ("yes", words("是")), ("no", words("否"))]
    until = [("", words("撤销更正前")), ("bulletin", words("新日报被采用")), ("3", words("3 天")), ("7", words("7 天"))]
    fields: list[Any] = [select_field(words("环节"), "stage", course, track.stage)]
    fields += [
        day_field(field_name(f"date:{n}", words), f"date:{n}", _held(track, f"date:{n}")) for n in DATES[track.body]
    ]
    fields += [number_field(field_name(n, words), n, track.count(n)) for n in COUNTS[track.body]]
    fields += [select_field(field_name(f"flag:{n}", words), f"flag:{n}", yes_no, _YES_NO[track.flag(n)]) for n in FLAGS]
    why: list[Any] = [
        day_field(words("发生日"), "on", desk.snapshot.on, max=desk.snapshot.on.isoformat(), required=True),
        reason_field(words, placeholder=words("理由（必填），如：镇里电话核实")),
        select_field(words("有效至"), "until", until),
        button(words("保存"), primary=True),
    ]
    children = [html.Div(fields, className="fields"), html.Div(why, className="fields why")]
    fixed: dict[str, Any] = {"village": village.code, "body": track.body, "based_on": desk.snapshot.version}
    return form("correct", children, form_token, "correction", **fixed)


def _held(track: Standing, field: str) -> FieldValue | str:
    found = track.values.get(field)
    return found.value if found else ""


def _colour(village: VillagePicture, desk: Desk, words: Words, form_token: str) -> html.Div:
    """Why it has its colour, and the office's hand on it."""
    told: list[Any] = [mark(village.colour, words), html.B(words(COLOUR_NAMES[village.colour]))]
    if village.manual:
        told.append(
            html.Span(
                words(
                    "人工定级：{why}；自动为{colour}", why=village.manual, colour=words(COLOUR_NAMES[village.computed])
                )
            )
        )
    if not desk.visitor.is_office:
        return html.Div(told, className="colour")
    if village.manual:
        back = form("colour-back", [reason_field(words), button(words("恢复自动"))], form_token, village=village.code)
        return html.Div([*told, html.Details([html.Summary(words("恢复自动")), back])], className="colour")
    options = [(c.value, words(COLOUR_NAMES[c])) for c in (Colour.RED, Colour.YELLOW, Colour.GREEN)]
    end = desk.snapshot.on + timedelta(days=3)
    fields = [
        select_field(words("定为"), "colour", options, Colour.RED.value),
        day_field(words("到期日"), "expires_on", end, min=desk.snapshot.on.isoformat(), required=True),
        reason_field(words),
        button(words("定级")),
    ]
    asked = form("colour", fields, form_token, village=village.code)
    return html.Div([*told, html.Details([html.Summary(words("人工定级")), asked])], className="colour")


def _reports(track: Standing, desk: Desk, words: Words, form_token: str) -> html.Div:
    """The newest reports of the track, each with its place; an edit can be taken back."""
    assert desk.story is not None
    own = [r for r in desk.story.reports if r.kind is ReportKind.STATUS and r.body is track.body]
    lines = [_report(r, desk, words, form_token) for r in own[:_SHOWN_REPORTS]]
    title = html.H3(words("填报与更正 {n}", n=len(own)))
    return html.Div([title, html.Ul(lines)], className="sources")


def _report(report: Report, desk: Desk, words: Words, form_token: str) -> html.Li:
    assert desk.story is not None
    bulletin = desk.story.bulletins.get(report.content_hash)
    is_edit = report.source is Source.EDIT
    origin = (
        f"{report.by}：{report.reason}"
        if is_edit
        else f"{bulletin.name if bulletin else ''} {place(report.where, words)}"
    )
    said = [stage_name(report.stage, words.language)] if report.stage else []
    said += [f"{field_name(n, words)} {said_value(v, words)}" for n, v in list(report.counts.items())[:5]]
    said += [f"{field_name('date:' + n, words)} {words.day(d)}" for n, d in list(report.dates.items())[:4]]
    line: list[Any] = [
        html.Span(words.day(report.on), className="when"),
        html.B(words("更正") if is_edit else words("日报")),
        html.Span("，".join(said)),
        html.Small([origin, " · ", words("{when} 收到", when=words.moment(report.received_at))]),
    ]
    if is_edit and desk.visitor.may_edit:
        asked = form("take-back", [reason_field(words), button(words("撤销更正"))], form_token,
                     village=report.village_code, report=report.key)  # fmt: skip
        line.append(html.Details([html.Summary(words("撤销更正")), asked]))
    return html.Li(line)
