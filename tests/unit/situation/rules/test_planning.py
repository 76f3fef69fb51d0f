"""Election days moved in thought, and plans of an office that bulletins do not silently undo."""

from datetime import date, timedelta

from situation.model.regions import RegionCode
from situation.model.reports import Body, Report, Source
from situation.rules.packs import load_packs
from situation.rules.planning import (
    Limits,
    Place,
    adopted,
    first_lawful,
    followed,
    rehearse,
    shifted,
    spread_out,
    votes_by_day,
)
from situation.rules.whatif import broken_by
from tests.claims import day, report, track

PACK = load_packs()
TODAY = day("1.1")
LIMITS = Limits(TODAY, day("2.20"), 2)


def place(number: int, vote: str = "1.15", group: str = "甲镇", listed: str = "2020-12-20") -> Place:
    dates = {"list_published": listed, "election_day": vote}
    return Place(RegionCode(f"99000010120{number}"), group, track(report("2020-12-21", "V05", dates=dates)))


def edit(on: str, *, planned: bool = False, dates: dict[str, str]) -> Report:
    return report(on, hour=12, source=Source.EDIT, planned=planned, dates=dates)


def test_a_shift_moves_all_that_have_not_voted_and_adds_to_moves_made() -> None:
    voted = Place(RegionCode("990000101209"), "甲镇", track(report("2020-12-30", "V10")))
    places = (place(1), place(2), voted)
    once = shifted(places, 3, {})
    assert once == {places[0].code: day("1.18"), places[1].code: day("1.18")}
    assert shifted(places, -1, once)[places[0].code] == day("1.17")


def test_a_spread_keeps_the_limit_breaks_nothing_and_leaves_the_others_alone() -> None:
    places = tuple(place(n) for n in range(1, 7))
    moves = spread_out(places, [p.code for p in places], {}, PACK, LIMITS)
    assert len(moves) == 4  # two may stay
    load = votes_by_day(places, moves)
    assert set(load.values()) == {2}
    assert rehearse(places, moves, PACK, LIMITS).broken == ()


def test_only_the_chosen_are_spread_and_others_of_their_township_count() -> None:
    places = tuple(place(n) for n in range(1, 5))
    moves = spread_out(places, [places[0].code], {}, PACK, LIMITS)
    assert set(moves) == {places[0].code}
    assert moves[places[0].code] != day("1.15")


def test_other_townships_have_their_own_days() -> None:
    places = (place(1), place(2), place(3, group="乙镇"))
    assert spread_out(places, [p.code for p in places], {}, PACK, LIMITS) == {}


def test_a_move_too_near_is_named_and_the_nearest_lawful_day_adopted() -> None:
    places = (place(1, listed="2020-12-28", vote="1.20"),)
    moves = {places[0].code: day("1.10")}
    found = rehearse(places, moves, PACK, LIMITS)
    assert {b.milestone for b in found.broken} == {"list_published"}
    assert adopted(places, found.lawful, moves) == {places[0].code: day("1.17")}
    assert first_lawful(places[0], PACK, TODAY) == day("1.17")


def test_what_is_only_planned_follows_its_vote_within_the_law() -> None:
    plan = {"list_published": "1.10", "candidates_published": "1.25", "election_day": "2.1", "handover": "2.5"}
    planned = track(report("2020-12-20", "V02"), report("2020-12-20", planned=True, dates=plan))
    later = followed(planned, day("2.8"), PACK, TODAY)
    assert later == {name: day(text) + timedelta(7) for name, text in plan.items()}
    sooner = followed(planned, day("1.25"), PACK, TODAY)
    assert (sooner["list_published"], sooner["candidates_published"]) == (day("1.3"), day("1.18"))
    moved = track(
        report("2020-12-20", "V02"),
        edit("1.1", planned=True, dates={name: d.isoformat() for name, d in sooner.items()}),
    )
    assert broken_by(moved, day("1.25"), PACK, TODAY) == ()


def test_what_is_done_stays_where_it_was_done() -> None:
    assert followed(place(1).track, day("1.20"), PACK, TODAY) == {"election_day": day("1.20")}


def test_an_office_s_planned_day_takes_the_place_of_the_one_a_bulletin_stated() -> None:
    standing = track(
        report("1.5", "V09", dates={"election_day": "1.15"}),
        edit("1.6", planned=True, dates={"election_day": "1.20"}),
    )
    assert standing.day("election_day") == day("1.20") and "date:election_day" not in standing.values


def test_a_later_bulletin_that_repeats_the_old_day_is_a_conflict_not_the_truth() -> None:
    planned = edit("1.6", planned=True, dates={"election_day": "1.20"})
    standing = track(planned, report("1.7", "V09", dates={"election_day": "1.15"}))
    assert standing.day("election_day") == day("1.20")
    (conflict,) = standing.conflicts
    assert (conflict.field, conflict.bulletin.value) == ("date:election_day", day("1.15"))
    decided = track(
        planned,
        report("1.7", "V09", dates={"election_day": "1.15"}),
        edit("1.8", dates={"election_day": "1.15"}),
    )
    assert (decided.day("election_day"), decided.conflicts) == (day("1.15"), ())


def test_the_day_on_which_the_vote_was_held_is_a_fact_whatever_was_planned() -> None:
    planned = edit("1.6", planned=True, dates={"election_day": "1.20"})
    standing = track(planned, report("1.18", "V10", dates={"election_day": "1.18"}))
    assert standing.day("election_day") == day("1.18")
    assert standing.conflicts == ()
    assert standing.body is Body.VILLAGE and standing.stage == "V10" and isinstance(standing.last_on, date)
