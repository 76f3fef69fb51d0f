"""``/wall/enter/<token>``: opened once on a wall's browser. ``/wall/standing``: whether its link still holds."""

from __future__ import annotations

from html import escape
from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Request
from fastapi import Path as InPath
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from dashboard.viewing import Viewing
from dashboard.visitors import Gate, session_of
from dashboard.wall_links import WallLinks, keep
from dashboard.words import Words, choose_language

_PAGE = Path(__file__).parent.parent / "wall_refused.html"
_QUIET = {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer"}


def router(links: WallLinks, viewing: Viewing, gate: Gate) -> APIRouter:
    routes = APIRouter(include_in_schema=False)

    @routes.get("/wall/enter/{token}")
    def enter(request: Request, token: Annotated[str, InPath(max_length=100)]) -> Response:
        if links.wall(token) is None:
            words = choose_language(request.query_params, request.cookies)
            return _refused(viewing.snapshot().campaign.title, words)
        wish = f"?{request.url.query}" if request.url.query else ""  # such as ?tour=1
        let_in = RedirectResponse(f"/wall{wish}", 303, headers=_QUIET)
        keep(let_in.headers, token, request.url.scheme == "https")
        return let_in

    @routes.get("/wall/standing")
    def standing(request: Request) -> Response:
        """Asked by a page whose stream was refused: an event source is not told why."""
        session = session_of(request)
        return JSONResponse({"revoked": "revoked" in session and not gate.may_view(session)}, headers=_QUIET)

    return routes


def _refused(title: str, words: Words) -> HTMLResponse:
    content = _PAGE.read_text("utf-8").format(
        lang=words.html_lang,
        title=escape(title),
        heading=escape(words("此链接无效或已撤销")),
        advice=escape(words("请向县选举办索取新的大屏链接，在本机打开一次即可")),
    )
    return HTMLResponse(content, 403, headers=_QUIET)
