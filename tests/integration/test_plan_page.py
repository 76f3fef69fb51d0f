"""The what-if saved through its own form: who may, what it writes, what it refuses; and the page's pure view."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from dashboard.page import Visit
from dashboard.pages.plan import content, look
from dashboard.planning import PlanChoice, TimelineBook, next_moves, places_of, plan_view, read_moves
from dashboard.words import Words
from situation.model.reports import Body, StageCode
from situation.rules.packs import load_packs
from situation.rules.planning import Limits, adopted, rehearse, votes_by_day
from situation.rules.schedule import When
from situation.store.reading import read_commits
from tests.builders import story
from tests.integration.desk_house import DAY, FIRST, NOW, ONE, SECOND, DeskHouse, bulletin, desk_house, row

VOTE = date(2026, 2, 1)
LISTED = date(2026, 1, 8)


@pytest.fixture
def house(tmp_path: Path) -> Iterator[DeskHouse]:
    with desk_house(tmp_path) as made:
        facts = {"stage": StageCode("V05"), "dates": {"list_published": LISTED}}
        plan = {"candidates_published": VOTE - timedelta(6), "election_day": VOTE, "handover": VOTE + timedelta(4)}
        made.take(
            bulletin("日报.xlsx", row(FIRST, 3, **facts), row(SECOND, 4, **facts)), received_at=NOW - timedelta(hours=2)
        )
        planned = [row(v, n, stage=None, dates=plan, planned=True) for n, v in enumerate((FIRST, SECOND), 3)]
        made.take(bulletin("日程安排表.xlsx", *planned), received_at=NOW - timedelta(hours=1))
        yield made


def save(house: DeskHouse, who: str = "office", **fields: object) -> tuple[int, str]:
    given = {"move": f"{FIRST.code}=2026-02-03", "reason": "场地冲突", "most": 3, **fields}
    answer = house.act("plan-days", who, **given)
    return answer.status, answer.text


def test_a_saved_day_moves_what_is_planned_with_it_and_nothing_else(house: DeskHouse) -> None:
    assert save(house)[0] == 200
    track = house.village(FIRST).tracks[Body.VILLAGE]
    days = {name.removeprefix("date:"): value.value for name, value in track.plans.items()}
    assert days["election_day"] == date(2026, 2, 3)
    assert days["candidates_published"] == VOTE - timedelta(4) and days["handover"] == VOTE + timedelta(6)
    assert track.day("list_published") == LISTED and track.stage == "V05"
    assert house.village(SECOND).election_day == VOTE


def test_many_days_are_one_commit_with_author_and_reason(house: DeskHouse) -> None:
    before = house.version
    assert save(house, move=[f"{FIRST.code}=2026-02-03", f"{SECOND.code}=2026-02-04"])[0] == 200
    with house.store.reading() as connection:
        (commit,) = read_commits(connection, before)
    assert (commit.kind, commit.by, commit.reason) == ("plan", "office", "场地冲突")
    assert [house.village(v).election_day for v in (FIRST, SECOND)] == [date(2026, 2, 3), date(2026, 2, 4)]


@pytest.mark.parametrize("who", ["one", "viewer"])
def test_only_the_county_office_saves(house: DeskHouse, who: str) -> None:
    assert save(house, who)[0] == 403
    assert house.village(FIRST).election_day == VOTE


def test_a_day_that_breaks_the_law_is_saved_only_knowingly(house: DeskHouse) -> None:
    status, told = save(house, move=f"{FIRST.code}=2026-01-20")
    assert status == 422 and "knowing" in told
    assert house.village(FIRST).election_day == VOTE
    assert save(house, move=f"{FIRST.code}=2026-01-20", knowing="1")[0] == 200
    assert house.village(FIRST).election_day == date(2026, 1, 20)


def test_without_a_reason_nothing_is_saved(house: DeskHouse) -> None:
    assert save(house, reason=" ")[0] == 422
    assert house.village(FIRST).election_day == VOTE


def test_one_wrong_move_refuses_all(house: DeskHouse) -> None:
    moves = [f"{FIRST.code}=2026-02-03", "999999999999=2026-02-03"]
    assert save(house, move=moves)[0] == 422
    assert house.village(FIRST).election_day == VOTE


def test_somebody_who_was_faster_is_not_overwritten(house: DeskHouse) -> None:
    seen = house.version
    assert save(house)[0] == 200
    assert save(house, move=f"{FIRST.code}=2026-02-05", based_on=seen)[0] == 409
    assert house.village(FIRST).election_day == date(2026, 2, 3)


def test_a_bulletin_that_repeats_the_old_day_does_not_undo_the_plan(house: DeskHouse) -> None:
    assert save(house)[0] == 200
    tomorrow = DAY + timedelta(1)
    house.take(bulletin("日报2.xlsx", row(FIRST, 3, on=tomorrow, dates={"election_day": VOTE}), on=tomorrow))
    track = house.live.as_of(tomorrow).village_story(FIRST.code).picture.tracks[Body.VILLAGE]
    assert track.day("election_day") == date(2026, 2, 3)
    assert [conflict.field for conflict in track.conflicts] == ["date:election_day"]


# -- what the page shows --------------------------------------------------------------


def visit(house: DeskHouse, who: str = "office", **query: str) -> Visit:
    return Visit("/plan", query, Words("zh"), house.session(who))


def test_the_view_names_who_is_due_and_how_many_vote_on_a_day(house: DeskHouse) -> None:
    view = look(house.viewing, visit(house, township=ONE.code), {})
    assert view.load[ONE.code, VOTE] == 2 and view.row_count == len(house.live.gazetteer.leaves_below(ONE.code))
    due = {(e.village_code, e.name): e for e in view.due}
    assert due[FIRST.code, "candidates_published"].due_on == VOTE - timedelta(6)
    assert due[FIRST.code, "candidates_published"].when(DAY) is When.LATER


def test_moves_are_answered_before_anything_is_saved(house: DeskHouse) -> None:
    wish = {"kind": "move", "village": FIRST.code, "day": "2026-01-20", "moves": {}, "number": 4}
    view = look(house.viewing, visit(house), wish)
    assert view.moves == {FIRST.code: date(2026, 1, 20)} and view.answered == 4 and view.may_save
    assert "list_published" in {b.milestone for b in view.proposal.broken}
    lawful = look(house.viewing, visit(house), {"kind": "adopt", "moves": {FIRST.code: "2026-01-20"}})
    assert lawful.proposal.broken == () and lawful.moves[FIRST.code] >= LISTED + timedelta(20)
    assert house.village(FIRST).election_day == VOTE


def test_a_township_sees_the_answer_but_no_save(house: DeskHouse) -> None:
    view = look(house.viewing, visit(house, "one"), {"moves": {FIRST.code: "2026-02-03"}})
    assert view.moves and not view.may_save


def test_what_a_browser_sends_is_not_trusted(house: DeskHouse) -> None:
    snapshot = house.viewing.snapshot()
    places = places_of(snapshot)
    given = {FIRST.code: "2026-02-03", SECOND.code: "tomorrow", "x": "2026-02-03", "990100000000": "2026-02-03"}
    assert read_moves(given, places, DAY) == {FIRST.code: date(2026, 2, 3)}
    assert read_moves([1, 2], places, DAY) == {} and read_moves({FIRST.code: "2099-01-01"}, places, DAY) == {}
    odd = {"kind": "shift", "days": "9" * 40}
    assert next_moves(odd, {}, snapshot, house.live.pack, PlanChoice()) == {}
    assert look(house.viewing, visit(house, township="nowhere", most="-3"), {"number": "x"}).rows == ()


def test_a_village_that_voted_cannot_be_moved(house: DeskHouse) -> None:
    house.take(bulletin("日报3.xlsx", row(FIRST, 3, stage=StageCode("V10"))))
    snapshot = house.viewing.snapshot()
    assert read_moves({FIRST.code: "2026-02-03"}, places_of(snapshot), DAY) == {}
    assert save(house)[0] == 422


def test_the_content_of_an_empty_county_can_be_drawn(house: DeskHouse) -> None:
    snapshot = house.viewing.snapshot()
    bare = replace(snapshot, villages=(), townships=())
    view = plan_view(
        bare, house.live.gazetteer, house.live.pack, TimelineBook().of(bare, house.live.pack), PlanChoice(), {}
    )
    assert content(view, visit(house))


def test_forty_moved_days_are_answered_with_every_breach_and_a_lawful_plan() -> None:
    """The invented county before its first vote: forty villages are sent to vote far too early."""
    pack, snapshot = load_packs(), story(20)
    places = places_of(snapshot)
    moves = {place.code: snapshot.on + timedelta(2) for place in places if not place.has_voted}
    moves = dict(list(moves.items())[:40])
    limits = Limits(snapshot.on, snapshot.campaign.ends_on, 3)
    found = rehearse(places, moves, pack, limits)
    assert {b.village_code for b in found.broken} == set(moves)
    lawful = adopted(places, found.lawful, moves)
    again = rehearse(places, lawful, pack, limits)
    assert again.broken == () and set(lawful) <= set(moves)
    assert found.impossible == () and set(found.lawful) == set(moves)
    load = votes_by_day(places, lawful)
    moved = {(place.group, found.lawful[place.code]) for place in places if place.code in moves}
    assert all(load[slot] <= 3 for slot in moved)


def test_only_the_village_a_bulletin_speaks_of_is_worked_out_anew(house: DeskHouse) -> None:
    before = house.viewing.timelines()
    house.take(bulletin("日报4.xlsx", row(FIRST, 3, dates={"candidates_published": DAY})))
    after = house.viewing.timelines()
    assert after[SECOND.code] is before[SECOND.code] and after[FIRST.code] != before[FIRST.code]
