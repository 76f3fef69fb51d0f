"""Makes ``Snapshot`` values of the invented county, without a store: what a screen is tested and drawn with.

``county()`` reads the shipped gazetteer. ``story(day)`` tells a whole campaign up to a day (40 of 61 is the day of the
pictures), ``snapshot_of(villages, …)`` counts everything a screen shows from its villages, so a test changes one
village with ``dataclasses.replace`` and all figures agree. ``Staged`` is a situation whose snapshot a test sets.
"""

from __future__ import annotations

import csv
import zlib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path

from situation.clock import local_instant
from situation.model.picture import (
    BodyProgress,
    Campaign,
    Change,
    DayPoint,
    Freshness,
    Indicator,
    Share,
    Snapshot,
    TownshipPicture,
    VillagePicture,
)
from situation.model.regions import Gazetteer, Region, RegionCode, RegionKind, gazetteer
from situation.model.reports import Body, IncidentStatus, Level, Severity, StageCode
from situation.model.standing import Colour, Incident, KeyVillage, Reason, Standing
from situation.rules.declared import Declared, load_declared
from situation.rules.packs import RulePack, load_packs
from situation.rules.procedures import bodies_of, is_voted, progress, stage_group, stages
from situation.snapshot.live import Replay
from situation.snapshot.story import VillageStory
from situation.store.reading import ShapeSet
from tests import stories

REGIONS = Path(__file__).parent.parent / "demo" / "county" / "regions.csv"
STARTS_ON = date(2025, 12, 8)
ENDS_ON = date(2026, 2, 6)
VOTING = (date(2026, 1, 8), date(2026, 1, 30))
LEADERS = (
    "县委副书记",
    "县委常委、政法委书记",
    "县委常委、组织部部长",
    "县委常委、宣传部部长",
    "县委常委、统战部部长",
    "县政府副县长",
)
UNITS = ("县自然资源局", "县民政局", "县纪委监委", "县委组织部", "县公安局", "县信访局")


@cache
def county(path: Path = REGIONS) -> Gazetteer:
    """The invented county, as its CSV ships."""
    found: dict[str, Region] = {}
    with path.open(encoding="utf-8-sig") as lines:
        for row in csv.DictReader(lines):
            top = RegionCode(row["township_code"][:6] + "000000")
            found.setdefault(top, Region(top, row["county"], RegionKind.COUNTY))
            township = RegionCode(row["township_code"])
            found.setdefault(township, Region(township, row["township"], RegionKind.TOWNSHIP, parent=top))
            kind = RegionKind.COMMUNITY if row["kind"] == "社区" else RegionKind.VILLAGE
            place = (float(row["lon"]), float(row["lat"])) if row["lon"] else None
            code = RegionCode(row["code"])
            found[code] = Region(code, row["village"], kind, parent=township, lon_lat=place)
    return gazetteer(found.values())


def draw(code: str, what: str, sides: int) -> int:
    """A die that always falls the same way for a village and a question."""
    return zlib.crc32(f"{code} {what}".encode()) % sides


def campaign() -> Campaign:
    total, plan = len(county().villages), {}
    for number in range((ENDS_ON - STARTS_ON).days + 1):
        on = STARTS_ON + timedelta(number)
        share = min(1.0, max(0.0, ((on - VOTING[0]).days + 1) / 24)) ** 1.25
        plan[on] = round(total * share)
    title = county().counties[0].name + "村(社区)“两委”换届选情地图"
    return Campaign(
        title=title,
        starts_on=STARTS_ON,
        ends_on=ENDS_ON,
        voting_from=VOTING[0],
        voting_to=VOTING[1],
        plan=plan,
    )


def vote_day(code: str, body: Body) -> date:
    if body is Body.PARTY:
        return STARTS_ON + timedelta(12 + draw(code, "party", 12))
    shift = {Body.SUPERVISION: 2, Body.ECONOMIC: 4}.get(body, 0)
    return VOTING[0] + timedelta(min(draw(code, "vote", 24), draw(code, "vote again", 24)) + shift)


def stage_on(code: str, body: Body, on: date) -> StageCode:
    """About two days a stage before the vote, one after it."""
    course = stages(body)
    vote = next(i for i, stage in enumerate(course) if is_voted(stage))
    apart = (on - vote_day(code, body)).days
    index = vote + apart if apart >= 0 else vote - (1 - apart) // 3
    return course[max(0, min(len(course) - 1, index))]


def standing(code: RegionCode, body: Body, on: date) -> Standing:
    return Standing(code, body, stage_on(code, body, on), last_on=on)


def village(region: Region, on: date, **changes: object) -> VillagePicture:
    """A village as the story has it that day, calm; ``changes`` are fields to set otherwise."""
    tracks = {body: standing(region.code, body, on) for body in bodies_of(region.kind)}
    steps = {body: progress(track.stage) for body, track in tracks.items()}
    committee = Body.RESIDENTS if region.kind is RegionKind.COMMUNITY else Body.VILLAGE
    is_done = all(stage_group(tracks[body].stage) == 4 for body in (Body.PARTY, committee))
    colour = Colour.DONE if is_done else Colour.GREEN
    share = round(sum(steps.values()) / len(steps))
    made = VillagePicture(
        region=region, township=RegionCode(region.parent or ""), colour=colour, computed=colour, reasons=(), manual="",
        tracks=tracks, stage_group=stage_group(tracks[committee].stage), progress=share,
        body_progress=steps, is_done=is_done, key_village=None, incidents=(), is_unreported=False, has_conflict=False,
        last_on=on, election_day=vote_day(region.code, committee),
    )  # fmt: skip
    return replace(made, **changes)  # type: ignore[arg-type]


def empty_village(region: Region) -> VillagePicture:
    """Before the first bulletin."""
    made = village(region, STARTS_ON)
    tracks = {body: Standing(region.code, body, stages(body)[0]) for body in made.tracks}
    return replace(made, colour=Colour.GREY, computed=Colour.GREY, tracks=tracks, stage_group=0, progress=0,
                   body_progress=dict.fromkeys(tracks, 0), is_done=False, last_on=None)  # fmt: skip


def incident(code: RegionCode, number: int, on: date, **changes: object) -> Incident:
    level = (Level.COUNTY, Level.COUNTY, Level.OFFICE, Level.OFFICE, Level.OFFICE)[number % 5]
    status = (IncidentStatus.NEW, IncidentStatus.IN_HAND)[number % 2]
    opened = on - timedelta(number % 6)
    made = Incident(
        key=f"incident-{number}", village_code=code, category=("I04", "I05", "I02", "I13", "I11")[number % 5],
        status=status, severity=Severity.MAJOR if number % 5 < 3 else Severity.SERIOUS, level=level, people=None,
        occurred=opened, deadline=on + timedelta(number % 5 - 1), listed=True, opened_on=opened, updated_on=on,
        closed_on=None, reopened_count=0, lead_unit=UNITS[number % 6],
    )  # fmt: skip
    return replace(made, **changes)  # type: ignore[arg-type]


def troubled(
    villages: Iterable[VillagePicture], on: date, red: int = 6, yellow: int = 24, key: int = 6
) -> list[VillagePicture]:
    """The same villages with trouble dealt out: red ones with an incident at the county, amber ones, key villages."""
    dealt = sorted(villages, key=lambda v: zlib.crc32(v.code.encode()))
    for i in range(min(red, len(dealt))):
        reason = (Reason("open_serious_incident", Colour.RED, since=on),)
        dealt[i] = replace(
            dealt[i],
            colour=Colour.RED,
            computed=Colour.RED,
            reasons=reason,
            incidents=(incident(dealt[i].code, i, on),),
        )
    for i in range(red, min(red + yellow, len(dealt))):
        reason = (Reason("deadline_near", Colour.YELLOW, since=on),)
        dealt[i] = replace(dealt[i], colour=Colour.YELLOW, computed=Colour.YELLOW, reasons=reason)
    for number, i in enumerate((0, 2, red, red + 1, -1, -2)[:key]):
        plan = KeyVillage(
            dealt[i].code,
            STARTS_ON,
            None,
            Level.COUNTY,
            None,
            "征地遗留",
            LEADERS[number % 6],
            5 + number % 4,
            8,
            None,
        )
        dealt[i] = replace(dealt[i], key_village=plan)
    return sorted(dealt, key=lambda v: v.code)


def story(day: int = 40, version: int = 1284, **trouble: int) -> Snapshot:
    """The campaign on its n-th day."""
    on = STARTS_ON + timedelta(day - 1)
    villages = troubled((village(region, on) for region in county().villages), on, **trouble)
    silent = {township.code for township in county().townships[6:8]}
    villages = [replace(v, is_unreported=v.township in silent) for v in villages]
    return snapshot_of(villages, on, version=version, silent=silent)


def empty_county() -> Snapshot:
    return snapshot_of(
        [empty_village(region) for region in county().villages],
        STARTS_ON,
        version=3,
        silent=set(),
        reported=False,
    )


def snapshot_of(
    villages: Iterable[VillagePicture], on: date, *, version: int = 1, silent: Iterable[RegionCode] = (),
    reported: bool = True, freshness: Freshness | None = None,
) -> Snapshot:  # fmt: skip
    """Everything a screen shows, counted from its villages."""
    shown = tuple(sorted(villages, key=lambda v: v.code))
    quiet = frozenset(silent)
    townships = tuple(_township(region, shown, region.code in quiet, on, reported) for region in county().townships)
    incidents = sorted((i for v in shown for i in v.incidents), key=lambda i: (-i.level.rank, i.deadline or date.max))
    counts = Counter(v.colour for v in shown)
    calmer = {c: max(0, counts[c] - {Colour.RED: 2, Colour.YELLOW: 6}.get(c, 0)) for c in Colour} if reported else {}
    return Snapshot(
        version=version, on=on, at=local_instant(on, 18, 24), known_at=None, campaign=campaign(),
        freshness=freshness or _freshness(on, townships), villages=shown, townships=townships,
        bodies=tuple(_bodies(shown)), indicators=tuple(_indicators(shown, reported)), incidents=tuple(incidents),
        closed_incident_count=37 if reported else 0, key_villages=tuple(v for v in shown if v.key_village),
        changes=tuple(_changes(shown)) if reported else (), yesterday_counts=calmer, upcoming=_upcoming(shown, on),
        days=tuple(_days(shown, on)) if reported else (),
    )  # fmt: skip


def _township(
    region: Region, villages: tuple[VillagePicture, ...], is_silent: bool, on: date, reported: bool
) -> TownshipPicture:
    own = [v for v in villages if v.township == region.code]
    return TownshipPicture(
        region=region, village_count=len(own), done_count=sum(v.is_done for v in own),
        colour_counts=Counter(v.colour for v in own), has_reported=reported and not is_silent, is_due=reported,
        reported_at=None if is_silent else local_instant(on, 17, 20), is_zero_report=False, last_on=on,
    )  # fmt: skip


def _freshness(on: date, townships: tuple[TownshipPicture, ...]) -> Freshness:
    now = datetime.now(UTC)
    return Freshness(
        as_of=local_instant(on, 18), loaded_at=now - timedelta(minutes=12), loader_due_at=now + timedelta(minutes=48),
        reported_count=sum(t.has_reported for t in townships), township_count=len(townships), is_rehearsal=False,
    )  # fmt: skip


def _bodies(villages: tuple[VillagePicture, ...]) -> Iterable[BodyProgress]:
    for body in Body:
        tracks = [v.tracks[body] for v in villages if body in v.tracks]
        groups = Counter(stage_group(track.stage) for track in tracks)
        counts = (groups[0], groups[1], groups[2], groups[3], groups[4])
        yield BodyProgress(
            body=body,
            group_counts=counts,
            elected_count=sum(is_voted(t.stage) for t in tracks),
            village_count=len(tracks),
        )


def _indicators(villages: tuple[VillagePicture, ...], reported: bool) -> Iterable[Indicator]:
    done, total = sum(v.is_done for v in villages), len(villages)
    before = Share(max(0, done - 20), total)
    yield Indicator(name="completion", share=Share(done, total), yesterday=before, target=None)
    figures = (("one_shot", 979, 95.0), ("turnout", 909, 90.0), ("yijiantiao", 939, 95.0), ("female", 316, 30.0))
    for name, part, target in figures:
        share, earlier = (Share(part, 1000), Share(part - 2, 1000)) if reported else (Share(0, 0), None)
        yield Indicator(name=name, share=share, yesterday=earlier, target=target)


def _changes(villages: tuple[VillagePicture, ...]) -> Iterable[Change]:
    for v in [v for v in villages if v.colour is Colour.RED][:2]:
        yield Change(village_code=v.code, before=Colour.GREEN, after=Colour.RED)
    for v in [v for v in villages if v.colour is Colour.YELLOW][:9]:
        yield Change(village_code=v.code, before=Colour.GREEN, after=Colour.YELLOW)
    for v in [v for v in villages if v.colour is Colour.GREEN][:1]:
        yield Change(village_code=v.code, before=Colour.YELLOW, after=Colour.GREEN)


def _upcoming(villages: tuple[VillagePicture, ...], on: date) -> Mapping[date, tuple[RegionCode, ...]]:
    days = (on + timedelta(n) for n in (1, 2, 3))
    return {day: tuple(v.code for v in villages if v.election_day == day) for day in days}


def _days(villages: tuple[VillagePicture, ...], on: date) -> Iterable[DayPoint]:
    for number in range((on - STARTS_ON).days + 1):
        day = STARTS_ON + timedelta(number)
        party = sum(vote_day(v.code, Body.PARTY) <= day for v in villages)
        voted = sum(v.election_day is not None and v.election_day <= day for v in villages)
        done = sum(v.election_day is not None and v.election_day + timedelta(4) <= day for v in villages)
        red = min(9, max(0, (number - 12) // 4 + draw(str(number), "red", 3)))
        yield DayPoint(on=day, party_elected=party, committee_voted=voted, done=done, red=red, yellow=2 * red)


class Staged:
    """A situation whose snapshot a test sets: ``show`` is a commit."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._shown = snapshot
        self._is_news = False
        self.gazetteer = county()
        self.shape_set: ShapeSet | None = None

    def show(self, snapshot: Snapshot) -> None:
        self._shown, self._is_news = snapshot, True

    def refresh(self) -> bool:
        news, self._is_news = self._is_news, False
        return news

    def snapshot(self, at: datetime | None = None) -> Snapshot:
        return self._shown

    def shapes(self) -> ShapeSet | None:
        return self.shape_set

    def snapshot_on(self, day: date, known_at: datetime | None = None) -> Snapshot:
        return replace(self._shown, on=day, known_at=known_at)

    @property
    def pack(self) -> RulePack:
        return load_packs()

    @property
    def declared(self) -> Declared:
        return load_declared()

    def pictures_on(self, day: date) -> tuple[VillagePicture, ...]:
        return _past_pictures(min(day, self._shown.on))

    def replay(self) -> Replay:
        first, last = self._shown.campaign.starts_on, self._shown.on
        days = [_past_pictures(first + timedelta(n)) for n in range((last - first).days + 1)]
        return stories.replay_of(self._shown, days)

    def village_story(self, code: RegionCode, day: date | None = None) -> VillageStory:
        villages = self._shown.villages if day is None else self.pictures_on(day)
        picture = next(v for v in villages if v.code == code)
        return stories.told(picture, day or self._shown.on)


@cache
def _past_pictures(day: date) -> tuple[VillagePicture, ...]:
    return story((day - STARTS_ON).days + 1).villages
