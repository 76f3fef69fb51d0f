"""``/wall``: the leaders' screen. Nobody touches it for weeks; every panel is kept current by the live feed."""

from __future__ import annotations

from typing import Any, Final

import dash_leaflet as dl
from dash import html

from dashboard.page import Page, Panel, Visit
from dashboard.panels import placed
from dashboard.parts.body_bars import body_bars
from dashboard.parts.calendar_chart import calendar_chart
from dashboard.parts.campaign_head import campaign_head, trust_line
from dashboard.parts.counters import counters, map_legend
from dashboard.parts.day_news import changes_today, upcoming_votes
from dashboard.parts.incident_list import escalated_incidents
from dashboard.parts.key_list import key_list
from dashboard.parts.overview import overview
from dashboard.parts.township_table import township_table
from dashboard.viewing import Viewing
from dashboard.words import term

PANELS: Final[dict[str, Panel]] = {
    "wall-campaign": campaign_head,
    "wall-trust": trust_line,
    "wall-overview": overview,
    "wall-bodies": body_bars,
    "wall-townships": township_table,
    "wall-counters": counters,
    "wall-incidents": escalated_incidents,
    "wall-keys": key_list,
    "wall-calendar": calendar_chart,
    "wall-changes": changes_today,
    "wall-upcoming": upcoming_votes,
}


def layout(viewing: Viewing, visit: Visit) -> html.Main:
    snapshot, words = viewing.snapshot(), visit.words

    def panel(name: str, class_name: str) -> html.Div:
        return placed(PANELS, name, snapshot, words, className=class_name)

    over_map = {"data-over-map": ""}  # the map keeps clear of these
    counted = placed(PANELS, "wall-counters", snapshot, words, className="counters", **over_map)
    legend = html.Div(html.Div(map_legend(words)), className="legend", **over_map)
    is_rehearsal = snapshot.freshness.is_rehearsal
    ribbon = html.Div(html.Div(words("演练：不是真实选情"), className="ribbon"), **over_map) if is_rehearsal else None
    league = panel("wall-townships", "league")
    news = [panel("wall-changes", "news"), panel("wall-upcoming", "votes")]
    trust = [panel("wall-trust", "trust"), html.Time(className="clock", **{"data-clock": ""})]
    columns = [
        html.Header([panel("wall-campaign", "campaign"), *trust], className="wall-head"),
        _column("wall-left", panel("wall-overview", "overview"), panel("wall-bodies", "bodies"), league),
        html.Section([counted, legend, ribbon, land()], className="wall-middle"),
        _column("wall-right", panel("wall-incidents", "incidents"), panel("wall-keys", "keys")),
        html.Aside(id="wall-stop", className="wall-stop"),  # scripts fill it: the tour, 逐村过
        html.Footer([panel("wall-calendar", "days"), *news], className="wall-foot"),
    ]
    return html.Main(columns, className="wall rehearsed" if is_rehearsal else "wall")


def _column(class_name: str, *panels: Any) -> Any:
    return html.Section(list(panels), className=class_name)


_STILL: Final = (
    "zoomControl",
    "dragging",
    "keyboard",
    "boxZoom",
    "doubleClickZoom",
    "scrollWheelZoom",
    "touchZoom",
    "attributionControl",
    "fadeAnimation",
    "zoomAnimation",
    "markerZoomAnimation",
)


def land() -> Any:
    """The map: no zoom, no drag, nobody there to touch it. Scripts draw villages and marks on its canvases."""
    still = dict.fromkeys(_STILL, False)
    return dl.Map(id="land", center=[0, 0], zoom=1, zoomSnap=0, preferCanvas=True, className="land", **still)


PAGE: Final = Page(path="/wall", title=term("大屏"), layout=layout, theme="dark", panels=PANELS)
