"""Urgent reports (即时报告, 紧急报告): a letter or a message about one incident."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from loaders.context import Context, Taken
from loaders.dates import dates_in
from loaders.dating import find_day
from loaders.prose.lines import chat_day, chat_head, noise_of
from loaders.prose.rows import Spot, incident_row
from loaders.prose.troubles import read_claim, sounds_like_trouble
from situation.model.bulletins import Disposition, Row, Skipped
from situation.model.regions import RegionCode
from situation.model.reports import Where

_TITLE = re.compile(
    r"紧急(?:报告|情况|信息|事项|通报)|即时报告|即报|突发.{0,8}(?:报告|情况|事件|快报)|重大(?:事项|情况|问题|突发事件).{0,6}(?:报告|快报)|【紧急】|【突发】|^紧急[：:，]|^急[：:]"
    r"|关于.{0,40}(?:事件|问题|纠纷|冲突|聚集|上访|信访|流会|拉票|举报|舆情|争议|异议|受阻|中断|失败|扰乱).{0,12}(?:报告|情况|汇报|快报)"
)
_DAILY = re.compile(r"日报|周报|进展|零报告|接龙|台账")
_HEAD_LINES = 4


def is_urgent(lines: list[str]) -> bool:
    head = [line for line in lines[: _HEAD_LINES * 2] if not chat_head(line) and not noise_of(line)][:_HEAD_LINES]
    return any(_TITLE.search(line[:60]) for line in head) and not any(_DAILY.search(line[:40]) for line in head)


def read_urgent(lines: list[tuple[Where, str]], context: Context) -> Taken:
    """The whole text is one incident; it stands where the village is first named after the title."""
    told = [(where, line) for where, line in lines if not chat_head(line) and not noise_of(line)]
    whole = "\n".join(line for _, line in told)
    township = _township(told, context)
    on = _day(lines, context)
    spot = Spot(context, Where(), on or context.day, township or context.place)
    named = _named(told, spot)
    rows = [_row(named, told, whole, spot)] if named or sounds_like_trouble(whole) else []
    at = [row.where for row in rows]
    rest = [where for where, _ in lines if not any(_same(where, other) for other in at)]
    return Taken(
        rows=tuple(rows), skipped=tuple(Skipped(where, "part_of_report") for where in rest), on=on,
        township=township, correction=bool(re.search(r"更正|以此为准|续报", whole[:80])),
    )  # fmt: skip


def _township(told: list[tuple[Where, str]], context: Context) -> RegionCode | None:
    for _, line in told:
        found = context.index.find_townships_in(line)
        if found:
            return found[0] if len(found) == 1 else None
    return None


def _day(lines: list[tuple[Where, str]], context: Context) -> date | None:
    """Signed at the end, else in the title, else the day of the message, else the newest day it speaks of."""
    hint = context.year_hint
    signed = [line for _, line in reversed(lines[-4:]) if len(line) <= 30 and not re.search("[，。；前内]", line)]
    told = [line for _, line in lines if re.match(r"(?:报告|填报|报送|上报)(?:时间|日期)", line)]
    for line in (*told, *signed):
        day = None if chat_head(line) else find_day(line, hint)
        if day:
            return day.on
    for _, line in lines[:2]:
        head = chat_head(line)
        day = None if head else find_day(line, hint) if len(line) <= 60 else None
        if head and chat_day(head):
            return chat_day(head)
        if day:
            return day.on
    if context.on:
        return None
    past = [d for _, line in lines for d in dates_in(line, hint) if d <= context.received_on]
    return max(past, default=None)


def _named(told: list[tuple[Where, str]], spot: Spot) -> list[tuple[Where, str]]:
    """Each village once, with the first line after the title that names it."""
    found: dict[str, tuple[Where, str]] = {}
    for number, (where, line) in enumerate(told):
        for mention in spot.context.index.mentions(line, spot.township):
            place = spot.match(mention.raw)
            key = place.code or mention.raw
            if key not in found or (number and found[key][0] == told[0][0]):
                found[key] = (where, mention.raw)
    return list(found.values())


def _row(named: list[tuple[Where, str]], told: list[tuple[Where, str]], whole: str, spot: Spot) -> Row:
    where, raw = named[0] if named else (told[0][0], "")
    claim = read_claim(_body(told) or whole, spot.on, is_new=True)
    row = incident_row(replace(spot, where=where), raw, claim)
    if len(named) < 2:
        return row
    codes = tuple(dict.fromkeys(code for _, name in named if (code := spot.match(name).code)))
    title = {code for _, name in named if name in told[0][1] and (code := spot.match(name).code)}
    if title == {row.village_code} or len(codes) == 1:
        return row
    return replace(row, candidates=codes, disposition=Disposition.REVIEW)  # which of them, a person must say


def _body(told: list[tuple[Where, str]]) -> str:
    """The letter without title, address and signature."""
    return "".join(line for _, line in told[1:] if re.search(r"[，。；,]", line))


def _same(one: Where, other: Where) -> bool:
    return replace(one, span=None) == replace(other, span=None)
