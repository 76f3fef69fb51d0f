"""Which region each feature is: by code, else by name within its township, through the rules bulletins use too.

Columns are told by what stands in them, not by their headings: the column with the gazetteer's codes is the code
column, whatever it is called. What is not certain stays unmatched and is listed with its candidates.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from geodata.options import Options
from geodata.read import Layer
from situation.model.bulletins import Match
from situation.model.regions import Gazetteer, Region, RegionCode
from situation.rules.placenames import PlaceIndex

_TRIED = 400  # values of a column looked at
_SEPARATORS = re.compile(r"[、，,;；/+＋&和与及]")
_EXCEL = re.compile(r"\d(\.\d+)?[eE]\+?\d+\Z")


@dataclass(frozen=True, slots=True)
class Columns:
    code: str | None = None
    name: str | None = None
    township: str | None = None


@dataclass(frozen=True, slots=True)
class Feature:
    """One row of one layer and the region it is; ``codes`` has several where one shape stands for them all."""

    layer: int
    row: int
    codes: tuple[RegionCode, ...]
    match: Match
    wrote: str  # what the file says: code, township, name
    candidates: tuple[RegionCode, ...] = ()
    damaged: bool = False  # its code had been through Excel


@dataclass(frozen=True, slots=True)
class Joined:
    features: tuple[Feature, ...]
    columns: tuple[Columns, ...]  # per layer
    by_code: Mapping[RegionCode, tuple[Feature, ...]] = field(default_factory=dict)

    @property
    def unmatched(self) -> tuple[Feature, ...]:
        return tuple(f for f in self.features if not f.codes)

    @property
    def shared(self) -> tuple[Feature, ...]:
        return tuple(f for f in self.features if len(f.codes) > 1)


def join(layers: Sequence[Layer], gazetteer: Gazetteer, options: Options) -> Joined:
    index = PlaceIndex(gazetteer)
    decided = dict(options.matches)
    features: list[Feature] = []
    columns: list[Columns] = []
    for number, layer in enumerate(layers):
        found = _columns(layer, index, options)
        columns.append(found)
        features.extend(_Reader(layer, found, index, decided, options).features(number))
    by_code: dict[RegionCode, list[Feature]] = {}
    for feature in features:
        if len(feature.codes) == 1:
            by_code.setdefault(feature.codes[0], []).append(feature)
    return Joined(tuple(features), tuple(columns), {code: tuple(found) for code, found in by_code.items()})


@dataclass(frozen=True, slots=True)
class _Reader:
    layer: Layer
    columns: Columns
    index: PlaceIndex
    decided: Mapping[str, RegionCode]
    options: Options

    def features(self, number: int) -> Iterable[Feature]:
        blank = ("",) * len(self.layer)
        codes = self.layer.columns.get(self.columns.code or "", blank)
        names = self.layer.columns.get(self.columns.name or "", blank)
        townships = self.layer.columns.get(self.columns.township or "", blank)
        by_file = self.index.match_township(PurePosixPath(self.layer.label).stem)
        known: dict[str, RegionCode | None] = {}
        for row, (code, name, township) in enumerate(zip(codes, names, townships, strict=True)):
            if township not in known:
                known[township] = self.index.match_township(township) if township else by_file
            yield self._feature(number, row, code, name, township, known[township])

    def _feature(self, number: int, row: int, code: str, name: str, township: str, above: RegionCode | None) -> Feature:
        wrote = " ".join(text for text in (code, township, name) if text)
        told = self.decided.get(code) or self.decided.get(name)
        if told:
            return Feature(number, row, (told,), Match.ALIAS, wrote)
        damaged = bool(code) and is_damaged(code, self.index.gazetteer)
        region = None if damaged else region_of(code, self.index.gazetteer)
        if region is not None and not region.kind.is_leaf:
            return Feature(number, row, (region.code,), Match.EXACT, wrote)
        above = above or _township_in(code, self.index.gazetteer)
        return self._by_name(number, row, region, name, above, wrote, damaged)

    def _by_name(
        self,
        number: int,
        row: int,
        region: Region | None,
        name: str,
        above: RegionCode | None,
        wrote: str,
        damaged: bool,
    ) -> Feature:
        if region is not None and not name:
            return Feature(number, row, (region.code,), Match.EXACT, wrote)
        if not name:
            return Feature(number, row, (), Match.NONE, wrote, damaged=damaged)
        code = region.code if region else None
        found = self.index.match(name, above, code=code, on=self.options.on)
        if found.is_certain and found.code:
            return Feature(number, row, (found.code,), found.match, wrote, damaged=damaged)
        several = self._several(name, above) if region is None else ()
        township = self.index.match_township(name) if region is None and not several else None
        if township:
            return Feature(number, row, (township,), Match.NORMALIZED, wrote, damaged=damaged)
        candidates = found.candidates or ((found.code,) if found.code else ())
        return Feature(number, row, several, found.match, wrote, candidates, damaged)

    def _several(self, name: str, above: RegionCode | None) -> tuple[RegionCode, ...]:
        """One shape for two villages: 甲村、乙村."""
        parts = [part for part in _SEPARATORS.split(name) if part.strip()]
        if len(parts) < 2:
            return ()
        found = [self.index.match(part, above, on=self.options.on) for part in parts]
        codes = tuple(dict.fromkeys(f.code for f in found if f.is_certain and f.code))
        return codes if len(codes) == len(parts) else ()


# -- codes -------------------------------------------------------------------------------------------------------


def digits_of(code: str) -> str:
    """Twelve digits out of 12, 19 (padded), 9 (township), 6 (county) digits, dotted or with ``.0``; else nothing."""
    text = re.sub(r"[.\s'‘’`-]", "", code.removesuffix(".0"))
    if not text.isascii() or not text.isdigit():
        return ""
    if len(text) > 12 and not text[12:].strip("0"):
        text = text[:12]
    return text.ljust(12, "0") if len(text) in (6, 9, 12) else ""


def region_of(code: str, gazetteer: Gazetteer) -> Region | None:
    digits = digits_of(code)
    return gazetteer.find(digits) if digits else None


def is_damaged(code: str, gazetteer: Gazetteer) -> bool:
    """4.40983E+11, or digits that Excel rounded away to zeros."""
    if _EXCEL.match(code):
        return True
    digits = digits_of(code)
    return digits.endswith("000") and len(code.strip()) >= 12 and gazetteer.find(digits) is None


def _township_in(code: str, gazetteer: Gazetteer) -> RegionCode | None:
    digits = digits_of(code)
    region = gazetteer.find(digits[:9] + "000") if digits else None
    return region.code if region else None


# -- columns -----------------------------------------------------------------------------------------------------


def _columns(layer: Layer, index: PlaceIndex, options: Options) -> Columns:
    names = {_plain(r.name) for r in index.gazetteer if r.kind.is_leaf}
    names |= {_plain(o.name) for r in index.gazetteer if r.kind.is_leaf for o in r.other_names}

    def knows_code(text: str) -> bool:
        region = region_of(text, index.gazetteer)
        return bool(_EXCEL.match(text)) or (region is not None and region.kind.is_leaf)

    code = options.code_column or _best(layer, knows_code, 0.3, ())
    code = code or _best(layer, lambda text: region_of(text, index.gazetteer) is not None, 0.3, ())
    name = options.name_column or _best(layer, lambda text: _plain(text) in names, 0.3, (code,))
    township = options.township_column or _best(
        layer, lambda text: index.match_township(text) is not None, 0.5, (code, name)
    )
    return Columns(code, name or _best(layer, lambda t: index.match_township(t) is not None, 0.5, (code,)), township)


def _plain(name: str) -> str:
    """As far as needed to tell a column of village names: without the words for what a village is."""
    bare = re.sub(r"(社区|村)?(居民委员会|村民委员会|居委会|村委会|居民委员|村民委员)?$|社区$|村$|\s", "", name)
    return bare or name


def _best(layer: Layer, knows: Callable[[str], bool], enough: float, taken: tuple[str | None, ...]) -> str | None:
    """The column of which most values are known, if enough are; ties go to the one with more different values."""
    scores: list[tuple[float, int, str]] = []
    step = max(1, len(layer) // _TRIED)
    for column, values in layer.columns.items():
        tried = [text for text in values[::step] if text]
        if column in taken or not tried:
            continue
        share = sum(map(knows, tried)) / len(tried)
        if share >= enough:
            scores.append((round(share, 2), len(set(tried)), column))
    return max(scores)[2] if scores else None
