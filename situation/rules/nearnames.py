"""Names that look or sound like a known one: homophones, look-alike characters, one wrong or missing character.

What is found here is only ever a suggestion. It is searched inside one township where that is known.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache, lru_cache

from pypinyin import Style, pinyin
from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from situation.model.regions import RegionCode
from situation.rules.placewords import BAD_CHARS, words

# Sounds that many speakers do not part: what is typed by ear mixes them.
_SOUNDS = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("ang", "an"), ("eng", "en"), ("ing", "in"))


@cache
def _shape_of() -> dict[str, str]:
    """Each character of a look-alike line → the line's first character."""
    shape: dict[str, str] = {}
    for line in reversed(words()["lookalikes"]):
        for char in line:
            shape[char] = line[0]
    return shape


def shape(text: str) -> str:
    table = _shape_of()
    return "".join(table.get(char, char) for char in text)


@lru_cache(maxsize=16_384)
def _sounds_of(char: str) -> str:
    sound: str = pinyin(char, style=Style.NORMAL, errors="default")[0][0]
    for careful, careless in _SOUNDS:
        sound = sound.replace(careful, careless)
    return f"l{sound[1:]}" if sound.startswith("n") else sound


def sound(text: str) -> str:
    return " ".join(_sounds_of(char) for char in text)


def has_bad_char(text: str) -> bool:
    return any(char in BAD_CHARS for char in text)


@dataclass(slots=True)
class NearNames:
    """The stems of one township (or of everything), prepared for being looked up by likeness."""

    stems: dict[str, tuple[RegionCode, ...]]
    _by_shape: dict[str, set[RegionCode]] = field(init=False, default_factory=dict)
    _by_sound: dict[str, set[RegionCode]] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        for stem, codes in self.stems.items():
            self._by_shape.setdefault(shape(stem), set()).update(codes)
            self._by_sound.setdefault(sound(stem), set()).update(codes)

    def alike(self, stem: str) -> set[RegionCode]:
        """Sounds the same or is written with look-alike characters."""
        if len(stem) < 2:
            return set()
        return self._by_shape.get(shape(stem), set()) | self._by_sound.get(sound(stem), set())

    def one_off(self, stem: str) -> set[RegionCode]:
        """One character wrong, missing or too many; or two exchanged."""
        if len(stem) < 2:
            return set()
        allowed = {s for s, _, _ in process.extract(
            stem, self.stems.keys(), scorer=Levenshtein.distance, score_cutoff=1, limit=None,
            ) if min(len(s), len(stem)) >= (3 if len(s) == len(stem) else 2)}  # fmt: skip
        allowed |= {s for s in _swapped(stem) if s in self.stems}
        return _codes(self.stems[s] for s in allowed)

    def filled_in(self, stem: str) -> set[RegionCode]:
        """With any character where one could not be read; at least one must have been read."""
        if all(char in BAD_CHARS for char in stem):
            return set()
        # several marks in a row may stand for one character whose bytes were lost
        pattern = re.compile(re.sub(f"[{re.escape(BAD_CHARS)}]+", "MARK", re.escape(stem).replace("\\?", "?"))
                             .replace("MARK", ".{1,3}"))  # fmt: skip
        return _codes(codes for s, codes in self.stems.items() if pattern.fullmatch(s))


def _swapped(stem: str) -> Iterable[str]:
    for i in range(len(stem) - 1):
        yield stem[:i] + stem[i + 1] + stem[i] + stem[i + 2 :]


def _codes(groups: Iterable[tuple[RegionCode, ...]]) -> set[RegionCode]:
    return {code for group in groups for code in group}
