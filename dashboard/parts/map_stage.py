"""What lies over the map: breadcrumbs with their sums, zoom, layers, legend, the sign of a past day."""

from __future__ import annotations

from typing import Any, Final

from dash import html

from dashboard.parts.marks import COLOUR_NAMES, mark
from dashboard.parts.native import Input
from dashboard.words import Words, term
from situation.model.standing import Colour

LAYERS: Final = (
    ("", term("综合")),
    ("stage", term("环节")),
    ("turnout", term("参选率")),
    ("age", term("填报时效")),
    ("incident", term("事件")),
)
_STAGES: Final = ((1, term("筹备")), (2, term("提名联审")), (3, term("选举交接")), (4, term("完成")))
_TURNOUTS: Final = (
    (0, term("未投票")), (1, term("不足 50%")), (2, term("50%–80%")), (3, term("80%–90%")), (4, term("90% 以上")),
)  # fmt: skip
_AGES: Final = (
    (4, term("今日")),
    (3, term("昨日")),
    (2, term("2 天前")),
    (1, term("3 天及以上")),
    (0, term("从未填报")),
)
_TROUBLES: Final = ((0, term("无在办事件")), (1, term("一般")), (2, term("较重")), (3, term("重大及以上")))
_CHANGES: Final = (
    ("red", term("转为预警")),
    ("yellow", term("转为关注")),
    ("calm", term("解除预警")),
    ("done", term("新完成")),
    ("forward", term("环节推进")),
)


def over_map(county: str, words: Words) -> list[Any]:
    return [
        html.Div(_crumbs(county, words), className="map-crumbs", id="map-crumbs"),
        html.Div(_zoom(words), className="map-zoom"),
        html.Div([_layers(words), *_legends(words), _changes(words)], className="map-legend", **{"data-over-map": ""}),
        html.Div(
            [
                html.B("", id="map-banner-text"),
                html.Button("", type="button", id="map-live"),
            ],
            className="map-banner",
            id="map-banner",
            role="status",
        ),
    ]


def _crumbs(county: str, words: Words) -> list[Any]:
    """The browser writes the township and the sums."""
    figures = [
        html.Span([words("完成"), " ", html.B("", id="map-done")]),
        html.Span([mark(Colour.RED, words), html.B("", id="map-red")]),
        html.Span([mark(Colour.YELLOW, words), html.B("", id="map-yellow")]),
    ]
    whole = html.Button(county, type="button", className="crumb", id="map-county")
    here = html.B("", id="map-here")
    return [html.Nav([whole, here], **{"aria-label": words("位置")}), *figures]


def _zoom(words: Words) -> list[Any]:
    buttons = (("in", "＋", words("放大")), ("out", "－", words("缩小")), ("whole", words("全图"), words("回到全图")))
    return [
        html.Button(text, type="button", title=title, **{"data-zoom": name, "aria-label": title})
        for name, text, title in buttons
    ]


def _layers(words: Words) -> html.Div:
    tiles = [
        html.Label([Input(type="radio", name="layer", value=value), html.Span(words(text))], className="tile")
        for value, text in LAYERS
    ]
    title = html.Span(words("图层"), className="unseen")
    return html.Div([title, *tiles], className="tiles layers", role="radiogroup", **{"aria-label": words("图层")})


def _legends(words: Words) -> list[html.Div]:
    """All of them; the style sheet shows the one of the chosen layer."""
    stages = [_swatch(f"s{n}", words(text)) for n, text in _STAGES]
    lights = [html.Span([mark(c, words), words(COLOUR_NAMES[c])]) for c in (Colour.YELLOW, Colour.RED)]
    return [
        _legend("", [*stages, *lights]),
        _legend("stage", [_swatch("s0", words("未启动")), *stages]),
        _legend("turnout", [_swatch(f"s{n}", words(text)) for n, text in _TURNOUTS]),
        _legend("age", [_swatch(f"s{n}", words(text)) for n, text in _AGES]),
        _legend("incident", [_swatch(f"trouble-{n}", words(text)) for n, text in _TROUBLES]),
    ]


def _legend(layer: str, lines: list[Any]) -> html.Div:
    return html.Div(lines, className="legend-of", **{"data-layer": layer})


def _swatch(name: str, text: str) -> html.Span:
    return html.Span([html.I(className=f"swatch {name}"), text])


def _changes(words: Words) -> html.Div:
    """What became different between two days; the numbers are written by the browser."""
    lines = [
        html.Span([html.I(className=f"change-sign change-{name}"), words(text), html.B("", **{"data-change": name})])
        for name, text in _CHANGES
    ]
    return html.Div(lines, className="legend-of", **{"data-layer": "changes"})
