"""The value of one cell or phrase: counts, rates, yes or no; dates in ``loaders.dates``.

What cannot be read is None with a problem, never 0. Nothing here raises, whatever it is given.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from loaders.dates import ParsedDate, parse_date
from loaders.numerals import CHARS, chinese_integer

__all__ = [
    "Mark", "Parsed", "ParsedDate", "ParsedRate", "is_blank", "is_formula_text", "parse_count", "parse_date",
    "parse_rate", "parse_yes_no", "plain", "read_legend",
]  # fmt: skip

_MOST = 100_000_000  # no village, township or county counts more of anything
_BLANK = {
    "",
    "-",
    "--",
    "---",
    "—",
    "——",
    "/",
    "//",
    "\\",
    "无",
    "无数据",
    "*",
    ".",
    "、",
    "None",
    "nan",
    "NaN",
    "null",
}
_SPACE = re.compile(r"[\s\u200b-\u200f\u2060\ufeff]+")
_UNIT = r"(?:人次|人|名|位|张|票|个|户|处|项|件|次|份|只|场|村|社区)?"
_ABOUT_BEFORE = r"(?:大约|约计|约|近|超过|超|逾|预计|估计|不足|至少|将近|接近|[>≥<≤~≈])"
_ABOUT_AFTER = r"(?:余|多|来|左右|上下|以上|以内|\+|几)"
_PLAIN_NUMBER = re.compile(r"[+-]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?")
_OCR = str.maketrans("lI|OoSsBZz", "1110055822")
_BRACKETED = re.compile(r"\(([^()]*)\)")


@dataclass(frozen=True, slots=True)
class Parsed:
    value: int | None
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ParsedRate:
    value: float | None
    problems: tuple[str, ...] = ()


def plain(value: object) -> str:
    """A cell as text: NFKC, without spaces and without the apostrophe that marks text in a spreadsheet."""
    if value is None:
        return ""
    text = unicodedata.normalize("NFKC", _SPACE.sub("", str(value)))
    return _SPACE.sub("", text).strip("'’‘")


def is_blank(value: object) -> bool:
    """Nothing stated: empty, a dash, a stroke, 无."""
    return value is None or (isinstance(value, str) and plain(value).replace("―", "—").replace("─", "—") in _BLANK)


def is_formula_text(value: object) -> bool:
    """Text a spreadsheet would run when it is exported again: R_FORMULA_INJECTION, kept as inert text."""
    if not isinstance(value, str):
        return False
    text = value.lstrip()
    if text[:1] in ("=", "@", "\t", "\r"):
        return len(text) > 1
    return text[:1] in ("+", "-") and bool(re.search(r"[A-Za-z(|!]", text)) and len(text) > 2


# -- counts


def parse_count(value: object) -> Parsed:
    if is_blank(value):
        return Parsed(None)
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return Parsed(None, ("R_BAD_NUMBER",))
    if isinstance(value, int | float):
        return _whole(float(value))
    if is_formula_text(value):
        return Parsed(None, ("R_FORMULA_INJECTION", "R_BAD_NUMBER"))
    return _count_in(plain(value))


def _whole(number: float, *problems: str) -> Parsed:
    if not math.isfinite(number) or abs(number) >= _MOST or number != round(number):
        return Parsed(None, ("R_BAD_NUMBER",))
    if number < 0:
        return Parsed(None, ("R_NEGATIVE",))
    return Parsed(int(number), problems)


def _count_in(text: str) -> Parsed:
    notes = " ".join(_BRACKETED.findall(text))
    text = re.sub(r"^(?:共计|合计|总计|共|计|:|为)+", "", _BRACKETED.sub("", text)).rstrip("。.;；,，")
    about = bool(re.search(r"约|预计|估", notes))
    stripped = re.sub(rf"^{_ABOUT_BEFORE}", "", text)
    stripped = re.sub(rf"{_ABOUT_AFTER}?{_UNIT}{_ABOUT_AFTER}?$", "", stripped)
    bare = re.sub(rf"{_UNIT}$", "", text)
    about = about or stripped != bare
    found = _number_in(stripped)
    if found.value is not None and about and "R_APPROX" not in found.problems:
        return Parsed(found.value, (*found.problems, "R_APPROX"))
    return found


def _number_in(text: str) -> Parsed:
    if _PLAIN_NUMBER.fullmatch(text):
        return _whole(float(text.replace(",", "")))
    myriads = re.fullmatch(r"(\d+(?:\.\d+)?)([万千百])", text)
    if myriads:  # 1.2万 is a rounded number
        scale = {"万": 10_000, "千": 1_000, "百": 100}[myriads.group(2)]
        return _whole(round(float(myriads.group(1)) * scale, 6), "R_APPROX")
    chinese = chinese_integer(text)
    if chinese is not None:
        return _whole(float(chinese))
    if re.fullmatch(r"[\dlIOoSsBZz|]{2,9}", text) and re.search(r"\d", text):
        return _whole(float(text.translate(_OCR)), "R_OCR_DIGIT")
    return Parsed(None, ("R_BAD_NUMBER",))


# -- rates


def parse_rate(value: object, is_percent: bool | None = None) -> ParsedRate:
    """A fraction. ``is_percent``: what the column says (a % in its header, or its values); None: not known.

    A number up to 1 is a fraction even under a % header: so a spreadsheet keeps a cell formatted as percent.
    """
    if is_blank(value):
        return ParsedRate(None)
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return ParsedRate(None, ("R_BAD_NUMBER",))
    if isinstance(value, int | float):
        return _rate(float(value), is_percent)
    if is_formula_text(value):
        return ParsedRate(None, ("R_FORMULA_INJECTION", "R_BAD_NUMBER"))
    return _rate_in(plain(value).rstrip("。;；,，"), is_percent)


def _rate_in(text: str, is_percent: bool | None) -> ParsedRate:
    stripped = re.sub(rf"^{_ABOUT_BEFORE}", "", text)
    stripped = re.sub(rf"{_ABOUT_AFTER}$", "", stripped)
    about = ("R_APPROX",) if stripped != text else ()
    number = _number_of_rate(stripped)
    if number is None:
        return ParsedRate(None, ("R_BAD_NUMBER",))
    explicit = any(sign in stripped for sign in ("%", "百分之", "成"))
    found = _rate(number, is_percent) if not explicit else _bounded(number / 100)
    return ParsedRate(found.value, (*found.problems, *about)) if found.value is not None else found


def _number_of_rate(text: str) -> float | None:
    plain_rate = re.fullmatch(r"([+-]?\d{1,4}(?:\.\d+)?)%?", text)
    if plain_rate:
        return float(plain_rate.group(1))
    tenths = re.fullmatch(rf"([{CHARS}\d])成([{CHARS}\d])?", text)
    if tenths:
        first, second = chinese_or_digits(tenths.group(1)), chinese_or_digits(tenths.group(2) or "0")
        return None if first is None or second is None else first * 10 + second
    hundredths = re.fullmatch(rf"百分之([{CHARS}\d.]+)(?:点([{CHARS}]+))?", text)
    if not hundredths:
        return None
    whole = chinese_or_digits(hundredths.group(1))
    digits = [chinese_integer(char) for char in hundredths.group(2) or ""]
    if whole is None or any(d is None or d > 9 for d in digits):
        return None
    return float(f"{whole:g}." + "".join(str(d) for d in digits)) if digits else whole


def chinese_or_digits(text: str) -> float | None:
    if re.fullmatch(r"\d+(?:\.\d+)?", text):
        return float(text)
    found = chinese_integer(text)
    return None if found is None else float(found)


def _rate(number: float, is_percent: bool | None) -> ParsedRate:
    if not math.isfinite(number):
        return ParsedRate(None, ("R_BAD_NUMBER",))
    percent = number > 1.5 or (is_percent is True and number > 1)
    return _bounded(number / 100 if percent else number)


def _bounded(rate: float) -> ParsedRate:
    if rate < 0:
        return ParsedRate(None, ("R_NEGATIVE",))
    rate = round(rate, 6)
    return ParsedRate(rate, ("R_RATE_GT_100",) if rate > 1 else ())


# -- yes or no


class Mark(StrEnum):
    DONE = "done"
    DOING = "doing"
    TODO = "todo"


_YES_WORDS = """是 √ ✓ ✔ ☑ ✅ ● ○ 〇 ◯ o y yes true t v 1 1.0 有 对 已 是的 成功 已成功 一次成功 通过 已通过 完成 已完成
全部完成 已全部完成 圆满完成 已办结 已移交"""
_NO_WORDS = """否 × ✗ ✘ ✕ ╳ x □ ☐ n no false f 0 0.0 无 没有 错 未 不是 未完成 没完成 尚未完成 进行中 正在进行
正在进行中 正在推进 推进中 不成功 未成功 未启动 未开始 未开展 未通过"""
_YES, _NO = frozenset(_YES_WORDS.split()), frozenset(_NO_WORDS.split())
_SYMBOLS = "√✓✔☑✅●○〇◯◎×✗✘✕╳□☐■△▲★☆—-/vVxXoO"


def parse_yes_no(value: object, legend: Mapping[str, bool] | None = None) -> bool | None:
    """None where nothing certain is stated. A sheet's own legend comes before the usual meaning of a mark."""
    if isinstance(value, bool) or value is None:
        return value
    text = plain(value).rstrip("。.;；,，!！")
    if legend and text in legend:
        return legend[text]
    if legend and text in _SYMBOLS and text:
        return None  # the legend explains its marks, and this is none of them
    text = text.casefold() if text.isascii() else text
    if text in _YES:
        return True
    return False if text in _NO else None


def read_legend(text: str) -> dict[str, Mark]:
    """``注：√表示已完成，○表示进行中，×表示未开始`` → what each mark means; empty for any other text."""
    found: dict[str, Mark] = {}
    pattern = (
        rf"[“\"'‘(]?([{re.escape(_SYMBOLS)}]|空白|空)[”\"'’)]?(?:代表|表示|为|是|指|即|=|:|--?|—)"
        r"([^,;,;。、√✓✔●○〇◎×□△▲]{1,12})"
    )
    for mark, meaning in re.findall(pattern, unicodedata.normalize("NFKC", text).replace(" ", "")):
        state = _meaning(meaning)
        if state:
            found["" if mark.startswith("空") else mark] = state
    return found


def _meaning(words: str) -> Mark | None:
    if re.search(r"未|没|不|否|无", words):
        return Mark.TODO
    if re.search(r"正在|进行|推进|部分|启动|在办", words):
        return Mark.DOING
    return Mark.DONE if re.search(r"完成|办结|是|有|通过|成功|结束", words) else None
