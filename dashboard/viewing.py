"""All that a screen may ask. Pages, panels, the live feed and the API talk to ``Viewing`` and to nothing else.

The current snapshot is kept: asking for it costs nothing and every screen drawn between two commits shows the same
version. Questions about other days and single villages go to the store: ask them off the event loop.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from threading import Lock
from typing import Any, Final, Protocol, TypeVar

from dashboard.desk.office import Office
from dashboard.place_search import PlaceSearch
from dashboard.planning import TimelineBook, Timelines
from situation.clock import Clock
from situation.model.picture import Snapshot, VillagePicture
from situation.model.regions import Gazetteer, RegionCode
from situation.rules.declared import Declared
from situation.rules.packs import RulePack
from situation.snapshot.live import Replay
from situation.snapshot.story import VillageStory
from situation.store.reading import ShapeSet

T = TypeVar("T")
KEPT_DAYS: Final = 80  # pasts kept: a whole campaign as it was known day by day


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

    @property
    def pack(self) -> RulePack: ...

    @property
    def declared(self) -> Declared: ...

    def replay(self) -> Replay:
        """Every village on every day gone by, and today."""
        ...

    def pictures_on(self, day: date) -> tuple[VillagePicture, ...]:
        """Every village at the end of a day, as we know that day now."""
        ...

    def village_story(self, code: RegionCode, day: date | None = None) -> VillageStory: ...


class Viewing:
    def __init__(self, situation: Situation, clock: Clock, office: Office | None = None) -> None:
        self._situation = situation
        self.office = office  # the desk's own way to the store, where there is a desk
        self._owes_news = False
        self._lock = Lock()
        self._current: Snapshot | None = None
        self._shapes: ShapeSet | None = None
        self._past: dict[tuple[object, ...], Any] = {}
        self._places: PlaceSearch | None = None
        self._timelines = TimelineBook()
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

    # -- days gone by, single villages, places by name: not on the event loop -------

    @property
    def pack(self) -> RulePack:
        """The rules by which warnings are made: titles, articles, what clears them."""
        return self._situation.pack

    @property
    def declared(self) -> Declared:
        """The county's own counters and checklists."""
        return self._situation.declared

    def replay(self) -> Replay:
        version = self.snapshot().version
        return self._kept(("replay", version, self.clock.today()), self._situation.replay)

    def pictures_on(self, day: date, known_at: datetime | None = None) -> tuple[VillagePicture, ...]:
        """The villages on a day: as we know that day now, or with ``known_at`` as we knew it then."""
        if known_at is not None and known_at < self.clock.now():  # what was known at an instant gone by stays
            return self._kept((day, known_at), lambda: self.snapshot_on(day, known_at).villages)
        key = (day, self.snapshot().version)
        return self._kept(key, lambda: self._situation.pictures_on(day))

    def timelines(self) -> Timelines:
        """Every dated event of every track, as of now."""
        return self._timelines.of(self.snapshot(), self.pack)

    def village_story(
        self, code: RegionCode, day: date | None = None, known_at: datetime | None = None
    ) -> VillageStory:
        """One village in full; with ``day`` up to its end, with ``known_at`` as far as we knew it then."""
        told = self._situation.village_story(code, day)
        if day is None or known_at is None:
            return told
        picture = next(v for v in self.pictures_on(day, known_at) if v.code == code)
        reports = tuple(r for r in told.reports if r.recorded_at <= known_at)
        return replace(told, picture=picture, reports=reports, incidents=picture.incidents)

    def places(self) -> PlaceSearch:
        """Search over all names; built anew only when the regions change."""
        if self._places is None or self._places.gazetteer is not self.gazetteer:
            self._places = PlaceSearch(self.gazetteer)
        return self._places

    def _kept(self, key: tuple[object, ...], make: Callable[[], T]) -> T:
        """The latest few answers, oldest forgotten first."""
        if key not in self._past:
            made = make()
            with self._lock:
                self._past[key] = made
                while len(self._past) > KEPT_DAYS:
                    del self._past[next(iter(self._past))]
        found: T = self._past[key]
        return found
