"""Lines of ledgers: incidents and petitions, key villages, what supervision found. Persons stay out.

A line keeps what the ledger states and nothing more: an unknown status is absent, not "新报".
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from loaders import persons, values, vocabulary
from loaders.advice import finding
from loaders.headings import Subject
from loaders.judging import disposition_of
from loaders.readers.grid import is_blank
from loaders.readers.raw import CellValue
from loaders.tables.columns import Column
from loaders.tables.fields import Cells
from loaders.tables.grid import text_of
from situation.model.bulletins import Finding, Row
from situation.model.reports import (
    IncidentClaim,
    IncidentStatus,
    KeyVillageClaim,
    ReportKind,
)

_CHANNELS = (("访", "来?访|上访|走访"), ("信", "来?信|信件"), ("电", "电|12345|热线"), ("网", "网|微信|短视频"),
             ("日报", "日报"), ("督导", "督导|巡查|检查"))  # fmt: skip
_DONE_OF = re.compile(r"(\d+)\s*[/／]\s*(\d+)")


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a ledger with its columns by key."""

    cells: Cells
    columns: Mapping[str, Column]
    on: date

    def value(self, key: str) -> CellValue:
        column = self.columns.get(key)
        return self.cells.grid.value(self.cells.row, column.index) if column else None

    def text(self, key: str) -> str:
        value = self.value(key)
        return "" if values.is_blank(value) else persons.mask_names(text_of(value))

    def day(self, key: str, findings: list[Finding]) -> date | None:
        value, column = self.value(key), self.columns.get(key)
        if column is None or is_blank(value):
            return None
        parsed = self.cells.date_of(value, self.on)
        findings += self.cells.findings(parsed.problems, column)
        return parsed.value

    def number(self, key: str, findings: list[Finding]) -> int | None:
        value, column = self.value(key), self.columns.get(key)
        if column is None or values.is_blank(value):
            return None
        parsed = values.parse_count(value)
        findings += self.cells.findings(parsed.problems, column)
        return parsed.value

    def located(self, keys: Mapping[str, object]) -> dict[str, str]:
        """The cells of the fields that are stated."""
        return {
            key: self.cells.address(self.columns[key]) for key, value in keys.items() if value and key in self.columns
        }


def incident_row(base: Row, line: Line, findings: list[Finding], subject: Subject) -> Row:
    story = "；".join(dict.fromkeys(filter(None, (line.text("category"), line.text("issue"), line.text("reason")))))
    claim = IncidentClaim(
        category=vocabulary.category_of(line.text("category")) or vocabulary.category_of(story) or "I99",
        status=status_of(line),
        severity=vocabulary.severity_of(line.text("severity")),
        level=vocabulary.level_of(line.text("level")),
        people=line.number("people", findings),
        occurred=line.day("occurred", findings),
        deadline=line.day("deadline", findings),
        listed=_listed(line),
        channel=_channel(line.text("channel")) or ("督导" if subject is Subject.SUPERVISION else None),
        lead_unit=persons.post_of(line.text("lead_unit") or line.text("duty")) or None,
        text=line.text("issue") or line.text("category") or line.text("remark"),
        measures=line.text("measure"),
        ref=line.text("ref") or line.text("seq") or None,
    )
    if claim.deadline and claim.deadline < line.on and (claim.status is None or claim.status.is_open):
        findings.append(finding("R_INCIDENT_OVERDUE", seen=claim.deadline.isoformat(), column="办理时限"))
    return replace(
        base, kind=ReportKind.INCIDENT, incident=claim, findings=tuple(findings),
        disposition=disposition_of(findings, base.match),
        cells=dict(base.cells) | line.located({**_fields_of(claim), "issue": claim.text}),
    )  # fmt: skip


def key_village_row(base: Row, line: Line, findings: list[Finding]) -> Row:
    status = line.text("status") + line.text("listed")
    deadline = line.day("deadline", findings)
    done, total = _done_of(line.text("measures_done") or line.text("measure"))
    claim = KeyVillageClaim(
        status="delisted" if _is_delisted(line) else "listed",
        level=vocabulary.level_of(line.text("level") or line.text("listed")),
        colour=vocabulary.colour_of(line.text("colour") or status),
        reason=line.text("reason") or line.text("issue") or line.text("category") or line.text("key_village"),
        post=persons.post_of(line.text("duty")) or None,
        measures_done=done,
        measures_total=total,
        deadline=deadline,
    )
    return replace(
        base, kind=ReportKind.KEY_VILLAGE, key_village=claim, findings=tuple(findings),
        dates={"deadline": deadline} if deadline else {}, flags={"key_village": claim.status == "listed"},
        disposition=disposition_of(findings, base.match),
        cells=dict(base.cells)
        | line.located({"deadline": deadline, "reason": claim.reason, "colour": claim.colour, "level": claim.level}),
    )  # fmt: skip


def status_of(line: Line) -> IncidentStatus | None:
    """Its own words first; under a header that asks (是否销号) a bare yes closes and a bare no leaves it open."""
    text = line.text("status")
    found = next((status for status in IncidentStatus if status.value == text), None)
    said = values.parse_yes_no(text) if len(text) <= 2 else None
    if said is not None and _asks(line):
        return IncidentStatus.CLOSED if said else IncidentStatus.IN_HAND
    return found or vocabulary.status_of(text)


def _asks(line: Line) -> bool:
    column = line.columns.get("status")
    return column is not None and bool(re.search("是否|销号|办结|化解", column.header))


def _listed(line: Line) -> bool | None:
    text = line.text("listed")
    if not text:
        return None
    said = values.parse_yes_no(text)
    return said if said is not None else "未" not in text and "不" not in text


def _is_delisted(line: Line) -> bool:
    status = line.text("status") + line.text("listed")
    if len(status) <= 2 and _asks(line) and (said := values.parse_yes_no(status)) is not None:
        return said
    if re.search("未(?:销号|摘牌|摘帽|整改|完成)", status):
        return False
    return bool(re.search("销号|摘牌|摘帽|整改到位|已完成|办结", status))


def _channel(text: str) -> str | None:
    return next((name for name, pattern in _CHANNELS if text and re.search(pattern, text)), None)


def _done_of(text: str) -> tuple[int | None, int | None]:
    found = _DONE_OF.search(text)
    return (int(found.group(1)), int(found.group(2))) if found else (None, None)


def _fields_of(claim: IncidentClaim) -> dict[str, object]:
    return {name: getattr(claim, name) for name in ("category", "status", "people", "deadline", "occurred", "level")}
