"""``/briefing/2026-01-16``: the day on paper. ``?known_at=`` shows the day as it was known at that instant.

Nothing here moves: the page is one snapshot, and says which. ``assets/briefing.js`` marks the document as drawn once
map and fonts are there; pictures are taken only then.
"""

from __future__ import annotations

import hashlib
from datetime import date, datetime, timedelta
from typing import Any, Final

from dash import html
from dash_extensions import Purify

from dashboard.page import Page, Visit
from dashboard.paper.printed_map import printed_map
from dashboard.paper.sentence import lead, silent_townships
from dashboard.paper.topology import read_land
from dashboard.parts import briefing_tables as tables
from dashboard.parts.body_bars import GROUP_NAMES
from dashboard.parts.native import tree
from dashboard.viewing import Viewing
from dashboard.words import Words, term
from situation.clock import LOCAL
from situation.model.picture import Snapshot

MAP_WIDTH, MAP_HEIGHT = 340.0, 322.0


def layout(viewing: Viewing, visit: Visit) -> Any:
    words = visit.words
    asked = _asked(viewing, visit)
    if asked is None:
        wrong = html.H1(words("没有这一天：地址应如 /briefing/2026-01-16"))
        return html.Main([wrong, html.A(words("今天的简报"), href="/briefing")], className="notice")
    day, known_at = asked
    is_now = known_at is None and day == viewing.clock.today()
    snapshot = viewing.snapshot() if is_now else viewing.snapshot_on(day, known_at)
    return html.Main([_tools(snapshot, viewing, words), _sheet(snapshot, viewing, words)], className="briefing")


def _asked(viewing: Viewing, visit: Visit) -> tuple[date, datetime | None] | None:
    written = visit.path.removeprefix("/briefing").strip("/")
    try:
        day = date.fromisoformat(written) if written else viewing.clock.today()
        known_at = datetime.fromisoformat(visit.query["known_at"]) if visit.query.get("known_at") else None
    except ValueError:
        return None
    if known_at is not None and known_at.tzinfo is None:
        known_at = known_at.replace(tzinfo=LOCAL)
    campaign = viewing.snapshot().campaign
    return (day, known_at) if campaign.starts_on <= day <= max(viewing.clock.today(), campaign.starts_on) else None


def _tools(snapshot: Snapshot, viewing: Viewing, words: Words) -> html.Nav:
    """Not printed."""
    before, after = snapshot.on - timedelta(days=1), snapshot.on + timedelta(days=1)
    links = [html.A(words("地图"), href="/map"), html.A(words("工作台"), href="/desk")]
    if before >= snapshot.campaign.starts_on:
        links.append(html.A(words("前一天"), href=f"/briefing/{before}"))
    if after <= viewing.clock.today():
        links.append(html.A(words("后一天"), href=f"/briefing/{after}"))
    return tree(html.Nav(links, className="tools"))


def _sheet(snapshot: Snapshot, viewing: Viewing, words: Words) -> html.Article:
    land = read_land(viewing.office.home / "shapes", viewing.shapes()) if viewing.office else None
    drawing: Any = html.P(words("尚未导入边界"), className="no-land")
    if land is not None:
        drawing = Purify(html=printed_map(land, snapshot, words, MAP_WIDTH, MAP_HEIGHT), className="printed-map")
    count = len(snapshot.villages) if land is not None else 0
    shown = {"day": snapshot.on, "version": snapshot.version, "when": as_of(snapshot)}
    title = words("简报 {day} v{version} · 截至 {when}", **shown)
    wanted = {
        "data-title": title,
        "data-version": str(snapshot.version),
        "data-villages": str(count),
        "data-as-of": as_of(snapshot),
    }
    return html.Article(
        [
            tree(_head(snapshot, viewing, words)),
            html.Div(
                [html.Div([drawing, tree(_legend(words))], className="left"), tree(_right(snapshot, words))],
                className="middle",
            ),
            tree(_rest(snapshot, viewing, words)),
        ],
        className="paper",
        **wanted,
    )


def as_of(snapshot: Snapshot) -> str:
    return snapshot.freshness.as_of.astimezone(LOCAL).isoformat(timespec="minutes")


def _head(snapshot: Snapshot, viewing: Viewing, words: Words) -> list[Any]:
    county = viewing.gazetteer.root.name if viewing.gazetteer.root else ""
    line = [
        html.Span(words("第 {n} 期", n=snapshot.campaign.day_number(snapshot.on))),
        html.Span(words("{county}换届选举工作领导小组办公室", county=county)),
        html.Span(words.full_day(snapshot.on)),
    ]
    told = [html.B(text) if is_important else text for text, is_important in lead(snapshot, words)]
    head: list[Any] = [html.H1(words("{county}村(社区)“两委”换届选情日报", county=county))]
    if snapshot.freshness.is_rehearsal:
        head.append(html.P(words("演练"), className="stamp"))
    return [html.Header(head), html.Div(line, className="issue"), html.P(told, className="lead")]


def _legend(words: Words) -> html.Div:
    ramp = [html.Span([html.I(className=f"swatch s{g}"), words(GROUP_NAMES[g])]) for g in (1, 2, 3, 4)]
    signs = (
        ("yellow", words("关注")),
        ("red", words("预警")),
        ("unreported", words("未报")),
        ("key", words("重点难点村")),
    )
    return html.Div(
        [*ramp, *(html.Span([html.I(className=f"swatch print-{n}"), t]) for n, t in signs)], className="map-key"
    )


def _right(snapshot: Snapshot, words: Words) -> html.Div:
    title = html.H2([words("五类组织"), html.Small(words("单位：个"))])
    return html.Div(
        [tables.counters(snapshot, words), tables.indicators(snapshot, words), title, tables.bodies(snapshot, words)],
        className="right",
    )


def _rest(snapshot: Snapshot, viewing: Viewing, words: Words) -> list[Any]:
    led = sum(bool(v.key_village and v.key_village.post) for v in snapshot.key_villages)
    keys = words("包联 {part}/{of}　一村一策 措施完成数/总数", part=led, of=len(snapshot.key_villages))
    silent = "、".join(f"{t.region.name} {t.village_count}" for t in silent_townships(snapshot))
    escalated = sum(i.is_escalated for i in snapshot.incidents)
    unreported = words("* 今日未报：{names}", names=silent) if silent else ""
    return [
        html.H2(words("较昨日变化")),
        tables.changes(snapshot, words),
        html.H2([words("重点难点村"), f" {len(snapshot.key_villages)}", html.Small(keys)]),
        tables.key_villages(snapshot, words),
        html.H2([words("升级到县的事件"), f" {escalated}", html.Small(tables.incident_tally(snapshot, words))]),
        tables.escalated(snapshot, words),
        html.H2([words("乡镇进度"), html.Small(unreported)]),
        tables.townships(snapshot, words),
        html.Footer([html.Span(_stamp(snapshot, words)), html.Span(words("由大屏同一快照生成"))]),
    ]


def _stamp(snapshot: Snapshot, words: Words) -> str:
    drawn = words.moment(snapshot.known_at or snapshot.at)
    return words(
        "版本 v{version} · 快照 {digest} · 数据截至 {as_of} · 成稿 {drawn}",
        version=snapshot.version,
        digest=digest_of(snapshot),
        as_of=words.moment(snapshot.freshness.as_of),
        drawn=drawn,
    )


def digest_of(snapshot: Snapshot) -> str:
    """A short name of everything counted here, so that two prints can be told to be the same."""
    facts = [
        (v.code, v.colour.value, v.progress, v.is_done, v.is_unreported, len(v.incidents)) for v in snapshot.villages
    ]
    figures = [(i.name, i.share.part, i.share.of) for i in snapshot.indicators]
    return hashlib.sha256(repr((snapshot.on, facts, figures)).encode()).hexdigest()[:8]


PAGE: Final = Page(path="/briefing", title=term("简报"), layout=layout)
