"""Puts the house's screens into one ASGI app: pages, live stream, shapes, fonts, API, health.

``build_server(viewing, …)`` takes its parts as arguments, so a test builds the real thing over any situation.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.resources import files
from pathlib import Path

import dash
import dash_extensions
import dash_leaflet
from fastapi import FastAPI
from fastapi.responses import RedirectResponse
from starlette.middleware.gzip import GZipMiddleware

from dashboard.access import Access, session_key
from dashboard.feed import Feed
from dashboard.fonts import FontCase
from dashboard.pages import PAGES
from dashboard.routes import api, desk, fonts, health, land, live, sign_in, stops, walls
from dashboard.routes import map as county_map
from dashboard.sessions import add_sessions
from dashboard.shell import ShellDash, frame, register_shell
from dashboard.viewing import Viewing
from dashboard.visitors import Gate
from situation import __version__

_ROOM = Path(str(files("dashboard")))
SCRIPTED = (dash_leaflet, dash_extensions)  # imported so that Dash serves their scripts


def build_server(
    viewing: Viewing, home: Path, *, public_screens: bool, access: Access | None = None, session_hours: float = 12
) -> FastAPI:
    """One app with everything; its background task begins and ends with it. Without ``access`` nobody signs in."""
    gate = Gate(public_screens)
    screens = {page.name: page.panels for page in PAGES}
    version = assets_version()
    feed = Feed(viewing, screens, version, {page.name: page.encode for page in PAGES})
    case = FontCase(home / "fonts")
    server = FastAPI(title="换届选情地图", version=__version__, docs_url=None, redoc_url=None,
                     openapi_url="/api/v1/openapi.json", lifespan=_lifespan(feed, case, viewing))  # fmt: skip
    server.state.gate = gate  # for callbacks, which know only the request
    server.add_middleware(GZipMiddleware, minimum_size=1000, compresslevel=5)
    for router in (
        live.router(feed, gate, frozenset(screens), access.walls if access else None),
        land.router(viewing, gate, home / "shapes"),
        api.router(viewing, gate),
        county_map.router(viewing, gate),
        stops.router(viewing, gate),
        health.router(viewing, feed),
        fonts.router(case),
    ):
        server.include_router(router)
    server.add_api_route("/", lambda: RedirectResponse(PAGES[0].path), include_in_schema=False)
    if access is not None:
        add_sessions(server, access, session_key(home), session_hours)
        server.include_router(sign_in.router(access, viewing))
        server.include_router(walls.router(access.walls, viewing, gate))
    if access is not None and viewing.office is not None:
        server.include_router(desk.router(viewing, viewing.office))
    _dash_app(server, viewing, gate, version)
    return server


def _dash_app(server: FastAPI, viewing: Viewing, gate: Gate, version: str) -> dash.Dash:
    app = ShellDash(
        __name__,
        server=server,  # type: ignore[arg-type]  # the FastAPI backend takes the app itself
        assets_folder=str(_ROOM / "assets"),
        serve_locally=True,
        update_title="",
        suppress_callback_exceptions=True,
        add_log_handler=False,
    )
    app.assets_version = version
    app.html_template = (_ROOM / "index.html").read_text("utf-8")
    app.layout = frame
    register_shell(app, viewing, gate)
    app.backend.websocket_capability = False  # pages listen to /live; no second line that nobody heals
    app._setup_server()  # type: ignore[no-untyped-call]  # Dash would find scripts and styles only after its first own request
    return app


def _lifespan(feed: Feed, case: FontCase, viewing: Viewing):  # type: ignore[no-untyped-def]
    @asynccontextmanager
    async def lifespan(_server: FastAPI) -> AsyncIterator[None]:
        tasks = [
            asyncio.create_task(feed.run()),
            asyncio.create_task(asyncio.to_thread(case.fill, viewing.gazetteer)),
        ]
        yield
        for task in tasks:
            task.cancel()

    return lifespan


def assets_version() -> str:
    """Another value means that open pages hold outdated code and should reload themselves."""
    digest = hashlib.sha256(f"{__version__} {dash.__version__}".encode())
    for path in sorted((_ROOM / "assets").rglob("*")):
        if path.is_file():
            digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()[:12]
