"""The county's figures: completion against the plan, four indicators against their targets, who has not reported."""

from __future__ import annotations

from typing import Any, Final

from dash import html

from dashboard.parts.panel_frame import head, share_bar
from dashboard.trust import is_empty
from dashboard.words import UNKNOWN, Words, arrow, percent_value, signed, term
from situation.model.picture import Indicator, Snapshot, TownshipPicture

INDICATOR_NAMES: Final = {
    "completion": term("两委换届完成"),
    "one_shot": term("一次选举成功率"),
    "turnout": term("参选率"),
    "yijiantiao": term("一肩挑比例"),
    "female": term("女性比例"),
}
_SCALE: Final = 5.0  # percentage points either side of the target


def overview(snapshot: Snapshot, words: Words) -> list[Any]:
    caption = (html.Span(words("较昨日 ↑↓")), html.Span(words("竖线为目标")))
    rows = [
        _indicator_row(i, words) for i in snapshot.indicators if i.name != "completion" and i.name in INDICATOR_NAMES
    ]
    return [head(words("全县总览"), *caption), _hero(snapshot, words), *rows, unreported_row(snapshot, words)]


def completion_of(snapshot: Snapshot) -> Indicator | None:
    return next((i for i in snapshot.indicators if i.name == "completion"), None)


def planned_on(snapshot: Snapshot) -> int | None:
    """The plan's cumulative completions on the day shown: the last planned day not after it."""
    days = [day for day in snapshot.campaign.plan if day <= snapshot.on]
    return snapshot.campaign.plan[max(days)] if days else None


def plan_percent(snapshot: Snapshot) -> float | None:
    planned = planned_on(snapshot)
    return None if planned is None or not snapshot.villages else 100 * planned / len(snapshot.villages)


def _hero(snapshot: Snapshot, words: Words) -> html.Div:
    completion = completion_of(snapshot)
    if completion is None or is_empty(snapshot):
        return _waiting(snapshot, words)
    share, percent = completion.share, percent_value(completion.share)
    figure = html.Div([html.B(words.percent(share)), html.Span("%")], className="hero")
    facts = html.Div(
        [
            html.Span(words("两委换届完成")),
            html.Span([html.B(words.number(share.part)), f" / {words.number(share.of)}"], className="value"),
            html.Span(_change_text(completion, words)),
            _plan_text(planned_on(snapshot), share.part, words),
        ],
        className="hero-facts",
    )
    bar = share_bar(percent, plan_percent(snapshot), "share-bar hero-bar")
    return html.Div([html.Div([figure, facts], className="hero-line"), bar])


def _waiting(snapshot: Snapshot, words: Words) -> html.Div:
    """Before the first bulletin: never 0 %, which would be a statement."""
    facts = [
        html.Span(words("应换届")),
        html.Span(html.B(words.number(len(snapshot.villages))), className="value"),
    ]
    line = [
        html.Div(html.B(words("待首报")), className="hero waiting"),
        html.Div(facts, className="hero-facts"),
    ]
    return html.Div(
        [html.Div(line, className="hero-line"), share_bar(None, plan_percent(snapshot), "share-bar hero-bar")]
    )


def _change_text(indicator: Indicator, words: Words) -> str:
    now, before = percent_value(indicator.share), percent_value(indicator.yesterday)
    if now is None or before is None:
        return ""
    moved = arrow(now - before, 1)
    return words("较昨日 {change} 点", change=moved) if moved else words("较昨日持平")


def _plan_text(planned: int | None, done: int, words: Words) -> html.Span:
    if planned is None:
        return html.Span()
    behind = planned - done
    gap = (
        html.Span(words("差 {n}", n=behind), className="below") if behind > 0 else html.Span(words("超 {n}", n=-behind))
    )
    return html.Span([words("计划 {n}", n=words.number(planned)), " ", gap], className="value")


def _indicator_row(indicator: Indicator, words: Words) -> html.Div:
    now, before, target = percent_value(indicator.share), percent_value(indicator.yesterday), indicator.target
    change = arrow(now - before, 1) if now is not None and before is not None else ""
    gap = round(now - target, 1) if now is not None and target is not None else None
    is_below = gap is not None and gap < 0
    return html.Div(
        [
            html.Span(words(INDICATOR_NAMES[indicator.name]), className="kpi-name"),
            html.Span([html.B(words.percent(indicator.share)), html.Small("%" if now is not None else "")],
                      className="kpi-value"),
            html.Span(change or (words("持平") if before is not None else ""), className="kpi-change"),
            html.Span(words("目标 {n}", n=f"{target:g}") if target is not None else "", className="kpi-target"),
            target_dot(gap),
            html.Span(UNKNOWN if gap is None else signed(gap), className="kpi-gap below" if is_below else "kpi-gap"),
        ],
        className="kpi",
        title=words("{part} / {of}", part=indicator.share.part, of=indicator.share.of),
    )  # fmt: skip


def target_dot(gap: float | None) -> html.Div:
    """Distance and side on one scale for all indicators; below the target the dot is a triangle."""
    marks = [html.I(className="dot-axis"), html.I(className="dot-target")]
    if gap is not None:
        place = 50 + 50 * max(-_SCALE, min(_SCALE, gap)) / _SCALE
        left, width = min(place, 50), abs(place - 50)
        marks.append(html.I(className="dot-distance", style={"left": f"{left:.1f}%", "width": f"{width:.1f}%"}))
        marks.append(html.I(className="dot below" if gap < 0 else "dot", style={"left": f"{place:.1f}%"}))
    return html.Div(marks, className="dots")


def unreported_row(snapshot: Snapshot, words: Words) -> html.Div:
    owed = [t for t in snapshot.townships if t.is_due and not t.has_reported]
    return html.Div(
        [
            html.Span(words("今日未报"), className="kpi-name"),
            html.Span([html.B(words.number(len(owed))), html.Small(words("乡镇"))], className="kpi-value"),
            html.Div(_who_owes(owed, snapshot, words), className="unreported-names"),
        ],
        className="kpi unreported",
    )


def _who_owes(owed: list[TownshipPicture], snapshot: Snapshot, words: Words) -> list[Any]:
    if owed:
        count = sum(township.village_count for township in owed)
        names = " ".join(township.region.name for township in owed)
        return [html.Span(words("{n} 村", n=count)), html.Span(names, className="names")]
    waiting = snapshot.freshness.township_count - snapshot.freshness.reported_count
    if waiting > 0:
        return [html.Span(words("截止时间未到，{n} 乡镇待报", n=waiting))]
    return [html.Span(words("应报已报"))]
