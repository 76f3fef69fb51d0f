"""Loading reports in any order, any number of times, ends in the same standing."""

from hypothesis import given, settings
from hypothesis import strategies as st

from situation.model.reports import (
    Body,
    IncidentClaim,
    IncidentStatus,
    KeyVillageClaim,
    Level,
    Report,
    ReportKind,
    Severity,
    Source,
)
from situation.rules.fold import fold_track, track_history
from situation.rules.incidents import fold_incidents, fold_key_village
from tests.claims import VILLAGE, day, report

DAYS = st.sampled_from([f"1.{number}" for number in range(1, 8)])
COUNTS = st.dictionaries(st.sampled_from(["registered", "voted", "elected"]), st.integers(0, 2000), max_size=3)
DATES = st.dictionaries(st.sampled_from(["election_day", "list_published"]), DAYS, max_size=2)


@st.composite
def status_reports(draw: st.DrawFn) -> Report:
    return report(
        draw(DAYS),
        draw(st.none() | st.sampled_from([f"V{number:02}" for number in range(15)])),
        hour=draw(st.integers(0, 20)),
        source=draw(st.sampled_from(Source)),
        counts=draw(COUNTS),
        dates=draw(DATES),
        flags=draw(st.dictionaries(st.just("completed"), st.booleans(), max_size=1)),
        planned=draw(st.booleans()),
        correction=draw(st.booleans()),
        expires_on=draw(st.none() | DAYS),
    )


@st.composite
def ledger_reports(draw: st.DrawFn) -> Report:
    is_key = draw(st.booleans())
    claim = IncidentClaim(
        draw(st.sampled_from(["I01", "I04"])),
        status=draw(st.none() | st.sampled_from(IncidentStatus)),
        severity=draw(st.none() | st.sampled_from(Severity)),
        people=draw(st.none() | st.integers(0, 200)),
        occurred=draw(st.none() | st.dates(min_value=day("1.1"), max_value=day("1.3"))),
        text=draw(st.sampled_from(["", "补偿款分配", "名单异议"])),
        ref=draw(st.none() | st.sampled_from(["1", "2"])),
    )
    key = KeyVillageClaim(
        status=draw(st.sampled_from(["listed", "delisted"])), level=draw(st.none() | st.sampled_from(Level))
    )
    return report(
        draw(DAYS),
        hour=draw(st.integers(0, 20)),
        source=draw(st.sampled_from(Source)),
        kind=ReportKind.KEY_VILLAGE if is_key else ReportKind.INCIDENT,
        incident=None if is_key else claim,
        key_village=key if is_key else None,
    )


@st.composite
def shuffled_with_repeats(draw: st.DrawFn, reports: list[Report]) -> list[Report]:
    repeats = draw(st.lists(st.sampled_from(reports), max_size=5)) if reports else []
    return draw(st.permutations([*reports, *repeats]))


@settings(max_examples=300)
@given(st.data(), st.lists(status_reports(), max_size=9))
def test_any_order_and_repetition_of_reports_gives_the_same_standing(
    data: st.DataObject, reports: list[Report]
) -> None:
    again = data.draw(shuffled_with_repeats(reports))
    assert fold_track(VILLAGE, Body.VILLAGE, again) == fold_track(VILLAGE, Body.VILLAGE, reports)


@given(st.lists(status_reports(), min_size=1, max_size=9))
def test_history_ends_in_the_present_and_each_day_is_the_fold_of_the_reports_up_to_it(reports: list[Report]) -> None:
    for on, standing in track_history(VILLAGE, Body.VILLAGE, reports):
        assert standing == fold_track(VILLAGE, Body.VILLAGE, [told for told in reports if told.on <= on])
    assert track_history(VILLAGE, Body.VILLAGE, reports)[-1][1] == fold_track(VILLAGE, Body.VILLAGE, reports)


@settings(max_examples=300)
@given(st.data(), st.lists(ledger_reports(), max_size=8))
def test_incidents_and_key_villages_do_not_depend_on_order_either(data: st.DataObject, reports: list[Report]) -> None:
    again = data.draw(shuffled_with_repeats(reports))
    assert fold_incidents(VILLAGE, again) == fold_incidents(VILLAGE, reports)
    assert fold_key_village(VILLAGE, again) == fold_key_village(VILLAGE, reports)
