"""Writes a day's papers: the briefing as PNG and PDF, the wall as PNG, and a note of what they show; archives them.

Both are drawn by a server of their own that holds the one snapshot still, so they cannot differ, and so that a day
gone by gives the same pictures again for the same ``known_at``.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote
from urllib.request import ProxyHandler, build_opener

from dashboard.access import Access, session_key
from dashboard.briefing.capture import Camera, NotDrawn, Sight, camera
from dashboard.briefing.stamps import Shown, stamp_of, stamp_pdf, stamp_png
from dashboard.desk.office import Office
from dashboard.viewing import Viewing
from situation import __version__
from situation.clock import LOCAL, Clock, local_day, real_now
from situation.errors import SituationError
from situation.model.picture import Snapshot
from situation.settings import Settings
from situation.snapshot import LiveSituation
from situation.snapshot.live import PastSituation
from situation.store.engine import Store, open_store

FOLDER: Final = "briefings"
PAPER: Final = (794, 1123, 2.0)  # A4 at 96 to the inch, twice as fine
WALL: Final = (1920, 1080, 2.0)


def issue_briefing(
    settings: Settings, on: date, out: Path, *, known_at: datetime | None = None, url: str | None = None
) -> list[Path]:
    """The files written to ``out``; a copy stays below the home."""
    store = open_store(settings.store_url)
    try:
        out.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=out, prefix=".briefing-") as made:
            room = Path(made)
            access = Access(store, session_key(settings.home))
            if url is not None:
                _photograph_running(url.rstrip("/"), access, on, known_at, room)
            else:
                _photograph_still(settings, store, access, on, known_at, room)
            return _deliver(room, out, settings.home / FOLDER / on.isoformat())
    finally:
        store.close()


def _photograph_still(
    settings: Settings, store: Store, access: Access, on: date, known_at: datetime | None, room: Path
) -> None:
    live = LiveSituation(store, settings)
    live.refresh()
    now = live.clock.now()
    _refuse_other_days(live, on, now)
    past = live.as_of(on, min(known_at or now, now))
    snapshot = past.snapshot()
    still = Clock(anchor=real_now(), starts_at=snapshot.at, speed=0.0)
    with _serving(settings, store, past, still, access) as address, camera(address, access.capture_token()) as eye:
        shown = _shown(snapshot)
        _take(eye, shown, f"/briefing/{on}", room)


def _refuse_other_days(live: LiveSituation, on: date, now: datetime) -> None:
    starts_on = live.snapshot().campaign.starts_on
    if not starts_on <= on <= local_day(now):
        raise SituationError(f"--on {on} is outside the campaign: it runs from {starts_on}, today is {local_day(now)}")


@contextmanager
def _serving(settings: Settings, store: Store, past: PastSituation, clock: Clock, access: Access) -> Iterator[str]:
    """A server of our own on the loopback, showing one snapshot for ever."""
    import uvicorn

    from dashboard.application import build_server

    office = Office(store, past, clock, settings.home)
    app = build_server(Viewing(past, clock, office), settings.home, public_screens=False, access=access)
    config = uvicorn.Config(app, host="127.0.0.1", port=0, log_level="error", timeout_graceful_shutdown=1)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        if not thread.is_alive():
            raise SituationError("the briefing's own server did not start")
        time.sleep(0.02)
    try:
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(10)


def _photograph_running(url: str, access: Access, on: date, known_at: datetime | None, room: Path) -> None:
    """From a server that runs: its wall can only show its own today."""
    with camera(url, access.capture_token()) as eye:
        told = json.loads(_ask(f"{url}/healthz"))
        if known_at is not None or told["on"] != on.isoformat():
            raise NotDrawn(f"the server at {url} shows {told['on']} now; leave out --url to draw another day")
        shown = Shown(on, told["version"], told["as_of"], None)
        _take(eye, shown, f"/briefing/{on}", room)


def _ask(url: str) -> bytes:
    with build_opener(ProxyHandler({})).open(url, timeout=30) as answer:
        return bytes(answer.read())


def _shown(snapshot: Snapshot) -> Shown:
    def local(instant: datetime) -> str:
        return instant.astimezone(LOCAL).isoformat(timespec="seconds")

    # To the microsecond: what was committed within the same second was known.
    known_at = snapshot.known_at.astimezone(LOCAL).isoformat() if snapshot.known_at else None
    return Shown(snapshot.on, snapshot.version, local(snapshot.freshness.as_of), known_at)


def _take(eye: Camera, shown: Shown, path: str, room: Path) -> None:
    stem = f"{shown.on.isoformat()}-v{shown.version}"
    png, pdf, wall = room / f"briefing-{stem}.png", room / f"briefing-{stem}.pdf", room / f"wall-{stem}.png"
    if shown.known_at:
        path += f"?known_at={quote(shown.known_at)}"
    eye.picture(Sight(path, *PAPER, shown.version), png, pdf)
    eye.picture(Sight("/wall", *WALL, shown.version), wall)
    for picture in (png, wall):
        picture.write_bytes(stamp_png(picture.read_bytes(), stamp_of(shown)))
    pdf.write_bytes(stamp_pdf(pdf.read_bytes(), shown))
    note: dict[str, Any] = {
        "on": shown.on.isoformat(),
        "version": shown.version,
        "as_of": shown.as_of,
        "known_at": shown.known_at,
        "program": __version__,
        "files": {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in (png, pdf, wall)},
    }
    (room / f"briefing-{stem}.json").write_text(json.dumps(note, ensure_ascii=False, indent=1) + "\n", "utf-8")


def _deliver(room: Path, out: Path, archive: Path) -> list[Path]:
    """All files or none: made aside, then moved."""
    archive.mkdir(parents=True, exist_ok=True)
    written = []
    for made in sorted(room.iterdir()):
        shutil.copy2(made, archive / made.name)
        written.append(Path(shutil.move(str(made), out / made.name)))
    return written
