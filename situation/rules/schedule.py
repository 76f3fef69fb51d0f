"""The dated course of a track: what is due when, worked backwards from the vote (倒排), and who is behind.

Every bound comes from a rule of the pack, so that a province's figures move the schedule as they move the warnings.
Actual days come from reports, planned days from plans; a bound whose other end is unknown is not given.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from situation.model.regions import RegionCode
from situation.model.reports import Body, StageCode
from situation.model.standing import Standing, Value
from situation.rules import procedures
from situation.rules.checks import Deadline, Gap, SecondBallot, Unit
from situation.rules.count_checks import Op
from situation.rules.packs import Rule, RulePack
from situation.rules.procedures import Milestone
from situation.rules.signs import furthest, second_ballot_held
from situation.rules.worktime import add_workdays

# Typical start of each stage in days before (−) or after the body's own vote; practice, not law.
_TYPICAL: Mapping[str, tuple[int, ...]] = {
    "P": (-40, -24, -21, -18, -13, -8, 0, 1, 5),
    "V": (-45, -32, -29, -27, -21, -15, -12, -9, -6, 0, 1, 1, 5, 10),
    "S": (-5, -3, 0, 1, 3),
    "E": (-40, -27, -15, -12, -9, 0, 2, 7),
}


class When(StrEnum):
    """How near a due day is."""

    OVERDUE = "overdue"
    TODAY = "today"
    TOMORROW = "tomorrow"
    THIS_WEEK = "this_week"  # until Sunday
    LATER = "later"


@dataclass(frozen=True, slots=True)
class Event:
    """One milestone of one track: its lawful bounds with the rule each comes from, its plan and its fact."""

    village_code: RegionCode
    body: Body
    name: str
    earliest: date | None
    latest: date | None
    earliest_rule: str
    latest_rule: str
    planned_on: date | None
    done_on: date | None
    is_met: bool  # by its date, or by a later stage; a window also by its day being over

    @property
    def due_on(self) -> date | None:
        """The day to be reminded of: the plan where it keeps the law, else the last lawful day."""
        if self.planned_on and self.latest:
            return min(self.planned_on, self.latest)
        return self.planned_on or self.latest

    def when(self, on: date) -> When | None:
        return None if self.is_met or self.due_on is None else when(self.due_on, on)

    def slip(self, on: date) -> int | None:
        """Days behind plan: actual − planned, or today − planned while it is not done. None without a plan.

        Negative when it was done early; 0 while the planned day lies ahead.
        """
        if self.planned_on is None or (self.is_met and self.done_on is None):
            return None
        if self.done_on:
            return (self.done_on - self.planned_on).days
        return max(0, (on - self.planned_on).days)


def when(due_on: date, on: date) -> When:
    days = (due_on - on).days
    if days < 0:
        return When.OVERDUE
    if days < 2:
        return When.TOMORROW if days else When.TODAY
    return When.THIS_WEEK if days <= 6 - on.weekday() else When.LATER


def timeline(track: Standing, pack: RulePack, on: date) -> tuple[Event, ...]:
    """Every milestone with a date or a bound, in order of time. ``on`` chooses the law where no vote is dated."""
    bounds = _Bounds(track)
    rules = pack.all_for_body(track.body, track.day(procedures.vote_milestone(track.body)) or on)
    for _ in range(2):  # a bound derived in the first round can bear another: list ≤ E−20, objections ≥ list+5
        for rule in rules:
            bounds.take(rule)
    events = [bounds.event(found, on) for found in procedures.milestones(track.body)]
    known = [event for event in events if event.due_on or event.done_on or event.earliest]
    return tuple(sorted(known, key=lambda event: event.done_on or event.due_on or event.earliest or date.max))


class _Bounds:
    """Earliest and latest days while the rules are being read."""

    def __init__(self, track: Standing) -> None:
        self._track = track
        self._earliest: dict[str, tuple[date, str]] = {}
        self._latest: dict[str, tuple[date, str]] = {}

    def take(self, rule: Rule) -> None:
        check = rule.check
        if isinstance(check, Gap):
            self._take_gap(rule.id, check)
        elif isinstance(check, Deadline):
            self._not_after(check.milestone, check.due_on(self._track), rule.id)
        elif isinstance(check, SecondBallot) and self._wants_second_ballot():
            voted_on = self._track.day("election_day")
            self._not_after("second_ballot", voted_on and voted_on + timedelta(check.days), rule.id)

    def _take_gap(self, rule_id: str, gap: Gap) -> None:
        start, end = self._at(gap.start), self._at(gap.end)
        if gap.op in (Op.GE, Op.GT):
            days = gap.days + (gap.op is Op.GT)
            self._not_after(gap.start, end and _start_for(end, days, gap.unit), rule_id)
            self._not_before(gap.end, start and _end_for(start, days, gap.unit), rule_id)
        elif gap.op in (Op.LE, Op.LT):
            days = gap.days - (gap.op is Op.LT)
            self._not_after(gap.end, start and _end_for(start, days, gap.unit), rule_id)

    def _at(self, name: str) -> date | None:
        bound = self._latest.get(name)
        return self._track.day(name) or (bound[0] if bound else None)

    def _not_after(self, name: str, day: date | None, rule_id: str) -> None:
        if day and (name not in self._latest or day < self._latest[name][0]):
            self._latest[name] = day, rule_id

    def _not_before(self, name: str, day: date | None, rule_id: str) -> None:
        if day and (name not in self._earliest or day > self._earliest[name][0]):
            self._earliest[name] = day, rule_id

    def _wants_second_ballot(self) -> bool:
        posts, elected = self._track.count("posts"), self._track.count("elected")
        return posts is not None and elected is not None and elected < posts

    def event(self, found: Milestone, on: date) -> Event:
        track, name = self._track, found.name
        earliest, latest = self._earliest.get(name), self._latest.get(name)
        event = Event(
            track.village_code,
            track.body,
            name,
            earliest[0] if earliest else None,
            latest[0] if latest else None,
            earliest[1] if earliest else "",
            latest[1] if latest else "",
            _day(track.plans.get(f"date:{name}")),
            _day(track.values.get(f"date:{name}")),
            is_met(track, name),
        )
        closed = found.is_window and event.due_on is not None and event.due_on < on
        return replace(event, is_met=True) if closed else event


def _day(value: Value | None) -> date | None:
    return value.value if value and isinstance(value.value, date) else None


def is_met(track: Standing, name: str) -> bool:
    """Done: the track went past the milestone's stage, or its date is a fact not ahead of the last report.

    The day of the vote proves nothing by being over: only a stage or a result says that the vote was held.
    """
    if name == "second_ballot":
        return second_ballot_held(track)
    found = procedures.milestone(track.body, name)
    if found is not None and furthest(track) >= procedures.stage_index(found.stage):
        return True
    fact = track.values.get(f"date:{name}")
    if fact is None or not isinstance(fact.value, date) or name == procedures.vote_milestone(track.body):
        return False
    return fact.value <= (track.last_on or fact.on)


def _start_for(end: date, days: int, unit: Unit) -> date:
    """The last start from which ``days`` fit before ``end``."""
    return end - timedelta(days) if unit is Unit.DAYS else add_workdays(end + timedelta(1), -days)


def _end_for(start: date, days: int, unit: Unit) -> date:
    return start + timedelta(days) if unit is Unit.DAYS else add_workdays(start - timedelta(1), days)


def agenda(tracks: Iterable[Standing], pack: RulePack, on: date) -> tuple[Event, ...]:
    """What is still to be done in all these tracks, most urgent first: overdue, today, tomorrow, this week, later."""
    events = [event for track in tracks if track.last_on for event in timeline(track, pack, on)]
    due = [event for event in events if event.when(on) is not None]
    return tuple(sorted(due, key=lambda event: (event.due_on or date.max, event.village_code, event.body)))


def reminders(
    tracks: Iterable[Standing], pack: RulePack, on: date, ahead: tuple[int, ...] = (3, 1, 0)
) -> tuple[tuple[int, Event], ...]:
    """关键时间提醒 for the day: every open event due in 3 days, in 1 day, or today (T-3, T-1, T+0)."""
    events = agenda(tracks, pack, on)
    counted = (((event.due_on - on).days, event) for event in events if event.due_on)
    return tuple((days, event) for days, event in counted if days in ahead)


def slippages(tracks: Iterable[Standing], pack: RulePack, on: date) -> tuple[tuple[int, Event], ...]:
    """Events behind their plan, worst first."""
    events = [event for track in tracks if track.plans for event in timeline(track, pack, on)]
    slips = [(days, event) for event in events if (days := event.slip(on)) is not None and days > 0]
    return tuple(sorted(slips, key=lambda slip: (-slip[0], slip[1].village_code, slip[1].body, slip[1].name)))


def plan_backwards(body: Body, voted_on: date) -> tuple[tuple[StageCode, date], ...]:
    """A usual plan, stage by stage, from the day of the body's vote. Practice; check it with ``whatif``."""
    offsets = _TYPICAL["V" if body is Body.RESIDENTS else body.value]
    steps = zip(procedures.stages(body)[1:], offsets, strict=True)
    return tuple((code, voted_on + timedelta(days)) for code, days in steps)
