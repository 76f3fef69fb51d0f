"""The frame round every page: the HTML head, the choice of page by address, and the way callbacks leave the loop."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from dash import Dash, Input, Output, State, dcc, html
from dash.backends._fastapi import get_current_request

from dashboard.callbacks import aside, visit_of
from dashboard.page import Page, Visit
from dashboard.pages import PAGES
from dashboard.parts.notices import not_found, sign_in_first, wall_revoked
from dashboard.screen_words import screen_words
from dashboard.viewing import Viewing
from dashboard.visitors import Gate
from dashboard.words import Words, choose_language


def page_at(path: str) -> Page | None:
    """The page that owns a path: the longest address that fits."""
    owners = [p for p in PAGES if path == p.path or (path.startswith(p.path.rstrip("/") + "/") and p.path != "/")]
    return max(owners, key=lambda p: len(p.path), default=None)


def lay_out(viewing: Viewing, gate: Gate, visit: Visit) -> Any:
    page = page_at(visit.path)
    if page is None:
        return not_found(visit.words)
    if not gate.may_view(visit.session, page.needs_sign_in):
        return wall_revoked(visit.words) if visit.session.get("revoked") else sign_in_first(visit.path, visit.words)
    return page.layout(viewing, visit)


def frame() -> Any:
    return html.Div([dcc.Location(id="address", refresh="callback-nav"), html.Div(id="page")])


def register_shell(app: Dash, viewing: Viewing, gate: Gate) -> None:
    @app.callback(Output("page", "children"), Input("address", "pathname"), State("address", "search"))
    @aside
    def open_page(path: str, search: str) -> Any:
        return lay_out(viewing, gate, visit_of(path, search))

    for page in PAGES:
        page.register(app, viewing)


class ShellDash(Dash):
    """Dash with our head: language, theme and the texts of our scripts stand in the first bytes of the page."""

    assets_version = ""
    html_template = ""

    def interpolate_index(self, *_: Any, **parts: Any) -> str:
        request = get_current_request()
        words = choose_language(request.query_params, request.cookies)
        page = page_at(request.url.path)
        return self.html_template.format(
            **parts,
            lang=words.html_lang,
            theme=page.theme if page else "light",
            page=page.name if page else "none",
            page_title=_escaped(words(page.title)) if page else "",
            screen=_script_json(self._screen(page, words)),
        )

    def _screen(self, page: Page | None, words: Words) -> Mapping[str, Any]:
        name = page.name if page else ""
        return {
            "page": name,
            "lang": words.language,
            "assets": self.assets_version,
            "words": screen_words(words),
        }


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")


def _script_json(content: Mapping[str, Any]) -> str:
    """JSON that may stand inside a script element."""
    return json.dumps(content, ensure_ascii=False).replace("<", "\\u003c")
