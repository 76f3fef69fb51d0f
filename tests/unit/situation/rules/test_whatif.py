"""Moving election days before anything is saved: what breaks, and what would be lawful."""

from datetime import date, timedelta

from situation.model.regions import RegionCode
from situation.model.reports import Body
from situation.model.standing import Standing
from situation.rules.fold import fold_track
from situation.rules.packs import load_packs
from situation.rules.whatif import (
    ALREADY_VOTED,
    IN_THE_PAST,
    TOO_MANY,
    Wish,
    broken_by,
    earliest_day,
    propose,
    spread,
)
from tests.claims import day, report, track

PACK = load_packs()
TODAY = day("1.1")
LISTED = report("2020-12-20", "V05", dates={"list_published": "2020-12-20", "election_day": "1.15"})


def test_a_day_nineteen_days_after_the_list_breaks_its_deadline_by_name() -> None:
    (broken,) = broken_by(track(LISTED), day("1.8"), PACK, TODAY)
    assert (broken.milestone, broken.value, broken.due_on) == ("list_published", "2020-12-20", day("2020-12-19"))
    assert broken.rule in ("L_LIST_LT_20D", "D_LIST")
    assert broken_by(track(LISTED), day("1.9"), PACK, TODAY) == ()


def test_what_is_not_done_yet_must_still_be_possible() -> None:
    found = {broken.milestone for broken in broken_by(track(LISTED), day("1.5"), PACK, TODAY)}
    assert found == {"list_published", "candidates_published", "announced"}


def test_a_day_in_the_past_and_a_village_that_voted_are_said_so() -> None:
    assert broken_by(track(LISTED), day("2020-12-31"), PACK, TODAY)[0].rule == IN_THE_PAST
    voted = track(LISTED, report("1.15", "V10"))
    assert [broken.rule for broken in broken_by(voted, day("1.20"), PACK, day("1.16"))] == [ALREADY_VOTED]
    assert earliest_day(voted, PACK, day("1.16")) is None


def test_the_committee_does_not_vote_before_the_party() -> None:
    party = track(report("2020-12-20", "P05", dates={"party_election": "1.12"}), body=Body.PARTY)
    assert [b.rule for b in broken_by(track(LISTED), day("1.12"), PACK, TODAY, party)] == ["P_BEFORE_V"]
    assert earliest_day(track(LISTED), PACK, TODAY, party) == day("1.13")


def test_the_earliest_lawful_day_is_lawful_and_the_day_before_is_not() -> None:
    for known in (track(LISTED), track(report("2020-12-20", "V03")), track(report("2020-12-20", "V08"))):
        first = earliest_day(known, PACK, TODAY)
        assert first
        assert broken_by(known, first, PACK, TODAY) == ()
        assert broken_by(known, first - timedelta(1), PACK, TODAY) != ()


def test_a_list_reported_only_as_a_stage_counts_from_that_day() -> None:
    assert earliest_day(track(report("2020-12-22", "V05")), PACK, TODAY) == day("1.11")


def villages(count: int) -> dict[RegionCode, Standing]:
    codes = [RegionCode(f"9900001012{number:02}") for number in range(count)]
    return {code: _of(code) for code in codes}


def _of(code: RegionCode) -> Standing:
    from dataclasses import replace

    return fold_track(code, Body.VILLAGE, [replace(LISTED, village_code=code)])


def test_forty_moved_days_are_answered_with_every_broken_deadline_and_a_lawful_plan() -> None:
    tracks = villages(40)
    groups = {code: f"township {number % 4}" for number, code in enumerate(tracks)}
    moves = dict.fromkeys(tracks, day("1.8"))
    answer = propose(tracks, moves, PACK, TODAY, until=day("1.31"), groups=groups, most_per_day=2)
    assert len([broken for broken in answer.broken if broken.milestone == "list_published"]) == 40
    assert len([broken for broken in answer.broken if broken.rule == TOO_MANY]) == 4 * (10 - 2)
    assert len(answer.lawful) == 40
    assert answer.impossible == ()
    for code, on in answer.lawful.items():
        assert broken_by(tracks[code], on, PACK, TODAY) == ()
    slots = [(groups[code], on) for code, on in answer.lawful.items()]
    assert max(slots.count(slot) for slot in slots) == 2


def test_villages_that_are_not_moved_keep_their_days_and_count() -> None:
    tracks = villages(3)
    moved, *_ = tracks
    answer = propose(tracks, {moved: day("1.15")}, PACK, TODAY, until=day("1.31"), most_per_day=2)
    assert [broken.rule for broken in answer.broken] == [TOO_MANY]
    assert answer.lawful[moved] == day("1.16")


def test_too_few_days_leave_somebody_named() -> None:
    wishes = [Wish(RegionCode(f"9900001012{n:02}"), "t", day("1.8"), day("1.8")) for n in range(5)]
    placed, left_over = spread(wishes, 1, day("1.10"))
    assert sorted(placed.values()) == [day("1.8"), day("1.9"), day("1.10")]
    assert len(left_over) == 2


def test_a_wish_that_can_be_kept_is_kept() -> None:
    wishes = [
        Wish(RegionCode("990000101201"), "t", date(2021, 1, 5), date(2021, 1, 9)),
        Wish(RegionCode("990000101202"), "t", date(2021, 1, 8), date(2021, 1, 9)),
    ]
    assert spread(wishes, 2, day("1.31"))[0] == {wish.village_code: day("1.9") for wish in wishes}


def test_room_is_found_for_all_where_there_is_room_for_all() -> None:
    first = Wish(RegionCode("990000101201"), "t", day("1.8"), day("1.9"))
    second = Wish(RegionCode("990000101202"), "t", day("1.9"), day("1.9"))
    assert spread([first, second], 1, day("1.9"))[0] == {
        first.village_code: day("1.8"),
        second.village_code: day("1.9"),
    }
