"""The map's left rail: what is looked at. The browser filters by itself, counts, and keeps the choice in the address.

Each choice is a native control whose ``name`` and ``value`` are those of the address; ``data-count`` marks where its
number goes, ``data-bar`` its share.
"""

from __future__ import annotations

import json
from typing import Any, Final

from dash import html

from dashboard.parts.map_signs import badge_sign
from dashboard.parts.marks import COLOUR_NAMES, mark
from dashboard.parts.native import Input, Select
from dashboard.words import Words, term
from situation.model.picture import Snapshot
from situation.model.standing import Colour

BODIES: Final = (
    ("", term("两委")),
    ("P", term("党组织")),
    ("V", term("村委会")),
    ("R", term("居委会")),
    ("S", term("监督委")),
    ("E", term("合作社")),
)
COLOURS: Final = (Colour.RED, Colour.YELLOW, Colour.GREEN)
STAGES: Final = (
    (4, term("完成")),
    (3, term("选举交接")),
    (2, term("提名联审")),
    (1, term("筹备")),
    (0, term("未启动")),
)
MARKS: Final = (
    ("key", term("重点难点村")),
    ("incident", term("有在办事件")),
    ("conflict", term("来源冲突")),
    ("unreported", term("今日未报")),
    ("stale", term("超 3 天未更新")),
)
VOTES: Final = (("", term("不限")), ("soon", term("3 天内")), ("past", term("已过未果")))


def map_rail(snapshot: Snapshot, words: Words, posts: html.Div) -> html.Aside:
    parts = [
        _scope(snapshot, words),
        _group(words("组织"), _radios("body", BODIES, words, "tiles three")),
        _group(
            words("预警等级"), [_tick("colour", c.value, [mark(c, words), words(COLOUR_NAMES[c])]) for c in COLOURS]
        ),
        _group(
            words("环节"), [_tick("stage", str(n), [html.I(className=f"swatch s{n}"), words(t)]) for n, t in STAGES]
        ),
        _group(words("标记"), [_tick("mark", name, [badge_sign(name), words(text)]) for name, text in MARKS]),
        posts,
        _group(words("选举日"), _radios("vote", VOTES, words, "tiles three", counted=True)),
        _foot(words),
    ]
    return html.Aside(parts, className="map-rail", id="map-rail", **{"aria-label": words("筛选")})


def _group(title: str, controls: Any) -> html.Fieldset:
    return html.Fieldset([html.Legend(title), *(controls if isinstance(controls, list) else [controls])])


def _tick(name: str, value: str, label: list[Any]) -> html.Label:
    line = [
        Input(type="checkbox", name=name, value=value),
        html.Span(label, className="facet-name"),
        html.Span(html.I(**{"data-bar": f"{name}:{value}"}), className="facet-bar"),
        html.Span("", className="facet-count", **{"data-count": f"{name}:{value}"}),
    ]
    return html.Label(line, className="facet")


def _radios(name: str, choices: Any, words: Words, class_name: str, counted: bool = False) -> html.Div:
    tiles = []
    for value, text in choices:
        count = [html.Small("", **{"data-count": f"{name}:{value}"})] if counted else []
        label = [Input(type="radio", name=name, value=value), html.Span([words(text), *count])]
        tiles.append(html.Label(label, className="tile"))
    return html.Div(tiles, className=class_name, role="radiogroup")


def _scope(snapshot: Snapshot, words: Words) -> html.Fieldset:
    county = [["", words("全县")]]
    options = [*county, *([t.region.code, t.region.name] for t in snapshot.townships)]
    chosen = html.Label(
        [
            html.Span(words("乡镇"), className="unseen"),
            Select(name="township", options=options, value=""),
            html.Span("", className="facet-count", id="map-scope-count"),
        ],
        className="scope",
    )
    return _group(words("范围"), chosen)


def map_posts(snapshot: Snapshot, words: Words) -> list[Any]:
    """A panel: who answers for key villages, by post; ``data-posts`` knows the villages of each."""
    led: dict[str, list[str]] = {}
    for village in snapshot.key_villages:
        if village.key_village and village.key_village.post:
            led.setdefault(village.key_village.post, []).append(village.code)
    options = [["", words("不限")], *([post, f"{post} {len(codes)}"] for post, codes in sorted(led.items()))]
    label = html.Span(words("包联"), className="unseen")
    chosen = html.Label([label, Select(name="post", options=options, value="")], className="scope")
    return [_group(words("包联"), html.Div(chosen, **{"data-posts": json.dumps(led)}))] if led else []


def _foot(words: Words) -> html.Div:
    clear = html.Button(words("清除"), type="button", id="map-clear", className="button")
    export = html.Button(
        [words("导出"), " ", html.Span("", id="map-export-count")], type="button", id="map-export", className="button",
        title=words("导出为 CSV，可用电子表格打开"),
    )  # fmt: skip
    return html.Div([clear, export], className="rail-foot")
