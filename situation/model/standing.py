"""What we currently hold true: derived from reports by ``situation.rules``, never stored as fact, never edited."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from situation.model.regions import RegionCode
from situation.model.reports import Body, IncidentStatus, Level, Severity, StageCode


class Colour(StrEnum):
    """The light of a village, calmest first; the words and hues are the dashboard's and the county's palette."""

    GREY = "grey"  # not started, or nothing known
    DONE = "done"
    GREEN = "green"
    YELLOW = "yellow"
    RED = "red"

    @property
    def rank(self) -> int:
        return list(Colour).index(self)


FieldValue = int | float | bool | date | str


@dataclass(frozen=True, slots=True)
class Value:
    """One field of a track with the report it came from. Field names: the count keys of the interchange form,
    ``flag:completed`` for flags, ``date:election_day`` for dates."""

    value: FieldValue
    report_key: str
    on: date


@dataclass(frozen=True, slots=True)
class Conflict:
    """A staff edit and a later bulletin disagree; the edit is shown until a person decides."""

    field: str  # "stage" or a field name as above
    edit: Value
    bulletin: Value


@dataclass(frozen=True, slots=True)
class FoldFinding:
    """What comparison with history showed: regression, jump, fall of a cumulative count. ``held``: not applied."""

    code: str  # R_STAGE_REGRESSION, R_COUNT_JUMP, …
    report_key: str
    on: date
    field: str
    seen: str
    expected: str
    held: bool
    superseded: bool = False  # a later accepted report speaks of the same field


@dataclass(frozen=True, slots=True)
class Standing:
    """One track: one body's progress in one village."""

    village_code: RegionCode
    body: Body
    stage: StageCode
    stage_on: date | None = None  # the day it was first reported there
    reached: Mapping[StageCode, date] = field(default_factory=dict)
    values: Mapping[str, Value] = field(default_factory=dict)
    plans: Mapping[str, Value] = field(default_factory=dict)  # planned dates, apart from facts
    conflicts: tuple[Conflict, ...] = ()
    findings: tuple[FoldFinding, ...] = ()
    last_on: date | None = None

    def count(self, name: str) -> int | None:
        found = self.values.get(name)
        return found.value if found and isinstance(found.value, int) else None

    def flag(self, name: str) -> bool | None:
        found = self.values.get(f"flag:{name}")
        return found.value if found and isinstance(found.value, bool) else None

    def day(self, name: str) -> date | None:
        """The actual date of a milestone, else its plan."""
        found = self.values.get(f"date:{name}") or self.plans.get(f"date:{name}")
        return found.value if found and isinstance(found.value, date) else None


@dataclass(frozen=True, slots=True)
class Incident:
    """Something that went wrong in a village, as its reports tell it."""

    key: str  # stable identity derived from its first facts
    village_code: RegionCode
    category: str
    status: IncidentStatus
    severity: Severity
    level: Level
    people: int | None
    occurred: date | None
    deadline: date | None
    listed: bool
    opened_on: date
    updated_on: date
    closed_on: date | None
    reopened_count: int
    body: Body | None = None
    lead_unit: str = ""
    text: str = ""
    measures: str = ""
    channel: str = ""
    ref: str = ""
    report_keys: tuple[str, ...] = ()

    @property
    def is_open(self) -> bool:
        return self.status.is_open

    @property
    def is_escalated(self) -> bool:
        return self.is_open and self.level.rank >= Level.OFFICE.rank


@dataclass(frozen=True, slots=True)
class KeyVillage:
    """A designated difficult village (重点难点村) with its plan and the post that answers for it."""

    village_code: RegionCode
    listed_on: date
    delisted_on: date | None
    level: Level | None
    colour: Colour | None
    reason: str
    post: str
    measures_done: int | None
    measures_total: int | None
    deadline: date | None
    report_keys: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a village has its colour. ``rule`` names the rule of the pack, which knows words and article."""

    rule: str
    colour: Colour
    body: Body | None = None
    value: str = ""  # what stands in the reports
    threshold: str = ""  # what the rule asks
    since: date | None = None
    report_key: str = ""  # leads to file, sheet, row
    field: str = ""  # leads to the cell


@dataclass(frozen=True, slots=True)
class Warning:
    """The colour of a village with every reason, worst first. ``manual`` is set where a person overrode it."""

    colour: Colour
    computed: Colour
    reasons: tuple[Reason, ...] = ()
    manual: str = ""  # "who: why, until when"


@dataclass(frozen=True, slots=True)
class Override:
    """A person set the colour by hand: with an author, a reason and an end."""

    village_code: RegionCode
    colour: Colour
    by: str
    reason: str
    from_on: date
    expires_on: date
