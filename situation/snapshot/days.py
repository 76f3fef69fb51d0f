"""The campaign day by day, counted over all villages. Counts follow the marks that change; nothing is summed anew."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from situation.model.picture import DayMark, DayPoint
from situation.model.standing import Colour


class DayTally:
    def __init__(self) -> None:
        self._days: list[list[int]] = []

    def put(self, before: Sequence[DayMark], after: Sequence[DayMark]) -> None:
        """One village's marks were ``before`` and are ``after`` now."""
        self._count(before, -1)
        self._count(after, 1)

    def _count(self, marks: Sequence[DayMark], weight: int) -> None:
        while len(self._days) < len(marks):
            self._days.append([0] * 5)
        for day, mark in zip(self._days, marks, strict=False):
            for n, counts in enumerate(_counts(mark)):
                day[n] += weight * counts

    def points(self, first: date, today: Iterable[DayMark]) -> tuple[DayPoint, ...]:
        """Every day gone by, and today."""
        last = [sum(column) for column in zip(*map(_counts, today), strict=True)] or [0] * 5
        days = [*self._days, last]
        return tuple(_point(first + timedelta(days=n), counts) for n, counts in enumerate(days))


def _counts(mark: DayMark) -> tuple[bool, ...]:
    is_red, is_yellow = mark.colour is Colour.RED, mark.colour is Colour.YELLOW
    return (mark.party_elected, mark.committee_voted, mark.is_done, is_red, is_yellow)


def _point(on: date, counts: Sequence[int]) -> DayPoint:
    party_elected, committee_voted, done, red, yellow = counts
    return DayPoint(
        on=on, party_elected=party_elected, committee_voted=committee_voted, done=done, red=red, yellow=yellow
    )
