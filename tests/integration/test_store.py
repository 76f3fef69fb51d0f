"""The store on SQLite and PostgreSQL: versions, transactions, audit, schema, backup."""

from __future__ import annotations

import threading
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from situation.actions import (
    TrackEdit,
    accept_bulletin,
    decide_rejection,
    edit_track,
    publish_regions,
    record_bulletin,
    withdraw_bulletin,
    withdraw_report,
)
from situation.errors import OutOfDate, SituationError, StoreUnavailable
from situation.model.bulletins import Disposition, Match, Outcome, Reading, Row
from situation.model.regions import NameKind, Region, RegionCode, RegionKind
from situation.model.reports import Body, ReportKind, StageCode, Where
from situation.settings import write_settings
from situation.store.backup import restore_home, save_home
from situation.store.engine import Store, migrate_store, next_version, open_store
from situation.store.reading import (
    read_arrivals,
    read_bulletins,
    read_commits,
    read_gazetteer,
    read_rejections,
    read_reports,
    read_touched_villages,
    read_version,
)
from situation.store.tables import metadata

AT = datetime(2026, 1, 8, 9, 30, tzinfo=UTC)
DAY = date(2026, 1, 8)
COUNTY, TOWN, WILLOW, PINE = (RegionCode(c) for c in ("990199000000", "990199101000", "990199101201", "990199101202"))


def regions() -> list[Region]:
    return [
        Region(COUNTY, "示例县", RegionKind.COUNTY),
        Region(TOWN, "青石镇", RegionKind.TOWNSHIP, COUNTY),
        Region(WILLOW, "柳湾村", RegionKind.VILLAGE, TOWN),
        Region(PINE, "松坡村", RegionKind.VILLAGE, TOWN),
    ]


def a_row(row: int, code: RegionCode | None, disposition: Disposition = Disposition.ACCEPT, **more: object) -> Row:
    return Row(
        kind=ReportKind.STATUS,
        where=Where(sheet="Sheet1", row=row),
        township=TOWN,
        village_raw="柳湾村",
        village_code=code,
        match=Match.EXACT,
        body=Body.VILLAGE,
        on=DAY,
        stage=StageCode("V05"),
        counts={"registered": 1256},
        disposition=disposition,
        **more,  # type: ignore[arg-type]
    )


def a_reading(*rows: Row, fingerprint: str = "f" * 64, on: date | None = DAY, **more: object) -> Reading:
    return Reading(
        file="青石镇日报1.8.xlsx",
        content_hash="c" * 64,
        fingerprint=fingerprint,
        outcome=Outcome.OK,
        on=on,
        township=TOWN,
        rows=rows,
        **more,  # type: ignore[arg-type]
    )


def record(store: Store, reading: Reading, *, received_at: datetime = AT, is_trusted: bool = True):  # type: ignore[no-untyped-def]
    return record_bulletin(
        store,
        reading,
        source="inbox",
        sender=None,
        received_at=received_at,
        at=AT,
        by="loader",
        is_trusted=is_trusted,
    )


@pytest.fixture
def county(store: Store) -> Store:
    publish_regions(store, regions(), by="test", at=AT)
    return store


def test_the_schema_equals_its_migrations(store: Store) -> None:
    with store.reading() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []


def test_a_store_of_another_schema_is_refused(tmp_path: Path) -> None:
    with pytest.raises(StoreUnavailable, match="schema none"):
        open_store(f"sqlite:///{tmp_path / 'empty.sqlite'}")


def test_version_rises_by_one_with_each_write_and_not_with_a_failed_one(store: Store) -> None:
    with store.writing() as connection:
        assert next_version(connection, kind="test", by="me", at=AT) == 1
    with pytest.raises(KeyError), store.writing() as connection:
        next_version(connection, kind="test", by="me", at=AT)
        raise KeyError
    with store.reading() as connection:
        assert read_version(connection) == 1
        assert [(c.kind, c.by, c.at) for c in read_commits(connection)] == [("test", "me", AT)]


def test_writers_queue_and_none_is_lost(store: Store) -> None:
    def write() -> None:
        for _ in range(10):
            with store.writing() as connection:
                next_version(connection, kind="test", by="me", at=AT)

    threads = [threading.Thread(target=write) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with store.reading() as connection:
        assert read_version(connection) == 40


def test_regions_come_back_as_they_were_given(county: Store) -> None:
    with county.reading() as connection:
        assert list(read_gazetteer(connection)) == sorted(regions(), key=lambda r: r.code)
    assert publish_regions(county, regions(), by="test", at=AT).version is None


def test_a_renamed_village_keeps_its_former_name(county: Store) -> None:
    renamed = Region(WILLOW, "柳新村", RegionKind.VILLAGE, TOWN)
    publish_regions(county, [renamed], by="test", at=AT)
    again = publish_regions(county, [renamed], by="test", at=AT)
    with county.reading() as connection:
        names = read_gazetteer(connection)[WILLOW].other_names
    assert [(n.name, n.kind) for n in names] == [("柳湾村", NameKind.FORMER)]
    assert again.version is None


def test_a_bulletin_is_kept_row_by_row(county: Store) -> None:
    done = record(
        county,
        a_reading(a_row(5, WILLOW), a_row(6, None, Disposition.REVIEW), a_row(7, PINE, Disposition.REJECT)),
    )
    assert (done.accepted, done.held, done.refused) == (1, 1, 1)
    with county.reading() as connection:
        (report,) = read_reports(connection)
        assert (report.village_code, report.stage, report.counts) == (WILLOW, "V05", {"registered": 1256})
        assert (report.where.sheet, report.where.row, report.received_at) == ("Sheet1", 5, AT)
        assert {r.row.where.row for r in read_rejections(connection)} == {6, 7}
        assert [(a.township, a.on) for a in read_arrivals(connection)] == [(TOWN, DAY)]
        (bulletin,) = read_bulletins(connection)
        assert (bulletin.name, bulletin.accepted_count, bulletin.held_count) == ("青石镇日报1.8.xlsx", 1, 1)


def test_the_same_content_again_changes_nothing(county: Store) -> None:
    first = record(county, a_reading(a_row(5, WILLOW)))
    again = record(county, a_reading(a_row(5, WILLOW)), received_at=AT + timedelta(hours=1))
    assert again.outcome is Outcome.DUPLICATE and again.version is None
    assert again.bulletin_id == first.bulletin_id
    with county.reading() as connection:
        assert len(list(read_reports(connection))) == 1


def test_an_earlier_arrival_of_known_content_sets_when_it_was_received(county: Store) -> None:
    record(county, a_reading(a_row(5, WILLOW)))
    earlier = AT - timedelta(hours=3)
    again = record(county, a_reading(a_row(5, WILLOW)), received_at=earlier)
    assert again.version is not None
    with county.reading() as connection:
        assert [r.received_at for r in read_reports(connection)] == [earlier]
        assert read_touched_villages(connection, again.version - 1) == {WILLOW: DAY}


def test_equal_words_of_two_days_are_two_bulletins(county: Store) -> None:
    zero = {"outcome": Outcome.ZERO_REPORT, "on_inferred": True}
    days = [DAY, DAY + timedelta(days=1)]
    for day in days:
        reading = Reading(
            file="零报告.txt",
            content_hash="0" * 64,
            fingerprint="0" * 64,
            on=day,
            township=TOWN,
            **zero,  # type: ignore[arg-type]
        )
        assert record(county, reading).outcome is Outcome.ZERO_REPORT
    with county.reading() as connection:
        assert [a.on for a in sorted(read_arrivals(connection), key=lambda a: a.on)] == days


def test_a_withdrawn_bulletin_stops_to_count_and_can_come_again(county: Store) -> None:
    done = record(county, a_reading(a_row(5, WILLOW)))
    withdraw_bulletin(county, done.bulletin_id, by="office", reason="sent by mistake", at=AT + timedelta(hours=1))
    with county.reading() as connection:
        assert list(read_reports(connection)) == []
        assert len(list(read_reports(connection, known_at=AT + timedelta(minutes=30)))) == 1
    assert record(county, a_reading(a_row(5, WILLOW))).outcome is Outcome.OK


def test_an_untrusted_bulletin_waits_until_a_person_accepts_some_of_it(county: Store) -> None:
    staged = record(county, a_reading(a_row(5, WILLOW), a_row(6, PINE)), is_trusted=False)
    with county.reading() as connection:
        assert list(read_reports(connection)) == []
    accepted = accept_bulletin(county, staged.bulletin_id, by="office", at=AT, rows=[1])
    assert (accepted.accepted, accepted.refused) == (1, 1)
    with county.reading() as connection:
        assert [r.village_code for r in read_reports(connection)] == [PINE]
    with pytest.raises(SituationError, match="not waiting"):
        accept_bulletin(county, staged.bulletin_id, by="office", at=AT)


def test_a_decision_on_a_held_row_makes_a_report_and_teaches_the_name(county: Store) -> None:
    record(county, a_reading(a_row(5, None, Disposition.REVIEW)))
    with county.reading() as connection:
        (held,) = read_rejections(connection)
    decide_rejection(county, held.id, village_code=PINE, by="office", at=AT, remember_name=True)
    with county.reading() as connection:
        assert [r.village_code for r in read_reports(connection)] == [PINE]
        assert [n.name for n in read_gazetteer(connection)[PINE].other_names] == ["柳湾村"]
        assert read_rejections(connection) == []
    with pytest.raises(SituationError, match="not waiting"):
        decide_rejection(county, held.id, village_code=PINE, by="office", at=AT)


def test_an_edit_based_on_an_old_picture_is_refused(county: Store) -> None:
    done = record(county, a_reading(a_row(5, WILLOW)))
    assert done.version is not None
    edit = TrackEdit(
        village_code=WILLOW, body=Body.VILLAGE, on=DAY, reason="镇里电话核实", based_on=done.version - 1,
        counts={"registered": 1260},
    )  # fmt: skip
    with pytest.raises(OutOfDate):
        edit_track(county, edit, by="office", at=AT)


def test_an_edit_needs_a_reason_and_something_to_change(county: Store) -> None:
    bare = TrackEdit(village_code=WILLOW, body=Body.VILLAGE, on=DAY, reason=" ", based_on=99, counts={"voted": 1})
    with pytest.raises(SituationError, match="reason"):
        edit_track(county, bare, by="office", at=AT)
    empty = TrackEdit(village_code=WILLOW, body=Body.VILLAGE, on=DAY, reason="why", based_on=99)
    with pytest.raises(SituationError, match="changes nothing"):
        edit_track(county, empty, by="office", at=AT)


def test_a_withdrawn_edit_is_still_known_for_the_time_it_counted(county: Store) -> None:
    edit = TrackEdit(
        village_code=WILLOW,
        body=Body.VILLAGE,
        on=DAY,
        reason="核实",
        based_on=99,
        counts={"registered": 1260},
    )
    key = edit_track(county, edit, by="office", at=AT)
    withdraw_report(county, key, by="office", reason="误改", at=AT + timedelta(hours=2))
    with county.reading() as connection:
        assert list(read_reports(connection)) == []
        assert [r.key for r in read_reports(connection, known_at=AT + timedelta(hours=1))] == [key]


def test_a_backup_restores_into_another_store_and_goes_on(county: Store, store_url: str, tmp_path: Path) -> None:
    record(county, a_reading(a_row(5, WILLOW), a_row(6, None, Disposition.REVIEW)))
    home = tmp_path / "home"
    write_settings(home, {"store": {"url": store_url}})
    version = save_home(county, home, tmp_path / "saved.tar.gz")
    fresh = f"sqlite:///{tmp_path / 'fresh.sqlite'}"
    assert restore_home(tmp_path / "saved.tar.gz", tmp_path / "other", fresh) == version
    restored = open_store(fresh)
    with county.reading() as before, restored.reading() as after:
        assert list(read_reports(before)) == list(read_reports(after))
        assert read_gazetteer(before) == read_gazetteer(after)
        assert read_commits(before) == read_commits(after)
    assert record(restored, a_reading(a_row(5, PINE), fingerprint="e" * 64)).version == version + 1
    restored.close()


def test_migrating_twice_changes_nothing(store_url: str) -> None:
    migrate_store(store_url).close()
    again = migrate_store(store_url)
    with again.reading() as connection:
        assert read_version(connection) == 0
    again.close()
