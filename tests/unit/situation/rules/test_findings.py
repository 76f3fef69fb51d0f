"""What one row contradicts, and which law it breaks."""

from datetime import date

import pytest

from situation.model.reports import Body
from situation.rules.findings import law_findings, value_findings
from tests.claims import day


def codes(
    counts: dict[str, int] | None = None,
    dates: dict[str, str] | None = None,
    rates: dict[str, float] | None = None,
    body: Body = Body.VILLAGE,
) -> list[str]:
    days = {name: day(text) for name, text in (dates or {}).items()}
    return [found.code for found in value_findings(body, days, counts or {}, rates or {}, date(2021, 1, 10))]


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ({"registered": 1256, "voted": 1256}, []),
        ({"registered": 1256, "voted": 1257}, ["R_VOTED_GT_REGISTERED"]),
        ({"due": 50, "present": 51}, ["R_PRESENT_GT_DUE"]),
        ({"rec_due": 50, "rec_present": 51}, ["R_PRESENT_GT_DUE"]),
        ({"issued": 10, "returned": 11}, ["R_RETURNED_GT_ISSUED"]),
        ({"returned": 10, "valid": 11}, ["R_VALID_GT_RETURNED"]),
        ({"voted": -1}, ["R_NEGATIVE"]),
        ({"voted": 1257}, []),
        ({}, []),
    ],
)
def test_the_part_is_not_more_than_the_whole(counts: dict[str, int], expected: list[str]) -> None:
    assert codes(counts) == expected


@pytest.mark.parametrize(
    ("rate", "expected"),
    [
        (0.8997, []),
        (0.90, []),  # 89.97 % printed as 90 %
        (0.9011, []),  # within 0.15 point
        (0.9012, ["R_RATE_MISMATCH"]),
        (0.89, ["R_RATE_MISMATCH"]),
        (0.8982, []),
        (1.02, ["R_RATE_GT_100", "R_RATE_MISMATCH"]),
    ],
)
def test_a_stated_rate_may_differ_by_truncation_only(rate: float, expected: list[str]) -> None:
    assert codes({"registered": 1256, "voted": 1130}, rates={"turnout": rate}) == expected


def test_the_county_that_truncated_its_turnout_is_not_accused() -> None:
    assert codes({"registered": 247049, "voted": 217319}, rates={"turnout": 0.879}) == []


def test_a_party_meetings_rate_is_measured_by_those_due() -> None:
    assert codes({"due": 50, "present": 40}, rates={"turnout": 0.8}, body=Body.PARTY) == []
    assert codes({"due": 50, "present": 40}, rates={"turnout": 0.9}, body=Body.PARTY) == ["R_RATE_MISMATCH"]


@pytest.mark.parametrize(
    ("dates", "expected"),
    [
        ({"list_published": "2020-12-19", "election_day": "1.8"}, []),
        ({"list_published": "1.8", "election_day": "1.8"}, ["R_DATE_ORDER"]),
        ({"list_published": "1.9", "election_day": "1.8"}, ["R_DATE_ORDER"]),
        ({"candidates_published": "1.8", "election_day": "1.8"}, ["R_DATE_ORDER"]),
        ({"committee": "2020-12-10", "method_passed": "2020-12-10"}, []),
        ({"committee": "2020-12-11", "method_passed": "2020-12-10"}, ["R_DATE_ORDER"]),
        ({"election_day": "1.8", "formed": "1.8", "handover": "1.8"}, []),
        ({"election_day": "1.8", "handover": "1.7"}, ["R_DATE_ORDER"]),
        ({"election_day": "1.8", "result_published": "1.7"}, ["R_DATE_ORDER"]),
        ({"reg_start": "2020-12-12", "reg_end": "2020-12-11"}, ["R_DATE_ORDER"]),
    ],
)
def test_dates_stand_in_the_order_of_the_procedure(dates: dict[str, str], expected: list[str]) -> None:
    assert codes(dates=dates) == expected


def test_a_residents_committee_has_the_same_order() -> None:
    assert codes(dates={"election_day": "1.8", "handover": "1.7"}, body=Body.RESIDENTS) == ["R_DATE_ORDER"]


def test_a_party_meeting_before_its_publicity_ended_is_out_of_order() -> None:
    dates = {"pre_pub_end": "1.6", "party_election": "1.5"}
    assert codes(dates=dates, body=Body.PARTY) == ["R_DATE_ORDER"]


def test_a_row_shows_the_law_it_breaks_and_what_would_clear_it() -> None:
    (found,) = law_findings(Body.PARTY, {}, {"due": 50, "present": 39})
    assert (found.code, found.column, found.seen) == ("L_PARTY_QUORUM_LT_4_5", "present", "39/50")
    assert found.expected == "≥ 4/5 (≥ 40)"
    assert found.advice


def test_a_lawful_row_shows_nothing() -> None:
    dates = {"list_published": day("2020-12-19"), "candidates_published": day("1.3"), "election_day": day("1.8")}
    assert law_findings(Body.VILLAGE, dates, {"registered": 1256, "voted": 1130, "posts": 5, "elected": 5}) == ()


def test_half_of_the_voters_and_nineteen_days_are_both_found() -> None:
    dates = {"list_published": day("2020-12-20"), "election_day": day("1.8")}
    found = law_findings(Body.VILLAGE, dates, {"registered": 1256, "voted": 628})
    assert {finding.code for finding in found} == {"L_LIST_LT_20D", "L_TURNOUT_NOT_MAJORITY"}
