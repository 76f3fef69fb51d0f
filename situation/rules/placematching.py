"""One written name against the book: what it certainly means, or what a person may be offered."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date

from situation.model.bulletins import Finding, Match
from situation.model.regions import Region, RegionCode, RegionKind
from situation.rules.nearnames import has_bad_char
from situation.rules.placebook import NOTHING, Found, PlaceBook, Scope
from situation.rules.placewords import (
    Cleaned,
    clean,
    is_never_a_village,
    normal,
    split_below,
    stems,
    without_bare_number,
    without_organisation,
)


@dataclass(frozen=True, slots=True)
class PlaceMatch:
    """``code`` is the village, or for a match that is not certain the single suggestion, not to be applied."""

    match: Match
    code: RegionCode | None = None
    candidates: tuple[RegionCode, ...] = ()
    township: RegionCode | None = None  # of the village; else what was stated
    note: str = ""
    findings: tuple[Finding, ...] = ()
    part: str = ""  # what stood below the village (三组): its numbers are not the village's

    @property
    def is_certain(self) -> bool:
        return self.match.is_certain


@dataclass(slots=True)
class Question:
    """One name to be matched, with what is known about it."""

    index: PlaceBook
    raw: str
    township: RegionCode | None
    kind: RegionKind | None
    on: date | None
    cleaned: Cleaned = field(init=False)
    scope: Scope = field(init=False)

    def __post_init__(self) -> None:
        self.cleaned = clean(self.raw)
        self.scope = self.index.scope(self.township)

    def answer(self, code: object) -> PlaceMatch:
        digits, corrupt = read_code(code)
        region = self.index.gazetteer.find(digits) if len(digits) == 12 else None
        if len(digits) == 9 and self.scope is None:
            self.scope = self.index.scope(RegionCode(f"{digits}000"))
        by_name = self._by_name()
        if region is not None and region.kind.is_leaf:
            return self._with_code(by_name, region)
        if corrupt or len(digits) == 12:
            return self._also(
                by_name, "R_CODE_CORRUPT", str(code), "12位区划代码", "代码列请设为文本格式；本行按名称识别"
            )
        return by_name

    def _with_code(self, by_name: PlaceMatch, region: Region) -> PlaceMatch:
        if not self.cleaned.core:
            return PlaceMatch(Match.EXACT, region.code, township=self.index.township_of(region.code))
        agrees = by_name.code == region.code or region.code in by_name.candidates
        if by_name.is_certain and by_name.code == region.code:
            return by_name
        if by_name.match is Match.AMBIGUOUS and agrees and not by_name.findings[1:]:
            # the name has several bearers and the code says which
            told = Match.EXACT if self.raw.strip() == region.name else Match.NORMALIZED
            return replace(by_name, match=told, code=region.code, candidates=(), findings=(),
                           township=self.index.township_of(region.code))  # fmt: skip
        if agrees:
            return by_name
        codes = tuple(dict.fromkeys(c for c in (by_name.code, *by_name.candidates, region.code) if c))
        finding = self._finding(
            "R_CODE_NAME_CONFLICT",
            f"代码对应：{self.index.names((region.code,))}",
            "名称与代码不一致，请核对",
        )
        kept = tuple(f for f in by_name.findings if f.code == "R_KIND_MISMATCH")
        if len(codes) == 1:
            return PlaceMatch(Match.FUZZY, codes[0], (), self.township, self.cleaned.note, (finding, *kept))
        return PlaceMatch(Match.AMBIGUOUS, None, codes, self.township, self.cleaned.note, (finding, *kept))

    # -- by name -------------------------------------------------------------------------------------------------

    def _by_name(self) -> PlaceMatch:
        core = self.cleaned.core
        if not core:
            return self._none()
        if has_bad_char(core):
            return self._bad_char()
        if self.scope and not self.cleaned.place:
            whole = self.index.certain(self.cleaned.whole, self.scope, self.kind, self.on)
            if whole.match is Match.EXACT:
                return self._certain(whole)
        if self.cleaned.former:
            return self._former(core)
        if self.scope and not self.cleaned.place:
            found = self.index.certain(core, self.scope, self.kind, self.on)
            if found.codes:
                return self._certain(found)
        prefixes, rest = self._prefix(core)
        if prefixes:
            return self._below_prefix(prefixes, rest)
        return self._in_scope(rest)

    def _prefix(self, core: str) -> tuple[tuple[RegionCode, ...], str]:
        prefixes, rest = self.index.split_prefix(core)
        if not prefixes and self.cleaned.place:
            code = self.index.match_township(self.cleaned.place)
            if code is None:
                self.cleaned = replace(self.cleaned, doubtful=True)  # a township nobody knows
            return ((code,) if code else ()), rest
        return prefixes, without_organisation(rest)

    def _below_prefix(self, prefixes: tuple[RegionCode, ...], rest: str) -> PlaceMatch:
        """The township written before the name wins over the column; when they differ the row is held."""
        if self.scope is None and len(prefixes) > 1:
            return self._in_scope(rest)
        if self.scope is None or self.scope in prefixes:
            self.scope = self.scope or prefixes[0]
            return self._in_scope(rest)
        stated = self.scope
        self.scope = prefixes[0]
        inside = self._in_scope(rest)
        finding = self._finding(
            "R_TOWNSHIP_MISMATCH",
            self.index.names(()) or self._name(stated),
            "名称前的乡镇与本表乡镇不一致，请核对",
        )
        if inside.is_certain or inside.match is Match.FUZZY:
            return replace(inside, match=Match.OTHER_TOWNSHIP, findings=(finding,))
        return replace(inside, findings=(finding, *inside.findings))

    def _in_scope(self, name: str) -> PlaceMatch:
        found = self.index.certain(name, self.scope, self.kind, self.on)
        if not found.codes and (shorter := without_bare_number(name)) != name and len(shorter) > 2:
            found = self.index.certain(shorter, self.scope, self.kind, self.on)
        if found.codes:
            return self._certain(found)
        if self.cleaned.former_name and (codes := self.index.former(self.cleaned.former_name, self.scope)):
            return self._certain(Found(Match.FORMER, codes))
        rolled = self._rolled_up(name)
        return rolled or self._held(name)

    def _certain(self, found: Found) -> PlaceMatch:
        if len(found.codes) > 1:
            return self._ambiguous(found.codes)
        code = found.codes[0]
        if self.cleaned.former_name:
            others = self.index.former(self.cleaned.former_name, self.scope)
            if others and code not in others:
                return self._ambiguous((code, *others))
        if self.cleaned.doubtful and self.cleaned.whole not in (self.index.gazetteer[code].name,):
            return self._suggest((code,), "R_FUZZY_MATCH", "括号内的文字含义不明，请确认")
        match = found.match
        if match is Match.EXACT and self.raw.strip() != self.index.gazetteer[code].name:
            match = Match.NORMALIZED
        findings: tuple[Finding, ...] = ()
        if match is Match.FORMER:
            findings = (self._finding("R_FORMER_NAME", self.index.names((code,)), "此为原村名，已对应现村名"),)
        return PlaceMatch(match, code, (), self.index.township_of(code), self.cleaned.note, findings)

    def _former(self, core: str) -> PlaceMatch:
        """Written 原××村: a former name, and nothing else is certain."""
        _, rest = self._prefix(core)
        codes = self.index.former(rest, self.scope)
        if codes:
            return self._certain(Found(Match.FORMER, codes))
        current = self.index.certain(f"原{core}", self.scope, self.kind, self.on)
        if current.codes:
            return self._certain(current)
        plain = self.index.certain(rest, self.scope, self.kind, self.on)
        if plain.codes:
            return self._suggest(plain.codes, "R_FUZZY_MATCH", "写作“原××村”，但名录中没有此原名，请确认")
        return self._held(rest)

    def _rolled_up(self, name: str) -> PlaceMatch | None:
        for village, part in split_below(name):
            found = self.index.certain(village, self.scope, self.kind, self.on)
            if len(found.codes) == 1:
                whole = self._certain(replace(found, match=Match.NORMALIZED))
                return replace(whole, note="；".join(n for n in (part, whole.note) if n), part=part)
        return None

    # -- held ----------------------------------------------------------------------------------------------------

    def _held(self, name: str) -> PlaceMatch:
        """Nothing is certain: what may a person be offered?"""
        elsewhere = self.index.certain(name, None, self.kind, self.on) if self.scope else NOTHING
        if self.scope:
            mismatch = self.index.other_kind(name, self.scope)
            if mismatch:
                return self._kind_mismatch(mismatch, elsewhere.codes)
        if is_never_a_village(name) or self.index.is_township(name):
            return self._none()
        alike = self._same_kind(name, "alike")
        if alike:
            return self._suggest((*alike, *elsewhere.codes), "R_FUZZY_MATCH", "与名录中的村名相近，请确认")
        if elsewhere.codes:
            return self._elsewhere(elsewhere.codes)
        if self.scope is None and (mismatch := self.index.other_kind(name, None)):
            return self._kind_mismatch(mismatch, ())
        near = self._same_kind(name, "one_off")
        return self._suggest(near, "R_FUZZY_MATCH", "与名录中的村名相近，请确认") if near else self._none()

    def _same_kind(self, name: str, likeness: str) -> tuple[RegionCode, ...]:
        """Near names, those of the written kind first; the others only if there are none."""
        parted = stems(name)
        near = self.index.near(self.scope)
        look_up = {"alike": near.alike, "one_off": near.one_off, "filled_in": near.filled_in}[likeness]
        found: set[RegionCode] = set()
        for stem in (parted.stems or (name, *parted.weak)) if likeness != "filled_in" else (name, *parted.stems):
            found |= look_up(stem)
        wanted = parted.kind or self.kind
        same = {c for c in found if wanted is None or self.index.gazetteer[c].kind is wanted}
        return tuple(sorted(same or found))

    def _kind_mismatch(self, codes: tuple[RegionCode, ...], elsewhere: tuple[RegionCode, ...]) -> PlaceMatch:
        finding = self._finding("R_KIND_MISMATCH", self.index.names(codes), "村与社区不符，请确认是哪一个")
        if len(codes) > 1:
            return PlaceMatch(Match.AMBIGUOUS, None, codes, self.township, self.cleaned.note, (finding,))
        candidates = (*codes, *elsewhere) if elsewhere else ()
        return PlaceMatch(Match.FUZZY, codes[0], candidates, self.scope, self.cleaned.note, (finding,))

    def _elsewhere(self, codes: tuple[RegionCode, ...]) -> PlaceMatch:
        finding = self._finding("R_TOWNSHIP_MISMATCH", self.index.names(codes), "本乡镇没有此村，请核对乡镇")
        if len(codes) == 1:
            return PlaceMatch(Match.OTHER_TOWNSHIP, codes[0], (), self.scope, self.cleaned.note, (finding,))
        several = self._finding("R_AMBIGUOUS_VILLAGE", self.index.names(codes), "请选定是哪一个村")
        return PlaceMatch(Match.AMBIGUOUS, None, codes, self.scope, self.cleaned.note, (several, finding))

    def _bad_char(self) -> PlaceMatch:
        prefixes, rest = self._prefix(self.cleaned.core)
        if prefixes and self.scope is None:
            self.scope = prefixes[0]
        codes = self._same_kind(rest, "filled_in")
        finding = self._finding("R_BAD_CHAR", self.index.names(codes), "名称中有无法显示的字，请补正")
        if len(codes) == 1:
            return PlaceMatch(Match.FUZZY, codes[0], (), self.scope, self.cleaned.note, (finding,))
        match = Match.AMBIGUOUS if codes else Match.NONE
        return PlaceMatch(match, None, codes, self.scope, self.cleaned.note, (finding,))

    def _suggest(self, codes: Iterable[RegionCode], code: str, advice: str) -> PlaceMatch:
        unique = tuple(dict.fromkeys(codes))
        if len(unique) > 1:
            return self._ambiguous(unique)
        finding = self._finding(code, self.index.names(unique), advice)
        return PlaceMatch(Match.FUZZY, unique[0], (), self.scope, self.cleaned.note, (finding,))

    def _ambiguous(self, codes: tuple[RegionCode, ...]) -> PlaceMatch:
        finding = self._finding("R_AMBIGUOUS_VILLAGE", self.index.names(codes), "同名或近似的有多个，请选定")
        return PlaceMatch(Match.AMBIGUOUS, None, codes, self.scope, self.cleaned.note, (finding,))

    def _none(self) -> PlaceMatch:
        finding = self._finding("R_UNKNOWN_VILLAGE", "名录中的村（社区）", "名录中没有此名称，请核对或登记别名")
        return PlaceMatch(Match.NONE, None, (), self.scope, self.cleaned.note, (finding,))

    def _finding(self, code: str, expected: str, advice: str) -> Finding:
        return Finding(code, seen=self.raw.strip(), expected=expected, advice=advice)

    def _also(self, match: PlaceMatch, code: str, seen: str, expected: str, advice: str) -> PlaceMatch:
        return replace(match, findings=(*match.findings, Finding(code, "", "", seen, expected, advice)))

    def _name(self, code: RegionCode) -> str:
        return self.index.gazetteer[code].name


def read_code(code: object) -> tuple[str, bool]:
    """The digits of a code cell, and whether it was damaged (9.90100E+11, digits lost or rounded away)."""
    if code is None or isinstance(code, bool):
        return "", False
    text = normal(str(int(code)) if isinstance(code, float) and code == code and code.is_integer() else str(code))
    text = text.strip("'‘’`\"“”").removesuffix(".0")
    if not text or not re.search(r"\d", text):
        return "", False
    if not text.isascii() or not text.isdigit() or len(text) not in (9, 12):
        return "", True
    damaged = len(text) == 12 and text.endswith("000")
    return ("" if damaged else text), damaged
