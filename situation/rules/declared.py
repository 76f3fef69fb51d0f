"""What a county counts beyond the law, declared in TOML (declared.toml): counters, indicators, checklists.

Same habits as the built-in figures: sums over sums, nothing known is not zero, villages and communities apart.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import MISSING, dataclass, fields
from functools import cache
from importlib.resources import files
from typing import Any, TypeVar

from situation.errors import WrongSettings
from situation.model.reports import Body
from situation.model.standing import Standing
from situation.rules import procedures
from situation.rules.indicators import Shares, Village, share_of


@dataclass(frozen=True, slots=True)
class Counter:
    key: str
    zh: str
    en: str
    unit: str = ""
    unit_en: str = ""


@dataclass(frozen=True, slots=True)
class DeclaredIndicator:
    key: str
    zh: str
    en: str
    body: Body
    part: str = ""
    whole: str = ""
    flag: str = ""
    rate: str = ""
    least: float = 1.0
    target: float | None = None  # percent


@dataclass(frozen=True, slots=True)
class Entry:
    key: str
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Checklist:
    key: str
    zh: str
    en: str
    body: Body
    stage: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Declared:
    counters: Mapping[str, Counter]
    indicators: Mapping[str, DeclaredIndicator]
    checklists: Mapping[str, Checklist]


@dataclass(frozen=True, slots=True)
class ChecklistState:
    """How far one track is with one list. ``missing`` holds what was answered no or not at all."""

    checklist: Checklist
    done: int
    missing: tuple[Entry, ...]
    is_due: bool  # the stage is entered

    @property
    def total(self) -> int:
        return len(self.checklist.entries)


_Kind = TypeVar("_Kind", Counter, DeclaredIndicator, Entry, Checklist)


@cache
def _shipped() -> str:
    return (files(__package__) / "declared.toml").read_text("utf-8")


def load_declared(own_toml_text: str | None = None) -> Declared:
    """What ships, with the county's own entries over it by key."""
    counters: dict[str, Counter] = {}
    indicators: dict[str, DeclaredIndicator] = {}
    checklists: dict[str, Checklist] = {}
    for name, text in (("declared.toml", _shipped()), ("county's own", own_toml_text or "")):
        table = _toml(name, text)
        for counter in _entries(name, table, "counter", Counter):
            counters[counter.key] = counter
        for indicator in _entries(name, table, "indicator", DeclaredIndicator):
            _check_indicator(name, indicator)
            indicators[indicator.key] = indicator
        for checklist in _entries(name, table, "checklist", Checklist):
            if not procedures.is_stage(checklist.stage):
                raise WrongSettings(f"{name}: checklist {checklist.key}: no stage {checklist.stage!r}.")
            checklists[checklist.key] = checklist
    return Declared(counters, indicators, checklists)


def _toml(name: str, text: str) -> dict[str, Any]:
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as fault:
        raise WrongSettings(f"{name} is not TOML: {fault}.") from fault
    unknown = sorted(set(table) - {"counter", "indicator", "checklist"})
    if unknown:
        raise WrongSettings(f"{name}: unknown table {unknown[0]!r}; expected counter, indicator, checklist.")
    return table


def _entries(name: str, table: Mapping[str, Any], kind: str, made: type[_Kind]) -> Iterable[_Kind]:
    for number, raw in enumerate(table.get(kind, ()), start=1):
        yield _entry(f"{name}: {kind} {number} ({raw.get('key', 'no key')})", raw, made)


def _entry(place: str, raw: Mapping[str, Any], made: type[_Kind]) -> _Kind:
    known = {entry.name: entry for entry in fields(made)}
    unknown = sorted(set(raw) - set(known))
    if unknown:
        raise WrongSettings(f"{place}: unknown key {unknown[0]!r}; expected {', '.join(known)}.")
    missing = [key for key, entry in known.items() if entry.default is MISSING and key not in raw]
    if missing:
        raise WrongSettings(f"{place}: needs {missing[0]!r}.")
    values = dict(raw)
    if "body" in values:
        if values["body"] not in tuple(Body):
            raise WrongSettings(f"{place}: body is {values['body']!r}; expected one of {', '.join(Body)}.")
        values["body"] = Body(values["body"])
    if "entries" in values:
        values["entries"] = tuple(_entry(f"{place}, entry", entry, Entry) for entry in values["entries"])
    return made(**values)


def _check_indicator(name: str, indicator: DeclaredIndicator) -> None:
    ways = [bool(indicator.part and indicator.whole), bool(indicator.flag), bool(indicator.rate)]
    if sum(ways) != 1:
        raise WrongSettings(f"{name}: indicator {indicator.key}: give part and whole, or flag, or rate: one of them.")


def measure(indicator: DeclaredIndicator, villages: Iterable[Village]) -> Shares:
    """A declared indicator over these places. For body V the communities' R track is asked."""

    def count(track: Standing) -> tuple[int, int] | None:
        if indicator.flag:
            answer = track.flag(indicator.flag)
            return None if answer is None else (int(answer), 1)
        if indicator.rate:
            found = track.values.get(f"rate:{indicator.rate}")
            rate = found.value if found else None
            return (int(rate >= indicator.least), 1) if isinstance(rate, int | float) else None
        part, whole = track.count(indicator.part), track.count(indicator.whole)
        return None if part is None or not whole else (part, whole)

    return share_of(villages, indicator.body, count)


def total(counter: Counter, tracks: Iterable[Standing]) -> int | None:
    """The sum of a counter over these tracks; None when nobody reported it."""
    counts = [count for track in tracks if (count := track.count(counter.key)) is not None]
    return sum(counts) if counts else None


def checklists_of(declared: Declared, body: Body) -> tuple[Checklist, ...]:
    """The lists of a body; those of the villagers' committee are the residents' committee's too."""
    own = Body.VILLAGE if body is Body.RESIDENTS else body
    return tuple(found for found in declared.checklists.values() if found.body is own)


def checklist_state(checklist: Checklist, track: Standing) -> ChecklistState:
    missing = tuple(e for e in checklist.entries if track.flag(f"{checklist.key}.{e.key}") is not True)
    is_due = procedures.stage_index(track.stage) >= procedures.stage(checklist.stage).index
    return ChecklistState(checklist, len(checklist.entries) - len(missing), missing, is_due)
