"""Where a number came from, in one line: bulletin › sheet › row › cell; or who corrected it and why."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from dash import html

from dashboard.desk.fields import field_name
from dashboard.parts.desk_incidents import LEVEL_NAMES, SEVERITY_NAMES
from dashboard.words import UNKNOWN, Words
from situation.model.reports import Report, Source, StageCode
from situation.model.standing import FieldValue
from situation.rules.procedures import is_stage, stage_name
from situation.snapshot.story import VillageStory

_CODE: Final = re.compile(r"\b[PVRSE]\d\d\b")
_DAY: Final = re.compile(r"\b\d{4}-\d\d-\d\d\b")


@dataclass(frozen=True, slots=True)
class Origin:
    """The way back from a value, piece by piece."""

    pieces: tuple[str, ...]
    cell: str = ""


def origin_of(report: Report, story: VillageStory, words: Words, field: str = "") -> Origin:
    if report.source is Source.EDIT:
        return Origin((words("工作台更正"), report.by))
    bulletin = story.bulletins.get(report.content_hash)
    where = report.where
    number = where.row or where.record
    pieces = [bulletin.name if bulletin else words("原件"), where.member or "", where.sheet or ""]
    if where.table and where.sheet is None:
        pieces.append(words("表 {n}", n=where.table))
    if number:
        pieces.append(words("第 {n} 行", n=number))
    elif where.line or where.paragraph:
        pieces.append(words("第 {n} 段", n=where.line or where.paragraph))
    return Origin(tuple(p for p in pieces if p), cell_of(report, field))


def cell_of(report: Report, field: str) -> str:
    """The cell of a field; for an incident or a key village the one that names its kind."""
    named = field.partition(":")[0]
    for name in (field, named, "issue" if named == "incident" else "", "stage", "category", "village"):
        if name and name in report.cells:
            return report.cells[name]
    return ""


def origin_line(report: Report, story: VillageStory, words: Words, field: str = "") -> html.Span:
    origin = origin_of(report, story, words, field)
    told: list[Any] = [" › ".join(origin.pieces)]
    if origin.cell:
        told += [" › ", html.B(origin.cell, className="cell")]
    return html.Span(told, className="origin")


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
        return said_text(value, words)
    return words.day(value)


def said_text(text: str, words: Words) -> str:
    """What a rule wrote for anybody (stage codes, ISO days, words of the model) as this reader says it."""
    known = {**{s.value: t for s, t in SEVERITY_NAMES.items()}, **{v.value: t for v, t in LEVEL_NAMES.items()}}
    said = " ".join(words(known[part]) if part in known else part for part in text.split(" "))
    said = _CODE.sub(lambda m: stage_name(StageCode(m[0]), words.language) if is_stage(m[0]) else m[0], said)
    return _DAY.sub(lambda m: words.day(date.fromisoformat(m[0])), said)


def told_fields(report: Report, words: Words) -> Iterator[tuple[str, str, str]]:
    """Everything a report says: name, value, cell."""
    if report.stage:
        yield field_name("stage", words), stage_name(report.stage, words.language), cell_of(report, "stage")
    given: dict[str, FieldValue] = {
        **report.counts,
        **{f"date:{name}": day for name, day in report.dates.items()},
        **{f"rate:{name}": rate for name, rate in report.rates.items()},
        **{f"flag:{name}": flag for name, flag in report.flags.items()},
    }
    for name, value in given.items():
        yield field_name(name, words), said_value(value, words), report.cells.get(name, "")
