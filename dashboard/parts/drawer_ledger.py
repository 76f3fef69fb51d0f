"""The ledger (台账): everything ever said of the village, newest first, with its place in its file and its fate."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from dash import html

from dashboard.desk.fields import field_name
from dashboard.parts.drawer_sources import origin_line, said_value
from dashboard.parts.told import SHORT_NAMES, Told
from dashboard.words import Words, term
from situation.model.bulletins import Disposition, Rejection
from situation.model.reports import Body, Report, ReportKind, Source
from situation.model.standing import FieldValue, Standing
from situation.rules.incidents import category_name
from situation.rules.procedures import stage_name

_SHOWN: Final = 12
KINDS: Final = {
    "bulletin": term("日报"),
    "incident": term("事件"),
    "key": term("台账"),
    "edit": term("更正"),
    "plan": term("计划"),
    "correction": term("更正报"),
}
FATES: Final = {
    "adopted": term("已采用"),
    "superseded": term("已有新报"),
    "overruled": term("被更正覆盖"),
    "held": term("待核"),
    "first": term("优先"),
    "plan": term("计划"),
}


@dataclass(frozen=True, slots=True)
class Entry:
    """Reports that one row of one document made together."""

    reports: tuple[Report, ...]

    @property
    def first(self) -> Report:
        return self.reports[0]


def entries_of(reports: tuple[Report, ...]) -> list[Entry]:
    """Reports of one row of one document, newest document first."""
    grouped: dict[tuple[object, ...], list[Report]] = {}
    for report in reports:
        alone = report.key if report.source is Source.EDIT or report.kind is not ReportKind.STATUS else ""
        key = (report.content_hash, report.where.sheet, report.where.row, report.where.line, report.planned, alone)
        grouped.setdefault(key, []).append(report)
    return [Entry(tuple(group)) for group in grouped.values()]


def ledger_part(told: Told, words: Words) -> html.Section:
    entries = entries_of(told.story.reports)
    before = _said_before(told.story.reports)
    lines: list[Any] = [_entry(entry, before, told, words) for entry in entries]
    rejected = [_rejection(r, words) for r in told.story.rejections if not r.decided] if not told.is_past else []
    head = html.Div(
        [html.H3(words("填报记录")), html.Small(words("{n} 条 · 全部版本", n=len(entries)))], className="part-head"
    )
    shown = [html.Ul([*rejected, *lines[:_SHOWN]], className="ledger")]
    if len(lines) > _SHOWN:
        rest = html.Ul(lines[_SHOWN:], className="ledger")
        shown.append(
            html.Details([html.Summary(words("更早的 {n} 条", n=len(lines) - _SHOWN)), rest], className="older")
        )
    return html.Section([head, *shown], className="ledger-part", id="drawer-ledger")


def _said_before(reports: tuple[Report, ...]) -> Mapping[str, Mapping[str, FieldValue]]:
    """What the village's body was known as before each report: to show only what a report changed."""
    known: dict[Body | None, dict[str, FieldValue]] = {}
    before: dict[str, Mapping[str, FieldValue]] = {}
    for report in reversed(reports):
        if report.kind is ReportKind.STATUS and not report.planned:
            held = known.setdefault(report.body, {})
            before[report.key] = dict(held)
            held.update(_fields(report))
    return before


def _fields(report: Report) -> dict[str, FieldValue]:
    found: dict[str, FieldValue] = {"stage": report.stage} if report.stage else {}
    found |= report.counts
    found |= {f"date:{name}": day for name, day in report.dates.items()}
    return found


def _entry(entry: Entry, before: Mapping[str, Mapping[str, FieldValue]], told: Told, words: Words) -> html.Li:
    first = entry.first
    kind, fate = _kind(first), fate_of(entry, told)
    said = [piece for report in entry.reports for piece in _said(report, before.get(report.key, {}), words)]
    report, field = _telling(entry, before)
    way: list[Any] = [origin_line(report, told.story, words, field)]
    if first.source is Source.EDIT:
        way.append(html.Span(words("理由：{why}", why=first.reason)))
    elif sender := _sender(first, told):
        way.append(html.Span(words("{who}报送", who=sender)))
    anchors = [html.A(id=f"report-{report.key}", className="anchor") for report in entry.reports]
    line = [
        html.Time(_when(first, words), title=words("{when} 收到", when=words.moment(first.received_at))),
        html.Span(words(KINDS[kind]), className=f"chip chip-{kind}"),
        html.Div([html.P(said or _unchanged(entry, words), className="said-what"), html.P(way, className="way")]),
        html.Span(words(FATES[fate]), className=f"fate fate-{fate}"),
    ]
    return html.Li([*anchors, *line], className="entry")


def _sender(report: Report, told: Told) -> str:
    """The township by name; anything else by its code."""
    bulletin = told.story.bulletins.get(report.content_hash)
    sender = (bulletin.sender or bulletin.township) if bulletin else None
    return told.township.name if told.township and sender == told.township.code else sender or ""


def _telling(entry: Entry, before: Mapping[str, Mapping[str, FieldValue]]) -> tuple[Report, str]:
    """The report and the field that an entry is read for: the first that changed, else the committee's stage."""
    for report in entry.reports:
        for name, value in _fields(report).items():
            if before.get(report.key, {}).get(name) != value:
                return report, name
    return _committees(entry), "stage"


def _committees(entry: Entry) -> Report:
    return next((r for r in entry.reports if r.body in (Body.VILLAGE, Body.RESIDENTS)), entry.first)


def _unchanged(entry: Entry, words: Words) -> str:
    report = _committees(entry)
    if report.body is None or report.stage is None:
        return words("无变化")
    body = words(SHORT_NAMES[report.body])
    return words("{body} {stage}（不变）", body=body, stage=stage_name(report.stage, words.language))


def _when(report: Report, words: Words) -> str:
    return f"{words.short_day(report.received_at.astimezone().date())} {words.time(report.received_at)}"


def _kind(report: Report) -> str:
    if report.source is Source.EDIT:
        return "edit"
    if report.kind is ReportKind.INCIDENT:
        return "incident"
    if report.kind is ReportKind.KEY_VILLAGE:
        return "key"
    return "plan" if report.planned else "correction" if report.correction else "bulletin"


def _said(report: Report, before: Mapping[str, FieldValue], words: Words) -> Iterator[Any]:
    """Body by body: the stage, and every figure that was not known or was another one."""
    if report.incident:
        yield f"{category_name(report.incident.category, words.language)} {report.incident.text}"
    elif report.key_village:
        key = report.key_village
        yield " ".join(
            filter(
                None, (words("重点难点村"), key.reason, key.post or "", _plan(key.measures_done, key.measures_total))
            )
        )
    else:
        changed = {name: value for name, value in _fields(report).items() if before.get(name) != value}
        body = words(SHORT_NAMES[report.body]) if report.body else ""
        if report.stage and "stage" in changed:
            yield html.Span([f"{body} ", html.B(stage_name(report.stage, words.language))], className="told")
            changed.pop("stage")
            body = ""
        for name, value in changed.items():
            was = f"{said_value(before[name], words)} → " if name in before else ""
            yield html.Span(
                [f"{body} {field_name(name, words)} {was}".lstrip(), html.B(said_value(value, words))], className="told"
            )
            body = ""


def _plan(done: int | None, total: int | None) -> str:
    return f"{done or 0}/{total}" if total else ""


def fate_of(entry: Entry, told: Told) -> str:
    """What became of it: adopted, updated by a later one, overruled by an edit, or held for a person."""
    first = entry.first
    if first.planned:
        return "plan"
    keys = {report.key for report in entry.reports}
    tracks = told.story.picture.tracks
    if any(f.held and f.report_key in keys and not f.superseded for t in tracks.values() for f in t.findings):
        return "held"
    if any(c.bulletin.report_key in keys for t in tracks.values() for c in t.conflicts):
        return "overruled"
    if first.source is Source.EDIT:
        return "first" if any(_stands(r, tracks) for r in entry.reports) else "superseded"
    if first.kind is not ReportKind.STATUS:
        return "adopted"
    return "adopted" if all(_stands(r, tracks) for r in entry.reports) else "superseded"


def _stands(report: Report, tracks: Mapping[Body, Standing]) -> bool:
    """True while nothing it says has been said otherwise since."""
    track = tracks.get(report.body) if report.body else None
    if track is None:
        return True
    held = {name: value.value for name, value in track.values.items()} | {"stage": track.stage}
    return all(held.get(name, value) == value for name, value in _fields(report).items())


def _rejection(rejection: Rejection, words: Words) -> html.Li:
    row, finding = rejection.row, next(iter(rejection.row.findings), None)
    seen = " ".join(filter(None, (finding.cell, finding.column, finding.seen))) if finding else row.village_raw
    is_held = rejection.disposition is Disposition.REVIEW
    place = words("第 {n} 行", n=row.where.row) if row.where.row else ""
    return html.Li(
        [
            html.Time(words.moment(rejection.received_at)),
            html.Span(words("待确认") if is_held else words("退回"), className="chip chip-rejected"),
            html.Div([html.P(seen, className="said-what"),
                      html.P(" › ".join(filter(None, (rejection.bulletin_name, row.where.sheet or "", place))), className="way")]),
            html.Span(words("待核"), className="fate fate-held"),
        ],
        className="entry",
    )  # fmt: skip
