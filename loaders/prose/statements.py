"""Who a sentence speaks of: its words dealt out to the villages named in it, and to the bodies of each village."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from loaders import vocabulary
from situation.model.reports import Body
from situation.rules.placescan import Mention

_JOIN = re.compile(r"^(?:[、,，和及与\s]|以及|还有)*$")
_HARD = re.compile(r"[。；;!！?？\n]")
_SAYS = re.compile(r"[\u4e00-\u9fff]")
_SOFT = re.compile(r"[，,\s、：:]")
_CLOSED = re.compile(r"[，,、\s]$")
_COUNTED = re.compile(r"\d(?:人|名|张|票|个|%)|[)）]|\d{3,}")
_NUMBERING = re.compile(r"^\s*(?:\(?\d{1,3}[.、):：．]|[①-⑳]|[一二三四五六七八九十]{1,2}、)\s*")
_LEADING = re.compile(  # a day or a word that leads in what follows its comma: 1月8日，甲村…
    r"(?:^|[。；;，,：:\s])(?P<lead>(?:其中|今[日天]|明[日天]|昨[日天]|拟?于?(?:\d{4}年)?\d{1,2}月\d{1,2}[日号](?:[上下]午)?)[，,：:]\s*(?:[我本全](?:[镇乡县区]|街道))?(?:拟|计划|将|准备)?(?:组织|安排|在|由)?)$"
)
_BODY_WORDS = (
    "村务监督委员会|居务监督委员会|监督委员会|村监会|居监会|监委会|股份经济合作社|经济合作社|合作社|经合社|集体经济组织|党员大会|党组织|党支部|党总支"
    "|村民委员会|居民委员会|村委会|居委会|“两委”|两委|村两委|支部(?!书记|委员|名称)|总支(?!书记|委员)"
)
_BODY_START = re.compile(
    rf"(?:^|(?<=[；;，,。\s：:、]))(?:其中|该?村|社区)?(?P<words>(?:{_BODY_WORDS})(?:[、和及与](?:村|社区)?(?:{_BODY_WORDS}))*)"
)


@dataclass(frozen=True, slots=True)
class Statement:
    """What is said of the villages of ``subjects``; without subjects it is about a whole, or nothing."""

    subjects: tuple[Mention, ...]
    text: str  # behind the names
    lead: str = ""  # before them: 今日, 1月9日

    @property
    def said(self) -> str:
        gap = "，" if self.lead and re.match(r"\s*[（(：:]", self.text) else ""
        return f"{self.lead}{gap}{self.text}"


def statements_of(text: str, mentions: tuple[Mention, ...]) -> Iterator[Statement]:
    groups = _groups(text, mentions)
    if not groups:
        if _SAYS.search(text):
            yield Statement((), text)
        return
    free, prefix = _parted(text[: groups[0][0].start], is_first=True)
    if _SAYS.search(free):
        yield Statement((), free)
    for number, group in enumerate(groups):
        end = groups[number + 1][0].start if number + 1 < len(groups) else len(text)
        between = text[group[-1].end : end]
        said, coming = _parted(between) if number + 1 < len(groups) else (between, "")
        own, whole = _without_whole(said)
        yield Statement(group, own, _NUMBERING.sub("", prefix).rstrip(" ，,：:"))
        if whole:
            yield Statement((), whole)
        prefix = coming


def _groups(text: str, mentions: tuple[Mention, ...]) -> list[tuple[Mention, ...]]:
    groups: list[tuple[Mention, ...]] = []
    for mention in mentions:
        if groups and _JOIN.match(text[groups[-1][-1].end : mention.start]):
            groups[-1] = (*groups[-1], mention)
        else:
            groups.append((mention,))
    return groups


def _parted(between: str, is_first: bool = False) -> tuple[str, str]:
    """What still belongs to the village before, and what leads in the next one (今日, 拟于1月9日在).

    Never a number or a finished clause: those stay with the village they were said of.
    """
    hard = max((found.end() for found in _HARD.finditer(between)), default=-1)
    base, starts_here = max(hard, 0), is_first or hard >= 0
    rest = between[base:]
    leading = _LEADING.search(rest)
    if leading or _CLOSED.search(rest):
        return _cut(between, base + leading.start("lead") if leading else len(between))
    inner = [found.start() for found in _SOFT.finditer(rest.rstrip("：:")) if not _in_number(rest, found.start())]
    start = inner[-1] + 1 if inner else 0
    tail = rest[start:]
    leads = bool(tail) and (starts_here or bool(inner)) and len(tail) <= 25 and not _COUNTED.search(_undated(tail))
    return _cut(between, base + start if leads else len(between))


def _cut(between: str, at: int) -> tuple[str, str]:
    return between[:at], between[at:]


def _undated(text: str) -> str:
    return re.sub(r"(?:\d{4}年)?\d{1,2}月\d{1,2}[日号]?|\d{1,2}[日号时点]", "", text)


def _in_number(text: str, position: int) -> bool:
    return text[position] == "," and text[:position][-1:].isdigit() and text[position + 1 :][:1].isdigit()


def _without_whole(said: str) -> tuple[str, str]:
    """A sentence about the whole township ends what is said of a village."""
    found = re.search(r"(?<=[。；;\n])[^。]*?(?:全[镇乡县区]|我[镇乡县区]|本[镇乡]|全街道|累计|合计|总计)", said)
    return (said[: found.start()], said[found.start() :]) if found else (said, "")


@dataclass(frozen=True, slots=True)
class Part:
    bodies: tuple[Body | None, ...]  # None: nothing says which
    text: str


def parts_of(text: str, committee: Body) -> Iterator[Part]:
    """``党组织…；村委会…``: one part for each body named at the head of a phrase."""
    starts = list(_BODY_START.finditer(text))
    head = text[: starts[0].start()] if starts else text
    if head.strip(" ，。；：、") or not starts:
        yield Part((None,), head)
    for number, found in enumerate(starts):
        end = starts[number + 1].start() if number + 1 < len(starts) else len(text)
        yield Part(_bodies(found["words"], committee), text[found.start("words") : end])


def _bodies(words: str, committee: Body) -> tuple[Body, ...]:
    found: dict[Body, None] = {}
    for word in re.findall(_BODY_WORDS, words):
        if "两委" in word:
            found |= {Body.PARTY: None, committee: None}
            continue
        body = vocabulary.body_of(word)
        if body in (Body.VILLAGE, Body.RESIDENTS):
            body = committee
        if body:
            found[body] = None
    return tuple(found)
