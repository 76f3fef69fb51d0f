"""``/plan``: who is due when, votes by day, the schedule of every village, and the what-if that moves election days.

The address holds the township and the limit per day; moves made in thought live in the browser. Each wish of the
script (``plan-wish``) is answered with the whole content, worked out anew. Saving is an act of the desk.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from dash import Dash, Input, Output, State, dcc, html

from dashboard.access import Visitor
from dashboard.callbacks import aside, visit_of
from dashboard.page import Page, Panel, Visit
from dashboard.panels import placed
from dashboard.parts.native import branches, tree
from dashboard.parts.plan_calendar import calendar
from dashboard.parts.plan_due import rail
from dashboard.parts.plan_gantt import gantt
from dashboard.parts.plan_whatif import whatif
from dashboard.parts.top_bar import bar_trust, top_bar
from dashboard.planning import PlanView, choice_from, next_moves, places_of, plan_view, read_moves
from dashboard.viewing import Viewing
from dashboard.words import term

PANELS: Final[dict[str, Panel]] = {"plan-trust": bar_trust}


def layout(viewing: Viewing, visit: Visit) -> Any:
    snapshot, words = viewing.snapshot(), visit.words
    trust = placed(PANELS, "plan-trust", snapshot, words, className="bar-trust")
    return html.Div(
        [
            top_bar(snapshot, words, "/plan", trust, str(visit.session.get("user", ""))),
            html.Div(tree(content(look(viewing, visit, {}), visit), id="plan-tree"), id="plan-content"),
            dcc.Store(id="plan-wish"),
            html.Div(id="plan-said", role="status"),
        ],
        className="desk-page plan-page",
    )


def look(viewing: Viewing, visit: Visit, wish: Mapping[str, Any]) -> PlanView:
    """The plan as it stands, with the moves the browser holds and one more."""
    snapshot, chosen = viewing.snapshot(), choice_from(visit.query)
    held = read_moves(wish.get("moves"), places_of(snapshot), snapshot.on)
    moves = next_moves(wish, held, snapshot, viewing.pack, chosen)
    view = plan_view(snapshot, viewing.gazetteer, viewing.pack, viewing.timelines(), chosen, moves)
    answered = wish.get("number", 0)
    may_save = viewing.office is not None and _is_office(visit)
    return replace(view, may_save=may_save, answered=answered if isinstance(answered, int) else 0)


def content(view: PlanView, visit: Visit) -> Any:
    words, token = visit.words, str(visit.session.get("form", ""))
    moves = json.dumps({code: day.isoformat() for code, day in view.moves.items()})
    state = html.Div(id="plan-state", hidden=True, **{"data-moves": moves, "data-answered": str(view.answered)})
    middle = html.Main([calendar(view, words), gantt(view, words)], className="plan-main")
    return [state, rail(view, words), middle, whatif(view, words, token)]


def _is_office(visit: Visit) -> bool:
    name, role = visit.session.get("user"), str(visit.session.get("role", ""))
    return bool(name) and Visitor(str(name), role).is_office


def register(app: Dash, viewing: Viewing) -> None:
    @app.callback(
        Output("plan-tree", "tree"),
        Input("plan-wish", "data"),
        State("address", "pathname"),
        prevent_initial_call=True,
    )
    @aside
    def answer(wish: dict[str, Any], path: str) -> Any:
        visit = visit_of(path, str(wish.get("search", "")))
        return branches(content(look(viewing, visit, wish), visit))


PAGE: Final = Page(path="/plan", title=term("日程"), layout=layout, register=register, panels=PANELS)
