"""A stale picture is never taken for a current one, and a breath does not turn the wall amber."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from dashboard.trust import Trust, missed_runs, trust_in
from situation.model.picture import Snapshot
from tests.builders import empty_county, story

NOW = datetime(2026, 1, 16, 10, 24, tzinfo=UTC)


def loaded(interval: timedelta, overdue: timedelta, **changes: object) -> Snapshot:
    due = NOW - overdue
    snapshot = story()
    as_of = changes.get("as_of", NOW - timedelta(minutes=24))
    return replace(
        snapshot,
        freshness=replace(snapshot.freshness, loaded_at=due - interval, loader_due_at=due, as_of=as_of),  # type: ignore[arg-type]
    )


@pytest.mark.parametrize(
    ("interval", "overdue", "trust"),
    [
        (timedelta(hours=1), timedelta(minutes=14), Trust.LIVE),
        (timedelta(hours=1), timedelta(minutes=16), Trust.LATE),
        (timedelta(hours=1), timedelta(hours=1, minutes=59), Trust.LATE),
        (timedelta(hours=1), timedelta(hours=2, minutes=1), Trust.STALE),
        (timedelta(seconds=5), timedelta(seconds=50), Trust.LIVE),
        (timedelta(seconds=5), timedelta(seconds=70), Trust.LATE),
        (timedelta(seconds=5), timedelta(seconds=130), Trust.STALE),
    ],
)
def test_the_ladder_follows_the_loader(interval: timedelta, overdue: timedelta, trust: Trust) -> None:
    assert trust_in(loaded(interval, overdue), NOW, NOW) is trust


def test_a_day_of_silence_is_stale_though_the_loader_runs() -> None:
    quiet = loaded(timedelta(hours=1), timedelta(0), as_of=NOW - timedelta(hours=27))
    assert trust_in(quiet, NOW, NOW) is Trust.STALE


def test_before_the_first_bulletin_the_picture_is_empty_not_stale() -> None:
    assert trust_in(empty_county(), NOW, NOW + timedelta(days=3)) is Trust.EMPTY


def test_missed_runs_are_counted() -> None:
    assert missed_runs(loaded(timedelta(hours=1), timedelta(hours=2, minutes=30)), NOW) == 3
    assert missed_runs(loaded(timedelta(hours=1), timedelta(0)), NOW) == 0
