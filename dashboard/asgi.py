"""The factory that a web server calls: ``uvicorn --factory dashboard.asgi:create_server``, home from SITUATION_HOME."""

from __future__ import annotations

from fastapi import FastAPI

from dashboard.access import Access, session_key
from dashboard.application import build_server
from dashboard.desk.office import Office
from dashboard.viewing import Viewing
from situation.settings import home_path, load_settings


def create_server() -> FastAPI:
    from situation.snapshot import LiveSituation
    from situation.store.engine import open_store

    settings = load_settings(home_path(None))
    clock = settings.make_clock()
    store = open_store(settings.store_url)
    live = LiveSituation(store, settings, clock)
    return build_server(
        Viewing(live, clock, Office(store, live, clock, settings.home)),
        settings.home,
        public_screens=settings.access.public_screens,
        access=Access(store, session_key(settings.home)),
        session_hours=settings.access.session_hours,
    )
