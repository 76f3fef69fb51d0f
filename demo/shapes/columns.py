"""The columns of daily tables: what stands under which heading, and how a township writes it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from demo import words
from demo.habits import Habit
from demo.page import Line, State
from demo.shapes.grid import Cell


@dataclass(frozen=True, slots=True)
class Column:
    group: str  # heading above; "" none
    title: str
    body: str  # P, C (committee), S, E, or "" for the village as such
    key: str

    @property
    def joined(self) -> str:
        """The heading of a table with a single header row."""
        if not self.group or self.group == "当选情况" or self.key in ("registered", "voted", "turnout", "election_day"):
            return self.title
        return f"{self.group.removesuffix('换届').removesuffix('选举')}{self.title}"


def _columns(group: str, body: str, *pairs: tuple[str, str]) -> tuple[Column, ...]:
    return tuple(Column(group, title, body, key) for title, key in pairs)


PARTY = _columns(
    "党组织换届",
    "P",
    ("当前环节", "stage"),
    ("应到会", "due"),
    ("实到会", "present"),
    ("选举日期", "party_election"),
)
RECOMMENDATION = _columns("推荐大会", "P", ("应到", "rec_due"), ("实到", "rec_present"))
COMMITTEE = _columns("村（居）委会选举", "C", ("当前环节", "stage"), ("选民名单公布日", "list_published"),
    ("候选人公布时间", "candidates_published"), ("选举日", "election_day"), ("登记选民数", "registered"),
    ("参加投票人数", "voted"), ("参选率", "turnout"))  # fmt: skip
BALLOTS = _columns(
    "选票情况",
    "C",
    ("发出选票", "issued"),
    ("收回选票", "returned"),
    ("有效票", "valid"),
    ("委托投票", "proxy"),
)
SEATS = _columns("当选情况", "C", ("应选职数", "posts"), ("当选人数", "elected"), ("其中女性", "female"),
    ("一次选举成功", "one_shot"), ("一肩挑", "yijiantiao"), ("是否完成换届", "completed"))  # fmt: skip
HANDOVER = _columns("村（居）委会选举", "C", ("移交时间", "handover"))
REPRESENTATIVES = _columns("村（居）民代表", "C", ("代表总数", "reps_total"), ("其中妇女", "reps_female"))
OTHERS = (Column("监委会换届", "当前环节", "S", "stage"), Column("合作社换届", "当前环节", "E", "stage"))
FULL = (*PARTY, *RECOMMENDATION, *COMMITTEE, *BALLOTS, *SEATS, *OTHERS)
PLAIN = (*PARTY, *COMMITTEE, *HANDOVER, *SEATS, *OTHERS)
SHORT = (*PARTY[:3], *COMMITTEE, *SEATS[:4], SEATS[5], *OTHERS)

DAYS = frozenset(("party_election", "list_published", "candidates_published", "election_day", "handover", "committee"))
MARKS = frozenset(("one_shot", "yijiantiao", "completed"))
VOTE_COUNTS = frozenset(("voted",))


def cell(line: Line, column: Column, habit: Habit) -> Cell:
    body = line.village.committee if column.body == "C" else column.body
    state = line.states.get(body)
    if state is None:
        return "/"
    if column.key == "stage":
        return words.stage_words(state.stage, habit.words, rerun=state.rerun)
    if column.key in MARKS:
        return _mark(state, column.key, habit)
    if column.key == "turnout":
        return _turnout(state, habit)
    if column.key in DAYS:
        return _day(state, column.key, habit)
    return _count(state, column.key, habit)


def _mark(state: State, key: str, habit: Habit) -> Cell:
    said = state.values.get(key, False if key == "completed" else None)
    return habit.blank if said is None else words.YES_NO[habit.yes_no][0 if said else 1]


def _turnout(state: State, habit: Habit) -> Cell:
    registered, voted = state.count("registered"), state.count("voted")
    if registered and voted is not None:
        return words.rate(voted, registered, habit.rate)
    return "0.00%" if habit.zeros and registered else habit.blank


def _day(state: State, key: str, habit: Habit) -> Cell:
    on = state.date(key)
    if on is None:
        return habit.blank
    said: date | str = words.day(on, habit.days)
    return said


def _count(state: State, key: str, habit: Habit) -> Cell:
    value = state.count(key)
    if value is None:
        early = habit.zeros and key in VOTE_COUNTS and state.count("registered") is not None
        return words.number(0, habit.numbers) if early else habit.blank
    return words.number(value, habit.numbers)


def total(lines: tuple[Line, ...], column: Column, habit: Habit) -> Cell:
    """The township's own sum under a column; blank where a sum means nothing."""
    if column.key in DAYS | MARKS | {"stage", "turnout"}:
        return habit.blank
    found = [
        line.states[line.village.committee if column.body == "C" else column.body].count(column.key)
        for line in lines
        if (line.village.committee if column.body == "C" else column.body) in line.states
    ]
    return words.number(sum(value or 0 for value in found), habit.numbers)
