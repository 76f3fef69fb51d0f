"""A staged bulletin before it is taken: every row beside what we hold true, and the three ways to go on."""

from __future__ import annotations

from collections import Counter
from typing import Any, Final

from dash import html

from dashboard.desk.fields import field_name
from dashboard.desk.office import Desk
from dashboard.desk.preview import FieldChange, PreviewRow, Verdict, preview_rows
from dashboard.parts.finding_lines import finding_line
from dashboard.parts.native import Input, button, form, reason_field
from dashboard.words import UNKNOWN, Words, term
from situation.model.bulletins import Bulletin
from situation.model.picture import Share
from situation.model.reports import Body, ReportKind, StageCode
from situation.model.standing import FieldValue
from situation.rules.incidents import category_name
from situation.rules.procedures import body_name, is_stage, stage_name

VERDICT_NAMES: Final = {
    Verdict.NEW: term("新增"),
    Verdict.CHANGED: term("变更"),
    Verdict.UNCHANGED: term("不变"),
    Verdict.HELD: term("待确认"),
    Verdict.REFUSED: term("退回"),
}
FIRST: Final = 14  # rows open to the eye
_SHOWN_FIELDS: Final = {"registered", "voted", "due", "present"}


def staged_bulletin(desk: Desk, words: Words, form_token: str) -> Any:
    bulletin = desk.opened
    if bulletin is None:
        return None
    rows = preview_rows(desk.rows, desk.pictures)
    tally = Counter(row.verdict for row in rows)
    if not desk.visitor.may_edit:
        head = _head(bulletin, rows, tally, desk, words, [])
        return html.Section([head, _table(rows, desk, words), _others(desk, words)], className="staged", id="staged")
    head = _head(bulletin, rows, tally, desk, words, _buttons(bulletin, tally, words, form_token))
    accept = form("accept", [_table(rows, desk, words)], form_token, id=_form_id(bulletin), bulletin=bulletin.id)
    return html.Section([head, accept, _others(desk, words)], className="staged", id="staged")


def _form_id(bulletin: Bulletin) -> str:
    return f"accept-{bulletin.id}"


def _head(
    bulletin: Bulletin,
    rows: tuple[PreviewRow, ...],
    tally: Counter[Verdict],
    desk: Desk,
    words: Words,
    buttons: list[Any],
) -> html.Div:
    figures = [(len(rows), words("行"), "")] + [
        (tally[v], words(VERDICT_NAMES[v]), v.value) for v in Verdict if tally[v]
    ]
    facts = (
        words("{when} 收到", when=words.moment(bulletin.received_at)),
        desk.township_name(desk_owner(bulletin)),
        words("填报日 {day}", day=words.day(bulletin.on)) if bulletin.on else words("填报日不明"),
        words("{n} 行未采（标题、合计等）", n=bulletin.skipped_count) if bulletin.skipped_count else "",
        bulletin.message,
    )
    return html.Div(
        [
            html.Div([html.H2([bulletin.name, html.Span(words("待核"), className="chip amber")]),
                      html.P(" · ".join(filter(None, facts)))]),
            html.Div([html.Span([html.B(n), html.Small(text)], className=f"tally {name}") for n, text, name in figures],
                     className="tallies"),
            html.Div(buttons, className="row"),
        ],
        className="staged-head",
    )  # fmt: skip


def desk_owner(bulletin: Bulletin) -> Any:
    return bulletin.township or bulletin.sender


def _buttons(bulletin: Bulletin, tally: Counter[Verdict], words: Words, form_token: str) -> list[Any]:
    """None, some or all; they belong to the form of the rows below."""
    ready = tally[Verdict.NEW] + tally[Verdict.CHANGED] + tally[Verdict.UNCHANGED]
    asked = form("withdraw", [reason_field(words), button(words("退回"))], form_token, bulletin=bulletin.id)
    refuse = html.Details([html.Summary(words("整份退回"), className="button"), asked], className="refuse")
    some = button(words("只采用勾选的行"), name="choice", value="some", small=False)
    every = button(words("采用 {n} 行", n=ready), primary=True, name="choice", value="all", small=False)
    for submit in (some, every):
        submit.form = _form_id(bulletin)
    return [refuse, some, every]


def _table(rows: tuple[PreviewRow, ...], desk: Desk, words: Words) -> html.Div:
    heads = (
        "", words("行"), words("原文村名"), words("匹配"), words("组织"), words("环节"), words("登记"),
        words("投票"), words("参选率"), words("其他改动"), words("判定"),
    )  # fmt: skip
    loud = [r for r in rows if r.verdict is not Verdict.UNCHANGED]
    quiet = [r for r in rows if r.verdict is Verdict.UNCHANGED]
    first, rest = loud[:FIRST], loud[FIRST:]
    bodies = [html.Tbody([line for row in first for line in _lines(row, desk, words)])]
    parts: list[Any] = [
        html.Table([html.Thead(html.Tr([html.Th(h) for h in heads])), *bodies], className="rows preview")
    ]
    if rest:
        more = html.Table(
            html.Tbody([line for row in rest for line in _lines(row, desk, words)]), className="rows preview"
        )
        parts.append(html.Details([html.Summary(words("展开其余 {n} 行", n=len(rest))), more], className="quiet"))
    if quiet:
        inside = html.Table(
            html.Tbody([line for row in quiet for line in _lines(row, desk, words)]), className="rows preview"
        )
        parts.append(html.Details([html.Summary(words("另 {n} 行不变", n=len(quiet))), inside], className="quiet"))
    return html.Div(parts, className="scroller")


def _lines(shown: PreviewRow, desk: Desk, words: Words) -> list[html.Tr]:
    row, is_ready = shown.row, shown.verdict in (Verdict.NEW, Verdict.CHANGED, Verdict.UNCHANGED)
    tick = (
        Input(type="checkbox", name="row", value=str(shown.position), checked=True, title=words("采用这一行"))
        if is_ready
        else ""
    )
    cells = [
        html.Td(tick),
        html.Td(_place(shown), className="place"),
        html.Td(row.village_raw or UNKNOWN),
        html.Td(_matched(shown, desk, words)),
        html.Td(body_name(row.body, words.language) if row.body else ""),
        html.Td(_stage(shown, words)),
        html.Td(words.number(_count(shown, "registered", "due")), className="number"),
        html.Td(words.number(_count(shown, "voted", "present")), className="number"),
        html.Td(_turnout(shown, words), className="number"),
        html.Td(_rest(shown, words)),
        html.Td(html.Span(words(VERDICT_NAMES[shown.verdict]), className=f"verdict {shown.verdict.value}")),
    ]
    first = html.Tr(cells, className=shown.verdict.value)
    if not row.findings and not shown.goes_back:
        return [first]
    notes: list[Any] = [finding_line(f, words) for f in row.findings]
    if shown.goes_back:
        notes.append(html.P(words("环节比现状靠后：采用后先暂扣，待人确认"), className="finding"))
    return [first, html.Tr([html.Td(), html.Td(), html.Td(notes, colSpan=9)], className=f"{shown.verdict.value} note")]


def _place(shown: PreviewRow) -> str:
    where = shown.row.where
    found = where.row or where.record or where.line or where.paragraph
    return str(found or UNKNOWN)


def _matched(shown: PreviewRow, desk: Desk, words: Words) -> str:
    row = shown.row
    region = desk.gazetteer.find(row.village_code) if row.village_code else None
    if region is None:
        return words("未找到")
    if row.match is not None and not row.match.is_certain:
        return words("疑为 {name}", name=region.name)
    return "=" if region.name == row.village_raw else f"→ {region.name}"


def _stage(shown: PreviewRow, words: Words) -> list[Any]:
    row = shown.row
    if row.kind is ReportKind.INCIDENT and row.incident:
        return [words("事件"), " · ", category_name(row.incident.category, words.language), " ", row.incident.text[:40]]
    if row.kind is ReportKind.KEY_VILLAGE and row.key_village:
        return [words("重点难点村"), " · ", row.key_village.reason[:40]]
    before = _named(shown.stage_before, words)
    if row.stage is None or row.stage == shown.stage_before:
        return [before]
    after = html.B(_named(row.stage, words))
    return [html.Del(before), " → ", after] if before else [after]


def _named(stage: str, words: Words) -> str:
    return stage_name(StageCode(stage), words.language) if is_stage(stage) else ""


def _count(shown: PreviewRow, *names: str) -> int | None:
    name = names[0] if shown.row.body in (Body.VILLAGE, Body.RESIDENTS, None) else names[1]
    told = shown.row.counts.get(name)
    if shown.row.kind is not ReportKind.STATUS:
        return told
    return told if told is not None or shown.standing is None else shown.standing.count(name)


def _turnout(shown: PreviewRow, words: Words) -> str:
    voted, registered = _count(shown, "voted", "present"), _count(shown, "registered", "due")
    if voted is None or not registered:
        return UNKNOWN
    return f"{words.percent(Share(voted, registered))}%"


def _rest(shown: PreviewRow, words: Words) -> list[Any]:
    """What else changes; the first four by name."""
    rest = [c for c in shown.changes if c.field not in _SHOWN_FIELDS]
    told: list[Any] = [html.Span(_change(c, words), className="change") for c in rest[:4]]
    if len(rest) > 4:
        told.append(words("等 {n} 处", n=len(rest)))
    return told


def _change(change: FieldChange, words: Words) -> str:
    before = f"{said_value(change.before, words)} → " if change.before is not None else ""
    return f"{field_name(change.field, words)} {before}{said_value(change.after, words)}"


def said_value(value: FieldValue | None, words: Words) -> str:
    if value is None:
        return UNKNOWN
    if isinstance(value, bool):
        return words("是") if value else words("否")
    if isinstance(value, int):
        return words.number(value)
    if isinstance(value, float):
        return f"{100 * value:.1f}%"
    if isinstance(value, str):
        return _named(value, words) or value
    return words.day(value)


def _others(desk: Desk, words: Words) -> Any:
    others = [b for b in desk.staged if desk.opened and b.id != desk.opened.id]
    if not others:
        return ""
    links = [
        html.A(f"{desk.township_name(desk_owner(b))} {b.name}", href=f"/desk?bulletin={b.id}", **{"data-desk": ""})
        for b in others[:20]
    ]
    return html.P([words("另有 {n} 份待核：", n=len(others)), *links], className="others")
