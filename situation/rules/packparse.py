"""From the keys of one rule to its check: the table of check kinds, and errors that say where and why."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields
from enum import StrEnum
from typing import Any, get_args, get_type_hints

from situation.errors import WrongSettings
from situation.rules import checks, count_checks, procedures, village_checks

Check = (
    count_checks.Ratio
    | count_checks.Difference
    | count_checks.Size
    | checks.Gap
    | checks.Deadline
    | checks.SecondBallot
    | checks.ElectionPassed
    | checks.Slippage
    | checks.HeldReports
    | checks.FlagSet
    | checks.Note
)
VillageCheck = (
    village_checks.BodyOrder
    | village_checks.SupervisionDue
    | village_checks.IncidentGrave
    | village_checks.IncidentOverdue
    | village_checks.IncidentEscalated
    | village_checks.KeyVillageListed
    | village_checks.KeyVillageUnled
    | village_checks.RectificationOpen
    | village_checks.SilentWhileVoting
    | village_checks.SilentBeforeVote
    | village_checks.RowsWaiting
)
TRACK_TESTS: dict[str, type[Check]] = {
    "ratio": count_checks.Ratio,
    "difference": count_checks.Difference,
    "size": count_checks.Size,
    "gap": checks.Gap,
    "deadline": checks.Deadline,
    "second_ballot": checks.SecondBallot,
    "election_passed": checks.ElectionPassed,
    "slippage": checks.Slippage,
    "held_reports": checks.HeldReports,
    "flag_set": checks.FlagSet,
    "note": checks.Note,
}
VILLAGE_TESTS: dict[str, type[VillageCheck]] = {
    "body_order": village_checks.BodyOrder,
    "supervision_due": village_checks.SupervisionDue,
    "incident_grave": village_checks.IncidentGrave,
    "incident_overdue": village_checks.IncidentOverdue,
    "incident_escalated": village_checks.IncidentEscalated,
    "key_village_listed": village_checks.KeyVillageListed,
    "key_village_unled": village_checks.KeyVillageUnled,
    "rectification_open": village_checks.RectificationOpen,
    "silent_while_voting": village_checks.SilentWhileVoting,
    "silent_before_vote": village_checks.SilentBeforeVote,
    "rows_waiting": village_checks.RowsWaiting,
}


def parse_check(raw: Mapping[str, Any], common: frozenset[str], place: str) -> Check | VillageCheck:
    """The check a rule's table asks for. ``common`` are the keys every rule may have."""
    name = raw["test"]
    kind: Callable[..., Check | VillageCheck] | None = TRACK_TESTS.get(name) or VILLAGE_TESTS.get(name)
    if kind is None:
        known = ", ".join((*TRACK_TESTS, *VILLAGE_TESTS))
        raise WrongSettings(f"Rule pack {place}: test is {name!r}; expected one of {known}.")
    if (name in TRACK_TESTS) != bool(raw.get("bodies")):
        wants = "needs bodies, like ['V']" if name in TRACK_TESTS else "speaks of the village and takes no bodies"
        raise WrongSettings(f"Rule pack {place}: test {name!r} {wants}.")
    allowed = {entry.name: entry for entry in fields(kind)}  # type: ignore[arg-type]
    unknown = sorted(set(raw) - common - set(allowed))
    if unknown:
        known = ", ".join(sorted(allowed)) or "none"
        raise WrongSettings(f"Rule pack {place}: unknown key {unknown[0]!r}; test {name!r} takes {known}.")
    missing = [key for key, entry in allowed.items() if entry.default is MISSING and key not in raw]
    if missing:
        raise WrongSettings(f"Rule pack {place}: test {name!r} needs {missing[0]!r}.")
    hints = get_type_hints(kind)
    return kind(**{key: _typed(raw[key], hints[key], key, place) for key in allowed if key in raw})


def _typed(seen: object, hint: Any, key: str, place: str) -> object:
    """The value as the check wants it, or an error naming what was seen and what was expected."""
    wanted = next((kind for kind in get_args(hint) if kind is not type(None)), hint)
    if isinstance(wanted, type) and issubclass(wanted, StrEnum):
        if seen in [str(member) for member in wanted]:
            return wanted(str(seen))
        raise WrongSettings(f"Rule pack {place}: {key} is {seen!r}; expected one of {', '.join(wanted)}.")
    if type(seen) is not wanted:
        names = {int: "a whole number", str: "a text", bool: "true or false"}
        raise WrongSettings(f"Rule pack {place}: {key} is {seen!r}; expected {names[wanted]}.")
    if key in ("proof", "stage") and not procedures.is_stage(str(seen)):
        raise WrongSettings(f"Rule pack {place}: {key} is {seen!r}; expected a stage code like V05.")
    return seen
