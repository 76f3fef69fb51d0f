"""Rule packs: law, province and year as TOML, with articles, effective dates and certainty. Editable, checked.

Packs are laid over each other in the order given; a later rule of the same id replaces the earlier one for the
bodies and days both speak of. A county's own text may change single keys of a rule, switch it off or add one.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any, TypeVar

from situation.errors import WrongSettings
from situation.model.reports import Body
from situation.model.standing import Colour
from situation.rules.packparse import Check, VillageCheck, parse_check

_Word = TypeVar("_Word", bound=StrEnum)
COLOURS = "colours"  # the default rule set of the traffic light; always the lowest layer
DEFAULT_PACKS = ("national-2018", "national-2026", "party-2020", "collective-2025")
_COMMON = frozenset(
    {"id", "bodies", "test", "severity", "article", "certainty", "zh", "en", "clears", "clears_en", "enabled"}
)
_NEEDED = ("test", "severity", "article", "certainty", "zh", "en", "clears", "clears_en")


class Certainty(StrEnum):
    """How well the figure is known: it is shown beside every reason."""

    READ = "C"  # the text of the law was read
    PROVINCIAL = "P"  # a province's rule, its text read
    SEED = "S"  # stated in practice documents
    CHECK = "X"  # known from excerpts only: 核对原文
    ASSUMED = "A"  # common practice


class Severity(StrEnum):
    RED = "red"
    YELLOW = "yellow"
    INFO = "info"  # shown in the manual and on the village's page, colours nothing

    @property
    def colour(self) -> Colour | None:
        return None if self is Severity.INFO else Colour(self.value)


@dataclass(frozen=True, slots=True)
class Rule:
    id: str
    bodies: tuple[Body, ...]  # empty: a rule about the village
    check: Check | VillageCheck
    severity: Severity
    article: str
    certainty: Certainty
    title: str
    title_en: str
    clears: str
    clears_en: str
    pack: str
    in_force_from: date
    in_force_to: date | None
    enabled: bool = True

    @property
    def needs_checking(self) -> bool:
        return self.certainty is Certainty.CHECK

    @property
    def numbers(self) -> dict[str, Any]:
        """The parameters of its check, by name."""
        return {name: getattr(self.check, name) for name in self.check.__slots__}

    def title_in(self, lang: str) -> str:
        return self.title_en if lang == "en" else self.title

    def clears_in(self, lang: str) -> str:
        return self.clears_en if lang == "en" else self.clears

    def is_in_force(self, on: date) -> bool:
        return self.in_force_from <= on and (self.in_force_to is None or on <= self.in_force_to)


@dataclass(frozen=True)
class RulePack:
    """All rules of one installation. ``for_body`` and ``for_village`` answer from tables made once per day asked."""

    names: tuple[str, ...]
    rules: tuple[Rule, ...]
    _by_day: dict[tuple[Body | None, date], tuple[Rule, ...]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def find(self, rule_id: str, body: Body | None = None, on: date | None = None) -> Rule | None:
        """The rule of that id, for that body and day where given; the newest text otherwise."""
        found = [
            rule
            for rule in self.rules
            if rule.id == rule_id
            and (body is None or not rule.bodies or body in rule.bodies)
            and (on is None or rule.is_in_force(on))
        ]
        return found[-1] if found else None

    def for_body(self, body: Body, on: date) -> tuple[Rule, ...]:
        return self._chosen(body, on)

    def all_for_body(self, body: Body, on: date) -> tuple[Rule, ...]:
        """Also those that colour nothing: bounds of a schedule."""
        return tuple(r for r in self.rules if r.enabled and body in r.bodies and r.is_in_force(on))

    def for_village(self, on: date) -> tuple[Rule, ...]:
        return self._chosen(None, on)

    def _chosen(self, body: Body | None, on: date) -> tuple[Rule, ...]:
        known = self._by_day.get((body, on))
        if known is None:
            known = tuple(rule for rule in self.rules if _concerns(rule, body) and rule.is_in_force(on))
            self._by_day[body, on] = known
        return known


def _concerns(rule: Rule, body: Body | None) -> bool:
    if not rule.enabled or rule.severity is Severity.INFO:
        return False
    return body in rule.bodies if body else not rule.bodies


def pack_names() -> tuple[str, ...]:
    """The packs that are shipped."""
    found = (files(__package__) / "lawbooks").iterdir()
    return tuple(sorted(entry.name.removesuffix(".toml") for entry in found if entry.name.endswith(".toml")))


def load_packs(names: Sequence[str] = DEFAULT_PACKS, override_toml_text: str | None = None) -> RulePack:
    """The named packs over the traffic light's defaults, with the county's own text on top.

    A pack that does not validate is a ``WrongSettings`` saying which pack, which rule, what was seen and expected.
    """
    entries: list[_Entry] = []
    for name in (COLOURS, *_with_needs(names)):
        for entry in _read(name, _text(name), entries):
            _lay(entries, entry)
    if override_toml_text and override_toml_text.strip():
        for entry in _read("county override", override_toml_text, entries):
            _lay(entries, entry)
    return RulePack(tuple(names), tuple(_rule(entry) for entry in entries))


def _with_needs(names: Sequence[str]) -> list[str]:
    """A province's pack changes the national one: what it needs and nobody named is laid below it."""
    found: list[str] = []
    for name in names:
        needs = _toml(name, _text(name)).get("pack", {}).get("needs", [])
        found += [other for other in (*needs, name) if other not in found]
    return found


@dataclass(frozen=True, slots=True)
class _Entry:
    """A rule before it is parsed: its table, and the pack it stands in."""

    raw: Mapping[str, Any]
    place: str  # for messages
    pack: str
    in_force_from: date
    in_force_to: date | None

    @property
    def bodies(self) -> frozenset[str]:
        return frozenset(self.raw.get("bodies", ()))

    def overlaps(self, other: _Entry) -> bool:
        ends = (other.in_force_to or date.max) >= self.in_force_from
        starts = (self.in_force_to or date.max) >= other.in_force_from
        return ends and starts


@cache
def _text(name: str) -> str:
    if name not in pack_names():
        raise WrongSettings(f"There is no rule pack {name!r}. There are: {', '.join(pack_names())}.")
    return (files(__package__) / "lawbooks" / f"{name}.toml").read_text("utf-8")


def _toml(place: str, text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as fault:
        raise WrongSettings(f"Rule pack {place} is not TOML: {fault}.") from fault


def _read(name: str, text: str, below: Sequence[_Entry]) -> Iterable[_Entry]:
    table = _toml(name, text)
    unknown = set(table) - {"pack", "rule"}
    if unknown:
        raise WrongSettings(f"Rule pack {name}: unknown table {sorted(unknown)[0]!r}; expected [pack], [[rule]].")
    head = table.get("pack", {})
    pack = str(head.get("id", name))
    starts = _day(head, "in_force_from", name) or date.min
    ends = _day(head, "in_force_to", name)
    base = str(head.get("extends", ""))
    inherited = tuple(_read(base, _text(base), ())) if base else ()
    for entry in inherited:
        changes = {**entry.raw, "certainty": head.get("certainty", entry.raw["certainty"])}
        changes["article"] = f"{entry.raw['article']}{head.get('article_note', '')}"
        yield _Entry(changes, entry.place, pack, starts, ends)
    known = [*below, *inherited]
    for number, raw in enumerate(table.get("rule", ()), start=1):
        place = f"{name}, rule {number} ({raw.get('id', 'no id')})"
        yield from _completed(_Entry(raw, place, pack, starts, ends), known)


def _day(head: Mapping[str, Any], key: str, name: str) -> date | None:
    day = head.get(key)
    if day is not None and not isinstance(day, date):
        raise WrongSettings(f"Rule pack {name}: {key} is {day!r}; expected a date like 2026-01-01.")
    return day


def _completed(entry: _Entry, below: Sequence[_Entry]) -> Iterable[_Entry]:
    """A full rule as it is; a few keys of a known rule laid over that rule, once per text it has."""
    if not isinstance(entry.raw.get("id"), str):
        raise WrongSettings(f"Rule pack {entry.place}: every rule needs an id, like L_LIST_LT_20D.")
    if all(key in entry.raw for key in _NEEDED):
        yield entry
        return
    wanted = entry.bodies
    same = [old for old in below if old.raw["id"] == entry.raw["id"] and (not wanted or wanted & old.bodies)]
    if not same:
        missing = [key for key in _NEEDED if key not in entry.raw]
        raise WrongSettings(
            f"Rule pack {entry.place}: no rule of this id to change, and a new rule needs {', '.join(missing)}."
        )
    for old in same:
        raw = {**old.raw, **entry.raw}
        if wanted:
            raw["bodies"] = sorted(wanted & old.bodies)
        starts = max(entry.in_force_from, old.in_force_from)
        yield _Entry(raw, entry.place, entry.pack, starts, entry.in_force_to or old.in_force_to)


def _lay(entries: list[_Entry], top: _Entry) -> None:
    """Put a rule over the others: where ids, bodies and days meet, it takes the place of the older one."""
    for old in [entry for entry in entries if entry.raw["id"] == top.raw["id"] and entry.overlaps(top)]:
        if old.bodies and not old.bodies & top.bodies:
            continue
        at = entries.index(old)
        entries[at : at + 1] = _remains(old, top)
    entries.append(top)


def _remains(old: _Entry, top: _Entry) -> list[_Entry]:
    """What is left of a rule: the bodies the newer one does not speak of, and the days before and after it."""
    left: list[_Entry] = []
    if old.bodies - top.bodies:
        left.append(replace(old, raw={**old.raw, "bodies": sorted(old.bodies - top.bodies)}))
    shared = replace(old, raw={**old.raw, "bodies": sorted(old.bodies & top.bodies)} if old.bodies else old.raw)
    if old.in_force_from < top.in_force_from:
        left.append(replace(shared, in_force_to=top.in_force_from - timedelta(1)))
    if top.in_force_to and (old.in_force_to or date.max) > top.in_force_to:
        left.append(replace(shared, in_force_from=top.in_force_to + timedelta(1)))
    return left


def _rule(entry: _Entry) -> Rule:
    raw, place = entry.raw, entry.place
    check = parse_check(raw, _COMMON, place)
    return Rule(
        raw["id"],
        tuple(_one_of(Body, letter, "bodies", place) for letter in raw.get("bodies", ())),
        check,
        _one_of(Severity, raw["severity"], "severity", place),
        _filled(raw, "article", place),
        _one_of(Certainty, raw["certainty"], "certainty", place),
        _filled(raw, "zh", place),
        _filled(raw, "en", place),
        _filled(raw, "clears", place),
        _filled(raw, "clears_en", place),
        entry.pack,
        entry.in_force_from,
        entry.in_force_to,
        bool(raw.get("enabled", True)),
    )


def _one_of(kind: type[_Word], seen: object, key: str, place: str) -> _Word:
    try:
        return kind(str(seen))
    except ValueError:
        known = ", ".join(kind)
        raise WrongSettings(f"Rule pack {place}: {key} is {seen!r}; expected one of {known}.") from None


def _filled(raw: Mapping[str, Any], key: str, place: str) -> str:
    """A text with its numbers in place: 不足{days}日 → 不足20日."""
    try:
        return str(raw[key]).format_map(raw)
    except (KeyError, ValueError, IndexError) as fault:
        raise WrongSettings(
            f"Rule pack {place}: the text {key} asks for {fault}, which this rule does not have."
        ) from None
