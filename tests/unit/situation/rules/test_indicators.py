"""Figures that no village table shows: closing rate, joint reviews, three posts in one hand."""

from datetime import UTC, datetime, timedelta

from situation.clock import local_instant
from situation.model.picture import Share
from situation.model.regions import RegionKind
from situation.model.reports import Body, IncidentClaim, IncidentStatus, ReportKind
from situation.rules.incidents import fold_incidents
from situation.rules.indicators import ReviewBatch, closing, completion, reporting, review_timeliness, yijiantiao
from tests.claims import VILLAGE, day, report, track

NOON = datetime(2021, 1, 8, 4, tzinfo=UTC)


def test_closing_counts_listed_incidents_and_one_that_came_back_leaves_the_numerator() -> None:
    def listed(ref: str, *statuses: str) -> list[object]:
        return [
            report(
                f"1.{number}",
                kind=ReportKind.INCIDENT,
                incident=IncidentClaim("I04", status=IncidentStatus(status), listed=True, ref=ref),
                document=f"{ref}{number}",
            )
            for number, status in enumerate(statuses, start=1)
        ]

    reports = [*listed("1", "新报", "已销号"), *listed("2", "新报", "已销号", "反弹"), *listed("3", "新报")]
    assert closing(fold_incidents(VILLAGE, reports)) == Share(1, 3)  # type: ignore[arg-type]


def test_nothing_to_measure_has_no_percent() -> None:
    assert reporting(0, 0).percent is None
    assert completion([]).all == Share(0, 0)


def test_a_joint_review_is_in_time_up_to_its_last_hour() -> None:
    def batch(hours: float | None, limit: int) -> ReviewBatch:
        return ReviewBatch(NOON, NOON + timedelta(hours=hours) if hours is not None else None, limit)

    batches = [batch(48, 48), batch(49, 48), batch(12, 12), batch(13, 12), batch(None, 24), batch(None, 48)]
    assert review_timeliness(batches, NOON + timedelta(hours=30)) == Share(2, 5)


def test_hours_of_a_weekend_count_only_where_the_county_counts_them() -> None:
    friday, monday = local_instant(day("1.8"), 12), local_instant(day("1.11"), 12)
    batches = [ReviewBatch(friday, monday, 24)]
    assert review_timeliness(batches, monday) == Share(0, 1)
    assert review_timeliness(batches, monday, working_days_only=True) == Share(1, 1)


def test_three_posts_in_one_hand_need_the_economic_organisation_to_say_so() -> None:
    committee = track(report("1.9", "V14", flags={"yijiantiao": True}))

    def economic(said: bool | None) -> dict[Body, object]:
        flags = {} if said is None else {"yijiantiao": said}
        track_e = track(report("1.9", "E08", flags=flags), body=Body.ECONOMIC)
        return {Body.VILLAGE: committee, Body.ECONOMIC: track_e}

    places = [(RegionKind.VILLAGE, economic(said)) for said in (True, False, None)]
    assert yijiantiao(places).all == Share(3, 3)  # type: ignore[arg-type]
    assert yijiantiao(places, posts=3).all == Share(1, 2)  # type: ignore[arg-type]


def test_completion_of_one_body_is_measured_where_that_body_is_elected() -> None:
    places = [
        (RegionKind.VILLAGE, {Body.ECONOMIC: track(report("1.9", "E08"), body=Body.ECONOMIC)}),
        (RegionKind.VILLAGE, {}),
        (RegionKind.COMMUNITY, {}),
    ]
    assert completion(places, Body.ECONOMIC).all == Share(1, 2)
    assert completion(places).all == Share(0, 3)
