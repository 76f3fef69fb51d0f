"""Tests of counts: quorums, majorities, shares, sizes. Integers are compared, never rounded percentages."""

from __future__ import annotations

import operator
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from situation.model.standing import Colour, Standing
from situation.rules.signs import second_ballot_held


class Op(StrEnum):
    GE = "ge"
    GT = "gt"
    LE = "le"
    LT = "lt"
    EQ = "eq"

    @property
    def sign(self) -> str:
        return _SIGNS[self]

    def holds(self, left: int, right: int) -> bool:
        return _OPERATORS[self](left, right)


_SIGNS = {Op.GE: "≥", Op.GT: ">", Op.LE: "≤", Op.LT: "<", Op.EQ: "="}
_OPERATORS: dict[Op, Callable[[int, int], bool]] = {
    Op.GE: operator.ge,
    Op.GT: operator.gt,
    Op.LE: operator.le,
    Op.LT: operator.lt,
    Op.EQ: operator.eq,
}


class Breach(NamedTuple):
    """What a check found. ``colour`` only where it differs from the rule's severity."""

    value: str
    threshold: str
    since: date | None
    report_key: str = ""
    field: str = ""
    colour: Colour | None = None


@dataclass(frozen=True, slots=True)
class Ratio:
    """``left_times × left  op  right_times × right``: a quorum, a majority, a share, or (1 and 1) two counts."""

    left: str
    right: str
    op: Op
    left_times: int = 1
    right_times: int = 1
    zero_is_unknown: bool = False  # a table shows 0 before the meeting was held

    def breach(self, track: Standing, on: date) -> Breach | None:
        left, right = track.values.get(self.left), track.values.get(self.right)
        if left is None or right is None:
            return None
        part, whole = left.value, right.value
        if not isinstance(part, int) or not isinstance(whole, int) or whole == 0:
            return None
        if self.op.holds(self.left_times * part, self.right_times * whole):
            return None
        if self.zero_is_unknown and part == 0:
            return None
        since = max(left.on, right.on)
        return Breach(f"{part}/{whole}", self._threshold(whole), since, left.report_key, self.left)

    def _threshold(self, whole: int) -> str:
        edge = self.right_times * whole
        least = -(-edge // self.left_times) if self.op is Op.GE else edge // self.left_times
        shown = str(least) if self.op in (Op.GE, Op.LE, Op.GT) else f"{edge / self.left_times:g}"
        if self.left_times == self.right_times:
            return f"{self.op.sign} {whole}"
        return f"{self.op.sign} {self.right_times}/{self.left_times} ({self.op.sign} {shown})"


@dataclass(frozen=True, slots=True)
class Difference:
    """``left = whole − less``."""

    left: str
    whole: str
    less: str

    def breach(self, track: Standing, on: date) -> Breach | None:
        left, whole, less = (track.values.get(name) for name in (self.left, self.whole, self.less))
        if left is None or whole is None or less is None:
            return None
        if not (isinstance(whole.value, int) and isinstance(less.value, int)):
            return None
        expected = whole.value - less.value
        if left.value == expected:
            return None
        return Breach(str(left.value), f"= {expected}", left.on, left.report_key, self.left)


@dataclass(frozen=True, slots=True)
class Size:
    """A count within bounds; ``odd`` where the law wants an odd number."""

    count: str
    least: int | None = None
    most: int | None = None
    odd: bool = False
    after_second_ballot: bool = False  # asked only once the second ballot is over

    def breach(self, track: Standing, on: date) -> Breach | None:
        found = track.values.get(self.count)
        if found is None or not isinstance(found.value, int):
            return None
        if self.after_second_ballot and not second_ballot_held(track):
            return None
        too_few = self.least is not None and found.value < self.least
        too_many = self.most is not None and found.value > self.most
        if not (too_few or too_many or (self.odd and found.value % 2 == 0)):
            return None
        return Breach(str(found.value), self._threshold(), found.on, found.report_key, self.count)

    def _threshold(self) -> str:
        if self.least is not None and self.most is not None:
            bounds = f"{self.least}–{self.most}"
        else:
            bounds = f"≥ {self.least}" if self.least is not None else f"≤ {self.most}"
        return f"{bounds}, odd" if self.odd else bounds
