"""The kinds of test a rule may apply to a whole village: order of bodies, incidents, key village, silence."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from situation.model.reports import Body, Level, Severity
from situation.model.standing import Colour, Incident, Standing
from situation.rules import procedures
from situation.rules.count_checks import Breach
from situation.rules.facts import VillageFacts
from situation.rules.incidents import is_overdue
from situation.rules.signs import furthest, milestone


@dataclass(frozen=True, slots=True)
class BodyOrder:
    """The first body's vote comes before the second's. Silent where nothing is known of the first body."""

    first: Body
    second: Body
    first_day: str
    second_day: str

    def breaches(self, facts: VillageFacts, on: date) -> Iterator[Breach]:
        first, second = facts.tracks.get(self.first), facts.tracks.get(self.second)
        if first is None or second is None or first.last_on is None:
            return
        before, after = milestone(first, self.first_day), milestone(second, self.second_day)
        if before and after:
            if str(before.value) >= str(after.value):
                yield Breach(
                    f"{self.first} {before.value}, {self.second} {after.value}",
                    f"{self.first} < {self.second}",
                    max(before.on, after.on),
                    after.report_key,
                    f"date:{self.second_day}",
                )
        elif _has_voted(second) and not _has_voted(first):
            yield Breach(f"{first.stage}, {second.stage}", f"{self.first} < {self.second}", second.stage_on)


@dataclass(frozen=True, slots=True)
class SupervisionDue:
    """No supervision committee ``days`` days after the new committee was formed.

    Silent where nothing was ever reported of the supervision committee: some counties do not track it. The day of
    forming is its date, else the day the result was published or first reported as published.
    """

    days: int

    def breaches(self, facts: VillageFacts, on: date) -> Iterator[Breach]:
        committee = facts.tracks.get(procedures.committee_of(facts.kind))
        supervision = facts.tracks.get(Body.SUPERVISION)
        if committee is None or supervision is None or supervision.last_on is None or _has_voted(supervision):
            return
        result = procedures.milestone(committee.body, "result_published")
        formed = committee.day("formed") or committee.day("result_published")
        formed = formed or (committee.reached.get(result.stage) if result else None)
        if formed and (on - formed).days > self.days:
            due = formed + timedelta(self.days)
            yield Breach(supervision.stage, f"≤ {due}", due + timedelta(1))


@dataclass(frozen=True, slots=True)
class IncidentGrave:
    """An open incident of at least this severity, and at most that one."""

    least: Severity
    most: Severity

    def breaches(self, facts: VillageFacts, on: date) -> Iterator[Breach]:
        for incident in facts.incidents:
            if incident.is_open and self.least.rank <= incident.severity.rank <= self.most.rank:
                yield _of(incident, incident.severity.value, f"< {self.least}", incident.opened_on)


@dataclass(frozen=True, slots=True)
class IncidentOverdue:
    """An open incident whose deadline is over."""

    def breaches(self, facts: VillageFacts, on: date) -> Iterator[Breach]:
        for incident in facts.incidents:
            if is_overdue(incident, on) and incident.deadline is not None:
                due = incident.deadline
                yield _of(incident, f"+{(on - due).days}", f"≤ {due}", due + timedelta(1))


@dataclass(frozen=True, slots=True)
class IncidentEscalated:
    """An open incident held at this level or above, and at most that one."""

    least: Level
    most: Level

    def breaches(self, facts: VillageFacts, on: date) -> Iterator[Breach]:
        for incident in facts.incidents:
            if incident.is_open and self.least.rank <= incident.level.rank <= self.most.rank:
                yield _of(incident, incident.level.value, f"< {self.least}", incident.updated_on)


@dataclass(frozen=True, slots=True)
class KeyVillageListed:
    """The register of key villages lists the village with this colour."""

    colour: Colour

    def breaches(self, facts: VillageFacts, on: date) -> Iterator[Breach]:
        key = facts.key_village
        if key and key.delisted_on is None and key.colour is self.colour:
            yield Breach(key.reason, "", key.listed_on, key.report_keys[-1] if key.report_keys else "", "colour")


@dataclass(frozen=True, slots=True)
class KeyVillageUnled:
    """A listed key village without the post that answers for it (包联)."""

    def breaches(self, facts: VillageFacts, on: date) -> Iterator[Breach]:
        key = facts.key_village
        if key and key.delisted_on is None and not key.post:
            yield Breach("", "≥ 1", key.listed_on, key.report_keys[-1] if key.report_keys else "", "post")


@dataclass(frozen=True, slots=True)
class RectificationOpen:
    """Voting in fewer than ``days`` days while the village's measures are not all done (先整后换)."""

    days: int

    def breaches(self, facts: VillageFacts, on: date) -> Iterator[Breach]:
        key, day = facts.key_village, _election_day(facts)
        if key is None or key.delisted_on is not None or day is None or not 0 <= (day - on).days < self.days:
            return
        if key.measures_total is None or key.measures_done is None or key.measures_done >= key.measures_total:
            return
        value = f"{key.measures_done}/{key.measures_total}"
        yield Breach(value, f"{day}", day - timedelta(self.days - 1), key.report_keys[-1], "measures_done")


@dataclass(frozen=True, slots=True)
class SilentWhileVoting:
    """No bulletin for ``days`` days or more while the committee's track is between two stages."""

    days: int
    first: int  # stage numbers of the committee's procedure: 9 … 12
    last: int

    def breaches(self, facts: VillageFacts, on: date) -> Iterator[Breach]:
        track = facts.tracks.get(procedures.committee_of(facts.kind))
        if facts.unreported_days < self.days or track is None or procedures.is_done(track):
            return
        if self.first <= procedures.stage_index(track.stage) <= self.last:
            since = on - timedelta(facts.unreported_days - self.days)
            yield Breach(f"{facts.unreported_days}", f"< {self.days}", since)


@dataclass(frozen=True, slots=True)
class SilentBeforeVote:
    """No bulletin for ``days`` days or more, and the village votes within ``within`` days."""

    days: int
    within: int

    def breaches(self, facts: VillageFacts, on: date) -> Iterator[Breach]:
        day = _election_day(facts)
        if facts.unreported_days < self.days or day is None or not 0 <= (day - on).days <= self.within:
            return
        since = on - timedelta(facts.unreported_days - self.days)
        yield Breach(f"{facts.unreported_days}", f"< {self.days}", since)


@dataclass(frozen=True, slots=True)
class RowsWaiting:
    """At least so many rows about the village wait for a person's decision."""

    least: int

    def breaches(self, facts: VillageFacts, on: date) -> Iterator[Breach]:
        if facts.waiting_rows >= self.least:
            yield Breach(f"{facts.waiting_rows}", f"< {self.least}", None)


def _has_voted(track: Standing) -> bool:
    vote = procedures.procedure(track.body).vote
    return furthest(track) >= procedures.stage_index(vote)


def _election_day(facts: VillageFacts) -> date | None:
    track = facts.tracks.get(procedures.committee_of(facts.kind))
    return track.day("election_day") if track else None


def _of(incident: Incident, value: str, threshold: str, since: date) -> Breach:
    key = incident.report_keys[-1] if incident.report_keys else ""
    return Breach(value, threshold, since, key, f"incident:{incident.key}")
