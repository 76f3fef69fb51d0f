"""Tests of dates and stages that a rule may apply to one track, each with its parameters as fields.

A check answers with a ``Breach`` or with None: lawful, or not enough is known. Calendar gaps are end − start: published
on the 1st and elected on the 21st is 20 days.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from situation.model.reports import StageCode
from situation.model.standing import Colour, Standing
from situation.rules import procedures
from situation.rules.count_checks import Breach, Op
from situation.rules.signs import furthest, milestone, second_ballot_held, vote_index
from situation.rules.worktime import add_workdays, workdays_between


class Unit(StrEnum):
    DAYS = "days"
    WORKDAYS = "workdays"


@dataclass(frozen=True, slots=True)
class Gap:
    """Days from one date to another. Working days count both ends, calendar days are end − start.

    Applied as soon as both dates are known, also while they lie ahead: then it is a plan that would break the law.
    A date known only from a plan (``Standing.plans``) lowers red to yellow: it can still be moved.
    """

    start: str
    end: str
    op: Op
    days: int
    unit: Unit = Unit.DAYS

    def breach(self, track: Standing, on: date) -> Breach | None:
        start, end = milestone(track, self.start), milestone(track, self.end)
        if start is None or end is None:
            return None
        first, last = start.value, end.value
        if not isinstance(first, date) or not isinstance(last, date):
            return None
        span = (last - first).days if self.unit is Unit.DAYS else workdays_between(first, last)
        if self.op.holds(span, self.days):
            return None
        newest = max(start, end, key=lambda value: value.on)
        name = self.start if newest is start else self.end
        planned = f"date:{self.start}" not in track.values or f"date:{self.end}" not in track.values
        return Breach(
            f"{span} ({first} → {last})",
            f"{self.op.sign} {self.days}",
            newest.on,
            newest.report_key,
            f"date:{name}",
            Colour.YELLOW if planned else None,
        )


@dataclass(frozen=True, slots=True)
class Deadline:
    """A milestone due ``days`` after (negative: before) an anchor day: 倒排 from 选举日.

    Missed only where the anchor day is known, the day is past, and there is no sign that it was done: neither the
    milestone's date, nor the stage ``proof`` or a later one, nor a result, nor 完成. A village whose tables never
    mention the milestone's date is therefore quiet as soon as its stage has moved on; one without an election day
    has no derived deadlines at all. Within ``soon`` days of the due day it is yellow.
    """

    milestone: str
    anchor: str
    days: int
    proof: str
    soon: int = 3
    unit: Unit = Unit.DAYS
    anchor_stage: str = ""  # the day this stage was reported stands in for an anchor date nobody stated

    def due_on(self, track: Standing) -> date | None:
        anchor = track.day(self.anchor)
        if anchor is None and self.anchor_stage:
            anchor = track.reached.get(StageCode(self.anchor_stage))
        if anchor is None:
            return None
        return due_day(anchor, self.days, self.unit)

    def is_met(self, track: Standing) -> bool:
        if f"date:{self.milestone}" in track.values:
            return True
        # One pack speaks of several bodies with the same course: V05 and R05 differ only in their letter.
        proof = procedures.stages(track.body)[int(self.proof[1:])]
        return furthest(track) >= procedures.stage_index(proof)

    def breach(self, track: Standing, on: date) -> Breach | None:
        due = self.due_on(track)
        if due is None or on < due - timedelta(self.soon) or self.is_met(track):
            return None
        anchor = milestone(track, self.anchor)
        key = anchor.report_key if anchor else ""
        if on > due:
            return Breach("", f"≤ {due}", due + timedelta(1), key, f"date:{self.anchor}")
        since = due - timedelta(self.soon)
        return Breach("", f"≤ {due}", since, key, f"date:{self.anchor}", Colour.YELLOW)


@dataclass(frozen=True, slots=True)
class SecondBallot:
    """Fewer elected than posts: a second ballot is due within ``days`` of the vote. Red once they are over.

    A track reported as completed is not asked again: that posts are left open is another rule's matter.
    """

    days: int

    def breach(self, track: Standing, on: date) -> Breach | None:
        posts, elected = track.count("posts"), track.values.get("elected")
        if posts is None or elected is None or not isinstance(elected.value, int):
            return None
        if elected.value >= posts or second_ballot_held(track) or procedures.is_done(track):
            return None
        voted_on = track.day("election_day")
        due = voted_on + timedelta(self.days) if voted_on else None
        is_past = due is not None and on > due
        threshold = f"= {posts}, ≤ {due}" if due else f"= {posts}"
        return Breach(
            f"{elected.value}/{posts}",
            threshold,
            due + timedelta(1) if due and is_past else elected.on,
            elected.report_key,
            "elected",
            Colour.RED if is_past else Colour.YELLOW,
        )


@dataclass(frozen=True, slots=True)
class ElectionPassed:
    """The election day is over and no result came: at once when the village reported since, else after ``days``."""

    milestone: str
    days: int

    def breach(self, track: Standing, on: date) -> Breach | None:
        known = milestone(track, self.milestone)
        if known is None or not isinstance(known.value, date) or known.value >= on:
            return None
        if furthest(track) >= vote_index(track):
            return None
        spoke_since = track.last_on is not None and track.last_on > known.value
        if not spoke_since and (on - known.value).days < self.days:
            return None
        return Breach(
            track.stage,
            f"{known.value}",
            known.value + timedelta(1),
            known.report_key,
            f"date:{self.milestone}",
        )


@dataclass(frozen=True, slots=True)
class Slippage:
    """A planned day is over by ``days`` or more and nothing says it was done."""

    milestone: str
    proof: str
    days: int

    def breach(self, track: Standing, on: date) -> Breach | None:
        plan = track.plans.get(f"date:{self.milestone}")
        if plan is None or not isinstance(plan.value, date) or (on - plan.value).days < self.days:
            return None
        if Deadline(self.milestone, self.milestone, 0, self.proof).is_met(track):
            return None
        late = (on - plan.value).days
        since = plan.value + timedelta(self.days)
        return Breach(f"+{late}", f"{plan.value}", since, plan.report_key, f"date:{self.milestone}")


@dataclass(frozen=True, slots=True)
class HeldReports:
    """A bulletin contradicts history, or a staff edit, and waits for a person."""

    def breach(self, track: Standing, on: date) -> Breach | None:
        for finding in track.findings:
            if finding.held and not finding.superseded:
                return Breach(finding.seen, finding.expected, finding.on, finding.report_key, finding.field)
        if track.conflicts:
            found = track.conflicts[0]
            new, edit = found.bulletin, found.edit
            return Breach(str(new.value), str(edit.value), new.on, new.report_key, found.field)
        return None


@dataclass(frozen=True, slots=True)
class FlagSet:
    """A yes/no answer (an entry of a checklist) that must be yes once the track has entered a stage.

    A no is a breach. Silence is one only where ``unknown_is_no``: most tables do not mention most checklists.
    """

    flag: str
    stage: str
    unknown_is_no: bool = False

    def breach(self, track: Standing, on: date) -> Breach | None:
        if procedures.is_done(track) or furthest(track) < int(self.stage[1:]):
            return None
        found = track.values.get(f"flag:{self.flag}")
        if found is None:
            return Breach("?", "✓", track.stage_on, "", f"flag:{self.flag}") if self.unknown_is_no else None
        if found.value is True:
            return None
        return Breach("✗", "✓", found.on, found.report_key, f"flag:{self.flag}")


@dataclass(frozen=True, slots=True)
class Note:
    """A rule the map explains but cannot test: it would need facts of persons, or has no figure."""

    def breach(self, track: Standing, on: date) -> Breach | None:
        return None


def due_day(anchor: date, days: int, unit: Unit) -> date:
    return anchor + timedelta(days) if unit is Unit.DAYS else add_workdays(anchor, days)
