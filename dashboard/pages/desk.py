"""``/desk``: where the office takes in the day, mends what could not be read, and moves incidents on.

The address holds what is chosen. Forms post to ``/desk/act``; after each, and on news, the script asks for the page's
content again (``desk-wish``) and keeps what is being typed.
"""

from __future__ import annotations

from typing import Any, Final

from dash import Dash, Input, Output, State, dcc, html

from dashboard.access import Visitor
from dashboard.callbacks import aside, visit_of
from dashboard.desk.office import chosen_from
from dashboard.page import Page, Panel, Visit
from dashboard.panels import placed
from dashboard.parts.desk_bulletin import staged_bulletin
from dashboard.parts.desk_incidents import incidents
from dashboard.parts.desk_intake import intake
from dashboard.parts.desk_queue import queue
from dashboard.parts.desk_received import received
from dashboard.parts.desk_villages import villages
from dashboard.parts.native import tree
from dashboard.parts.top_bar import bar_trust, top_bar
from dashboard.viewing import Viewing
from dashboard.words import term
from situation.model.regions import RegionCode

PANELS: Final[dict[str, Panel]] = {"desk-trust": bar_trust}


def layout(viewing: Viewing, visit: Visit) -> Any:
    snapshot, words = viewing.snapshot(), visit.words
    trust = placed(PANELS, "desk-trust", snapshot, words, className="bar-trust")
    return html.Div(
        [
            top_bar(snapshot, words, "/desk", trust, str(visit.session.get("user", ""))),
            html.Div(tree(content(viewing, visit)), id="desk-content"),
            dcc.Store(id="desk-wish"),
            html.Div(id="desk-said", role="status"),
        ],
        className="desk-page",
    )


def content(viewing: Viewing, visit: Visit) -> Any:
    """The desk as it stands, for the account that looks."""
    visitor = _visitor(visit)
    if viewing.office is None or visitor is None:
        return html.P(visit.words("请先登录"), className="nothing")
    desk = viewing.office.desk(viewing.snapshot(), visitor, chosen_from(visit.query))
    words, token = visit.words, str(visit.session.get("form", ""))
    middle = [
        staged_bulletin(desk, words, token),
        queue(desk, words, token),
        villages(desk, words, token),
        incidents(desk, words, token),
        received(desk, words, token),
    ]
    return [intake(desk, words, token), html.Main([part for part in middle if part is not None], className="desk")]


def _visitor(visit: Visit) -> Visitor | None:
    session = visit.session
    if not session.get("user"):
        return None
    region = session.get("region") or None
    return Visitor(str(session["user"]), str(session.get("role", "viewer")), RegionCode(region) if region else None)


def register(app: Dash, viewing: Viewing) -> None:
    @app.callback(
        Output("desk-content", "children"),
        Input("desk-wish", "data"),
        State("address", "pathname"),
        prevent_initial_call=True,
    )
    @aside
    def renew(wish: dict[str, Any], path: str) -> Any:
        return tree(content(viewing, visit_of(path, str(wish.get("search", "")))))


PAGE: Final = Page(
    path="/desk", title=term("工作台"), layout=layout, register=register, panels=PANELS, needs_sign_in=True
)
