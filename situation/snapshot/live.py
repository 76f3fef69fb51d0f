"""Keeps one current picture: asks the store for its version, refolds only the villages a commit touched.

Refolding reads a village's reports again from the store, so no reports are held in memory and the result is that of
a full recompute (tested).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import groupby
from threading import RLock

from sqlalchemy import Connection

from situation.clock import Clock, local_day
from situation.model.picture import Campaign, DayMark, Freshness, Snapshot, TownshipPicture, VillagePicture
from situation.model.regions import Gazetteer, RegionCode
from situation.model.reports import Body, Report
from situation.model.standing import Incident, Override, Standing
from situation.rules.declared import Declared, load_declared
from situation.rules.facts import VillageFacts
from situation.rules.packs import RulePack, load_packs
from situation.settings import Settings
from situation.snapshot import assembling
from situation.snapshot.days import DayTally
from situation.snapshot.folding import VillageFold, day_marks, fold_village, mark_of, village_facts, village_picture
from situation.snapshot.reporting import Reporting, end_of, instant_for, reporting
from situation.snapshot.story import VillageStory, village_story
from situation.snapshot.tally import Tally, counts_of
from situation.store import reading
from situation.store.engine import Store
from situation.store.reading import Arrival

MOST_DAYS = timedelta(days=120)  # looked back at, where no campaign says when it began
_TEACH_NAMES = frozenset({"decision", "alias_withdrawn"})  # a person's decision may teach or take a name
LOADER = "loader"  # the name of the loader's heartbeat


@dataclass(frozen=True, slots=True)
class Replay:
    """Each village's marks from the first day on; villages in code order."""

    first: date
    codes: tuple[RegionCode, ...]
    marks: tuple[tuple[DayMark, ...], ...]


class LiveSituation:
    """The current situation of one store. Safe to ask from several threads."""

    def __init__(self, store: Store, settings: Settings, clock: Clock | None = None) -> None:
        self._store = store
        self._settings = settings
        self._lock = RLock()
        self.clock = clock or settings.make_clock()
        self.pack: RulePack = load_packs(settings.rules.packs, _override_text(settings))
        self.declared: Declared = load_declared(settings.own_text(settings.rules.declared))
        self.gazetteer = Gazetteer(())
        self.version = -1
        self._folds: dict[RegionCode, VillageFold] = {}
        self._marks: dict[RegionCode, tuple[DayMark, ...]] = {}  # up to yesterday
        self._pictures: dict[RegionCode, VillagePicture] = {}
        self._pictured_at: tuple[date, bool] | None = None
        self._unpainted: set[RegionCode] = set()
        self._shape_set: reading.ShapeSet | None = None
        self._today: dict[RegionCode, DayMark] = {}
        self._days = DayTally()
        self._tally = Tally()
        self._reporting = reporting((), settings.bulletins.cut_off, None, None)
        self._first = self.clock.today()

    def refresh(self) -> bool:
        """Catch up with the store. True when anything a screen shows may have changed."""
        with self._lock:
            moved = self.catch_up()
            return self._repaint() or moved

    def catch_up(self) -> bool:
        """Fold what came since the last look, paint nothing yet. True when the store had moved on."""
        with self._lock, self._store.reading() as connection:
            version = reading.read_version(connection)
            if version == self.version:
                return False
            self._catch_up(connection, version)
            return True

    def snapshot(self, at: datetime | None = None) -> Snapshot:
        """The current picture; ``at`` only names the instant shown (default: now)."""
        with self._lock:
            if self.version < 0:
                self.refresh()
            self._repaint()
            now = at or self.clock.now()
            return self._assemble(local_day(now), now, None)

    def snapshot_on(self, day: date, known_at: datetime | None = None) -> Snapshot:
        """The county on a day gone by; with ``known_at`` as we knew it at that instant."""
        return self.as_of(day, known_at).snapshot()

    def as_of(self, day: date, known_at: datetime | None = None) -> PastSituation:
        """Everything folded from what spoke of days up to ``day``, as far as it was known at ``known_at``."""
        with self._lock:
            if self.version < 0:
                self.catch_up()
            return PastSituation(self, day, known_at)

    @property
    def last_on(self) -> date | None:
        """The last day any report speaks of."""
        return max((fold.last_on for fold in self._folds.values() if fold.last_on), default=None)

    def replay(self) -> Replay:
        """Every village on every day, for the slider."""
        with self._lock:
            codes = tuple(sorted(self._folds))
            return Replay(self._first, codes, tuple((*self._marks[code], self._today[code]) for code in codes))

    def tracks_on(self, day: date) -> tuple[Mapping[Body, Standing], ...]:
        """Every village's tracks at the end of a day, in code order."""
        with self._lock:
            return tuple(self._folds[code].tracks_on(day) for code in sorted(self._folds))

    def all_incidents(self, day: date) -> tuple[Incident, ...]:
        """Open and closed, of every village, as of a day."""
        with self._lock:
            return tuple(i for fold in self._folds.values() for i in fold.incidents_on(day))

    def pictures_on(self, day: date) -> tuple[VillagePicture, ...]:
        """Every village at the end of a day gone by, as we know that day now. Cheaper than ``snapshot_on``."""
        with self._lock:
            at = instant_for(day, self.clock.now())
            return tuple(self._picture_on(code, day, at) for code in sorted(self._folds))

    def facts_on(self, day: date) -> dict[RegionCode, VillageFacts]:
        """What the rules are asked about every village on a day: to try other rules on the same facts."""
        with self._lock:
            at = instant_for(day, self.clock.now())
            return {code: village_facts(self._folds[code], self._reporting, day, at) for code in sorted(self._folds)}

    def village_story(self, code: RegionCode, day: date | None = None) -> VillageStory:
        """With ``day``, told up to the end of that day."""
        with self._lock, self._store.reading() as connection:
            if day is None:
                return village_story(connection, self._pictures[code], self._folds[code])
            picture = self._picture_on(code, day, instant_for(day, self.clock.now()))
            return village_story(connection, picture, self._folds[code], until=day)

    def _picture_on(self, code: RegionCode, day: date, at: datetime) -> VillagePicture:
        return village_picture(self._folds[code], self.pack, self._reporting, day, at)

    def shapes(self) -> reading.ShapeSet | None:
        """The set of shapes published last."""
        return self._shape_set

    # -- catching up -------------------------------------------------------------

    def _catch_up(self, connection: Connection, version: int) -> None:
        kinds = {commit.kind for commit in reading.read_commits(connection, self.version)}
        if self.version < 0 or "shapes" in kinds:
            self._shape_set = reading.read_shape_set(connection)
        reported = self._report_book(reading.read_arrivals(connection))
        if self.version < 0 or "regions" in kinds:
            self.gazetteer = reading.read_gazetteer(connection)
            self._reporting = reported
            self._fold_all(connection, None)
        else:
            if kinds & _TEACH_NAMES:
                self.gazetteer = reading.read_gazetteer(connection)
            self._fold_some(connection, reading.read_touched_villages(connection, self.version))
            self._follow_reporting(reported)
        self.version = version

    def _follow_reporting(self, reported: Reporting) -> None:
        """A township that reported, if only a day gone by, looks different in all its villages from that day on."""
        known, self._reporting = self._reporting, reported
        changed = {
            township: min(days)
            for township in reported.days.keys() | known.days.keys()
            if (days := _differing(known.days.get(township, {}), reported.days.get(township, {})))
        }
        folds = ((code, fold) for code, fold in self._folds.items() if fold.township in changed)
        self._forget({code: changed[fold.township] for code, fold in folds})

    def _forget(self, changed: Mapping[RegionCode, date]) -> None:
        """Their pictures, and their marks from a day on, are to be made anew."""
        self._unpainted |= changed.keys()
        for code, since in changed.items():
            known = self._marks.get(code, ())
            kept = known[: max(0, (since - self._first).days)] if since > self._first else ()
            self._days.put(known, kept)
            self._marks[code] = kept

    def _report_book(self, arrivals: list[reading.Arrival]) -> Reporting:
        campaign = self._settings.campaign
        return reporting(arrivals, self._settings.bulletins.cut_off, campaign.starts_on, campaign.ends_on)

    def _fold_all(self, connection: Connection, known_at: datetime | None, until: date | None = None) -> None:
        reports = reading.read_reports(connection, known_at=known_at, until=until)
        by_village = groupby(reports, key=lambda report: report.village_code)
        given = {code: list(group) for code, group in by_village}
        beside = self._beside(connection)
        self._folds = {}
        for village in self.gazetteer.villages:
            self._fold(village.code, given.pop(village.code, ()), *beside(village.code))
        starts = self._settings.campaign.starts_on
        firsts = (h[0][0] for f in self._folds.values() for h in f.histories.values() if h)
        today = self.clock.today()
        self._first = starts or max(min(firsts, default=today), today - MOST_DAYS)
        self._pictures, self._marks, self._today = {}, {}, {}
        self._days, self._tally = DayTally(), Tally()
        self._pictured_at = None

    def _fold_some(self, connection: Connection, touched: Mapping[RegionCode, date]) -> None:
        known = {code: since for code, since in touched.items() if code in self._folds}
        reports = groupby(reading.read_reports(connection, villages=known), key=lambda r: r.village_code)
        given = {code: list(group) for code, group in reports}
        beside = self._beside(connection)
        for code in known:
            self._fold(code, given.get(code, ()), *beside(code))
        self._forget(known)

    def _beside(self, connection: Connection) -> Callable[[RegionCode], tuple[Override | None, int]]:
        """What stands beside a village's reports: the override in force, the rows that wait."""
        overrides = {o.village_code: o for o in reading.read_overrides(connection)}
        waiting = reading.read_waiting_rows(connection)
        return lambda code: (overrides.get(code), waiting.get(code, 0))

    def _fold(self, code: RegionCode, reports: Iterable[Report], override: Override | None, waiting_rows: int) -> None:
        township = self.gazetteer.township_of(code)
        region = self.gazetteer[code]
        parent = township.code if township else code
        self._folds[code] = fold_village(region, parent, reports, override, waiting_rows)

    # -- painting ----------------------------------------------------------------

    def _repaint(self) -> bool:
        """Colours depend on the day and on the cut-off, not only on commits."""
        now = self.clock.now()
        today = local_day(now)
        moment = (today, self._reporting.is_due(today, now))
        if self._pictured_at != moment:
            self._paint(self._folds, today, now)
            self._pictured_at = moment
        elif self._unpainted:
            self._paint({code: self._folds[code] for code in self._unpainted}, today, now)
        else:
            return False
        self._unpainted = set()
        return True

    def _paint(self, folds: Mapping[RegionCode, VillageFold], day: date, at: datetime) -> None:
        yesterday = day - timedelta(days=1)
        for code, fold in folds.items():
            self._pictures[code] = village_picture(fold, self.pack, self._reporting, day, at)
            known = self._marks.get(code, ())
            self._marks[code] = self._marks_until(code, fold, yesterday)
            self._days.put(known, self._marks[code])
            closed = sum(not incident.is_open for incident in fold.incidents_on(day))
            self._tally.put(self._pictures[code], counts_of(self._pictures[code], fold.tracks_on(yesterday), closed))
            self._today[code] = mark_of(self._pictures[code])

    def _marks_until(self, code: RegionCode, fold: VillageFold, last: date) -> tuple[DayMark, ...]:
        """Marks of days gone by are kept; only missing ones are made."""
        known = self._marks.get(code, ())
        wanted = (last - self._first).days + 1
        if len(known) >= wanted:
            return known[: max(0, wanted)]
        first = self._first + timedelta(days=len(known))
        return known + day_marks(fold, self.pack, self._reporting, first, last)

    # -- assembling --------------------------------------------------------------

    def _assemble(self, day: date, at: datetime, known_at: datetime | None) -> Snapshot:
        villages = tuple(self._pictures[code] for code in sorted(self._pictures))
        townships = assembling.township_pictures(self.gazetteer.townships, villages, self._reporting, day, at)
        yesterday = {code: marks[-1] for code, marks in self._marks.items() if marks}
        counts = dict.fromkeys((v.colour for v in villages), 0)
        for mark in yesterday.values():
            counts[mark.colour] = counts.get(mark.colour, 0) + 1
        return Snapshot(
            version=self.version,
            on=day,
            at=at,
            known_at=known_at,
            campaign=self._campaign(),
            freshness=self._freshness(day, at, townships),
            villages=villages,
            townships=townships,
            bodies=self._tally.bodies(),
            indicators=self._tally.indicators(self._settings.campaign.targets, with_yesterday=bool(yesterday)),
            incidents=assembling.ordered_incidents(villages),
            closed_incident_count=self._tally.closed_incidents,
            key_villages=tuple(
                sorted((v for v in villages if v.key_village), key=lambda v: (-v.colour.rank, v.is_done, v.code))
            ),
            changes=assembling.changes_since(yesterday, villages),
            yesterday_counts=counts,
            upcoming=assembling.upcoming_votes(villages, day),
            days=self._days.points(self._first, self._today.values()),
        )

    def _campaign(self) -> Campaign:
        given = self._settings.campaign
        starts_on = given.starts_on or self._first
        return Campaign(
            title=given.title,
            starts_on=starts_on,
            ends_on=given.ends_on or max(starts_on, self.clock.today()),
            voting_from=given.voting_from,
            voting_to=given.voting_to,
            plan=given.plan,
        )

    def _freshness(self, day: date, at: datetime, townships: tuple[TownshipPicture, ...]) -> Freshness:
        with self._store.reading() as connection:
            # Of a day gone by nothing is late any more.
            beat = reading.read_heartbeats(connection).get(LOADER) if day == self.clock.today() else None
        instants = [a.received_at for days in self._reporting.days.values() for a in days.values()]
        return Freshness(
            as_of=max((i for i in instants if i <= at), default=min(at, end_of(day))),
            loaded_at=beat.beat_at if beat else None,
            loader_due_at=beat.due_at if beat else None,
            reported_count=sum(t.has_reported for t in townships),
            township_count=len(townships),
            is_rehearsal=self.clock.is_rehearsal,
        )


class PastSituation(LiveSituation):
    """The same questions, asked of one day gone by. Does not follow the store."""

    def __init__(self, live: LiveSituation, day: date, known_at: datetime | None) -> None:
        self.__dict__.update(live.__dict__)
        self._lock = RLock()
        self._day, self._known_at = day, known_at
        self._at = min(instant_for(day, live.clock.now()), known_at or datetime.max.replace(tzinfo=UTC))
        with self._store.reading() as connection:
            if known_at is not None:
                self.version = reading.read_version_at(connection, known_at)
            self._reporting = self._report_book(reading.read_arrivals(connection, known_at))
            self._fold_all(connection, known_at, until=day)

    def refresh(self) -> bool:
        return False

    def snapshot(self, at: datetime | None = None) -> Snapshot:
        with self._lock:
            self._paint_once()
            return self._assemble(self._day, at or self._at, self._known_at)

    def replay(self) -> Replay:
        with self._lock:
            self._paint_once()
            return super().replay()

    def village_story(self, code: RegionCode, day: date | None = None) -> VillageStory:
        with self._lock:
            self._paint_once()
            return super().village_story(code, day)

    def _paint_once(self) -> None:
        """Only where somebody looks: an export of facts needs no colours."""
        if not self._pictures:
            self._paint(self._folds, self._day, self._at)


def _differing(known: Mapping[date, Arrival], reported: Mapping[date, Arrival]) -> set[date]:
    return {day for day in known.keys() | reported.keys() if known.get(day) != reported.get(day)}


def _override_text(settings: Settings) -> str | None:
    if not settings.rules.override:
        return None
    return (settings.home / settings.rules.override).read_text("utf-8")
