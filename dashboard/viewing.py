"""All that a screen may ask. Pages, panels, the live feed and the API talk to ``Viewing`` and to nothing else.

The current snapshot is kept: asking for it costs nothing and every screen drawn between two commits shows the same
version. Questions about other days and single villages go to the store: ask them off the event loop.
"""

from __future__ import annotations

from datetime import date, datetime
from threading import Lock
from typing import Protocol

from dashboard.desk.office import Office
from situation.clock import Clock
from situation.model.picture import Snapshot
from situation.model.regions import Gazetteer
from situation.store.reading import ShapeSet


class Situation(Protocol):
    """What the screens need of ``situation.snapshot.LiveSituation``."""

    @property
    def gazetteer(self) -> Gazetteer: ...

    def refresh(self) -> bool:
        """Asks for the version; true when anything shown may have changed."""
        ...

    def snapshot(self, at: datetime | None = None) -> Snapshot: ...

    def snapshot_on(self, day: date, known_at: datetime | None = None) -> Snapshot: ...

    def shapes(self) -> ShapeSet | None:
        """The set of shapes published last."""
        ...


class Viewing:
    def __init__(self, situation: Situation, clock: Clock, office: Office | None = None) -> None:
        self._situation = situation
        self.office = office  # the desk's own way to the store, where there is a desk
        self._owes_news = False
        self._lock = Lock()
        self._current: Snapshot | None = None
        self._shapes: ShapeSet | None = None
        self.clock = clock

    @property
    def gazetteer(self) -> Gazetteer:
        return self._situation.gazetteer

    def snapshot(self) -> Snapshot:
        """What is held true now, at one version."""
        current = self._current
        return current if current is not None else self.renew()

    def renew(self) -> Snapshot:
        """Draws the current snapshot afresh: the feed's business, after a commit or a turn of the day."""
        with self._lock:
            self._shapes = self._situation.shapes()
            self._current = self._situation.snapshot()
            return self._current

    def shapes(self) -> ShapeSet | None:
        """The set of shapes shown now, or none before boundaries were imported."""
        self.snapshot()
        return self._shapes

    def has_news(self) -> bool:
        """True when the store has moved on or the campaign's day has turned."""
        moved = self._situation.refresh() or self._owes_news
        self._owes_news = False
        return moved or self._current is None or self._current.on != self.clock.today()

    def catch_up(self) -> Snapshot:
        """After a write of this very process: its page shows it at once, the feed still tells everybody."""
        if self.has_news():
            self._owes_news = True
            return self.renew()
        return self.snapshot()

    def snapshot_on(self, day: date, known_at: datetime | None = None) -> Snapshot:
        """What was true on a day; with ``known_at`` only as far as we knew it then."""
        return self._situation.snapshot_on(day, known_at)
