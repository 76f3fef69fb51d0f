"""Chinese numerals to integers: 一千二百五十六, 壹仟, 两百零三, 一万二, 二〇二一, 1万2千."""

from __future__ import annotations

_DIGITS = {char: value for value, chars in enumerate((
    "零〇○", "一壹", "二贰貳两兩", "三叁參叄", "四肆", "五伍", "六陆陸", "七柒", "八捌", "九玖",
)) for char in chars}  # fmt: skip
_UNITS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_MYRIADS = {"万": 10_000, "萬": 10_000, "亿": 100_000_000}
CHARS = "".join((*_DIGITS, *_UNITS, *_MYRIADS))


def chinese_integer(text: str) -> int | None:
    """None for anything that is not wholly a numeral in good order. ``廿`` and the like are not read."""
    if not text or any(char not in CHARS for char in text):
        return None
    if all(char in _DIGITS for char in text):
        return _digit_by_digit(text)
    total, rest = 0, text
    for myriad in ("亿", "万", "萬"):
        head, found, tail = rest.partition(myriad)
        if found:
            part = _below_myriad(head)
            if part is None or part == 0:
                return None
            total += part * _MYRIADS[myriad]
            if len(tail) == 1 and tail in _DIGITS:  # 一万二 = 12,000
                return total + _DIGITS[tail] * _MYRIADS[myriad] // 10
            rest = tail
    low = _below_myriad(rest) if rest else 0
    return None if low is None else total + low


def _digit_by_digit(text: str) -> int | None:
    """二〇二一, 三五〇: a single digit, or positions; 一二 alone is too little to be sure of."""
    return int("".join(str(_DIGITS[char]) for char in text))


def _below_myriad(text: str) -> int | None:
    total, digit, last_unit, zero = 0, None, 10_000, False
    for char in text:
        if char in _DIGITS:
            if digit is not None and digit != 0:
                return None
            digit = _DIGITS[char]
            zero = zero or digit == 0
            continue
        unit = _UNITS.get(char)
        if unit is None or unit >= last_unit:
            return None
        if digit in (None, 0):
            if unit != 10:
                return None
            digit = 1
        total, digit, last_unit, zero = total + digit * unit, None, unit, False
    if digit is None:
        return total if text else None
    # 两百五 = 250: a last digit right after 百 or 千, without 零, stands one unit lower
    shortened = last_unit in (100, 1000) and not zero
    return total + digit * (last_unit // 10 if shortened else 1)
