"""Which village a written name means. Certain, or held for a person: never guessed.

Certain is only: the registered name, the same after rules (kind words, prefixes, list numbers, decorations), a
registered alias, a former name inside its own township. What merely resembles a name is a suggestion (``fuzzy``) or
a choice (``ambiguous``). Build a ``PlaceIndex`` once; it answers from dictionaries.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from situation.model.regions import Gazetteer, RegionCode, RegionKind
from situation.rules.placebook import PlaceBook
from situation.rules.placematching import PlaceMatch, Question, read_code

__all__ = ["PlaceIndex", "PlaceMatch", "find_townships_in", "match_place", "match_township", "read_code"]

_REMEMBERED = 200_000  # answers kept: a daily file asks for the same few hundred names again and again


@dataclass(slots=True)
class PlaceIndex(PlaceBook):
    """A gazetteer prepared for matching names."""

    _remembered: dict[tuple[object, ...], PlaceMatch] = field(init=False, default_factory=dict)

    def match(
        self,
        raw: str,
        township: RegionCode | None = None,
        code: object = None,
        kind: RegionKind | None = None,
        on: date | None = None,
    ) -> PlaceMatch:
        asked = (raw, township, code, kind, on)
        known = self._remembered.get(asked)
        if known is None:
            if len(self._remembered) >= _REMEMBERED:
                self._remembered.clear()
            known = self._remembered[asked] = Question(self, raw, township, kind, on).answer(code)
        return known


def match_place(
    raw: str,
    gazetteer: Gazetteer,
    township: RegionCode | None = None,
    code: object = None,
    kind: RegionKind | None = None,
    on: date | None = None,
) -> PlaceMatch:
    """One name against a gazetteer. For many names build one ``PlaceIndex``."""
    return PlaceIndex(gazetteer).match(raw, township, code, kind, on)


def match_township(raw: str, gazetteer: Gazetteer) -> RegionCode | None:
    return PlaceIndex(gazetteer).match_township(raw)


def find_townships_in(text: str, gazetteer: Gazetteer) -> tuple[RegionCode, ...]:
    return PlaceIndex(gazetteer).find_townships_in(text)
