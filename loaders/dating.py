"""Which day a document speaks of, from words round its rows: title, subtitle, sheet name, file name.

The year comes from the document, then the file name, then the receipt; a bare December seen in January is last
year. A day after the receipt is reported as it stands: nobody's month is moved silently.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

_DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_SEPARATOR = r"\s*[.。/\-－—年_]\s*"
_YEARED = re.compile(
    rf"(?<!\d)(?P<y>20\d\d|\d\d(?=\s*年)){_SEPARATOR}(?P<m>1[0-2]|0?[1-9])\s*[.。/\-－—月_]\s*(?P<d>3[01]|[12]\d|0?[1-9])(?!\d)"
)
_SOLID = re.compile(r"(?<!\d)(?P<y>20\d\d)(?P<m>0[1-9]|1[0-2])(?P<d>0[1-9]|[12]\d|3[01])(?!\d)")
_MONTH_DAY = re.compile(r"(?<!\d)(?P<m>1[0-2]|0?[1-9])\s*月\s*(?P<d>3[01]|[12]\d|0?[1-9])\s*(?:日|号|(?!\d))")
_BARE = re.compile(r"(?<![\d.])(?P<m>1[0-2]|0?[1-9])[.。\-/](?P<d>3[01]|[12]\d|0?[1-9])(?![\d%％])(?!\.\d)")
_SOLID_SHORT = re.compile(r"(?<!\d)(?P<m>0[1-9]|1[0-2])(?P<d>0[1-9]|[12]\d|3[01])(?!\d)")
_CHINESE = re.compile(r"[〇○零一二三四五六七八九十]{1,4}(?=[年月日号])")
_YEAR_ALONE = re.compile(r"(?<!\d)(20\d\d)\s*年")
_SPOKEN_OF = re.compile(r"(?:填报|报送|上报|统计|截至|截止|日期|更新)")
_SPAN = re.compile(r"\s*(?:日|号)?\s*(?:至|到|—+|-+|~|－)\s*")


@dataclass(frozen=True, slots=True)
class Day:
    """A day found in words; ``inferred_year`` where the words did not say the year themselves."""

    on: date
    seen: str
    inferred_year: bool = False


class _Place(NamedTuple):
    form: int  # 0 with a year, 1 month and day in words, 2 bare numbers
    start: int
    end: int
    day: Day


def find_day(text: str, hint: date, *, loose: bool = False) -> Day | None:
    """The day a heading speaks of. ``loose`` also takes "1.8" and "0108": for sheet and file names.

    A day after 截至 or 填报时间 wins over any other; a span "1月1日至1月8日" ends on its last day.
    """
    folded = _arabic(unicodedata.normalize("NFKC", text)).replace("元月", "1月")
    found = [place for pattern in _patterns(loose) for place in _all(pattern, folded, hint)]
    if not found:
        return None
    best_form = found[0].form
    same = [place for place in found if place.form == best_form]
    chosen = next((place for place in same if _is_told(folded, place.start)), same[0])
    last = next((p for p in found if p.start > chosen.end and _SPAN.fullmatch(folded[chosen.end : p.start])), chosen)
    return last.day


def stated_year(text: str) -> int | None:
    found = _YEAR_ALONE.search(unicodedata.normalize("NFKC", text))
    return int(found.group(1)) if found else None


def near_year(month: int, day: int, hint: date) -> date | None:
    """The year that puts month and day closest before ``hint``: December seen in January is last year.

    More than half a year ahead of the hint is last year; less than that stays in the future, for a person to see.
    """
    for year in (hint.year, hint.year - 4):  # 29 February may not exist this year
        try:
            found = date(year, month, day)
        except ValueError:
            continue
        if found > hint + timedelta(days=183):
            return found.replace(year=year - 1)
        if found < hint - timedelta(days=300):
            return found.replace(year=year + 1)
        return found
    return None


def _patterns(loose: bool) -> tuple[re.Pattern[str], ...]:
    return (_YEARED, _SOLID, _MONTH_DAY, _BARE, _SOLID_SHORT) if loose else (_YEARED, _SOLID, _MONTH_DAY)


def _all(pattern: re.Pattern[str], text: str, hint: date) -> list[_Place]:
    form = 0 if pattern in (_YEARED, _SOLID) else 1 if pattern is _MONTH_DAY else 2
    found = []
    for match in pattern.finditer(text):
        parts = match.groupdict()
        on = _on(parts.get("y"), int(parts["m"]), int(parts["d"]), hint)
        if on:
            found.append(_Place(form, match.start(), match.end(), Day(on, match.group(), "y" not in parts)))
    return found


def _on(year: str | None, month: int, day: int, hint: date) -> date | None:
    if year is None:
        return near_year(month, day, hint)
    try:
        return date(int(year) if len(year) == 4 else 2000 + int(year), month, day)
    except ValueError:
        return None


def _is_told(text: str, start: int) -> bool:
    return bool(_SPOKEN_OF.search(text[max(0, start - 8) : start]))


def _arabic(text: str) -> str:
    """二〇二一年一月八日 → 2021年1月8日; other numerals stay."""
    return _CHINESE.sub(lambda found: _numeral(found.group()), text)


def _numeral(text: str) -> str:
    if "十" not in text:
        return text.translate(_DIGITS)
    tens, _, ones = text.partition("十")
    return (tens.translate(_DIGITS) or "1") + (ones.translate(_DIGITS) or "0")
