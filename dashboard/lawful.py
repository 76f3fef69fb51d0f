"""What a track shows of the law: every numeric rule whose figures are known, kept or broken.

Warnings only tell what is broken; a drawer also shows what was checked and found in order.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from situation.model.standing import Standing
from situation.rules.checks import Gap
from situation.rules.count_checks import Ratio
from situation.rules.packs import Rule, RulePack, Severity
from situation.rules.procedures import vote_milestone
from situation.rules.signs import milestone


@dataclass(frozen=True, slots=True)
class LawfulCheck:
    """One rule asked of one track. ``start`` and ``end`` are date keys of a gap, ``field`` the count of a ratio."""

    rule: Rule
    is_kept: bool
    value: str
    threshold: str
    field: str
    start: str = ""
    end: str = ""


def lawful_checks(track: Standing, pack: RulePack, on: date) -> tuple[LawfulCheck, ...]:
    day = track.day(vote_milestone(track.body)) or on
    rules = (r for r in pack.all_for_body(track.body, day) if r.severity is not Severity.INFO)
    return tuple(found for rule in rules for found in _asked(rule, track, on))


def _asked(rule: Rule, track: Standing, on: date) -> Iterator[LawfulCheck]:
    check = rule.check
    if isinstance(check, Gap):
        start, end = milestone(track, check.start), milestone(track, check.end)
        if start and end and isinstance(start.value, date) and isinstance(end.value, date):
            days = (end.value - start.value).days
            kept = check.breach(track, on) is None
            edge = f"{check.op.sign} {check.days}"
            yield LawfulCheck(rule, kept, str(days), edge, f"date:{check.start}", check.start, check.end)
    elif isinstance(check, Ratio):
        part, whole = track.count(check.left), track.count(check.right)
        if part and whole:
            breach = check.breach(track, on)
            yield LawfulCheck(rule, breach is None, f"{part:,}/{whole:,}", _share(check, whole), check.left)


def _share(check: Ratio, whole: int) -> str:
    if check.left_times == check.right_times:
        return f"{check.op.sign} {whole:,}"
    return f"{check.op.sign} {check.right_times}/{check.left_times}"
