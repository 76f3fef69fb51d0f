"""The box in which a place is looked for: a combobox that the keyboard serves; the browser fills its list."""

from __future__ import annotations

from dash import html

from dashboard.parts.native import Input
from dashboard.words import Words


def search_box(words: Words) -> html.Div:
    control = Input(
        type="search", name="q", id="map-search", role="combobox", autoComplete="off", spellCheck=False,
        placeholder=words("村、乡镇、代码、拼音、事件编号"),
        **{"aria-label": words("查找村或乡镇"), "aria-expanded": "false", "aria-controls": "map-found",
           "aria-autocomplete": "list"},
    )  # fmt: skip
    found = html.Ul(id="map-found", role="listbox", **{"aria-label": words("查找结果")})
    return html.Div([html.I(className="search-sign"), control, found], className="map-search", role="search")
