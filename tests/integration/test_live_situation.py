"""The live picture: it follows commits village by village and equals a full recompute; past days stay as they were."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from situation.actions import (
    TrackEdit,
    decide_rejection,
    edit_track,
    override_colour,
    publish_regions,
    record_bulletin,
    report_incident,
)
from situation.clock import Clock, local_instant
from situation.model.bulletins import Disposition, Outcome, Reading, Row
from situation.model.regions import Region, RegionCode, RegionKind
from situation.model.reports import Body, IncidentClaim, IncidentStatus, Level, ReportKind, Severity, StageCode, Where
from situation.model.standing import Colour
from situation.settings import Settings, load_settings, write_settings
from situation.snapshot import LiveSituation, export
from situation.snapshot.live import MOST_DAYS
from situation.store.engine import Store, migrate_store
from situation.store.reading import read_rejections

COUNTY, TOWN = RegionCode("990199000000"), RegionCode("990199101000")
CODES = [RegionCode(f"990199101{n}") for n in range(201, 207)]
FIRST = date(2026, 1, 2)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    home = tmp_path / "home"
    write_settings(home, {"campaign": {"starts_on": FIRST, "ends_on": date(2026, 2, 1)}})
    return load_settings(home)


@pytest.fixture
def county(store: Store) -> Store:
    fill(store)
    return store


def fill(store: Store) -> None:
    villages = [Region(code, f"甲{n}村", RegionKind.VILLAGE, TOWN) for n, code in enumerate(CODES)]
    above = [Region(COUNTY, "示例县", RegionKind.COUNTY), Region(TOWN, "青石镇", RegionKind.TOWNSHIP, COUNTY)]
    publish_regions(store, [*above, *villages], by="test", at=local_instant(FIRST))


def daily(day: date, stage: int, **counts: int) -> Reading:
    rows = tuple(
        Row(
            kind=ReportKind.STATUS,
            where=Where(sheet="1", row=5 + n),
            township=TOWN,
            village_code=code,
            body=body,
            on=day,
            stage=StageCode(f"{body}{stage:02}"),
            counts=counts,
        )
        for n, code in enumerate(CODES)
        for body in (Body.PARTY, Body.VILLAGE)
    )
    name = f"青石镇{day}.xlsx"
    return Reading(
        file=name, content_hash=name, fingerprint=f"{name}{stage}{counts}", outcome=Outcome.OK, on=day, township=TOWN,
        rows=rows,
    )  # fmt: skip


def take(store: Store, reading: Reading, at: datetime | None = None) -> None:
    received_at = at or local_instant(reading.on or FIRST, 17, 20)
    record_bulletin(
        store, reading, source="test", sender=None, received_at=received_at, at=received_at, by="test"
    )  # fmt: skip


def campaign(days: int = 6) -> list[Reading]:
    return [daily(FIRST + timedelta(days=n), 2 + n, registered=1000 + n) for n in range(days)]


def test_a_commit_changes_the_picture_and_its_version(county: Store, settings: Settings, clock: Clock) -> None:
    live = LiveSituation(county, settings, clock)
    assert live.refresh()
    assert not live.refresh()
    before = live.snapshot()
    take(county, daily(date(2026, 1, 8), 5, registered=1000))
    assert live.refresh()
    after = live.snapshot()
    assert after.version == before.version + 1
    assert {v.tracks[Body.VILLAGE].stage for v in after.villages} == {"V05"}


def test_following_commits_equals_recomputing_everything(county: Store, settings: Settings, clock: Clock) -> None:
    live = LiveSituation(county, settings, clock)
    for reading in campaign():
        take(county, reading)
        live.refresh()
        assert live.snapshot(clock.now()).villages == LiveSituation(county, settings, clock).snapshot().villages


def test_any_order_and_repetition_ends_in_the_same_export(tmp_path: Path, settings: Settings, clock: Clock) -> None:
    readings = campaign()
    orders = [readings, readings[::-1], [*readings, *readings], random.Random(7).sample(readings, len(readings))]
    exports = set()
    for n, order in enumerate(orders):
        store = migrate_store(f"sqlite:///{tmp_path / f'{n}.sqlite'}")
        fill(store)
        for reading in order:
            take(store, reading)
        snapshot = LiveSituation(store, settings, clock).snapshot()
        exports.add(str(list(export.standing_lines(v.tracks for v in snapshot.villages))))
        store.close()
    assert len(exports) == 1


def test_a_day_gone_by_is_shown_as_it_was(county: Store, settings: Settings, clock: Clock) -> None:
    for reading in campaign():
        take(county, reading)
    live = LiveSituation(county, settings, clock)
    past = live.snapshot_on(date(2026, 1, 4))
    assert {v.tracks[Body.VILLAGE].stage for v in past.villages} == {"V04"}
    assert live.snapshot().villages[0].tracks[Body.VILLAGE].stage == "V07"


def test_what_was_not_yet_known_is_not_shown_at_that_instant(county: Store, settings: Settings, clock: Clock) -> None:
    take(county, daily(FIRST, 2))
    take(county, daily(date(2026, 1, 3), 3), at=local_instant(date(2026, 1, 5), 9))
    live = LiveSituation(county, settings, clock)
    friday = local_instant(date(2026, 1, 4), 17)
    stages = {
        known_at: live.snapshot_on(date(2026, 1, 4), known_at).villages[0].tracks[Body.VILLAGE].stage
        for known_at in (friday, None)
    }
    assert stages == {friday: "V02", None: "V03"}


def test_a_staff_edit_survives_the_next_bulletin_and_shows_the_conflict(
    county: Store, settings: Settings, clock: Clock
) -> None:
    take(county, daily(date(2026, 1, 6), 5, registered=1000))
    edit = TrackEdit(
        village_code=CODES[0], body=Body.VILLAGE, on=date(2026, 1, 6), reason="电话核实", based_on=99,
        counts={"registered": 1010},
    )  # fmt: skip
    edit_track(county, edit, by="office", at=local_instant(date(2026, 1, 6), 20))
    take(county, daily(date(2026, 1, 7), 5, registered=1001))
    picture = LiveSituation(county, settings, clock).snapshot().villages[0]
    assert picture.tracks[Body.VILLAGE].count("registered") == 1010
    assert picture.has_conflict


def test_an_unreported_township_is_known_after_the_cut_off(county: Store, settings: Settings) -> None:
    take(county, daily(FIRST, 2))
    second = FIRST + timedelta(days=1)
    for hour in (17, 19):
        at = Clock(anchor=local_instant(second), starts_at=local_instant(second, hour), speed=1e-9)
        snapshot = LiveSituation(county, settings, at).snapshot()
        assert snapshot.townships[0].has_reported is False
        assert snapshot.townships[0].is_due is (hour == 19)
        assert {v.is_unreported for v in snapshot.villages} == {hour == 19}


def test_a_late_bulletin_mends_the_days_gone_by(county: Store, settings: Settings, clock: Clock) -> None:
    take(county, daily(FIRST, 2))
    live = LiveSituation(county, settings, clock)
    live.refresh()
    assert [m.is_unreported for m in live.replay().marks[0]][:3] == [False, True, True]
    take(county, daily(FIRST + timedelta(days=2), 3), at=clock.now())
    live.refresh()
    assert [m.is_unreported for m in live.replay().marks[0]][:3] == [False, True, False]
    fresh = LiveSituation(county, settings, clock)
    fresh.refresh()
    assert live.replay() == fresh.replay()
    assert live.snapshot(clock.now()).days == fresh.snapshot(clock.now()).days


def test_an_escalated_incident_stands_first_and_colours_its_village(
    county: Store, settings: Settings, clock: Clock
) -> None:
    take(county, daily(date(2026, 1, 7), 5))
    for code, level in ((CODES[1], Level.TOWNSHIP), (CODES[2], Level.COUNTY)):
        claim = IncidentClaim(
            category="I03", status=IncidentStatus.IN_HAND, severity=Severity.MAJOR, level=level, people=40
        )
        report_incident(county, code, claim, on=date(2026, 1, 7), by="office", at=clock.now())
    snapshot = LiveSituation(county, settings, clock).snapshot()
    assert snapshot.incidents[0].village_code == CODES[2]
    colours = {v.code: v.colour for v in snapshot.villages}
    assert colours[CODES[2]] is Colour.RED and colours[CODES[0]] is not Colour.RED


def test_an_override_shows_beside_the_computed_colour_until_it_expires(
    county: Store, settings: Settings, clock: Clock
) -> None:
    take(county, daily(date(2026, 1, 8), 5))
    live = LiveSituation(county, settings, clock)
    live.refresh()
    override_colour(
        county, CODES[0], Colour.RED, by="县选举办", reason="现场情况", from_on=date(2026, 1, 8),
        expires_on=date(2026, 1, 10), at=clock.now(),
    )  # fmt: skip
    live.refresh()
    village = live.snapshot().villages[0]
    assert (village.colour, village.computed is Colour.RED) == (Colour.RED, False)
    assert "县选举办" in village.manual
    later = Clock(anchor=clock.anchor, starts_at=local_instant(date(2026, 1, 12), 9), speed=1e-9)
    assert LiveSituation(county, settings, later).snapshot().villages[0].colour is not Colour.RED


def test_every_number_leads_back_to_its_bulletin(county: Store, settings: Settings, clock: Clock) -> None:
    take(county, daily(date(2026, 1, 8), 5, registered=1000))
    live = LiveSituation(county, settings, clock)
    live.refresh()
    story = live.village_story(CODES[0])
    value = story.picture.tracks[Body.VILLAGE].values["registered"]
    report = story.report(value.report_key)
    assert report is not None
    assert story.bulletins[report.content_hash].name == "青石镇2026-01-08.xlsx"
    assert report.where.row == 5


def test_the_replay_agrees_with_each_day_asked_alone(county: Store, settings: Settings, clock: Clock) -> None:
    for reading in campaign():
        take(county, reading)
    live = LiveSituation(county, settings, clock)
    live.refresh()
    replay = live.replay()
    assert len(replay.marks[0]) == 7
    for n in range(6):
        day = live.snapshot_on(FIRST + timedelta(days=n))
        assert [m[n].colour for m in replay.marks] == [v.colour for v in day.villages]
        assert [m[n].stage_group for m in replay.marks] == [v.stage_group for v in day.villages]


def test_a_campaign_of_years_ago_is_looked_back_at_for_a_bounded_time(county: Store, tmp_path: Path) -> None:
    write_settings(tmp_path / "bare", {"bulletins": {"poll_seconds": 5}})
    take(county, daily(date(2021, 1, 8), 5, registered=1000))
    live = LiveSituation(county, load_settings(tmp_path / "bare"), Clock())
    live.refresh()
    assert len(live.replay().marks[0]) == MOST_DAYS.days + 1
    assert live.snapshot().villages[0].tracks[Body.VILLAGE].stage == "V05"


def test_a_name_learnt_from_a_decision_is_known_at_once(county: Store, settings: Settings, clock: Clock) -> None:
    held = replace(daily(date(2026, 1, 8), 5).rows[0], village_raw="甲零", disposition=Disposition.REVIEW)
    take(county, replace(daily(date(2026, 1, 8), 5), rows=(held,)))
    live = LiveSituation(county, settings, clock)
    live.refresh()
    with county.reading() as connection:
        (waiting,) = read_rejections(connection)
    decide_rejection(county, waiting.id, village_code=CODES[0], by="office", at=clock.now(), remember_name=True)
    live.refresh()
    assert [n.name for n in live.gazetteer[CODES[0]].other_names] == ["甲零"]
