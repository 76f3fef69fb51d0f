"""Lines of ledgers: incidents and petitions, key villages, what supervision found. Persons stay out.

A line keeps what the ledger states and nothing more: an unknown status is absent, not "新报".
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeVar

from loaders import persons, values, vocabulary
from loaders.advice import finding
from loaders.headings import Subject
from loaders.judging import disposition_of
from loaders.readers.grid import is_blank
from loaders.tables.columns import Column
from loaders.tables.fields import Cells
from loaders.tables.grid import text_of
from situation.model.bulletins import Finding, Row
from situation.model.reports import (
    IncidentClaim,
    IncidentStatus,
    KeyVillageClaim,
    Level,
    ReportKind,
    Severity,
)

_STATUS = (  # the first that is found decides
    (IncidentStatus.DISMISSED, re.compile("不予受理|无关|不属实不受理")),
    (IncidentStatus.REOPENED, re.compile("反弹|重新上访|再次|复发")),
    (IncidentStatus.TO_VERIFY, re.compile("待核|待销号|化解待|待验收|申请销号|已化解|已处置|已解决")),
    (IncidentStatus.IN_HAND, re.compile("未销号|未办结|未化解|未解决|正在|处置中|处理中|办理中|化解中|调查中|整改中|推进中|进行中|在办|调处中|核查中")),
    (IncidentStatus.CLOSED, re.compile("已?销号|已办结|办结|已结案|结案|已完成|已整改|整改到位|完成整改|^是$|√|完成")),
    (IncidentStatus.ACCEPTED, re.compile("已?受理|已登记|已交办|已转办")),
    (IncidentStatus.NEW, re.compile("新报|新增|未处理|未受理|待处理|待办|未启动|^否$|×")),
)  # fmt: skip
_LEVELS = (
    (Level.CITY, re.compile("市级|^市")),
    (Level.OFFICE, re.compile("县办|区办|选举办|换届办|办公室")),
    (Level.COUNTY, re.compile("县|区(?!域)")),
    (Level.TOWNSHIP, re.compile("乡|镇|街道")),
    (Level.VILLAGE, re.compile("村|社区")),
)
_COLOURS = (
    ("red", re.compile("红")),
    ("yellow", re.compile("黄|橙")),
    ("green", re.compile("绿")),
)
_CHANNELS = (("访", "来?访|上访|走访"), ("信", "来?信|信件"), ("电", "电|12345|热线"), ("网", "网|微信|短视频"),
             ("日报", "日报"), ("督导", "督导|巡查|检查"))  # fmt: skip
T = TypeVar("T")
_DONE_OF = re.compile(r"(\d+)\s*[/／]\s*(\d+)")


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a ledger with its columns by key."""

    cells: Cells
    columns: Mapping[str, Column]
    on: date
    received_on: date

    def value(self, key: str) -> object:
        column = self.columns.get(key)
        return self.cells.grid.value(self.cells.row, column.index) if column else None

    def text(self, key: str) -> str:
        value = self.value(key)
        return "" if values.is_blank(value) else persons.mask_names(text_of(value))  # type: ignore[arg-type]

    def day(self, key: str, findings: list[Finding]) -> date | None:
        value, column = self.value(key), self.columns.get(key)
        if column is None or is_blank(value):  # type: ignore[arg-type]
            return None
        parsed = values.parse_date(value, self.on, untyped=self.cells.grid.sheet.kind == "csv")
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
        severity=_severity(line.text("severity") or line.text("level")),
        level=_first(_LEVELS, line.text("level")),
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
        disposition=disposition_of(findings, base.match), cells=line.located({**_fields_of(claim), "issue": claim.text}),
    )  # fmt: skip


def key_village_row(base: Row, line: Line, findings: list[Finding]) -> Row:
    status = line.text("status") + line.text("listed")
    deadline = line.day("deadline", findings)
    done, total = _done_of(line.text("measures_done") or line.text("measure"))
    claim = KeyVillageClaim(
        status="delisted" if _is_delisted(line) else "listed",
        level=_first(_LEVELS, line.text("level")),
        colour=next((c for c, p in _COLOURS if p.search(line.text("colour") or line.text("level") or status)), None),
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
        cells=line.located({"deadline": deadline, "reason": claim.reason, "colour": claim.colour, "level": claim.level}),
    )  # fmt: skip


def status_of(line: Line) -> IncidentStatus | None:
    """Its own column first; 是否销号 only tells the end."""
    text = line.text("status")
    found = next((s for s in IncidentStatus if s.value == text), None) or _first(_STATUS, text)
    closed = line.text("closed")
    if closed and values.parse_yes_no(closed) is True:
        return IncidentStatus.CLOSED
    return found


def _listed(line: Line) -> bool | None:
    text = line.text("listed")
    if not text:
        return None
    said = values.parse_yes_no(text)
    return said if said is not None else "未" not in text and "不" not in text


def _is_delisted(line: Line) -> bool:
    closed = line.text("closed")
    if closed and values.parse_yes_no(closed) is not None:
        return bool(values.parse_yes_no(closed))
    status = line.text("status") + line.text("listed")
    if re.search("未销号|未摘牌|未整改", status):
        return False
    return bool(re.search("销号|摘牌|摘帽|已整改|整改到位|已完成|办结", status))


def _severity(text: str) -> Severity | None:
    """Longest word first: 特别重大 holds 重大."""
    words = sorted(Severity, key=lambda s: -len(s.value))
    found = next((severity for severity in words if severity.value in text), None)
    return found or (Severity.SERIOUS if re.search("较大|严重", text) else None)


def _channel(text: str) -> str | None:
    return next((name for name, pattern in _CHANNELS if text and re.search(pattern, text)), None)


def _first(choices: tuple[tuple[T, re.Pattern[str]], ...], text: str) -> T | None:
    return next((choice for choice, pattern in choices if text and pattern.search(text)), None)


def _done_of(text: str) -> tuple[int | None, int | None]:
    found = _DONE_OF.search(text)
    return (int(found.group(1)), int(found.group(2))) if found else (None, None)


def _fields_of(claim: IncidentClaim) -> dict[str, object]:
    return {name: getattr(claim, name) for name in ("category", "status", "people", "deadline", "occurred", "level")}
