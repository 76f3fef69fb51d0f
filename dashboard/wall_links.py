"""Device links: a wall's browser is let in by a link, once, and stays in until the link is revoked.

The token is the cookie and only its hash is in the store, so neither a restart nor time ends it. A wall is not an
account: it sees what ``access.public_screens`` would open to everybody, and can sign nothing. A person who signs in
at a wall's browser is that person for as long as the session lasts.
"""

from __future__ import annotations

import hashlib
import secrets
import time
from collections.abc import AsyncIterator
from contextlib import aclosing
from typing import Final

from sse_starlette import ServerSentEvent
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import MutableHeaders
from starlette.requests import HTTPConnection
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from situation.store.engine import Store
from situation.store.reading import WallLink, read_wall

COOKIE: Final = "situation_wall"
LASTS: Final = 400 * 24 * 3600  # seconds; browsers keep no cookie longer, hence it is renewed
RENEWING: Final = ("/wall", "/live")
RECHECK: Final = 20.0  # seconds between two looks at the link of an open stream


def new_token() -> str:
    return secrets.token_urlsafe(32)


def hash_token(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


class WallLinks:
    """Asks the store which wall a token belongs to."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def wall(self, token: str) -> WallLink | None:
        with self._store.reading() as connection:
            found = read_wall(connection, hash_token(token))
        return found if found and found.is_active else None


class WallGuard:
    """Leaves ``wall`` in the scope of a request that no account makes: the wall's name, or that it was revoked."""

    def __init__(self, app: ASGIApp, links: WallLinks) -> None:
        self._app = app
        self._links = links

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        token = token_of(HTTPConnection(scope)) if scope["type"] == "http" and not scope.get("visitor") else ""
        if not token:
            await self._app(scope, receive, send)
            return
        wall = await run_in_threadpool(self._links.wall, token)
        scope["wall"] = {"wall": wall.name} if wall else {"revoked": True}

        async def renewing(message: Message) -> None:
            if message["type"] == "http.response.start":
                keep(MutableHeaders(scope=message), token, scope["scheme"] == "https")
            await send(message)

        await self._app(scope, receive, renewing if wall and scope["path"] in RENEWING else send)


def token_of(connection: HTTPConnection) -> str:
    return connection.cookies.get(COOKIE, "")


def keep(headers: MutableHeaders, token: str, is_secure: bool) -> None:
    """Hands the cookie out, or hands it out anew."""
    cookie = Response()
    cookie.set_cookie(COOKIE, token, max_age=LASTS, httponly=True, samesite="lax", secure=is_secure)
    headers.append("set-cookie", cookie.headers["set-cookie"])


async def while_linked(
    events: AsyncIterator[ServerSentEvent], links: WallLinks, token: str
) -> AsyncIterator[ServerSentEvent]:
    """A wall's stream, until its link is revoked: then it is told so, and the stream ends."""
    asked_at = time.monotonic()
    async with aclosing(events) as told:  # type: ignore[type-var]
        async for event in told:
            if time.monotonic() - asked_at > RECHECK:
                asked_at = time.monotonic()
                if await run_in_threadpool(links.wall, token) is None:
                    yield ServerSentEvent("{}", event="revoked")
                    return
            yield event
