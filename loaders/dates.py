"""Dates as people write them: 1月8日, 元月8日, 2021.1.8, 二〇二一年一月八日, 1.8 typed as a number, serials.

The year comes from a hint (the document's day, else the file name's, else the receipt's). What may mean two
days, or none, is None with a problem.
"""

from __future__ import annotations

import calendar
import math
import re
import unicodedata
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from loaders.numerals import chinese_integer

_NUM = r"(?:\d{1,2}|[一二三四五六七八九十〇零]{1,3})"
_YEAR = r"(?:\d{4}|\d{2}|[一二〇零○]{1}[一二三四五六七八九〇零○]{3})"
_FULL = re.compile(rf"({_YEAR})年({_NUM}|元)月份?({_NUM})(?:日|号)?(?!\d)")
_MONTH_DAY = re.compile(rf"(?<![\d年])({_NUM}|元)月份?({_NUM})(?:日|号)?(?!\d)")
_SEPARATED = re.compile(r"(?<![\d.])(\d{4}|\d{2})([./\-])(\d{1,2})\2(\d{1,2})(?![\d])(?!\.\d)")
_COMPACT = re.compile(r"(?<!\d)(20\d{2})(\d{2})(\d{2})(?!\d)")
_SHORT = re.compile(r"(?<![\d./\-])(\d{1,2})([./\-])(\d{1,2})(?![\d%‰])(?![./\-]\d)")
_DAY = re.compile(rf"(?<![\d月])({_NUM})(?:日|号)(?!\d)")
_VAGUE = re.compile(r"(?:月份?|年)?[上中下]旬|月[初底末]|年[初底末]|左右|前后|或")
_RELATIVE = {
    word: days
    for days, words in ((-2, "前日 前天"), (-1, "昨日 昨天"), (0, "今日 今天 当日 当天 本日"),
                        (1, "明日 明天 次日"), (2, "后天 后日"))
    for word in words.split()
}  # fmt: skip
_PLAN = re.compile(r"拟|计划|预计|预定|将于|定于|暂定")
_CLOCK = re.compile(
    r"(?:上午|下午|早上|晚上|中午|凌晨|晚|早)?\d{1,2}(?:[:时点](?:\d{1,2}分?|半|整)?(?::\d{1,2})?)(?:许)?"
)
_CLOCK_TAIL = re.compile(r"(?:\s+|T)\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?Z?$")
_BLANK = re.compile(r"[-—/\\.、*无]*|待定|未定|暂定|暂无|未排|待确定|未确定|另行通知|None|nan|NaN|null")
_EPOCH = date(1899, 12, 30)


@dataclass(frozen=True, slots=True)
class ParsedDate:
    value: date | None
    problems: tuple[str, ...] = ()
    planned: bool = False  # written as a plan: 拟于1月9日


_BAD = ParsedDate(None, ("R_BAD_DATE",))
_TWO_WAYS = ParsedDate(None, ("R_AMBIGUOUS_DATE",))


def parse_date(value: object, year_hint: date, *, not_after: date | None = None, untyped: bool = False) -> ParsedDate:
    """``untyped``: a CSV cell, where 1.1 may have been the number 1.10. A day past ``not_after`` is
    R_FUTURE_DATE, kept."""
    found = _date_of(value, year_hint, untyped)
    if found.value and not_after and found.value > not_after:
        return replace(found, problems=(*found.problems, "R_FUTURE_DATE"))
    return found


def _date_of(value: object, hint: date, untyped: bool) -> ParsedDate:
    if value is None or isinstance(value, time):
        return ParsedDate(None)
    if isinstance(value, datetime):
        return _plausible(value.date())
    if isinstance(value, date):
        return _plausible(value)
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return _BAD
    if isinstance(value, int | float):
        return _from_number(float(value), hint)
    return _from_text(value, hint, untyped)


def _plausible(day: date) -> ParsedDate:
    return ParsedDate(day) if 2000 <= day.year <= 2099 else _BAD


def _from_number(number: float, hint: date) -> ParsedDate:
    if not math.isfinite(number) or number <= 0:
        return _BAD
    if 20_000_101 <= number <= 20_991_231 and number.is_integer():
        return _from_text(str(int(number)), hint, False)
    if 36_526 <= number < 73_051:  # a spreadsheet's serial day, 2000 to 2099
        return ParsedDate(_EPOCH + timedelta(days=int(number)))
    if number.is_integer() or number >= 13:
        return _BAD
    return _month_point_day(f"{number:.10g}", hint)


def _month_point_day(text: str, hint: date) -> ParsedDate:
    """The number 1.1 was typed as 1.1 or as 1.10: only where one of both is no day is the other certain."""
    month, _, digits = text.partition(".")
    if not digits or len(digits) > 2:
        return _BAD
    if len(digits) == 2:
        return _in_year(int(month), int(digits), hint)
    first, second = _in_year(int(month), int(digits), hint), _in_year(int(month), int(digits) * 10, hint)
    return _TWO_WAYS if first.value and second.value else first


def _from_text(value: str, hint: date, untyped: bool) -> ParsedDate:
    text = re.sub(r"\s+", "", _CLOCK_TAIL.sub("", unicodedata.normalize("NFKC", value).strip())).strip("'’‘")
    text = re.sub(r"(?<=\d)[。．·](?=\d)", ".", text).replace("／", "/").replace("—", "-").replace("–", "-")
    if _BLANK.fullmatch(text):
        return ParsedDate(None)
    if untyped and re.fullmatch(r"\d{1,2}\.\d", text):
        return _month_point_day(text, hint)
    if re.fullmatch(r"\d{5}(?:\.\d+)?", text):
        return _from_number(float(text), hint)
    found = _all_in(text, hint)
    planned = bool(_PLAN.search(text))
    if not found:
        relative = next((days for word, days in _RELATIVE.items() if word in text), None)
        if relative is not None and not re.search(r"\d", _CLOCK.sub("", text)):
            return ParsedDate(hint + timedelta(days=relative), planned=planned or relative > 0)
        return _TWO_WAYS if _VAGUE.search(text) else _BAD
    if len(set(found)) > 1 or _is_range(text):
        return _TWO_WAYS
    return replace(found[0], planned=planned)


def _is_range(text: str) -> bool:
    """1月8日至10日, 1月8-10日: two days, not one."""
    return bool(re.search(rf"(?:日|号|\d)(?:至|到|~|～|-|—){_NUM}(?:日|号)", text) or _VAGUE.search(text))


def _all_in(text: str, hint: date) -> list[ParsedDate]:
    """Every date written in the text, the surest form first; each place is read once."""
    found: list[ParsedDate] = []

    def take(pattern: re.Pattern[str], text: str, read: object) -> str:
        assert callable(read)
        for match in pattern.finditer(text):
            found.append(read(*match.groups()))
        return pattern.sub("#", text)

    text = take(_FULL, text, lambda y, m, d: _in_full(_year(y), _integer(m), _integer(d)))
    text = take(_SEPARATED, text, lambda y, _s, m, d: _in_full(_year(y), int(m), int(d)))
    text = take(_COMPACT, text, lambda y, m, d: _in_full(int(y), int(m), int(d)))
    text = take(_MONTH_DAY, text, lambda m, d: _in_year(_integer(m), _integer(d), hint))
    text = _CLOCK.sub("", text)
    if not found:
        text = take(_SHORT, text, lambda m, _s, d: _in_year(int(m), int(d), hint))
    if not found:
        take(_DAY, text, lambda d: _in_month(_integer(d), hint))
    return found


def _year(text: str) -> int:
    if text.isdigit():
        return int(text) + (2000 if len(text) == 2 else 0)
    return chinese_integer(text) or 0


def _integer(text: str) -> int:
    if text == "元":
        return 1
    return int(text) if text.isdigit() else chinese_integer(text) or 0


def _in_full(year: int, month: int, day: int) -> ParsedDate:
    try:
        return _plausible(date(year, month, day))
    except ValueError:
        return _BAD


def _in_year(month: int, day: int, hint: date) -> ParsedDate:
    """A day without a year: the hint's, but December seen in January was last year, and January seen in
    December is next year."""
    year = hint.year
    if hint.month <= 3 and month >= 10:
        year -= 1
    elif hint.month >= 10 and month <= 3:
        year += 1
    return _in_full(year, month, day)


def _in_month(day: int, hint: date) -> ParsedDate:
    """``8日``: the hint's month, unless the month before or after is as near."""
    if not 1 <= day <= 31:
        return _BAD
    if day > calendar.monthrange(hint.year, hint.month)[1]:
        return _TWO_WAYS
    found = hint.replace(day=day)
    return _TWO_WAYS if abs((found - hint).days) > 15 else ParsedDate(found)


def dates_in(text: str, hint: date) -> tuple[date, ...]:
    """The certain dates of a phrase, in the order of their form."""
    normal = re.sub(r"(?<=\d)[。．·](?=\d)", ".", unicodedata.normalize("NFKC", text))
    found = _all_in(re.sub(r"\s+", "", normal), hint)
    return tuple(dict.fromkeys(parsed.value for parsed in found if parsed.value))
