"""What the screens say, in Chinese and in English.

The Chinese text is the message id, so a page reads as it will be seen: ``words("截至 {when}", when=…)``. The English
stands in ``locale/en``; ``locale/zh_CN`` lists the same ids, so that a county may word them otherwise. Constants
outside functions are marked ``term("预警")`` and said later by ``words(…)``. Tests compare every id used with both
catalogues. Numbers, days and shares have one way of being written each (the methods below), used on every screen.
"""

from __future__ import annotations

import gettext
import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from importlib.resources import files
from io import BytesIO
from typing import Final

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from situation.clock import LOCAL
from situation.model.picture import Share

LANGUAGES: Final = {"zh": "zh_CN", "en": "en"}
UNKNOWN: Final = "—"
_WEEKDAYS: Final = ("周一", "周二", "周三", "周四", "周五", "周六", "周日")
_WEEKDAYS_EN: Final = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS_EN: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def term(text: str) -> str:
    """Marks a constant as a text of the catalogues; said later through ``Words``."""
    return text


@dataclass(frozen=True, slots=True)
class Words:
    """One language: call it with a Chinese text to say it."""

    language: str

    def __call__(self, text: str, **values: object) -> str:
        said = _catalogue(self.language).gettext(text) if text else ""
        return said.format(**values) if values else said

    @property
    def is_chinese(self) -> bool:
        return self.language == "zh"

    @property
    def html_lang(self) -> str:
        return "zh-CN" if self.is_chinese else "en"

    def number(self, value: int | None) -> str:
        return UNKNOWN if value is None else f"{value:,}"

    def percent(self, share: Share | None) -> str:
        """One decimal; 100.0 only when all, 99.96 is 99.9."""
        value = percent_value(share)
        return UNKNOWN if value is None else f"{value:.1f}"

    def day(self, on: date | None) -> str:
        if on is None:
            return UNKNOWN
        return f"{on.month}月{on.day}日" if self.is_chinese else f"{on.day} {_MONTHS_EN[on.month - 1]}"

    def short_day(self, on: date | None) -> str:
        """For tables and axes: 1/16."""
        return UNKNOWN if on is None else f"{on.month}/{on.day}"

    def weekday(self, on: date) -> str:
        return (_WEEKDAYS if self.is_chinese else _WEEKDAYS_EN)[on.weekday()]

    def full_day(self, on: date) -> str:
        if self.is_chinese:
            return f"{on.year}年{on.month}月{on.day}日（{'星期' + '一二三四五六日'[on.weekday()]}）"
        return f"{self.day(on)} {on.year} ({self.weekday(on)})"

    def moment(self, instant: datetime | None) -> str:
        if instant is None:
            return UNKNOWN
        local = instant.astimezone(LOCAL)
        return f"{self.day(local.date())} {local:%H:%M}"

    def time(self, instant: datetime | None) -> str:
        return UNKNOWN if instant is None else f"{instant.astimezone(LOCAL):%H:%M}"


def percent_value(share: Share | None) -> float | None:
    """The percentage as it is printed, so that differences agree with the printed values."""
    if share is None or not share.of:
        return None
    value = round(100 * share.part / share.of, 1)
    return 99.9 if value >= 100 and share.part < share.of else value


def signed(value: float) -> str:
    """A gap to a target: +2.9 or −1.1 (U+2212)."""
    return f"{'−' if value < 0 else '+'}{abs(value):.1f}"


def arrow(difference: float | int, digits: int = 0) -> str:
    """A change since yesterday as a neutral arrow, or an empty text where there is none."""
    if math.isclose(difference, 0, abs_tol=0.5 * 10**-digits if digits else 0.5):
        return ""
    return f"{'↑' if difference > 0 else '↓'} {abs(difference):.{digits}f}"


@cache
def _catalogue(language: str) -> gettext.NullTranslations:
    """All catalogues of a language as one: each group of pages keeps its own file."""
    folder = files("dashboard") / "locale" / LANGUAGES[language] / "LC_MESSAGES"
    all_texts = Catalog()
    for path in sorted((p for p in folder.iterdir() if p.name.endswith(".po")), key=lambda p: p.name):
        with path.open("rb") as source:
            for message in read_po(source):
                all_texts[message.id] = message
    binary = BytesIO()
    write_mo(binary, all_texts)
    binary.seek(0)
    return gettext.GNUTranslations(binary)


def choose_language(query: Mapping[str, str], cookies: Mapping[str, str]) -> Words:
    """``?lang=`` before the cookie before Chinese."""
    for wish in (query.get("lang", ""), cookies.get("lang", "")):
        if wish[:2] in LANGUAGES:
            return Words(wish[:2])
    return Words("zh")
