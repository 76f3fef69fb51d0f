"""The tables of the daily page. Every figure comes from the one snapshot that wall and map show."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from dash import html

from dashboard.parts.body_bars import BODY_NAMES, GROUP_NAMES
from dashboard.parts.desk_incidents import SEVERITY_NAMES
from dashboard.parts.incident_list import holder, urgency
from dashboard.parts.key_list import stage_text
from dashboard.parts.marks import COLOUR_NAMES, mark
from dashboard.parts.overview import INDICATOR_NAMES, plan_percent
from dashboard.trust import is_empty
from dashboard.words import UNKNOWN, Words, arrow, percent_value, signed
from situation.clock import local_instant
from situation.model.picture import BodyProgress, Indicator, Snapshot, TownshipPicture, VillagePicture
from situation.model.regions import RegionCode
from situation.model.reports import Level
from situation.model.standing import Colour, Incident
from situation.rules.incidents import category_name

_CALM = (Colour.GREY, Colour.DONE, Colour.GREEN)


def table(
    heads: Sequence[str], rows: Iterable[Sequence[Any]], class_name: str, right: Sequence[int] = ()
) -> html.Table:
    """``right``: columns of numbers."""

    def style(column: int) -> str:
        return "number" if column in right else ""

    head = html.Thead(html.Tr([html.Th(text, className=style(i)) for i, text in enumerate(heads)]))
    lines = [html.Tr([html.Td(cell, className=style(i)) for i, cell in enumerate(row)]) for row in rows]
    return html.Table([head, html.Tbody(lines)], className=class_name)


def counters(snapshot: Snapshot, words: Words) -> html.Div:
    now, before = snapshot.colour_counts, snapshot.yesterday_counts
    groups = ((Colour.RED, (Colour.RED,)), (Colour.YELLOW, (Colour.YELLOW,)), (Colour.GREEN, _CALM))
    parts = []
    for colour, members in groups:
        count = sum(now[c] for c in members)
        moved = arrow(count - sum(before.get(c, 0) for c in members)) if before else ""
        name = words(COLOUR_NAMES[colour])
        parts.append(html.Span([mark(colour, words), html.B(words.number(count)), name, html.Small(moved)]))
    return html.Div(parts, className="tallies")


def indicators(snapshot: Snapshot, words: Words) -> html.Table:
    heads = [words("指标"), words("今日"), words("分子/分母"), words("较昨日"), words("目标"), words("差")]
    shown = () if is_empty(snapshot) else snapshot.indicators  # before the first bulletin a zero would be a statement
    rows = [_indicator(i, snapshot, words) for i in shown if i.name in INDICATOR_NAMES]
    return table(heads, rows, "figures", right=(1, 2, 3, 4, 5))


def _indicator(indicator: Indicator, snapshot: Snapshot, words: Words) -> list[Any]:
    is_completion = indicator.name == "completion"
    target = plan_percent(snapshot) if is_completion else indicator.target
    now, before = percent_value(indicator.share), percent_value(indicator.yesterday)
    shown_target = None if target is None else round(target, 1)
    gap = round(now - shown_target, 1) if now is not None and shown_target is not None else None
    name = words("两委换届完成率") if is_completion else words(INDICATOR_NAMES[indicator.name])
    change = UNKNOWN if now is None or before is None else arrow(now - before, 1) or words("持平")
    return [
        name,
        html.B(f"{words.percent(indicator.share)}%" if now is not None else UNKNOWN),
        f"{words.number(indicator.share.part)}/{words.number(indicator.share.of)}",
        change,
        UNKNOWN if shown_target is None else f"{shown_target:g}",
        html.B(signed(gap), className="short")
        if gap is not None and gap < 0
        else UNKNOWN
        if gap is None
        else signed(gap),
    ]


def bodies(snapshot: Snapshot, words: Words) -> html.Table:
    heads = ["", *(words(name) for name in GROUP_NAMES), words("已选出")]
    rows = [_body(progress, words) for progress in snapshot.bodies]
    return table(heads, rows, "figures", right=(1, 2, 3, 4, 5, 6))


def _body(progress: BodyProgress, words: Words) -> list[Any]:
    elected = [html.B(words.number(progress.elected_count)), f"/{words.number(progress.village_count)}"]
    counts = [words.number(n) if n else UNKNOWN for n in progress.group_counts]
    return [words(BODY_NAMES[progress.body]), *counts, elected]


def changes(snapshot: Snapshot, words: Words) -> html.Div:
    names = {v.code: v.region.name for v in snapshot.villages}
    unreported = {v.code for v in snapshot.villages if v.is_unreported}
    red = [c for c in snapshot.changes if c.after is Colour.RED]
    amber = [c for c in snapshot.changes if c.after is Colour.YELLOW]
    calm = [c for c in snapshot.changes if c.before.rank >= Colour.YELLOW.rank > c.after.rank]
    raised = [i for i in snapshot.incidents if i.opened_on == snapshot.on]
    called = "、".join(names[c.village_code] for c in red[:8])
    silent = sum(c.village_code in unreported for c in amber)
    amber_text = words("转关注 {n}", n=len(amber))
    if silent:
        amber_text += words("（其中 {n} 个因乡镇未报）", n=silent)
    lines = [
        [mark(Colour.RED, words), " ", words("转预警 {n}", n=len(red)), html.B(f"：{called}" if called else "")],
        [words("事件：新立 {n}，在办 {open}，累计销号 {closed}", n=len(raised), open=len(snapshot.incidents),
               closed=snapshot.closed_incident_count)],
        [mark(Colour.YELLOW, words), " ", amber_text, "；", words("恢复正常 {n}", n=len(calm))],
        [_upcoming(snapshot, words)],
    ]  # fmt: skip
    return html.Div([html.P(line) for line in lines], className="changes")


def _upcoming(snapshot: Snapshot, words: Words) -> str:
    keys = {v.code: v.region.name for v in snapshot.key_villages}
    told = []
    for day, codes in list(snapshot.upcoming.items())[:2]:
        called = "、".join(keys[c] for c in codes if c in keys)
        text = words("{day}投票 {n} 个", day=f"{words.day(day)}（{words.weekday(day)}）", n=len(codes))
        told.append(text + (words("，含{names}", names=called) if called else ""))
    return "；".join(told) or words("未来三天没有投票")


def key_villages(snapshot: Snapshot, words: Words) -> html.Table:
    heads = [
        words("村(乡镇)"), words("预警"), words("难点"), words("包联"), words("村委会环节"), words("选举日"), words("一村一策")
    ]  # fmt: skip
    townships = {t.region.code: t.region.name for t in snapshot.townships}
    rows = [_key_village(v, townships, words) for v in snapshot.key_villages]
    return table(heads, rows, "lines", right=(5, 6))


def _key_village(village: VillagePicture, townships: dict[RegionCode, str], words: Words) -> list[Any]:
    key = village.key_village
    calm = Colour.GREEN if village.colour in _CALM else village.colour
    measures = UNKNOWN
    if key and key.measures_total is not None:
        measures = f"{key.measures_done or 0}/{key.measures_total}"
    return [
        [html.B(village.region.name), f"（{townships.get(village.township, '')}）"],
        [mark(calm, words), " ", words(COLOUR_NAMES[calm])],
        (key.reason if key else "") or UNKNOWN,
        (key.post if key else "") or UNKNOWN,
        stage_text(village, words),
        words.day(village.election_day),
        measures,
    ]


def escalated(snapshot: Snapshot, words: Words) -> html.Table:
    heads = ["", words("村(乡镇)"), words("类别"), words("层级"), words("牵头"), words("情况"), words("期限")]
    villages = {v.code: v for v in snapshot.villages}
    townships = {t.region.code: t.region.name for t in snapshot.townships}
    found = sorted((i for i in snapshot.incidents if i.is_escalated), key=urgency)
    rows = [_incident(i, villages[i.village_code], townships, snapshot, words) for i in found]
    return table(heads, rows, "lines incidents", right=(6,))


def _incident(
    incident: Incident, village: VillagePicture, townships: dict[RegionCode, str], snapshot: Snapshot, words: Words
) -> list[Any]:
    kind = category_name(incident.category, words.language)
    return [
        html.Small(f"#{incident.ref or incident.key[:6]}"),
        [html.B(village.region.name), f"（{townships.get(village.township, '')}）"],
        f"{kind} · {words(SEVERITY_NAMES[incident.severity])}",
        words(holder(incident.level)),
        incident.lead_unit or UNKNOWN,
        html.Span(incident.text or UNKNOWN, className="text"),
        _time_left(incident, snapshot.at, words),
    ]


def _time_left(incident: Incident, at: datetime, words: Words) -> Any:
    """Until the end of the deadline's day: what is left rounds down, what is overdue rounds up."""
    if incident.deadline is None:
        return UNKNOWN
    minutes = (local_instant(incident.deadline + timedelta(days=1)) - at).total_seconds() / 60
    if minutes < 0:
        return html.B(words("逾期 {time}", time=_duration(int(-minutes) + 1, words)), className="short")
    return words("剩 {time}", time=_duration(int(minutes), words))


def _duration(minutes: int, words: Words) -> str:
    days, hours, rest = minutes // 1440, minutes % 1440 // 60, minutes % 60
    texts = (words("{n}天", n=days), words("{n}小时", n=hours), words("{n}分", n=rest))
    counts = (days, hours, rest)
    first = next((i for i, n in enumerate(counts) if n), 2)
    shown = [texts[i] for i in range(first, min(first + 2, 3)) if counts[i] or i == first]
    return ("" if words.is_chinese else " ").join(shown)


def incident_tally(snapshot: Snapshot, words: Words) -> str:
    county = sum(i.level.rank >= Level.COUNTY.rank for i in snapshot.incidents)
    office = sum(i.level is Level.OFFICE for i in snapshot.incidents)
    return words(
        "在办 {n}：县领导 {county}、县办 {office}、乡镇 {rest}　累计销号 {closed}",
        n=len(snapshot.incidents),
        county=county,
        office=office,
        rest=len(snapshot.incidents) - county - office,
        closed=snapshot.closed_incident_count,
    )


def townships(snapshot: Snapshot, words: Words) -> html.Div:
    """Three columns that read downwards, furthest first."""
    plan = plan_percent(snapshot)
    ordered = sorted(snapshot.townships, key=lambda t: (-t.done_count / max(t.village_count, 1), t.region.code))
    size = -(-len(ordered) // 3) or 1
    heads = [words("乡镇"), words("完成"), words("竖线 计划"), words("预警"), words("关注")]
    columns = [
        table(heads, [_township(t, plan) for t in ordered[i : i + size]], "figures", right=(1, 3, 4))
        for i in range(0, len(ordered), size)
    ]
    return html.Div(columns, className="three")


def _township(township: TownshipPicture, plan: float | None) -> list[Any]:
    percent = 100 * township.done_count / township.village_count if township.village_count else 0
    owes = township.is_due and not township.has_reported
    inside = [html.I(className="done-part", style={"width": f"{percent:.1f}%"})]
    if plan is not None:
        inside.append(html.I(className="plan-tick", style={"left": f"{min(plan, 100):.1f}%"}))
    return [
        township.region.name + ("*" if owes else ""),
        f"{township.done_count}/{township.village_count}",
        html.Div(inside, className="done-bar"),
        township.colour_counts.get(Colour.RED, 0) or "·",
        township.colour_counts.get(Colour.YELLOW, 0) or "·",
    ]
