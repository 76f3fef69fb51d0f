"""Two layers round every request: the signed session, and the guard who asks whether its account still holds.

What changes something must come from our own pages: a form's token equals the session's, and the browser says that
the request was made by this site.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from urllib.parse import urlsplit

from fastapi import FastAPI, HTTPException, Request
from starlette.concurrency import run_in_threadpool
from starlette.middleware.sessions import SessionMiddleware
from starlette.types import ASGIApp, Receive, Scope, Send

from dashboard.access import Access, Visitor
from dashboard.wall_links import WallGuard

COOKIE = "situation_session"


class SessionGuard:
    """Leaves ``visitor`` in the scope; a session whose account was retired or changed is emptied."""

    def __init__(self, app: ASGIApp, access: Access) -> None:
        self._app = app
        self._access = access

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            session = scope.get("session", {})
            visitor = await run_in_threadpool(self._access.visitor, session) if session.get("user") else None
            if visitor is None:
                session.clear()
            scope["visitor"] = visitor
        await self._app(scope, receive, send)


def add_sessions(server: FastAPI, access: Access, key: str, hours: float) -> None:
    server.add_middleware(WallGuard, links=access.walls)  # after the others: an account comes before a wall
    server.add_middleware(SessionGuard, access=access)
    server.add_middleware(
        SessionMiddleware, secret_key=key, session_cookie=COOKIE, max_age=int(hours * 3600), same_site="lax"
    )


def visitor_of(request: Request) -> Visitor | None:
    found = request.scope.get("visitor")
    return found if isinstance(found, Visitor) else None


def is_own(request: Request) -> bool:
    """Whether the browser says that one of our pages asks. Tools that are no browsers send neither header."""
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        return site in ("same-origin", "none")
    origin = request.headers.get("origin")
    return origin is None or urlsplit(origin).netloc == request.headers.get("host")


def require_own_form(request: Request, form: Mapping[str, object]) -> None:
    """Refuses a form that was not made by this session's own page."""
    token = str(request.session.get("form", ""))
    if not is_own(request) or not token or not secrets.compare_digest(token, str(form.get("form_token", ""))):
        raise HTTPException(403, "this form was not made by your own page: open the page again")
