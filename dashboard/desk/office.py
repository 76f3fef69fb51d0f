"""What an account may ask at the desk. A township's account is answered about its own villages only."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from sqlalchemy import Connection

from dashboard.access import Visitor
from situation.clock import Clock, local_day
from situation.model.bulletins import Bulletin, BulletinState, Rejection, Row
from situation.model.picture import Snapshot, TownshipPicture, VillagePicture
from situation.model.regions import Gazetteer, RegionCode
from situation.model.reports import Report, Source
from situation.model.standing import FoldFinding, Standing
from situation.rules.declared import Declared
from situation.snapshot import LiveSituation, VillageStory
from situation.store import reading
from situation.store.engine import Store

SHOWN_VILLAGES = 60
SHOWN_ROWS = 120  # of a queue; the rest is counted


@dataclass(frozen=True, slots=True)
class Chosen:
    """What the address of the desk asks for."""

    township: RegionCode | None = None
    bulletin: int | None = None
    village: RegionCode | None = None
    body: str = ""
    wanted: str = ""
    is_doubtful: bool = False


def chosen_from(query: Mapping[str, str]) -> Chosen:
    number = query.get("bulletin", "")
    return Chosen(
        township=RegionCode(query["township"]) if query.get("township") else None,
        bulletin=int(number) if number.isdecimal() and len(number) < 10 else None,
        village=RegionCode(query["village"]) if query.get("village") else None,
        body=query.get("body", ""),
        wanted=query.get("q", "").strip()[:40],
        is_doubtful=query.get("doubt") == "1",
    )


@dataclass(frozen=True, slots=True)
class TownshipIntake:
    """One township's day."""

    picture: TownshipPicture
    bulletins: tuple[Bulletin, ...]  # of the day, newest first
    open_rows: int  # held or refused rows that wait for a person
    told_count: int  # villages of which the day was reported

    @property
    def staged(self) -> Bulletin | None:
        return next((b for b in self.bulletins if b.state is BulletinState.STAGED), None)


@dataclass(frozen=True, slots=True)
class HeldReport:
    """A report that the fold did not apply, with the standing it would have changed."""

    village: VillagePicture
    standing: Standing
    findings: tuple[FoldFinding, ...]
    report: Report
    bulletin: Bulletin | None


@dataclass(frozen=True, slots=True)
class Desk:
    """Everything the desk shows of one moment, to one account."""

    visitor: Visitor
    chosen: Chosen
    snapshot: Snapshot
    gazetteer: Gazetteer
    intake: tuple[TownshipIntake, ...]
    staged: tuple[Bulletin, ...]
    opened: Bulletin | None  # the staged bulletin looked at
    rows: tuple[Row, ...]  # its rows
    recent: tuple[Bulletin, ...]  # of the chosen township, or the day
    rejections: tuple[Rejection, ...]
    rejection_count: int
    held: tuple[HeldReport, ...]
    villages: tuple[VillagePicture, ...]  # of the table
    village_count: int
    sources: Mapping[str, tuple[Report, Bulletin | None]] = field(default_factory=dict)  # by report key
    story: VillageStory | None = None
    declared: Declared | None = None  # the county's own counters and checklists

    @property
    def pictures(self) -> dict[RegionCode, VillagePicture]:
        return {v.code: v for v in self.snapshot.villages}

    def township_name(self, code: RegionCode | None) -> str:
        found = self.gazetteer.find(code) if code else None
        return found.name if found else ""


@dataclass(frozen=True, slots=True)
class Office:
    """The desk's way to the store."""

    store: Store
    live: LiveSituation
    clock: Clock
    home: Path

    @property
    def gazetteer(self) -> Gazetteer:
        return self.live.gazetteer

    def desk(self, snapshot: Snapshot, visitor: Visitor, chosen: Chosen) -> Desk:
        with self.store.reading() as connection:
            return _Reader(self, connection, snapshot, visitor, chosen).desk()

    def township_of(self, village: RegionCode | None) -> RegionCode | None:
        region = self.gazetteer.find(village) if village else None
        township = self.gazetteer.township_of(region.code) if region else None
        return township.code if township else None

    def owner_of(self, bulletin: Bulletin) -> RegionCode | None:
        return bulletin.township or bulletin.sender


@dataclass(frozen=True, slots=True)
class _Reader:
    """One consistent look at the store for one desk."""

    office: Office
    connection: Connection
    snapshot: Snapshot
    visitor: Visitor
    chosen: Chosen

    def desk(self) -> Desk:
        staged = self._seen(reading.read_bulletins(self.connection, state=BulletinState.STAGED))
        of_day = self._of_day()
        rejections = self._rejections()
        villages = self._villages()
        opened = self._opened(staged)
        shown = villages[:SHOWN_VILLAGES]
        return Desk(
            visitor=self.visitor,
            chosen=self.chosen,
            snapshot=self.snapshot,
            gazetteer=self.office.gazetteer,
            intake=self._intake(of_day, rejections),
            staged=staged,
            opened=opened,
            rows=reading.read_staged_rows(self.connection, opened.id) if opened else (),
            recent=tuple(b for b in of_day if self._is_chosen(self.office.owner_of(b))),
            rejections=tuple(r for r, owner in rejections if self._is_chosen(owner))[:SHOWN_ROWS],
            rejection_count=sum(self._is_chosen(owner) for _, owner in rejections),
            held=tuple(self._held()),
            villages=shown,
            village_count=len(villages),
            sources=self._sources(v.code for v in shown if self._tells_sources(v)),
            story=self._story(),
            declared=self.office.live.declared,
        )

    def _seen(self, bulletins: Iterable[Bulletin]) -> tuple[Bulletin, ...]:
        return tuple(b for b in bulletins if self.visitor.sees(self.office.owner_of(b)))

    def _is_chosen(self, township: RegionCode | None) -> bool:
        return self.chosen.township is None or self.chosen.township == township

    def _of_day(self) -> tuple[Bulletin, ...]:
        """Bulletins of the day, and those received on it whose day could not be read."""
        day: date = self.snapshot.on
        latest = reading.read_bulletins(self.connection, limit=200)
        found = {b.id: b for b in reading.read_bulletins(self.connection, on=day)}
        found |= {b.id: b for b in latest if local_day(b.received_at) == day}
        return self._seen(sorted(found.values(), key=lambda b: (b.received_at, b.id), reverse=True))

    def _rejections(self) -> list[tuple[Rejection, RegionCode | None]]:
        """Rows that wait for a decision, each with the township it belongs to."""
        rows = reading.read_rejections(self.connection)
        ids = tuple({r.bulletin_id for r in rows})
        owners = (
            {b.id: self.office.owner_of(b) for b in reading.read_bulletins(self.connection, ids=ids)} if ids else {}
        )
        owned = ((r, r.row.township or owners.get(r.bulletin_id)) for r in rows)
        return [(r, owner) for r, owner in owned if self.visitor.sees(owner)]

    def _intake(
        self, of_day: tuple[Bulletin, ...], rejections: list[tuple[Rejection, RegionCode | None]]
    ) -> tuple[TownshipIntake, ...]:
        told = {v.code for v in self.snapshot.villages if v.last_on == self.snapshot.on}
        return tuple(
            TownshipIntake(
                picture=t,
                bulletins=tuple(b for b in of_day if self.office.owner_of(b) == t.region.code),
                open_rows=sum(owner == t.region.code for _, owner in rejections),
                told_count=sum(v.code in told for v in self.snapshot.villages if v.township == t.region.code),
            )
            for t in self.snapshot.townships
            if self.visitor.sees(t.region.code)
        )

    def _opened(self, staged: tuple[Bulletin, ...]) -> Bulletin | None:
        """The bulletin asked for, else the one that has waited longest."""
        asked = next((b for b in staged if b.id == self.chosen.bulletin), None)
        waiting = [b for b in reversed(staged) if self._is_chosen(self.office.owner_of(b))]
        return asked or next(iter(waiting), None)

    def _villages(self) -> tuple[VillagePicture, ...]:
        """Of the chosen township, of a search over all, or all that raise a question."""
        seen = (v for v in self.snapshot.villages if self.visitor.sees(v.township))
        wanted = self.chosen.wanted
        found = [
            v
            for v in seen
            if (wanted in v.region.name or wanted == v.code if wanted else self._is_chosen(v.township))
            and (not self.chosen.is_doubtful or _is_doubtful(v))
        ]
        return tuple(found)

    def _held(self) -> Iterable[HeldReport]:
        waiting = [
            (village, track, tuple(f for f in track.findings if f.held and not f.superseded))
            for village in self.snapshot.villages
            if self.visitor.sees(village.township) and self._is_chosen(village.township)
            for track in village.tracks.values()
        ]
        waiting = [(v, t, f) for v, t, f in waiting if f][:SHOWN_ROWS]
        sources = self._sources(v.code for v, _, _ in waiting)
        for village, track, findings in waiting:
            newest = max(findings, key=lambda f: (f.on, f.report_key))
            if newest.report_key in sources:
                report, bulletin = sources[newest.report_key]
                same = tuple(f for f in findings if f.report_key == newest.report_key)
                yield HeldReport(village, track, same, report, bulletin)

    def _sources(self, codes: Iterable[RegionCode]) -> dict[str, tuple[Report, Bulletin | None]]:
        """Reports by key, each with its bulletin, so that every number can say where it came from."""
        wanted = tuple(codes)
        if not wanted:
            return {}
        reports = list(reading.read_reports(self.connection, villages=wanted))
        identities = {r.content_hash for r in reports if r.source is Source.BULLETIN}
        bulletins = reading.read_bulletins_by_identity(self.connection, identities)
        return {r.key: (r, bulletins.get(r.content_hash)) for r in reports}

    def _tells_sources(self, village: VillagePicture) -> bool:
        """In the whole county's list only where two sources disagree: reading all would keep people waiting."""
        return bool(self.chosen.township or self.chosen.wanted) or village.has_conflict

    def _story(self) -> VillageStory | None:
        code = self.chosen.village
        village = next((v for v in self.snapshot.villages if v.code == code), None)
        if village is None or not self.visitor.sees(village.township):
            return None
        return self.office.live.village_story(village.code)


def _is_doubtful(village: VillagePicture) -> bool:
    held = any(f.held and not f.superseded for t in village.tracks.values() for f in t.findings)
    return village.has_conflict or held or village.is_unreported
