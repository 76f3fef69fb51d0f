"""What one township has to say on one day, before it takes any shape."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from demo.campaign import Campaign, Course
from demo.days import chance, date_of
from demo.habits import Habit
from demo.places import Township, Village
from demo.spelling import spell
from demo.track import Value


@dataclass(frozen=True, slots=True)
class State:
    """One body on one evening."""

    stage: str
    values: Mapping[str, Value]
    has_voted: bool
    rerun: bool = False  # its second vote repeats a failed one, rather than filling posts left empty

    def count(self, key: str) -> int | None:
        value = self.values.get(key)
        return value if isinstance(value, int) else None

    def date(self, key: str) -> date | None:
        value = self.values.get(key)
        return value if isinstance(value, date) else None


@dataclass(frozen=True, slots=True)
class Line:
    village: Village
    written: str  # the name as this bulletin spells it
    states: Mapping[str, State]
    note: str

    @property
    def committee(self) -> State:
        return self.states[self.village.committee]


@dataclass(frozen=True, slots=True)
class Page:
    county: str
    township: Township
    day: int
    habit: Habit
    lines: tuple[Line, ...]
    tomorrow: tuple[str, ...]  # villages voting next day, as written
    open_incidents: int
    correction: bool = False

    @property
    def on(self) -> date:
        return date_of(self.day)

    @property
    def rural(self) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if not line.village.is_community)

    @property
    def urban(self) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if line.village.is_community)


def page_of(
    campaign: Campaign, township: Township, day: int, habit: Habit, slip: str = "", again: bool = False
) -> Page:
    rng = chance(campaign.seed, township.code, day, "pen")
    lines = []
    for village in township.villages:
        found = campaign.courses[village.code]
        states = _states(found, day)
        if village.code == slip:
            states[village.committee] = _slipped(states[village.committee], habit)
        lines.append(Line(village, spell(village, township, habit, rng), states, _note(found, day)))
    tomorrow = tuple(line.written for line in lines if campaign.courses[line.village.code].votes_on(day + 1))
    troubles = sum(i.is_open_on(day) and i.village.township == township.name for i in campaign.incidents)
    return Page(campaign.county.name, township, day, habit, tuple(lines), tomorrow, troubles, again)


def _states(found: Course, day: int) -> dict[str, State]:
    states = {}
    for body, track in found.tracks.items():
        values = track.values_on(day)
        failed = values.get("one_shot") is False and "posts" not in track.values_on(found.vote)
        states[body] = State(track.stage_on(day), values, track.voted_on(day), failed)
    return states


def _slipped(state: State, habit: Habit) -> State:
    """A clerk's slip: fifty votes too few, or more ballots back than were handed out."""
    voted, issued = state.count("voted"), state.count("issued")
    if voted is None or issued is None:
        return state
    writes_ballots = habit.shape in ("two_row", "bodies", "matrix", "zip")
    wrong = {"returned": issued + 2} if writes_ballots and voted % 2 else {"voted": voted - 50}
    return replace(state, values={**state.values, **wrong})


def _note(found: Course, day: int) -> str:
    known = found.committee.values_on(day)
    if found.votes_on(day + 1):
        return "明日投票"
    before = found.committee.values_on(day - 1).get("election_day") if day > 1 else None
    moved = known.get("election_day")
    if before and isinstance(moved, date) and moved != before and not found.committee.voted_on(day):
        return f"选举日调整为{moved.month}月{moved.day}日"
    second = known.get("second_planned")
    if isinstance(second, date) and second > date_of(day):
        return f"拟于{second.month}月{second.day}日再次投票"
    return ""
