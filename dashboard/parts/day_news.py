"""What moved today, and who votes in the next three days: three lines each, no ticker."""

from __future__ import annotations

from typing import Any

from dash import html

from dashboard.parts.marks import mark
from dashboard.parts.panel_frame import head
from dashboard.trust import is_empty
from dashboard.words import Words
from situation.model.picture import Change, Snapshot
from situation.model.standing import Colour

NAMED = 3  # so many villages are called by name


def changes_today(snapshot: Snapshot, words: Words) -> list[Any]:
    if is_empty(snapshot):
        return [head(words("今日变化")), html.P(words("首份日报到达后自动更新"))]
    red = [c for c in snapshot.changes if c.after is Colour.RED and c.before is not Colour.RED]
    amber = [c for c in snapshot.changes if c.after is Colour.YELLOW and c.before is not Colour.YELLOW]
    calm = [c for c in snapshot.changes if c.before.rank >= Colour.YELLOW.rank > c.after.rank]
    return [
        head(words("今日变化")),
        html.P([mark(Colour.RED, words), *_who(red, snapshot, words("转预警"), words)]),
        html.P([mark(Colour.YELLOW, words), words("{n} 村转关注", n=len(amber)), " ",
                mark(Colour.GREEN, words), words("{n} 村恢复正常", n=len(calm))]),
        html.P([mark(Colour.DONE, words), *_steps(snapshot, words)]),
    ]  # fmt: skip


def _who(changes: list[Change], snapshot: Snapshot, what: str, words: Words) -> list[Any]:
    if not changes:
        return [words("无新增预警")]
    names = {village.code: village.region.name for village in snapshot.villages}
    said = words("、").join(names.get(c.village_code, c.village_code) for c in changes[:NAMED])
    rest = words(" 等 {n} 村", n=len(changes)) if len(changes) > NAMED else ""
    return [html.B(said + rest), " ", what]


def _steps(snapshot: Snapshot, words: Words) -> list[Any]:
    days = [point for point in snapshot.days if point.on <= snapshot.on]
    if not days:
        return [words("尚无进展")]
    before = days[-2] if len(days) > 1 else None
    voted = days[-1].committee_voted - (before.committee_voted if before else 0)
    done = days[-1].done - (before.done if before else 0)
    return [html.Span(words("投票 {n} 村", n=voted)), html.Span(words("两委完成 {n} 村", n=done))]


def upcoming_votes(snapshot: Snapshot, words: Words) -> list[Any]:
    villages = {village.code: village for village in snapshot.villages}
    lines = []
    for on, codes in sorted(snapshot.upcoming.items())[:3] if any(snapshot.upcoming.values()) else ():
        worth_naming = [
            villages[c]
            for c in codes
            if c in villages and (villages[c].key_village or villages[c].colour is Colour.RED)
        ]
        names = " ".join(village.region.name for village in worth_naming[:NAMED])
        day = [words.day(on), " ", words.weekday(on)]
        lines.append(
            html.P(
                [html.Span(day), html.B(words("{n} 村", n=len(codes))), html.Span(names)],
                className="vote-day",
            )
        )
    return [head(words("未来三天投票")), *(lines or [html.P(words("无投票安排"))])]
