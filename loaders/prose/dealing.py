"""Numbers told of several villages in turn: ``甲村、乙村登记选民分别为1100人、1200人``, and numbers in a row: (1256/1130/89.97%)."""

from __future__ import annotations

import re

_ONE = r"\d[\d,]*(?:\.\d+)?%?(?:人次|人|名|张|票|个)?"
_DEALT = re.compile(
    rf"(?:分别|依次)(?:为|是|有)?(?P<words>[\u4e00-\u9fff]{{0,10}}?)(?:为|是|有)?(?P<list>{_ONE}(?:[、，和及与]{_ONE})+)"
)
_DATE = re.compile(r"(?:(?:20\d{2}年)?\d{1,2}月)?\d{1,2}[日号时点]")
_TRIPLE = re.compile(
    r"(?<![\d/.])(?P<a>\d{2,6})\s*[/／]\s*(?P<b>\d{2,6})\s*[/／,，\s(（]\s*(?P<rate>\d{1,3}(?:\.\d+)?)%"
)
_TOLERANCE = 0.0015


def dealt(text: str, among: int) -> tuple[str, ...] | None:
    """The text as said of each village alone; None where the numbers are not as many as the villages, or some are shared."""
    found = list(_DEALT.finditer(text))
    lists = [re.findall(_ONE, match["list"]) for match in found]
    rest = _DATE.sub("", _DEALT.sub("", text))
    if not found or any(len(numbers) != among for numbers in lists) or re.search(r"\d", rest):
        return None
    return tuple(_said_of(text, found, [numbers[place] for numbers in lists]) for place in range(among))


def _said_of(text: str, found: list[re.Match[str]], numbers: list[str]) -> str:
    parts, last = [], 0
    for match, number in zip(found, numbers, strict=True):
        parts += [text[last : match.start()], match["words"], number]
        last = match.end()
    return "".join([*parts, text[last:]])


def spelled_out(text: str) -> str:
    """``1256/1130/89.97%`` in words, where the rate proves which number is which."""

    def told(found: re.Match[str]) -> str:
        registered, voted, rate = int(found["a"]), int(found["b"]), float(found["rate"]) / 100
        if voted > registered or abs(voted / registered - rate) > _TOLERANCE:
            return found.group()
        return f"，登记选民{registered}人，参加投票{voted}人，参选率{found['rate']}%"

    return _TRIPLE.sub(told, text)
