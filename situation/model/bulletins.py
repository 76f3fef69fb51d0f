"""A document of reports: the rows taken from it, what became of each, and what was wrong.

``Row`` is the interchange object: one village, one body, one place in the file. Nothing vanishes: each source row
is accepted, held for a person (review), refused (reject) or skipped with a reason.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from situation.model.regions import RegionCode
from situation.model.reports import Body, IncidentClaim, KeyVillageClaim, ReportKind, StageCode, Where


class Match(StrEnum):
    EXACT = "exact"
    NORMALIZED = "normalized"
    ALIAS = "alias"
    FORMER = "former"
    FUZZY = "fuzzy"
    AMBIGUOUS = "ambiguous"
    OTHER_TOWNSHIP = "other_township"
    NONE = "none"

    @property
    def is_certain(self) -> bool:
        return self in (Match.EXACT, Match.NORMALIZED, Match.ALIAS, Match.FORMER)


class Disposition(StrEnum):
    ACCEPT = "accept"
    REVIEW = "review"  # held until a person decides
    REJECT = "reject"
    IGNORE = "ignore"


class Outcome(StrEnum):
    """What became of a file."""

    OK = "ok"
    DUPLICATE = "duplicate"
    CORRUPT = "corrupt"
    EMPTY = "empty"
    ZERO_REPORT = "zero_report"
    ENCRYPTED = "encrypted"
    UNSUPPORTED = "unsupported"
    WRONG_COUNTY = "wrong_county"
    QUARANTINE = "quarantine"  # a roster of persons: only hash and name are kept
    REJECT = "reject"

    @property
    def counts_as_reported(self) -> bool:
        return self in (Outcome.OK, Outcome.ZERO_REPORT, Outcome.DUPLICATE)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing noticed: a code of the problem list, and what a clerk needs to mend it."""

    code: str  # F_… R_… L_…
    column: str = ""  # header as written
    cell: str = ""  # "K11", where there is one
    seen: str = ""
    expected: str = ""
    advice: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    kind: ReportKind
    where: Where
    township: RegionCode | None = None
    village_raw: str = ""
    village_code: RegionCode | None = None  # for a fuzzy match: the single suggestion, not applied
    candidates: tuple[RegionCode, ...] = ()
    match: Match | None = None
    body: Body | None = None
    on: date | None = None
    stage: StageCode | None = None
    dates: Mapping[str, date] = field(default_factory=dict)
    counts: Mapping[str, int] = field(default_factory=dict)
    rates: Mapping[str, float] = field(default_factory=dict)
    flags: Mapping[str, bool] = field(default_factory=dict)
    planned: bool = False
    incident: IncidentClaim | None = None
    key_village: KeyVillageClaim | None = None
    findings: tuple[Finding, ...] = ()
    disposition: Disposition = Disposition.ACCEPT
    cells: Mapping[str, str] = field(default_factory=dict)
    note: str = ""

    @property
    def problems(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(finding.code for finding in self.findings))


@dataclass(frozen=True, slots=True)
class Skipped:
    """A source row that is no report, and why: title, header, blank, subtotal, footer, legend, example, plan."""

    where: Where
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """Everything taken from one file, before the store is asked anything."""

    file: str
    content_hash: str  # sha256 of the bytes
    fingerprint: str  # of the cell texts: a re-saved copy has other bytes and the same fingerprint
    outcome: Outcome
    message: str = ""  # for a clerk
    findings: tuple[Finding, ...] = ()
    on: date | None = None
    on_inferred: bool = False
    township: RegionCode | None = None  # null for a county-wide file
    township_inferred: bool = False
    correction: bool = False
    rows: tuple[Row, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    layout: str = ""
    member: str = ""  # its name inside a zip

    @property
    def problems(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(finding.code for finding in self.findings))


class BulletinState(StrEnum):
    RECEIVED = "received"
    STAGED = "staged"
    ACCEPTED = "accepted"
    WITHDRAWN = "withdrawn"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Bulletin:
    """A document as received; never changed, only followed by later facts."""

    id: int
    name: str
    content_hash: str
    source: str  # which inbox, mailbox, upload
    sender: RegionCode | None
    received_at: datetime
    recorded_at: datetime
    state: BulletinState
    outcome: Outcome
    on: date | None
    township: RegionCode | None
    correction: bool
    message: str
    problems: tuple[str, ...]
    accepted_count: int
    held_count: int
    refused_count: int
    skipped_count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejection:
    """A row that could not become a report: held for a person, or refused."""

    id: int
    bulletin_id: int
    bulletin_name: str
    disposition: Disposition
    row: Row
    received_at: datetime
    decided: str = ""  # "", "accepted", "refused"
    decided_by: str = ""
