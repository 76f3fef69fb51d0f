"""Places by what a hurried hand types: name, former name, alias, code, pinyin, or the initials of the pinyin.

The index is built once per gazetteer. A character with several readings is found by each of them.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice, product
from typing import Final

from pypinyin import Style, pinyin

from situation.model.regions import Gazetteer, NameKind, Region, RegionKind

_MOST_READINGS: Final = 16  # of one name
_PLACES: Final = (RegionKind.TOWNSHIP, RegionKind.VILLAGE, RegionKind.COMMUNITY)


@dataclass(frozen=True, slots=True)
class FoundPlace:
    region: Region
    township: Region | None  # of a village
    by: str  # the former name, alias or code that led there; empty for the name itself
    kind: NameKind | None = None  # of that other name


@dataclass(frozen=True, slots=True)
class _Key:
    text: str
    rank: int  # smaller is nearer to what people mean
    by: str = ""
    kind: NameKind | None = None


class PlaceSearch:
    def __init__(self, gazetteer: Gazetteer) -> None:
        self.gazetteer = gazetteer
        self._keys = [(region, tuple(_keys_of(region))) for region in gazetteer.of_kind(*_PLACES)]

    def find(self, wanted: str, limit: int = 8) -> tuple[FoundPlace, ...]:
        """The best first; a whole name before its beginning, a beginning before a part, townships before villages."""
        text = plain(wanted)
        if not text:
            return ()
        scored = ((score, region, key) for region, keys in self._keys for score, key in _best(text, keys))
        ordered = sorted(scored, key=lambda s: (s[0], s[1].kind is not RegionKind.TOWNSHIP, s[1].code))
        return tuple(self._found(region, key) for _, region, key in ordered[:limit])

    def _found(self, region: Region, key: _Key) -> FoundPlace:
        township = self.gazetteer.township_of(region.code) if region.kind.is_leaf else None
        return FoundPlace(region, township, key.by, key.kind)


def plain(text: str) -> str:
    """Full width to half, capitals to small, no blanks."""
    return "".join(unicodedata.normalize("NFKC", text).lower().split())


def _best(wanted: str, keys: Iterable[_Key]) -> Iterator[tuple[int, _Key]]:
    hits = [(key.rank + how, key) for key in keys if (how := _how(wanted, key.text)) is not None]
    if hits:
        yield min(hits, key=lambda hit: hit[0])


def _how(wanted: str, text: str) -> int | None:
    if text == wanted:
        return 0
    if text.startswith(wanted):
        return 1
    is_telling = len(wanted) > 1 or not wanted.isascii()
    return 3 if is_telling and wanted in text else None


def _keys_of(region: Region) -> Iterator[_Key]:
    yield _Key(region.code, 2, by=region.code)
    yield from _spellings(region.name, 0, "", None)
    for other in region.other_names:
        yield from _spellings(other.name, 2, other.name, other.kind)


def _spellings(name: str, rank: int, by: str, kind: NameKind | None) -> Iterator[_Key]:
    yield _Key(plain(name), rank, by, kind)
    readings = pinyin(name, style=Style.NORMAL, heteronym=True)
    for one in islice(product(*readings), _MOST_READINGS):
        yield _Key(plain("".join(one)), rank + 4, by, kind)
        yield _Key(plain("".join(syllable[:1] for syllable in one)), rank + 4, by, kind)
