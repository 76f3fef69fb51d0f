"""The villages of a view as a table for a spreadsheet: CSV with a byte order mark, so that Excel reads the Chinese.

A cell that a spreadsheet would take for a formula is written behind an apostrophe.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from typing import Final

from dashboard.map_wire import facts_of
from dashboard.parts.marks import COLOUR_NAMES
from dashboard.words import Words, term
from situation.model.picture import VillagePicture
from situation.model.regions import RegionCode, RegionKind
from situation.model.reports import Body
from situation.rules.packs import RulePack
from situation.rules.procedures import bodies_of, body_name, committee_of, stage_name

_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n")
_HEAD: Final = (
    term("代码"), term("乡镇"), term("村(社区)"), term("类别"), term("预警"), term("预警理由"), term("总进度 %"),
)  # fmt: skip
_TAIL: Final = (
    term("选举日"), term("登记选民"), term("参加投票"), term("参选率 %"), term("重点难点村"), term("包联"),
    term("在办事件"), term("来源冲突"), term("今日未报"), term("最近填报"),
)  # fmt: skip


def rows_as_csv(
    villages: Iterable[VillagePicture], townships: Mapping[RegionCode, str], pack: RulePack, words: Words
) -> str:
    written = io.StringIO()
    writer = csv.writer(written)
    bodies = [body_name(body, words.language) for body in Body]
    writer.writerow([*map(words, _HEAD), *bodies, *map(words, _TAIL)])
    for village in villages:
        writer.writerow([harmless(cell) for cell in _cells(village, townships, pack, words)])
    return "\ufeff" + written.getvalue()


def harmless(cell: object) -> str:
    """No text of ours is run by the program that opens it."""
    text = "" if cell is None else str(cell)
    return f"'{text}" if text.startswith(_FORMULA) else text


def _cells(
    village: VillagePicture, townships: Mapping[RegionCode, str], pack: RulePack, words: Words
) -> Iterable[object]:
    committee = village.tracks.get(committee_of(village.region.kind))
    key = village.key_village
    kind = words("社区") if village.region.kind is RegionKind.COMMUNITY else words("村")
    turnout = facts_of(village, village.last_on)[1] if village.last_on else -1
    yield from (village.code, townships.get(village.township, ""), village.region.name, kind)
    yield from (words(COLOUR_NAMES[village.colour]), _reasons(village, pack, words), village.progress)
    for body in Body:
        held = body in bodies_of(village.region.kind) and body in village.tracks
        yield stage_name(village.tracks[body].stage, words.language) if held else ""
    yield village.election_day
    yield from (committee.count("registered"), committee.count("voted")) if committee else (None, None)
    yield f"{turnout / 10:.1f}" if turnout >= 0 else ""
    yield from (words("是") if key else "", key.post if key else "", len(village.incidents))
    yield from (words("是") if said else "" for said in (village.has_conflict, village.is_unreported))
    yield village.last_on


def _reasons(village: VillagePicture, pack: RulePack, words: Words) -> str:
    titles = []
    for reason in village.reasons:
        rule = pack.find(reason.rule, reason.body)
        titles.append(rule.title_in(words.language) if rule else reason.rule)
    return words("；").join(dict.fromkeys(titles))
