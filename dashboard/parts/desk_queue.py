"""What waits for a person: rows that could not be taken, and reports that the fold holds. One line, its answers beside."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from dash import html

from dashboard.desk.office import Desk, HeldReport
from dashboard.parts.finding_lines import finding_line, fold_line
from dashboard.parts.native import Input, Select, button, form, labelled, reason_field
from dashboard.words import UNKNOWN, Words
from situation.model.bulletins import Disposition, Match, Rejection, Row
from situation.model.regions import Region, RegionCode
from situation.model.reports import Where
from situation.rules.procedures import body_name

FIRST: Final = 8  # so many are open to the eye; the others one click away


def queue(desk: Desk, words: Words, form_token: str) -> Any:
    if not desk.rejection_count and not desk.held:
        return html.Section(
            [html.H2(words("待核")), html.P(words("没有等待处理的行"), className="nothing")], id="queue"
        )
    lines = [_held(h, desk, words, form_token) for h in desk.held]
    lines += [_question(alike, desk, words, form_token) for alike in questions(desk.rejections)]
    more = desk.rejection_count - len(desk.rejections)
    rest = html.P(words("另 {n} 行，处理后依次显示", n=more), className="nothing") if more else ""
    title = html.H2([words("待核"), html.Small(words("{n} 行", n=desk.rejection_count + len(desk.held)))])
    parts: list[Any] = [title, html.Div(lines[:FIRST], className="queue")]
    if lines[FIRST:]:
        summary = html.Summary(words("另 {n} 项", n=len(lines) - FIRST))
        parts.append(html.Details([summary, html.Div(lines[FIRST:], className="queue")], className="quiet"))
    return html.Section([*parts, rest], id="queue")


def questions(rejections: Iterable[Rejection]) -> list[list[Rejection]]:
    """Rows that ask the same: one name that nobody knows is one question, in however many tables it stands."""
    groups: dict[tuple[object, ...], list[Rejection]] = {}
    for rejection in rejections:
        row = rejection.row
        is_name = row.match is not None and not row.match.is_certain
        key = (row.township, row.village_raw, row.village_code) if is_name else (rejection.id,)
        groups.setdefault(key, []).append(rejection)
    return list(groups.values())


def _question(alike: list[Rejection], desk: Desk, words: Words, form_token: str) -> html.Div:
    rejection, row = alike[0], alike[0].row
    findings: list[Any] = [finding_line(f, words) for f in row.findings]
    body = body_name(row.body, words.language) if row.body else ""
    head = html.P(
        [
            html.B(row.village_raw or UNKNOWN),
            html.Span(words("{n} 行", n=len(alike)) if len(alike) > 1 else body),
            html.Small(f"{desk.township_name(row.township)} {rejection.bulletin_name} {place(row.where, words)}"),
        ],
        className="what",
    )
    answers = _answers(alike, desk, words, form_token) if desk.visitor.may_edit else []
    tone = "held" if rejection.disposition is Disposition.REVIEW else "refused"
    return html.Div([html.Div([head, *findings]), html.Div(answers, className="answers")], className=f"waiting {tone}")


def _answers(alike: list[Rejection], desk: Desk, words: Words, form_token: str) -> list[Any]:
    row, number = alike[0].row, " ".join(str(r.id) for r in alike)
    suggested = desk.gazetteer.find(row.village_code) if row.village_code else None
    answers: list[Any] = []
    if suggested and row.match is Match.FUZZY:
        asked = [html.Span([words("是"), " ", html.B(suggested.name), " ", words("吗？")]),
                 button(words("是，并记为别名"), primary=True)]  # fmt: skip
        answers.append(
            form("decide", asked, form_token, rejection=number, village=suggested.code, remember=1, verdict="is")
        )
    elif suggested:
        asked = [button(words("情况属实，照收"))]
        answers.append(form("decide", asked, form_token, rejection=number, village=suggested.code, verdict="is"))
        mend = html.A(words("在此改正"), href=track_address(suggested.code, row.body or ""), **{"data-desk": ""})
        answers.append(mend)
    answers.append(_other_village(number, row, desk, words, form_token))
    refuse = [reason_field(words, words("理由"), words("可不填")), button(words("退回"))]
    for control in refuse[:1]:
        control.children[1].required = False
    answers.append(
        html.Details(
            [html.Summary(words("退回")), form("decide", refuse, form_token, rejection=number, verdict="refuse")]
        )
    )
    return answers


def track_address(village: RegionCode, body: str) -> str:
    return f"/desk?village={village}&body={body}#track"


def _other_village(number: str, row: Row, desk: Desk, words: Words, form_token: str) -> html.Details:
    """The candidates first, then the township's villages, else all."""
    candidates = [desk.gazetteer[c] for c in row.candidates if c in desk.gazetteer]
    own = desk.visitor.township or row.township
    others = desk.gazetteer.children(own) if own and own in desk.gazetteer else desk.gazetteer.villages
    rest = [v for v in others if v.kind.is_leaf and v not in candidates]
    groups = [[words("相近"), _options(candidates, desk)], [words("其他"), _options(rest, desk)]]
    choice = Select(
        name="village", options=[["", words("选择村(社区)")], *(g for g in groups if g[1])], value="", required=True
    )
    remember = labelled(
        words("记为别名"), Input(type="checkbox", name="remember", value="1", checked=False), "remember", "tick"
    )
    asked = [labelled(words("属于"), choice, "village"), remember, button(words("确定"))]
    inside = form("decide", asked, form_token, rejection=number, verdict="is")
    return html.Details([html.Summary(words("另选")), inside])


def _options(villages: list[Region], desk: Desk) -> list[list[str]]:
    return [[v.code, f"{v.name} {desk.township_name(v.parent)}"] for v in villages]


def _held(held: HeldReport, desk: Desk, words: Words, form_token: str) -> html.Div:
    village, report = held.village, held.report
    source = f"{held.bulletin.name} {place(report.where, words)}" if held.bulletin else ""
    head = html.P(
        [
            html.B(village.region.name),
            html.Span(body_name(held.standing.body, words.language)),
            html.Small(f"{desk.township_name(village.township)} {words.day(report.on)} {source}"),
        ],
        className="what",
    )
    answers: list[Any] = []
    if desk.visitor.may_edit:
        fixed: dict[str, Any] = {"village": village.code, "report": report.key, "based_on": desk.snapshot.version}
        take = [reason_field(words), button(words("按更正采用"), primary=True)]
        drop = [reason_field(words), button(words("撤下此行"))]
        answers = [
            html.Details([html.Summary(words("属实，采用")), form("take-held", take, form_token, **fixed)]),
            html.Details([html.Summary(words("有误，撤下")), form("take-back", drop, form_token, **fixed)]),
            html.A(words("在此改正"), href=track_address(village.code, held.standing.body), **{"data-desk": ""}),
        ]
    lines = [fold_line(f, words) for f in held.findings]
    return html.Div([html.Div([head, *lines]), html.Div(answers, className="answers")], className="waiting held")


def place(where: Where, words: Words) -> str:
    """Where in its document a row stands."""
    number = where.row or where.record
    parts = [where.member or "", where.sheet or ""]
    if where.table and where.sheet is None:
        parts.append(words("表 {n}", n=where.table))
    if number:
        parts.append(words("第 {n} 行", n=number))
    elif where.line or where.paragraph:
        parts.append(words("第 {n} 段", n=where.line or where.paragraph))
    return " ".join(filter(None, parts))
