"""Why a village has its colour: the rule, its article, what stands there against what is asked, and since when.

“依据” opens the very row of the very file: two clicks from any red village to the law and the cell.
"""

from __future__ import annotations

from typing import Any

from dash import html

from dashboard.parts.drawer_sources import origin_line, said_text, told_fields
from dashboard.parts.marks import COLOUR_NAMES, mark
from dashboard.parts.told import Told
from dashboard.words import Words
from situation.model.reports import Report
from situation.model.standing import Reason
from situation.rules.incidents import category_name
from situation.rules.packs import Rule
from situation.rules.procedures import body_name


def reasons_part(told: Told, words: Words) -> html.Section | None:
    village = told.story.picture
    lines: list[Any] = [_reason(reason, told, words) for reason in village.reasons]
    if village.manual:
        automatic = words(COLOUR_NAMES[village.computed])
        text = words("人工定级：{why}；自动为{colour}", why=village.manual, colour=automatic)
        lines.insert(0, html.P([mark(village.colour, words), text], className="manual"))
    if not lines:
        return None
    packs = words("系统判定 · 规则包 {n} 个", n=len(told.pack.names))
    head = html.Div(
        [html.H3([words("预警理由"), " ", len(village.reasons)]), html.Small(packs, title=" + ".join(told.pack.names))],
        className="part-head",
    )
    return html.Section([head, *lines], className="reasons")


def _reason(reason: Reason, told: Told, words: Words) -> html.Details:
    rule = told.pack.find(reason.rule, reason.body, told.on)
    report = told.story.report(reason.report_key)
    title = rule.title_in(words.language) if rule else reason.rule
    facts = [piece for piece in (_since(reason, words), _measured(reason, words)) if piece]
    summary = html.Summary(
        [
            mark(reason.colour, words),
            html.Div(
                [
                    html.P([html.B(title), *_of_what(reason, told, words)], className="reason-title"),
                    html.P(" · ".join(facts), className="reason-facts"),
                    html.P([words("依据"), " ", rule.article if rule else ""], className="reason-article"),
                ]
            ),
            html.Span(words("依据"), className="basis"),
        ]
    )
    inside = html.Div([*_clears(rule, words), *_source(reason, report, told, words)], className="reason-more")
    return html.Details([summary, inside], className=f"reason reason-{reason.colour.value}")


def _of_what(reason: Reason, told: Told, words: Words) -> list[str]:
    """The body, or the incident, that a reason is about."""
    key = reason.field.partition(":")[2] if reason.field.startswith("incident:") else ""
    incident = next((i for i in told.story.incidents if i.key == key), None)
    if incident:
        number = f"#{incident.ref} " if incident.ref else ""
        return [" （", number, category_name(incident.category, words.language), "）"]
    return [" · ", body_name(reason.body, words.language)] if reason.body else []


def _since(reason: Reason, words: Words) -> str:
    return words("自 {day} 起", day=words.day(reason.since)) if reason.since else ""


def _measured(reason: Reason, words: Words) -> str:
    value, asked = said_text(reason.value, words), said_text(reason.threshold, words)
    if value and asked:
        return words("现为 {value}，应 {asked}", value=value, asked=asked)
    return words("应 {asked}", asked=asked) if asked else value


def _clears(rule: Rule | None, words: Words) -> list[Any]:
    if rule is None:
        return []
    clears = html.P([html.B(words("怎样解除")), " ", rule.clears_in(words.language)])
    if rule.needs_checking:
        return [clears, html.P(words("条号与数字摘自二手材料，使用前请核对原文"), className="caution")]
    return [clears]


def _source(reason: Reason, report: Report | None, told: Told, words: Words) -> list[Any]:
    """The row of the file from which the reason follows, with the cell of each figure."""
    if report is None:
        return [html.P(words("由未填报推得，没有对应的单元格"), className="caution")]
    received = words("{when} 收到", when=words.moment(report.received_at))
    way = html.P([html.B(words("来源")), " ", origin_line(report, told.story, words, reason.field), " · ", received])
    cells = [
        html.Tr([html.Td(name), html.Td(value), html.Td(cell, className="cell")])
        for name, value, cell in told_fields(report, words)
    ]
    table = html.Table(html.Tbody(cells), className="row-cells") if cells else ""
    text = report.incident.text if report.incident else report.reason
    claim = html.P(f"“{text}”", className="claim") if text else ""
    return [way, claim, table, html.A(words("在填报记录中查看"), href=f"#report-{report.key}", className="to-ledger")]
