"""``更正：刚才甲村应为1103人，不是1130人，以此为准``: one number put right."""

from __future__ import annotations

import re
from dataclasses import dataclass

from loaders import vocabulary
from loaders.keys import COUNTS
from loaders.prose.facts import count_key
from loaders.values import parse_count, parse_rate

_MARK = re.compile(r"更正|订正|勘误|更改|修正|报错|有误|写错|打错|笔误|应为|改为|以此为准|而不是|不是\d|而非\d")
_MOVED = re.compile(
    r"(?:原定|原计划|原拟|推迟|延期|改期|顺延|提前|现?改)[^。；]{0,20}(?:改|推迟|延期|顺延|提前)?(?:为|到|至|在)(?:20\d{2}年)?\d{1,2}(?:月|[日号])"
)
_NUMBER = r"(?P<{0}>\d[\d,]*(?:\.\d+)?%?)(?:人|名|张|票)?"
_FORMS = (
    re.compile(rf"(?P<words>[\u4e00-\u9fff]{{0,12}}?)(?:数)?应(?:该)?(?:为|是)[：:]?{_NUMBER.format('new')}[^\d]{{0,6}}?(?:不是|而不是|而非|非|原报|误报为?|误写为?|错报为?)[^\d]{{0,6}}?{_NUMBER.format('old')}"),
    re.compile(rf"(?P<words>[\u4e00-\u9fff]{{0,12}}?)(?:由|从|原报|误报为?|误写为?|错报为?){_NUMBER.format('old')}[^\d]{{0,8}}?(?:更正为|改为|更改为|修正为|变更为|调整为|应为|应该为|应是){_NUMBER.format('new')}"),
    re.compile(rf"(?P<words>[\u4e00-\u9fff]{{0,12}}?){_NUMBER.format('old')}(?:，|,|、)?(?:有误|错误|写错了?|报错了?)[^\d]{{0,8}}?(?:更正为|改为|应为|应该为|应是|是){_NUMBER.format('new')}"),
    re.compile(rf"(?P<words>[\u4e00-\u9fff]{{0,12}}?)(?:应(?:该)?(?:为|是)|更正为|改为|修正为)[：:]?{_NUMBER.format('new')}"),
    re.compile(rf"(?P<words>[\u4e00-\u9fff]{{1,12}}?)[：:]?{_NUMBER.format('new')}[，,、](?:而)?(?:不是|非)[^\d]{{0,6}}?{_NUMBER.format('old')}"),
    re.compile(rf"(?:更正|修正|订正)[：:]?(?P<words>[\u4e00-\u9fff]{{2,12}}?)(?:应)?为[：:]?{_NUMBER.format('new')}"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Correction:
    """``key`` None: only the old number tells which one is meant."""

    new: int | float
    old: int | float | None
    key: str | None


def is_correction(text: str) -> bool:
    if _MOVED.search(text):
        return False  # a day that was moved, not a number put right
    return bool(_MARK.search(text)) and any(form.search(text) for form in _FORMS)


def read_correction(text: str) -> Correction | None:
    for form in _FORMS:
        found = form.search(text)
        if found:
            groups = found.groupdict()
            new, old = _number(groups["new"]), _number(groups.get("old"))
            if new is None:
                return None
            return Correction(new, old, _key(groups["words"], isinstance(new, float)))
    return None


def _number(text: str | None) -> int | float | None:
    if not text:
        return None
    return parse_rate(text).value if text.endswith("%") else parse_count(text.rstrip(",")).value


def _key(words: str, is_rate: bool) -> str | None:
    for start in range(len(words)):
        key = count_key(words[start:]) or vocabulary.listed_key(words[start:])
        if key in COUNTS and not is_rate:
            return key
        if key == "turnout" and is_rate:
            return key
    return "turnout" if is_rate else None
