"""What a screen shows: one immutable snapshot, at one version, as of one instant.

Wall, map, desk, briefing and API all draw from the same ``Snapshot``; therefore they cannot disagree.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from situation.model.regions import Region, RegionCode
from situation.model.reports import Body
from situation.model.standing import Colour, Incident, KeyVillage, Reason, Standing


@dataclass(frozen=True, slots=True, kw_only=True)
class VillagePicture:
    region: Region
    township: RegionCode
    colour: Colour
    computed: Colour
    reasons: tuple[Reason, ...]
    manual: str
    tracks: Mapping[Body, Standing]
    stage_group: int  # 0 not started, 1 preparing, 2 nominating, 3 electing, 4 done
    progress: int  # 0–100, share of all stages of all bodies entered
    body_progress: Mapping[Body, int]
    is_done: bool  # both committees (两委: P and V/R) completed
    key_village: KeyVillage | None  # only while listed
    incidents: tuple[Incident, ...]  # open ones, worst first
    is_unreported: bool  # its township owes today's bulletin
    has_conflict: bool
    last_on: date | None
    election_day: date | None  # of V or R

    @property
    def code(self) -> RegionCode:
        return self.region.code

    @property
    def is_escalated(self) -> bool:
        return any(incident.is_escalated for incident in self.incidents)


@dataclass(frozen=True, slots=True, kw_only=True)
class TownshipPicture:
    region: Region
    village_count: int
    done_count: int
    colour_counts: Mapping[Colour, int]
    has_reported: bool
    is_due: bool  # past today's cut-off
    reported_at: datetime | None
    is_zero_report: bool
    last_on: date | None  # last day it reported


@dataclass(frozen=True, slots=True)
class Share:
    """A ratio that never loses its fraction. ``of`` zero means: nothing to measure yet."""

    part: int
    of: int

    @property
    def percent(self) -> float | None:
        return 100 * self.part / self.of if self.of else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator:
    """One figure of the house against its target and yesterday. Sums over sums, never a mean of rates."""

    name: str  # completion, one_shot, turnout, yijiantiao, female, …
    share: Share
    yesterday: Share | None
    target: float | None  # percent
    villages: Share | None = None  # the 村 alone
    communities: Share | None = None  # the 社区 alone


@dataclass(frozen=True, slots=True, kw_only=True)
class BodyProgress:
    body: Body
    group_counts: tuple[int, int, int, int, int]  # villages per stage group 0…4
    elected_count: int  # past the vote
    village_count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DayMark:
    """One village at the end of one day: what the replay needs of it."""

    colour: Colour
    stage_group: int
    progress: int
    is_done: bool
    party_elected: bool
    committee_voted: bool
    is_key: bool
    has_incident: bool
    is_escalated: bool
    is_unreported: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DayPoint:
    """One day of the campaign, for the calendar under the wall and the slider of the map."""

    on: date
    party_elected: int
    committee_voted: int
    done: int
    red: int
    yellow: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What became different since the end of yesterday."""

    village_code: RegionCode
    before: Colour
    after: Colour


@dataclass(frozen=True, slots=True, kw_only=True)
class Freshness:
    """Whether the picture can be trusted to be current."""

    as_of: datetime  # received_at of the newest accepted bulletin or edit
    loaded_at: datetime | None  # real time of the loader's last completed run
    loader_due_at: datetime | None  # real time by which the next run should have ended
    reported_count: int
    township_count: int
    is_rehearsal: bool  # 演练: a simulated clock


@dataclass(frozen=True, slots=True, kw_only=True)
class Campaign:
    title: str
    starts_on: date
    ends_on: date
    voting_from: date | None = None
    voting_to: date | None = None
    plan: Mapping[date, int] = field(default_factory=dict)  # planned cumulative completions

    def day_number(self, on: date) -> int:
        return (on - self.starts_on).days + 1

    @property
    def length(self) -> int:
        return (self.ends_on - self.starts_on).days + 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    version: int
    on: date  # the day shown
    at: datetime  # the instant shown (campaign clock)
    known_at: datetime | None  # set when replaying what was known
    campaign: Campaign
    freshness: Freshness
    villages: tuple[VillagePicture, ...]  # in code order: the order of the status arrays on the wire
    townships: tuple[TownshipPicture, ...]
    bodies: tuple[BodyProgress, ...]
    indicators: tuple[Indicator, ...]
    incidents: tuple[Incident, ...]  # open, escalated first, then by deadline
    closed_incident_count: int
    key_villages: tuple[VillagePicture, ...]
    changes: tuple[Change, ...]
    yesterday_counts: Mapping[Colour, int]
    upcoming: Mapping[date, tuple[RegionCode, ...]]  # voting on the next three days
    days: tuple[DayPoint, ...]

    @property
    def colour_counts(self) -> dict[Colour, int]:
        counts = dict.fromkeys(Colour, 0)
        for village in self.villages:
            counts[village.colour] += 1
        return counts
