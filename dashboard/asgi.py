"""The factory that a web server calls: ``uvicorn --factory dashboard.asgi:create_server``, home from SITUATION_HOME."""

from __future__ import annotations

from fastapi import FastAPI

from dashboard.application import build_server
from dashboard.viewing import Viewing
from situation.settings import home_path, load_settings


def create_server() -> FastAPI:
    from situation.snapshot import LiveSituation
    from situation.store import open_store

    settings = load_settings(home_path(None))
    clock = settings.make_clock()
    live = LiveSituation(open_store(settings.store_url), settings, clock)
    return build_server(Viewing(live, clock), settings.home, public_screens=settings.access.public_screens)
