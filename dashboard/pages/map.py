"""``/map``: where the office looks. The address holds the whole view, so a link shows another person the same.

Filtering, colouring and replay happen in the browser, from the arrays of the stream (``map_wire``) and ``/map/…``.
The server is asked for one thing by a callback: the drawer of the chosen village.
"""

from __future__ import annotations

import json
from datetime import date
from typing import Any, Final

import dash_leaflet as dl
from dash import Dash, Input, Output, State, dcc, html

from dashboard.callbacks import aside, may_view, visit_of
from dashboard.map_wire import map_array
from dashboard.map_words import map_words
from dashboard.page import Page, Panel, Visit
from dashboard.panels import placed
from dashboard.parts.drawer import Told, village_drawer
from dashboard.parts.map_days import day_area, day_bar
from dashboard.parts.map_rail import map_posts, map_rail
from dashboard.parts.map_search import search_box
from dashboard.parts.map_stage import over_map
from dashboard.parts.native import tree
from dashboard.parts.top_bar import bar_trust, top_bar
from dashboard.viewing import Viewing
from dashboard.words import term
from situation.clock import local_instant
from situation.model.regions import RegionCode

PANELS: Final[dict[str, Panel]] = {"map-trust": bar_trust, "map-area": day_area, "map-posts": map_posts}


def layout(viewing: Viewing, visit: Visit) -> Any:
    snapshot, words = viewing.snapshot(), visit.words
    trust = placed(PANELS, "map-trust", snapshot, words, className="bar-trust")
    over = html.Div([search_box(words), trust], className="bar-middle")
    area = placed(PANELS, "map-area", snapshot, words, className="day-panel")
    posts = placed(PANELS, "map-posts", snapshot, words)
    drawer = html.Aside(id="map-drawer", className="map-drawer", **{"aria-label": words("村详情")})
    toggles = [html.Span(words("筛选"), className="to-rail"), html.Span(words("看地图"), className="to-map")]
    filters = html.Button(toggles, type="button", id="map-filters", className="button", **{"aria-expanded": "false"})
    stage = html.Div([land(), filters, *over_map(_county(viewing, visit), words)], className="map-stage")
    centre = html.Section([stage, day_bar(words, area)], className="map-centre")
    return html.Div(
        [
            html.A(words("跳到筛选"), href="#map-rail", className="skip"),
            top_bar(snapshot, words, "/map", over, str(visit.session.get("user", ""))),
            html.Main([map_rail(snapshot, words, posts), centre, drawer], className="map-page"),
            dcc.Store(id="map-chosen"),
        ],
        className="map-whole",
        **{"data-words": json.dumps(map_words(words), ensure_ascii=False)},
    )


def _county(viewing: Viewing, visit: Visit) -> str:
    counties = viewing.gazetteer.counties
    return counties[0].name if len(counties) == 1 else visit.words("全部")


def land() -> Any:
    # A tracked viewport comes back as a property a moment later and would undo a move made meanwhile.
    quiet = {"zoomControl": False, "attributionControl": False, "fadeAnimation": False, "trackViewport": False}
    bounds = {"minZoom": 1, "maxZoom": 18, "zoomSnap": 0, "wheelPxPerZoomLevel": 120}
    return dl.Map(id="land", center=[0, 0], zoom=1, preferCanvas=True, className="land", **bounds, **quiet)


def drawer_of(viewing: Viewing, visit: Visit, wish: dict[str, Any]) -> Any:
    """``wish``: the village's code, the day shown (none: now), whether as known then."""
    region = viewing.gazetteer.find(str(wish.get("code", "")))
    if region is None or not region.kind.is_leaf:
        return []
    day = _day(str(wish.get("day") or ""))
    known_at = local_instant(day, 23, 59) if day and wish.get("known") else None
    story = viewing.village_story(RegionCode(region.code), day, known_at)
    may_edit = visit.session.get("role") in ("office", "township")
    township = viewing.gazetteer.township_of(region.code)
    told = Told(
        story, township, viewing.pack, day or viewing.snapshot().on, day is not None, may_edit, viewing.declared
    )
    return tree([*village_drawer(told, visit.words), _stamp(viewing, visit)])


def _stamp(viewing: Viewing, visit: Visit) -> html.Footer:
    """Which state of the county a printed page shows."""
    snapshot, words = viewing.snapshot(), visit.words
    when = words("截至 {when}", when=words.moment(snapshot.freshness.as_of))
    return html.Footer(f"{snapshot.campaign.title} · {when} · v{snapshot.version}", className="stamp")


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def register(app: Dash, viewing: Viewing) -> None:
    @app.callback(
        Output("map-drawer", "children"),
        Input("map-chosen", "data"),
        State("address", "pathname"),
        prevent_initial_call=True,
    )
    @aside
    def open_village(wish: dict[str, Any] | None, path: str) -> Any:
        return drawer_of(viewing, visit_of(path, (wish or {}).get("search")), wish or {}) if may_view() else []


PAGE: Final = Page(path="/map", title=term("地图"), layout=layout, register=register, panels=PANELS, encode=map_array)
