"""Every way a gazetteer writes its places, kept in dictionaries: full names, stems, other names, townships.

``certain`` answers by rule alone; likeness is kept apart (``near``). Built once, asked a hundred thousand times.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from situation.model.bulletins import Match
from situation.model.regions import Gazetteer, NameKind, Region, RegionCode, RegionKind
from situation.rules.nearnames import NearNames
from situation.rules.placescan import Mention, NameScanner
from situation.rules.placewords import clean, normal, stems, words

K = TypeVar("K")


@dataclass(frozen=True, slots=True)
class Found:
    match: Match
    codes: tuple[RegionCode, ...]


NOTHING = Found(Match.NONE, ())
Scope = RegionCode | None  # a township, or everything


@dataclass(slots=True)
class PlaceBook:
    """Every way the gazetteer knows to write a place."""

    gazetteer: Gazetteer
    _full: dict[tuple[Scope, str], list[RegionCode]] = field(init=False, default_factory=dict)
    _stem: dict[tuple[Scope, str], list[RegionCode]] = field(init=False, default_factory=dict)
    _other: dict[tuple[Scope, NameKind, str], list[RegionCode]] = field(init=False, default_factory=dict)
    _township_of: dict[RegionCode, RegionCode] = field(init=False, default_factory=dict)
    _township_full: dict[str, list[RegionCode]] = field(init=False, default_factory=dict)
    _township_bare: dict[str, list[RegionCode]] = field(init=False, default_factory=dict)
    _above: tuple[str, ...] = field(init=False, default=())
    _near: dict[Scope, NearNames] = field(init=False, default_factory=dict)
    _scanners: dict[Scope, NameScanner] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        for region in self.gazetteer.villages:
            self._add_village(region)
        for region in self.gazetteer.townships:
            self._add_township(region)
        above = self.gazetteer.of_kind(RegionKind.PROVINCE, RegionKind.CITY, RegionKind.COUNTY)
        self._above = tuple(sorted((normal(r.name) for r in above), key=len, reverse=True))

    # -- building ------------------------------------------------------------------------------------------------

    def _add_village(self, region: Region) -> None:
        township = self.gazetteer.township_of(region.code)
        if township:
            self._township_of[region.code] = township.code
        name = normal(region.name)
        for scope in {township.code if township else None, None}:
            _add(self._full, (scope, name), region.code)
            for stem in (name, *stems(name).stems):
                _add(self._stem, (scope, stem), region.code)
            for other in region.other_names:
                for form in _forms(other.name):
                    _add(self._other, (scope, other.kind, form), region.code)

    def _add_township(self, region: Region) -> None:
        for name in (region.name, *(other.name for other in region.other_names)):
            full = normal(name)
            _add(self._township_full, full, region.code)
            _add(self._township_bare, _bare_township(full), region.code)

    # -- townships -----------------------------------------------------------------------------------------------

    def match_township(self, raw: str) -> RegionCode | None:
        """Certain only: one township of that name, or one whose name without 镇/乡/街道 it is."""
        cleaned = clean(raw)
        core = self._without_above(cleaned.whole if cleaned.whole in self._township_full else cleaned.core)
        if core.isdigit():
            region = self.gazetteer.find(core.ljust(12, "0"))
            return region.code if region and region.kind is RegionKind.TOWNSHIP else None
        for text in (core, *_without_office(core)):
            found = self._township_full.get(text) or (
                self._township_bare.get(text) if len(text) > 1 and _bare_township(text) == text else None
            )
            if found:
                return found[0] if len(found) == 1 else None
        return None

    def find_townships_in(self, text: str) -> tuple[RegionCode, ...]:
        """Every township named in full in a running text, in order; a name borne by two counties is left out."""
        text = normal(text)
        found: list[RegionCode] = []
        position = 0
        while position < len(text):
            name = self._township_at(text, position)
            codes = self._township_full.get(name, [])
            if len(codes) == 1 and codes[0] not in found:
                found.append(codes[0])
            position += len(name) or 1
        return tuple(found)

    def _township_at(self, text: str, position: int) -> str:
        for length in range(min(12, len(text) - position), 1, -1):
            if text[position : position + length] in self._township_full:
                return text[position : position + length]
        return ""

    def _without_above(self, core: str) -> str:
        """Without province, city, county and 我县 in front."""
        shorter = core
        for _ in range(4):
            for prefix in (*self._above, *words()["own_prefixes"]):
                if shorter.startswith(prefix) and len(shorter) > len(prefix) + 1:
                    shorter = shorter[len(prefix) :]
        return shorter

    # -- villages ------------------------------------------------------------------------------------------------

    def scope(self, township: RegionCode | None) -> Scope:
        """A township to look in; a county as context is as good as none."""
        region = self.gazetteer.find(township) if township else None
        return region.code if region and region.kind is RegionKind.TOWNSHIP else None

    def is_township(self, name: str) -> bool:
        return name in self._township_full

    def township_of(self, code: RegionCode) -> RegionCode | None:
        return self._township_of.get(code)

    def split_prefix(self, core: str) -> tuple[tuple[RegionCode, ...], str]:
        """Townships named in front of a village name, and the rest."""
        core = self._without_above(core)
        for length in range(min(12, len(core) - 1), 1, -1):
            codes = self._township_full.get(core[:length])
            if codes and core[length:] not in words()["community"] + words()["village"]:
                return tuple(codes), core[length:]
        return (), core

    def full(self, scope: Scope, name: str) -> list[RegionCode]:
        return self._full.get((scope, name), [])

    def certain(self, name: str, scope: Scope, kind: RegionKind | None, on: date | None) -> Found:
        """The villages a name means by rule. Inside a township the registered name decides at once."""
        alive = self._alive(on)
        exact = alive(self._full.get((scope, name), []))
        if exact and scope:
            return Found(Match.EXACT, exact)
        aliases = alive(self._of_kind(self._others(scope, name, on), name, kind))
        former = alive(self._of_kind(self._other.get((scope, NameKind.FORMER, name), []), name, None))
        by_rule = alive(self._by_stem(scope, name, kind))
        levels = (
            Found(Match.EXACT, exact),
            Found(Match.ALIAS, aliases),
            Found(Match.NORMALIZED, by_rule),
            Found(Match.FORMER, former),
        )
        best = next((level for level in levels if level.codes), NOTHING)
        if scope:
            return best
        # without a township every bearer of the name is possible
        return Found(best.match, tuple(dict.fromkeys(code for level in levels for code in level.codes)))

    def former(self, name: str, scope: Scope) -> tuple[RegionCode, ...]:
        return tuple(self._of_kind(self._other.get((scope, NameKind.FORMER, name), []), name, None))

    def other_kind(self, name: str, scope: Scope) -> tuple[RegionCode, ...]:
        """Same name, but a community where a village is written, or the reverse."""
        parted = stems(name)
        if parted.kind is None:
            return ()
        codes = [c for stem in (name, *parted.stems) for c in self._stem.get((scope, stem), [])]
        return tuple(dict.fromkeys(c for c in codes if self.gazetteer[c].kind is not parted.kind))

    def near(self, scope: Scope) -> NearNames:
        if scope not in self._near:
            known = {stem: tuple(codes) for (where, stem), codes in self._stem.items() if where == scope}
            for (where, _kind, form), codes in self._other.items():
                if where == scope:
                    known[form] = (*known.get(form, ()), *codes)
            self._near[scope] = NearNames(known)
        return self._near[scope]

    def mentions(self, text: str, township: RegionCode | None) -> tuple[Mention, ...]:
        """Villages named in a sentence, known in that township or not; to be matched one by one."""
        scope = self.scope(township)
        if scope not in self._scanners:
            full = [name for where, name in self._full if where == scope]
            full += [form for where, _kind, form in self._other if where == scope]
            bare = [stem for where, stem in self._stem if where == scope and stem not in self._township_full]
            self._scanners[scope] = NameScanner.of(full, bare)
        return self._scanners[scope].mentions(text, self._township_full)

    def _by_stem(self, scope: Scope, name: str, kind: RegionKind | None) -> list[RegionCode]:
        if name in self._township_full:
            return []  # 青石镇 is the township, though 青石镇社区 bears its name
        parted = stems(name)
        wanted = parted.kind or kind
        codes = [c for stem in parted.stems for c in self._stem.get((scope, stem), [])]
        if scope or len(name) > 1:
            codes += self._stem.get((scope, name), [])
        found = [c for c in codes if wanted is None or self.gazetteer[c].kind is wanted]
        for stem in parted.weak:
            found += [c for c in self._stem.get((scope, stem), []) if self.gazetteer[c].kind is RegionKind.COMMUNITY]
        return found

    def _others(self, scope: Scope, name: str, on: date | None) -> list[RegionCode]:
        """Aliases; what a person decided comes before what the gazetteer says."""
        for kind in (NameKind.LEARNT, NameKind.ALIAS):
            codes = [
                c for c in self._other.get((scope, kind, name), [])
                if any(_valid(other.valid_from, other.valid_to, on) for other in self.gazetteer[c].other_names
                       if other.kind is kind and name in _forms(other.name))
            ]  # fmt: skip
            if codes:
                return codes
        return []

    def _of_kind(self, codes: list[RegionCode], name: str, kind: RegionKind | None) -> list[RegionCode]:
        wanted = kind if stems(name).kind is None else None
        return [c for c in codes if wanted is None or self.gazetteer[c].kind is wanted] or codes

    def _alive(self, on: date | None) -> Alive:
        return Alive(self.gazetteer, on)

    def names(self, codes: Iterable[RegionCode]) -> str:
        return "、".join(
            "".join(r.name for r in self.gazetteer.path(c) if r.kind.is_leaf or r.kind is RegionKind.TOWNSHIP)
            for c in codes
        )


@dataclass(frozen=True, slots=True)
class Alive:
    """Keeps the regions that existed on the day."""

    gazetteer: Gazetteer
    on: date | None

    def __call__(self, codes: Iterable[RegionCode]) -> tuple[RegionCode, ...]:
        unique = dict.fromkeys(codes)
        if self.on is None:
            return tuple(unique)
        return tuple(c for c in unique if self.gazetteer[c].existed_on(self.on))


def _add(table: dict[K, list[RegionCode]], key: K, code: RegionCode) -> None:
    codes = table.setdefault(key, [])
    if code not in codes:
        codes.append(code)


def _forms(name: str) -> tuple[str, ...]:
    """An other name as registered and as it looks after cleaning: a learnt name may carry decorations."""
    return tuple(dict.fromkeys((normal(name), clean(name).core)))


def _valid(valid_from: date | None, valid_to: date | None, on: date | None) -> bool:
    return on is None or ((valid_from is None or valid_from <= on) and (valid_to is None or on <= valid_to))


def _bare_township(name: str) -> str:
    for kind in words()["township_kinds"]:
        if name.endswith(kind) and len(name) > len(kind) + 1:
            return name.removesuffix(kind)
    return name


def _without_office(core: str) -> Iterator[str]:
    for office in words()["township_offices"]:
        if core.endswith(office) and len(core) > len(office) + 1:
            yield core.removesuffix(office)
