"""The left rail: who has reported today, what waits, and where files are dropped."""

from __future__ import annotations

from pathlib import PurePath
from typing import Any
from urllib.parse import urlencode

from dash import html

from dashboard.desk.office import Desk, TownshipIntake
from dashboard.parts.native import Input, Select, button, hidden
from dashboard.words import Words
from situation.model.bulletins import BulletinState, Outcome


def intake(desk: Desk, words: Words, form_token: str) -> html.Aside:
    return html.Aside(
        [_head(desk, words), _list(desk, words), _upload(desk, words, form_token) if desk.visitor.may_edit else ""],
        className="rail",
    )


def _head(desk: Desk, words: Words) -> html.Div:
    adopted = [t for t in desk.intake if t.picture.has_reported and not t.staged]
    waiting = [t for t in desk.intake if t.staged]
    silent = [t for t in desk.intake if not t.picture.has_reported and not t.staged]
    total = max(len(desk.intake), 1)
    bar = [
        html.I(className=name, style={"width": f"{100 * len(part) / total:.2f}%"})
        for name, part in (("part-adopted", adopted), ("part-staged", waiting))
    ]
    is_due = any(t.picture.is_due for t in silent)
    owed = words("未报 {n}", n=len(silent)) if is_due else words("待报 {n}", n=len(silent))
    count = words("已采用 {n}  待核 {waiting}  {owed}", n=len(adopted), waiting=len(waiting), owed=owed)
    villages = [sum(t.picture.village_count for t in part) for part in (adopted, waiting, silent)]
    parts = " + ".join(map(str, villages))
    total_text = words("{parts} = {n} 村(社区)", parts=parts, n=sum(villages))
    return html.Div(
        [
            html.H2([words("今日接收"), html.Small(words.day(desk.snapshot.on))]),
            html.Div(bar, className="intake-bar"),
            html.P(count, className="intake-count"),
            html.P(total_text, className="intake-sum"),
        ],
        className="rail-head",
    )


def _list(desk: Desk, words: Words) -> html.Nav:
    everything = html.A(
        [
            html.I(className="state"),
            html.B(words("全县")),
            html.Span(""),
            html.Span(words("{n} 行待核", n=sum(t.open_rows for t in desk.intake))),
        ],
        href="/desk",
        className="intake-row all" + ("" if desk.chosen.township else " here"),
        **{"data-desk": ""},
    )
    ordered = sorted(
        desk.intake, key=lambda t: (_rank(t), t.bulletins[0].received_at.isoformat() if t.bulletins else "")
    )
    return html.Nav([everything, *(_row(t, desk, words) for t in ordered)], className="intake-list")


def _rank(township: TownshipIntake) -> int:
    """Done ones in the order they came, then what waits, then who is silent."""
    if township.staged:
        return 1
    return 0 if township.picture.has_reported else 2


def _row(township: TownshipIntake, desk: Desk, words: Words) -> html.A:
    picture, here = township.picture, desk.chosen.township == township.picture.region.code
    return html.A(
        [
            html.I(className=f"state {_state(township)}"),
            html.Span(picture.region.name, className="name"),
            html.Span(_when(township, words), className="when"),
            _count(township, words),
        ],
        href="/desk?" + urlencode({"township": picture.region.code}),
        className="intake-row here" if here else "intake-row",
        **{"data-desk": ""},
    )


def _state(township: TownshipIntake) -> str:
    return ("done", "waits", "silent")[_rank(township)]


def _when(township: TownshipIntake, words: Words) -> str:
    newest = next((b for b in township.bulletins if b.state is not BulletinState.WITHDRAWN), None)
    if newest is None:
        return words("已过截止") if township.picture.is_due else words("未到截止")
    kind = (
        words("零报告") if newest.outcome is Outcome.ZERO_REPORT else PurePath(newest.name).suffix.lstrip(".").lower()
    )
    return f"{words.time(newest.received_at)} {kind}"


def _count(township: TownshipIntake, words: Words) -> html.Span:
    picture = township.picture
    if township.staged:
        return html.Span(words("待核"), className="chip amber")
    if township.open_rows:
        return html.Span(words("{n} 行待核", n=township.open_rows), className="chip amber")
    if not picture.has_reported:
        owed = words("未报 {n} 村", n=picture.village_count) if picture.is_due else words("待报")
        return html.Span(owed, className="chip")
    told = picture.village_count if picture.is_zero_report else township.told_count
    return html.Span(f"{told}/{picture.village_count}", className="fraction")


def _upload(desk: Desk, words: Words, form_token: str) -> html.Form:
    """Files dropped anywhere on the page land here too."""
    townships = [("", words("按文件内容"))] + [(t.picture.region.code, t.picture.region.name) for t in desk.intake]
    sender: list[Any] = []
    if desk.visitor.is_office:
        chosen = desk.chosen.township or ""
        sender = [
            html.Label(
                [html.Span(words("来自")), Select(name="township", options=[list(t) for t in townships], value=chosen)]
            )
        ]
    return html.Form(
        [
            *hidden(form_token=form_token),
            html.Label(
                [
                    html.B(words("拖入文件，或点此选择")),
                    html.Small(words("xlsx xls et csv docx txt zip，单个不超过 20 MB；同一文件再传不会重复")),
                    Input(type="file", name="files", multiple=True),
                ],
                className="drop",
            ),
            html.Textarea(name="text", rows=3, placeholder=words("或粘贴群消息文本")),
            html.Div([*sender, button(words("提交"))], className="row"),
            html.Output(className="said"),
        ],
        id="desk-upload",
        className="upload",
        **{"data-upload": ""},
    )
