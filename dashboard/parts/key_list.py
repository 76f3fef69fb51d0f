"""Key villages (重点难点村): where each stands, who answers for it, how far its plan is, when it votes."""

from __future__ import annotations

from typing import Any

from dash import html

from dashboard.parts.marks import mark, village_icon
from dashboard.parts.panel_frame import head, paged
from dashboard.words import Words
from situation.model.picture import Snapshot, VillagePicture
from situation.model.reports import Body, StageCode
from situation.model.standing import Colour
from situation.rules.procedures import stage_name

PAGE_SIZE = 6


def key_list(snapshot: Snapshot, words: Words) -> list[Any]:
    villages = sorted(
        snapshot.key_villages, key=lambda v: (-v.colour.rank, v.election_day or snapshot.campaign.ends_on)
    )
    led = sum(1 for v in villages if v.key_village and v.key_village.post)
    groups = ((Colour.RED, (Colour.RED,)), (Colour.YELLOW, (Colour.YELLOW,)),
              (Colour.GREEN, (Colour.GREEN, Colour.DONE, Colour.GREY)))  # fmt: skip
    tally = [html.Span([mark(c, words), sum(1 for v in villages if v.colour in cs)]) for c, cs in groups]
    title = [words("重点难点村"), " ", html.B(len(villages))]
    caption = html.Span(words("包联 {part}/{of}", part=led, of=len(villages)))
    townships = {t.region.code: t.region.name for t in snapshot.townships}
    rows = [_row(v, townships.get(v.township, ""), snapshot, words) for v in villages]
    body = paged(rows, PAGE_SIZE, words("另 {n} 村", n=len(rows) - PAGE_SIZE))
    return [
        head(title, caption, *tally),
        body if rows else html.P(words("尚未确定重点难点村"), className="nothing"),
    ]


def _row(village: VillagePicture, township: str, snapshot: Snapshot, words: Words) -> html.Div:
    return html.Div(
        [
            village_icon(village, words),
            html.Div([html.B(village.region.name), html.Span(township)], className="key-name"),
            html.Span(stage_text(village, words), className="key-stage"),
            html.Span(village.key_village.post if village.key_village else "", className="key-post"),
            html.Span(
                "\u2003".join(filter(None, (_plan_text(village, words), _vote_text(village, snapshot, words)))),
                className="key-plan",
            ),
        ],
        className="key-village",
        key=village.code,
    )


def stage_text(village: VillagePicture, words: Words) -> str:
    """The stage of the committee's election, or that all is done."""
    if village.is_done:
        return words("两委完成")
    for body in (Body.VILLAGE, Body.RESIDENTS, Body.PARTY):
        if body in village.tracks:
            return stage_name(StageCode(village.tracks[body].stage), words.language)
    return words("未启动")


def _plan_text(village: VillagePicture, words: Words) -> str:
    key = village.key_village
    if key is None or key.measures_total is None:
        return words("一村一策 {n}", n="—")
    return words("一村一策 {n}", n=f"{key.measures_done or 0}/{key.measures_total}")


def _vote_text(village: VillagePicture, snapshot: Snapshot, words: Words) -> str:
    if village.election_day is None or village.is_done:
        return ""
    days = (village.election_day - snapshot.on).days
    if days > 0:
        return words("{n} 天后投票", n=days)
    return words("今日投票") if days == 0 else ""
