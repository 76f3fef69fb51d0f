"""What is claimed: one report speaks of one track (or one incident, or one key village) on one day.

A report keeps two clocks: ``on``, the day it speaks of, and ``recorded_at``, when we learnt it; and a third
instant, ``received_at``, when its document reached the office, which orders reports of the same day.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import NewType

from situation.model.regions import RegionCode

StageCode = NewType("StageCode", str)  # "V05": body letter and two digits


class Body(StrEnum):
    """What is elected."""

    PARTY = "P"  # 村(社区)党组织
    VILLAGE = "V"  # 村民委员会
    RESIDENTS = "R"  # 社区居民委员会
    SUPERVISION = "S"  # 村(居)务监督委员会
    ECONOMIC = "E"  # 村集体经济组织


class ReportKind(StrEnum):
    STATUS = "status"
    INCIDENT = "incident"
    KEY_VILLAGE = "key_village"
    AGGREGATE = "aggregate"  # a township's own total: kept for cross-checks, never applied


class Source(StrEnum):
    BULLETIN = "bulletin"
    EDIT = "edit"  # made by staff at the desk


class Severity(StrEnum):
    """Of an incident, worst last."""

    MINOR = "一般"
    SERIOUS = "较重"
    MAJOR = "重大"
    CRITICAL = "特别重大"

    @property
    def rank(self) -> int:
        return list(Severity).index(self)


class IncidentStatus(StrEnum):
    NEW = "新报"
    ACCEPTED = "受理"
    IN_HAND = "处置中"
    TO_VERIFY = "化解待核"
    CLOSED = "已销号"
    REOPENED = "反弹"
    DISMISSED = "不予受理"

    @property
    def is_open(self) -> bool:
        return self not in (IncidentStatus.CLOSED, IncidentStatus.DISMISSED)


class Level(StrEnum):
    """Who holds an incident or key village: the ladder of escalation."""

    VILLAGE = "村"
    TOWNSHIP = "乡镇"
    OFFICE = "县办"  # county election office
    COUNTY = "县"  # county leading group, 县领导
    CITY = "市"

    @property
    def rank(self) -> int:
        return list(Level).index(self)


@dataclass(frozen=True, slots=True)
class Where:
    """Where in a document a row stands. 1-based; only what applies is set (docs: the interchange form)."""

    sheet: str | None = None
    row: int | None = None
    col: int | None = None
    record: int | None = None
    table: int | None = None
    paragraph: int | None = None
    line: int | None = None
    span: str | None = None
    member: str | None = None

    def as_loc(self) -> dict[str, str | int]:
        pairs = ((name, getattr(self, name)) for name in self.__slots__)
        return {name: value for name, value in pairs if value is not None}


@dataclass(frozen=True, slots=True)
class IncidentClaim:
    """What one row says of an incident. ``text`` has persons masked. ``ref`` is the ledger's own number."""

    category: str  # I01 … I99
    status: IncidentStatus | None = None
    severity: Severity | None = None
    level: Level | None = None
    people: int | None = None
    occurred: date | None = None
    deadline: date | None = None
    listed: bool | None = None
    channel: str | None = None  # 信 / 访 / 电 / 网 / 日报 / 督导
    lead_unit: str | None = None
    text: str = ""
    measures: str = ""
    ref: str | None = None


@dataclass(frozen=True, slots=True)
class KeyVillageClaim:
    """What one row says of a key village (重点难点村). ``post`` is an office, never a person."""

    status: str = "listed"  # or "delisted"
    level: Level | None = None
    colour: str | None = None  # green | yellow | red, as the register states it
    reason: str = ""
    post: str | None = None
    measures_done: int | None = None
    measures_total: int | None = None
    deadline: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One accepted claim, append-only. ``cells`` leads each field back to its cell ("registered" → "F9").

    ``key`` is its identity: the same claim of the same content at the same place is one report.
    """

    key: str
    kind: ReportKind
    source: Source
    village_code: RegionCode
    body: Body | None
    on: date
    received_at: datetime
    recorded_at: datetime
    content_hash: str  # of the bulletin's bytes, or of the edit
    where: Where = field(default_factory=Where)
    stage: StageCode | None = None
    dates: Mapping[str, date] = field(default_factory=dict)
    counts: Mapping[str, int] = field(default_factory=dict)
    rates: Mapping[str, float] = field(default_factory=dict)
    flags: Mapping[str, bool] = field(default_factory=dict)
    planned: bool = False  # a plan ("明日投票"), not a fact
    correction: bool = False  # the document says 更正 / 以此为准
    incident: IncidentClaim | None = None
    key_village: KeyVillageClaim | None = None
    problems: tuple[str, ...] = ()
    cells: Mapping[str, str] = field(default_factory=dict)
    by: str = ""  # author of an edit; the sender of a bulletin
    reason: str = ""
    expires_on: date | None = None  # of an edit
    note: str = ""

    @property
    def order(self) -> tuple[date, datetime, str, str]:
        """The fold's order: never by when we happened to load it."""
        return (self.on, self.received_at, self.content_hash, self.key)
