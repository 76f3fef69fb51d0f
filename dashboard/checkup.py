"""What ``doctor`` asks of an installation: each check says what was seen and, where it is wrong, what to do."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from dashboard.briefing.browser import find_browser
from situation.clock import real_now
from situation.rules.packs import load_packs
from situation.settings import Settings
from situation.snapshot.live import LOADER
from situation.store.engine import Store, open_store
from situation.store.reading import read_gazetteer, read_heartbeats, read_shape_set, read_version

_FREE = 1_000_000_000  # bytes


@dataclass(frozen=True, slots=True)
class Check:
    name: str
    is_ok: bool
    seen: str
    advice: str = ""


def checkup(settings: Settings) -> list[Check]:
    """Never raises: whatever fails becomes a check that failed."""
    checks = [
        Check("settings", True, str(settings.home)),
        _asked("rules", lambda: _rules(settings)),
        _asked("clock", lambda: _clock(settings)),
        _asked("inbox", lambda: _inbox(settings)),
        _asked("disk", lambda: _disk(settings)),
        _asked("fonts", lambda: _fonts(settings)),
        _asked("chromium", _chromium),
    ]
    try:
        store = open_store(settings.store_url)
    except Exception as error:  # whatever is wrong with it, that is the finding
        return [*checks, Check("store", False, str(error), "situation-map init, or doctor --migrate")]
    try:
        return [*checks, *(_asked(name, ask) for name, ask in _store_checks(settings, store))]
    finally:
        store.close()


def _asked(name: str, ask: Callable[[], Check]) -> Check:
    try:
        return ask()
    except Exception as error:  # a broken check is itself what doctor is asked for
        return Check(name, False, f"{type(error).__name__}: {error}", "see the text of the error")


def _store_checks(settings: Settings, store: Store) -> Iterator[tuple[str, Callable[[], Check]]]:
    yield "store", lambda: _version(store)
    yield "regions", lambda: _regions(store)
    yield "shapes", lambda: _shapes(settings, store)
    yield "loader", lambda: _loader(store)


def _rules(settings: Settings) -> Check:
    override = settings.home / settings.rules.override if settings.rules.override else None
    load_packs(settings.rules.packs, override.read_text("utf-8") if override else None)
    return Check("rules", True, ", ".join(settings.rules.packs))


def _clock(settings: Settings) -> Check:
    now, clock = real_now(), settings.make_clock()
    is_sane = now > datetime(2025, 1, 1, tzinfo=UTC)
    shown = f"; rehearsal shows {clock.now():%Y-%m-%d %H:%M} UTC" if clock.is_rehearsal else ""
    seen = f"{now:%Y-%m-%d %H:%M} UTC{shown}"
    return Check("clock", is_sane, seen, "" if is_sane else "set the machine's clock")


def _inbox(settings: Settings) -> Check:
    path = settings.inbox_path
    is_ok = path.is_dir() and os.access(path, os.R_OK | os.W_OK)
    return Check("inbox", is_ok, str(path), "" if is_ok else f"mkdir -p {path}, writable for the loader")


def _disk(settings: Settings) -> Check:
    free = shutil.disk_usage(settings.home).free
    is_ok = free > _FREE
    return Check("disk", is_ok, f"{free / 1e9:.1f} GB free", "" if is_ok else "make room: less than 1 GB is left")


def _fonts(settings: Settings) -> Check:
    is_made = any((settings.home / "fonts").glob("*.woff2"))
    advice = "start the server once; or install a Chinese font (Debian: fonts-noto-cjk)"
    return Check("fonts", is_made, "the county's own" if is_made else "none made yet", "" if is_made else advice)


def _chromium() -> Check:
    found = find_browser()
    advice = "needed for briefing pictures only: install chromium, or set SITUATION_CHROMIUM"
    return Check("chromium", found is not None, str(found or "none"), "" if found else advice)


def _version(store: Store) -> Check:
    with store.reading() as connection:
        return Check("store", True, f"{store.engine.dialect.name}, version {read_version(connection)}")


def _regions(store: Store) -> Check:
    with store.reading() as connection:
        known = read_gazetteer(connection)
    seen = f"{len(known.townships)} townships, {len(known.villages)} villages"
    is_ok = bool(known.villages)
    return Check("regions", is_ok, seen, "" if is_ok else "situation-map regions import REGIONS.csv")


def _shapes(settings: Settings, store: Store) -> Check:
    with store.reading() as connection:
        current = read_shape_set(connection)
    is_there = current is not None and (settings.shapes_path / current.hash).is_dir()
    seen = f"{current.hash[:12]} from {current.source_name}" if current else "none"
    return Check("shapes", is_there, seen, "" if is_there else "situation-map boundaries import FILE")


def _loader(store: Store) -> Check:
    with store.reading() as connection:
        beat = read_heartbeats(connection).get(LOADER)
    if beat is None:
        return Check("loader", False, "never ran here", "start it: situation-map watch")
    is_ok = beat.due_at > real_now()
    seen = f"last run {beat.beat_at:%Y-%m-%d %H:%M:%S} UTC"
    return Check("loader", is_ok, seen, "" if is_ok else "it is late; is situation-map watch running?")
