"""A server that a test can stop and start again at the same address, and a page that notes every complaint."""

from __future__ import annotations

import socket
import threading
import time
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

import uvicorn
from playwright.sync_api import ConsoleMessage, Page, Request

from dashboard.access import Access
from dashboard.application import build_server
from dashboard.viewing import Viewing
from geodata.boundaries import import_boundaries
from geodata.options import Options
from situation.clock import Clock, real_now
from situation.store.reading import ShapeSet
from tests.builders import REGIONS, Staged, county, story
from tests.serving import share_fonts


@cache
def shapes_in(home: Path) -> ShapeSet:
    """The invented county's shapes, made once for all tests of a run."""
    folder = REGIONS.parent
    options = Options(waters=folder / "waters.geojson")
    made = import_boundaries([folder / "boundaries.geojson"], county(), home, options)
    return ShapeSet(made.hash, made.manifest, "boundaries.geojson", 1)


class House:
    """The whole app over a staged situation. ``start`` after ``stop`` is a new boot at the old address."""

    def __init__(self, home: Path) -> None:
        if not (home / "fonts").exists():
            share_fonts(home)
        self.home = home
        self.situation = Staged(story())
        self.situation.shape_set = shapes_in(home)
        self.clock = Clock(anchor=real_now(), starts_at=self.situation.snapshot().at, speed=1.0)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port: int = free.getsockname()[1]
        self.access: Access | None = None  # without it the screens are open to everybody
        self._server: uvicorn.Server | None = None
        self._thread: threading.Thread | None = None

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        viewing = Viewing(self.situation, self.clock)
        app = build_server(viewing, self.home, public_screens=self.access is None, access=self.access)
        config = uvicorn.Config(app, "127.0.0.1", self.port, log_level="error", timeout_graceful_shutdown=0)
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._server.run, daemon=True)
        self._thread.start()
        while not self._server.started:
            time.sleep(0.02)

    def stop(self) -> None:
        if self._server and self._thread:
            self._server.should_exit = self._server.force_exit = True
            self._thread.join(10)
        self._server = self._thread = None


@dataclass
class Watcher:
    """What a page complained of, and where it went."""

    page: Page
    home: str
    complaints: list[str] = field(default_factory=list)
    is_outage: bool = False  # a test that stops the server expects failing requests

    def __post_init__(self) -> None:
        self.page.on("console", self._heard)
        self.page.on("pageerror", lambda error: self.complaints.append(f"page error: {error}"))
        self.page.on("request", self._asked)

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and not (self.is_outage and "net::ERR_" in message.text):
            self.complaints.append(f"console {message.type}: {message.text}")

    def _asked(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme not in ("data", "blob") and f"{parts.scheme}://{parts.netloc}" != self.home:
            self.complaints.append(f"outside request: {request.url}")
