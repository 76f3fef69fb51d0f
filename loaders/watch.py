"""The scheduled loader: its own process, one run at a time, one leader among several.

A late run is run late (``misfire_grace_time``), several missed ones once (``coalesce``). Each run leaves a heartbeat
that says by when the next should have ended; screens turn visibly old when it does not.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from apscheduler.schedulers.blocking import BlockingScheduler
from apscheduler.triggers.interval import IntervalTrigger

from loaders.intake import Intake, bulletins_in
from loaders.received import FOLDER, take_received
from situation.actions import beat
from situation.clock import real_now
from situation.model.bulletins import Outcome
from situation.settings import Settings
from situation.store.engine import Store

NAME = "loader"
SETTLED_SECONDS = 0.4  # a file still growing is left for the next run
_MISFIRE_GRACE_SECONDS = 6 * 3600
_UNFINISHED_SECONDS = 30  # an unreadable file this young may still be on its way
_UNFINISHED_OUTCOMES = frozenset({Outcome.CORRUPT, Outcome.EMPTY})
_log = logging.getLogger(__name__)


def watch(store: Store, settings: Settings) -> None:
    """Runs until the process is told to stop."""
    loader = InboxLoader(store, settings)
    scheduler = BlockingScheduler(timezone=UTC)
    scheduler.add_job(
        loader.run,
        IntervalTrigger(seconds=settings.bulletins.poll_seconds, timezone=UTC),
        next_run_time=real_now(),
        coalesce=True,
        max_instances=1,
        misfire_grace_time=_MISFIRE_GRACE_SECONDS,
    )
    scheduler.start()


class InboxLoader:
    """One folder, taken file by file."""

    def __init__(self, store: Store, settings: Settings) -> None:
        self._store = store
        self._inbox = settings.inbox_path
        self._received = settings.home / FOLDER
        self._poll = timedelta(seconds=settings.bulletins.poll_seconds)
        self._intake = Intake(store, settings, by=NAME)
        self._inbox.mkdir(parents=True, exist_ok=True)

    def run(self) -> int:
        """Take every settled file; how many were taken. One bad file never stops the others."""
        taken = 0
        for path in list(self._settled()):
            try:
                taken += self._take(path)
            except FileNotFoundError:  # withdrawn by its sender meanwhile
                continue
            except Exception:
                _log.exception("%s could not be taken; it stays in the inbox", path.name)
        taken += take_received(self._intake, self._received)
        now = real_now()
        beat(self._store, NAME, beat_at=now, due_at=now + self._poll + timedelta(seconds=2), detail=str(taken))
        return taken

    def _take(self, path: Path) -> bool:
        received_at = self._intake.clock.shown_at(_arrived_at(path))
        readings = self._intake.read(path, received_at=received_at, sender=None)
        if _may_be_unfinished(path, [r.outcome for r in readings]):
            return False
        taken = self._intake.record(path, readings, source="inbox", received_at=received_at, sender=None)
        path.unlink(missing_ok=True)
        for reading, recorded in zip(taken.readings, taken.recorded, strict=True):
            _log.info("%s: %s, %d rows", reading.file, recorded.outcome, recorded.accepted)
        return True

    def _settled(self) -> Iterator[Path]:
        """Oldest arrival first."""
        limit = time.time() - SETTLED_SECONDS
        found = [p for p in bulletins_in([self._inbox]) if p.stat().st_mtime <= limit and p.stat().st_ctime <= limit]
        return iter(sorted(found, key=lambda p: (p.stat().st_ctime, p.name)))


def _arrived_at(path: Path) -> datetime:
    """When the file came into this folder: a copy keeps its author's mtime, never its ctime."""
    return datetime.fromtimestamp(path.stat().st_ctime, UTC)


def _may_be_unfinished(path: Path, outcomes: list[Outcome]) -> bool:
    age = time.time() - path.stat().st_mtime
    return age < _UNFINISHED_SECONDS and any(o in _UNFINISHED_OUTCOMES for o in outcomes)
