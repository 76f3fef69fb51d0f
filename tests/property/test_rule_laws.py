"""Laws that hold for every rule and every figure, whatever the numbers."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from situation.model.regions import RegionCode, RegionKind
from situation.model.reports import Body
from situation.model.standing import Colour, Standing
from situation.rules import indicators
from situation.rules.packs import load_packs
from situation.rules.warnings import track_reasons, warn
from situation.rules.whatif import Wish, broken_by, earliest_day, spread
from situation.rules.worktime import add_workdays, workdays_between
from tests.claims import facts, report, track

PACK = load_packs()
DAYS = st.dates(date(2020, 8, 1), date(2021, 6, 30))
COUNTS = st.integers(0, 3000)
STAGES = st.sampled_from([f"V{number:02}" for number in range(15)])


def reds(known: Standing, on: date) -> set[str]:
    return {reason.rule for reason in track_reasons(known, PACK, on) if reason.colour is Colour.RED}


@given(DAYS, st.integers(0, 60), st.integers(1, 60))
def test_more_days_never_turn_a_passed_interval_red(listed: date, days: int, more: int) -> None:
    def broken(gap: int) -> bool:
        dates = {"list_published": str(listed), "election_day": str(listed + timedelta(gap))}
        return "L_LIST_LT_20D" in reds(track(report(str(listed), "V09", dates=dates)), listed)

    assert broken(days) == (days < 20)
    assert not broken(days + more) or broken(days)


@given(st.integers(1, 3000), st.integers(1, 3000), st.integers(0, 500))
def test_more_voters_never_turn_a_valid_vote_void(registered: int, voted: int, more: int) -> None:
    def void(count: int) -> bool:
        counts = {"registered": registered, "voted": count}
        return "L_TURNOUT_NOT_MAJORITY" in reds(track(report("1.8", "V10", counts=counts)), date(2021, 1, 8))

    assert void(voted) == (2 * voted <= registered)
    assert not void(voted + more) or void(voted)


@given(st.integers(1, 500), st.integers(1, 500))
def test_a_quorum_is_decided_by_integers(due: int, present: int) -> None:
    known = track(report("1.8", "P07", counts={"due": due, "present": present}), body=Body.PARTY)
    assert ("L_PARTY_QUORUM_LT_4_5" in reds(known, date(2021, 1, 8))) == (5 * present < 4 * due)


@given(STAGES, st.integers(0, 14), DAYS, DAYS)
def test_a_further_stage_never_makes_a_derived_deadline_overdue(
    stage: str, further: int, election_day: date, on: date
) -> None:
    def overdue(code: str) -> set[str]:
        known = track(report("2020-08-01", code, dates={"election_day": str(election_day)}))
        return {rule for rule in reds(known, on) if rule in ("D_LIST", "D_CANDIDATES")}

    later = f"V{min(14, int(stage[1:]) + further):02}"
    assert overdue(later) <= overdue(stage)


@given(STAGES, DAYS)
def test_no_election_day_no_overdue_deadline(stage: str, on: date) -> None:
    assert not reds(track(report("2020-08-01", stage)), on) - {"D_HANDOVER"}


@given(st.dictionaries(st.sampled_from(["registered", "voted", "posts", "elected", "female"]), COUNTS), STAGES, DAYS)
def test_the_colour_is_the_worst_of_the_reasons(counts: dict[str, int], stage: str, on: date) -> None:
    found = warn(facts(track(report("2020-08-01", stage, counts=counts))), PACK, on)
    if found.reasons:
        assert found.colour is max((reason.colour for reason in found.reasons), key=lambda colour: colour.rank)
    assert list(found.reasons) == sorted(found.reasons, key=lambda reason: -reason.colour.rank)


PLACES = st.lists(st.tuples(st.sampled_from([RegionKind.VILLAGE, RegionKind.COMMUNITY]), COUNTS, COUNTS), max_size=12)


@given(PLACES)
def test_turnout_is_a_sum_over_sums_and_its_two_parts_add_up(places: list[tuple[RegionKind, int, int]]) -> None:
    villages = []
    for kind, registered, voted in places:
        body = Body.RESIDENTS if kind is RegionKind.COMMUNITY else Body.VILLAGE
        counts = {"registered": registered, "voted": voted}
        villages.append((kind, {body: track(report("1.8", f"{body}10", counts=counts), body=body)}))
    found = indicators.turnout(villages)
    measured = [(voted, registered) for _, registered, voted in places if registered]
    assert (found.all.part, found.all.of) == (sum(v for v, _ in measured), sum(r for _, r in measured))
    assert found.all.part == found.villages.part + found.communities.part
    assert found.all.of == found.villages.of + found.communities.of


@given(DAYS, st.integers(1, 40))
def test_counting_working_days_there_and_back(start: date, count: int) -> None:
    end = add_workdays(start, count)
    assert workdays_between(start + timedelta(1), end) == count
    assert add_workdays(end + timedelta(1), -count) > start


@given(STAGES, st.none() | DAYS, DAYS)
def test_the_earliest_day_is_lawful_and_every_later_day_too(stage: str, listed: date | None, on: date) -> None:
    dates = {"list_published": str(listed)} if listed else {}
    known = track(report("2020-08-01", stage, dates=dates))
    first = earliest_day(known, PACK, on)
    if first is None:
        return
    assert first >= on
    for later in (0, 1, 7, 30):
        assert broken_by(known, first + timedelta(later), PACK, on) == ()
    if first > on:
        assert broken_by(known, first - timedelta(1), PACK, on) != ()


WISHES = st.lists(
    st.tuples(st.sampled_from("ab"), st.integers(0, 9), st.integers(0, 12)).map(
        lambda drawn: (drawn[0], date(2021, 1, 1) + timedelta(drawn[1]), date(2021, 1, 1) + timedelta(drawn[2]))
    ),
    max_size=14,
)


@given(WISHES, st.integers(1, 3))
def test_spreading_never_overfills_a_day_never_goes_before_the_earliest_and_loses_nobody(
    drawn: list[tuple[str, date, date]], most: int
) -> None:
    wishes = [Wish(RegionCode(f"{number:012}"), *wish) for number, wish in enumerate(drawn)]
    until = date(2021, 1, 10)
    placed, left_over = spread(wishes, most, until)
    by_code = {wish.village_code: wish for wish in wishes}
    assert set(placed) | set(left_over) == set(by_code)
    assert not set(placed) & set(left_over)
    slots = [(by_code[code].group, on) for code, on in placed.items()]
    assert all(slots.count(slot) <= most for slot in slots)
    assert all(by_code[code].earliest <= on <= until for code, on in placed.items())
    for code in left_over:
        wish = by_code[code]
        span = (wish.earliest + timedelta(step) for step in range((until - wish.earliest).days + 1))
        assert all(slots.count((wish.group, on)) >= most for on in span), "a free lawful day was left unused"
