"""One body's course in one village, as it truly ran: what was entered and what became known, day by day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from demo.days import LENGTH

Value = int | bool | date


@dataclass(slots=True)
class Track:
    body: str
    entered: dict[str, int] = field(default_factory=dict)  # stage → the day it was entered, in order
    learnt: list[tuple[int, str, Value]] = field(default_factory=list)  # (day, key, value)

    def enter(self, number: int, day: int) -> int:
        """Enters a stage, never before the one entered last, never before day 1; answers the day."""
        settled = max(1, day, *self.entered.values())
        self.entered[f"{self.body}{number:02}"] = settled
        return settled

    def learn(self, day: int, **facts: Value) -> None:
        self.learnt.extend((day, key, value) for key, value in facts.items())

    def learn_later(self, day: int, later: int, *keys: str) -> None:
        """Moves what was learnt on ``day`` of these keys to ``later``."""
        self.learnt = [(later if (d, k in keys) == (day, True) else d, k, value) for d, k, value in self.learnt]

    def stage_on(self, day: int) -> str:
        reached = [stage for stage, entered in self.entered.items() if entered <= day]
        return reached[-1] if reached else f"{self.body}00"

    def values_on(self, day: int) -> Mapping[str, Value]:
        known = sorted((fact for fact in self.learnt if fact[0] <= day), key=lambda fact: fact[0])
        return {key: value for _, key, value in known}

    def moved_between(self, since: int, day: int) -> bool:
        days = [*self.entered.values(), *(learnt for learnt, _, _ in self.learnt)]
        return any(since < moved <= day for moved in days)

    def count(self, key: str) -> int:
        """The number under ``key`` when all is over."""
        value = self.values_on(LENGTH)[key]
        if not isinstance(value, int):
            raise TypeError(f"{key} is no count")
        return value

    def voted_on(self, day: int) -> bool:
        vote = {"P": 7, "V": 10, "R": 10, "S": 3, "E": 6}[self.body]
        return int(self.stage_on(day)[1:]) >= vote


DATES = frozenset(
    (
        "committee", "list_published", "candidates_published", "election_day", "party_election", "handover",
        "second_ballot", "result_published", "second_planned",
    )
)  # fmt: skip
FLAGS = frozenset(("completed", "one_shot", "yijiantiao"))
