"""The administrative tree: province, city, county, township, village or community.

A region's key is its 12-digit statistical code (统计用区划代码: 6 county + 3 township + 3 village). Names are
not keys: the same village name stands in several townships, and 柳湾村 beside 柳湾社区 in one.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import NewType

RegionCode = NewType("RegionCode", str)
_CODE = re.compile(r"\d{12}\Z")


def region_code(text: str) -> RegionCode:
    """Twelve digits, or a ``ValueError`` naming what was seen."""
    if not _CODE.match(text):
        raise ValueError(f"a region code has 12 digits, not {text!r}")
    return RegionCode(text)


class RegionKind(StrEnum):
    PROVINCE = "province"
    CITY = "city"
    COUNTY = "county"
    TOWNSHIP = "township"
    VILLAGE = "village"  # 村
    COMMUNITY = "community"  # 社区

    @property
    def is_leaf(self) -> bool:
        return self in (RegionKind.VILLAGE, RegionKind.COMMUNITY)


class NameKind(StrEnum):
    ALIAS = "alias"  # another way to write the present name
    FORMER = "former"  # a name (or a merged village's name) from before
    LEARNT = "learnt"  # a person's decision at the desk


@dataclass(frozen=True, slots=True)
class OtherName:
    """A further name of a region, valid from/to a day where that is known."""

    name: str
    kind: NameKind = NameKind.ALIAS
    valid_from: date | None = None
    valid_to: date | None = None


@dataclass(frozen=True, slots=True)
class Region:
    code: RegionCode
    name: str
    kind: RegionKind
    parent: RegionCode | None = None
    other_names: tuple[OtherName, ...] = ()
    lon_lat: tuple[float, float] | None = None  # degrees, WGS-84/CGCS2000
    valid_from: date | None = None
    valid_to: date | None = None

    def __post_init__(self) -> None:
        region_code(self.code)
        if not self.name.strip():
            raise ValueError(f"region {self.code} has no name")

    def existed_on(self, day: date) -> bool:
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day <= self.valid_to)


@dataclass(frozen=True)
class Gazetteer:
    """All regions of one installation, in code order, with the questions rooms ask of them."""

    regions: tuple[Region, ...]
    _by_code: dict[RegionCode, Region] = field(init=False, repr=False, compare=False)
    _children: dict[RegionCode | None, tuple[Region, ...]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        children: dict[RegionCode | None, list[Region]] = {}
        for region in self.regions:
            children.setdefault(region.parent, []).append(region)
        object.__setattr__(self, "_by_code", {r.code: r for r in self.regions})
        object.__setattr__(self, "_children", {k: tuple(v) for k, v in children.items()})

    def __len__(self) -> int:
        return len(self.regions)

    def __iter__(self) -> Iterator[Region]:
        return iter(self.regions)

    def __contains__(self, code: object) -> bool:
        return code in self._by_code

    def __getitem__(self, code: RegionCode) -> Region:
        return self._by_code[code]

    def find(self, code: str) -> Region | None:
        return self._by_code.get(RegionCode(code))

    def children(self, code: RegionCode | None) -> tuple[Region, ...]:
        return self._children.get(code, ())

    @property
    def root(self) -> Region | None:
        """The topmost region: the county of a county's installation."""
        tops = self.children(None)
        return tops[0] if tops else None

    def of_kind(self, *kinds: RegionKind) -> tuple[Region, ...]:
        return tuple(r for r in self.regions if r.kind in kinds)

    @property
    def counties(self) -> tuple[Region, ...]:
        return self.of_kind(RegionKind.COUNTY)

    @property
    def townships(self) -> tuple[Region, ...]:
        return self.of_kind(RegionKind.TOWNSHIP)

    @property
    def villages(self) -> tuple[Region, ...]:
        """Every leaf, village and community alike."""
        return self.of_kind(RegionKind.VILLAGE, RegionKind.COMMUNITY)

    def leaves_below(self, code: RegionCode) -> tuple[Region, ...]:
        region = self._by_code[code]
        if region.kind.is_leaf:
            return (region,)
        return tuple(leaf for child in self.children(code) for leaf in self.leaves_below(child.code))

    def path(self, code: RegionCode) -> tuple[Region, ...]:
        """From the root down to the region itself."""
        chain: list[Region] = []
        current: RegionCode | None = code
        while current is not None:
            region = self._by_code[current]
            chain.append(region)
            current = region.parent
        return tuple(reversed(chain))

    def township_of(self, code: RegionCode) -> Region | None:
        return next((r for r in reversed(self.path(code)) if r.kind is RegionKind.TOWNSHIP), None)


def gazetteer(regions: Iterable[Region]) -> Gazetteer:
    """Sorted by code; two regions of one code are a ``ValueError``."""
    ordered = tuple(sorted(regions, key=lambda r: r.code))
    for before, after in itertools.pairwise(ordered):
        if before.code == after.code:
            raise ValueError(f"code {after.code} is given twice: {before.name} and {after.name}")
    return Gazetteer(ordered)
