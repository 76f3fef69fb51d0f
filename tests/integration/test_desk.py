"""The desk through its own forms, on a real server over a real store: what changes, who may, what is told."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from loaders.watch import InboxLoader
from situation.model.bulletins import BulletinState, Disposition, Finding, Match
from situation.model.regions import NameKind
from situation.model.reports import Body, IncidentStatus, Level, StageCode
from situation.model.standing import Colour
from situation.store.reading import read_bulletins, read_commits, read_rejections, read_staged_rows
from tests.integration.desk_house import (
    DAY,
    FIRST,
    NOW,
    ONE,
    OTHER,
    OWN,
    SECOND,
    THEIRS,
    DeskHouse,
    bulletin,
    desk_house,
    row,
    told,
)


@pytest.fixture
def house(tmp_path: Path) -> Iterator[DeskHouse]:
    with desk_house(tmp_path) as made:
        yield made


# -- who may ---------------------------------------------------------------------


def test_nobody_acts_without_an_account(house: DeskHouse) -> None:
    from tests.serving import Client

    assert Client(house.address).post("/desk/act/correct", {}, OWN).status == 401


def test_a_form_without_the_session_s_token_is_refused(house: DeskHouse) -> None:
    client = house.client("office")
    assert client.post("/desk/act/correct", {"form_token": "x"}, OWN).status == 403
    own_token = {"form_token": house.token("office")}
    assert client.post("/desk/act/correct", own_token, {"sec-fetch-site": "cross-site"}).status == 403
    assert client.post("/desk/act/correct", own_token, {"origin": "http://other.example"}).status == 403


def test_a_viewer_looks_and_changes_nothing(house: DeskHouse) -> None:
    fields = {"village": FIRST.code, "body": "V", "stage": "V10", "on": DAY, "reason": "核实"}
    assert house.act("correct", "viewer", **fields).status == 403
    assert house.desk("viewer").villages


def test_a_township_edits_its_own_villages_only(house: DeskHouse) -> None:
    fields = {"body": "V", "stage": "V10", "on": DAY, "reason": "核实"}
    assert house.act("correct", "one", village=THEIRS.code, **fields).status == 403
    assert house.act("correct", "one", village=FIRST.code, **fields).status == 200
    assert house.village(THEIRS).tracks[Body.VILLAGE].stage == "V00"


def test_a_township_sees_its_own_desk_only(house: DeskHouse) -> None:
    house.take(bulletin("theirs.xlsx", row(THEIRS, 3, township=OTHER.code), township=OTHER), is_trusted=False)
    desk = house.desk("one", {"village": THEIRS.code})
    assert {v.township for v in desk.villages} == {ONE.code}
    assert [t.picture.region.code for t in desk.intake] == [ONE.code]
    assert desk.staged == () and desk.story is None
    assert house.desk("other").staged and house.desk("office").staged


def test_the_page_of_the_desk_needs_an_account_even_where_the_wall_is_public(house: DeskHouse) -> None:
    from dashboard.pages.desk import PAGE
    from dashboard.visitors import Gate

    assert Gate(public_screens=True).may_view({}, PAGE.needs_sign_in) is False


def test_every_act_against_another_township_is_refused(house: DeskHouse) -> None:
    staged = house.take(bulletin("theirs.xlsx", row(THEIRS, 3, township=OTHER.code), township=OTHER), is_trusted=False)
    held = replace(row(THEIRS, 4, township=OTHER.code), disposition=Disposition.REVIEW)
    house.take(bulletin("held.xlsx", held, township=OTHER))
    with house.store.reading() as connection:
        rejection = read_rejections(connection)[0].id
    village, why = {"village": THEIRS.code}, {"reason": "试"}
    tries = {
        "accept": {"bulletin": staged, "choice": "all"},
        "withdraw": {"bulletin": staged, **why},
        "decide": {"rejection": rejection, **village, "verdict": "is"},
        "take-back": {**village, "report": "x", **why},
        "correct": {**village, "body": "V", "stage": "V10", "on": DAY, **why},
        "take-held": {**village, "report": "x", **why},
        "keep-edit": {**village, "body": "V", "field": "stage"},
        "adopt": {**village, "body": "V", "field": "stage"},
        "own-figures": {**village, "body": "V", "reason": "x", "flag:six_present.leader": "yes"},
        "raise": {**village, "category": "I01", "text": "试"},
        "incident": {**village, "incident": "x", "doing": "close", "measures": "试"},
        "colour": {**village, "colour": "red", "expires_on": DAY, **why},
        "colour-back": {**village, **why},
        "plan-days": {"move": f"{THEIRS.code}=2026-01-20", **why},
    }
    from dashboard.desk.acts import ACTS

    assert set(tries) == set(ACTS)
    before = house.version
    assert {name: house.act(name, "one", **fields).status for name, fields in tries.items()} == dict.fromkeys(
        tries, 403
    )
    assert house.version == before


# -- correcting a track ------------------------------------------------------------


def test_a_correction_is_shown_with_its_author_and_reason(house: DeskHouse) -> None:
    answer = house.act(
        "correct", village=FIRST.code, body="V", stage="V10", on=DAY, registered="１，２３４", reason="镇里电话核实"
    )
    assert answer.json()["ok"] is True
    track = house.village(FIRST).tracks[Body.VILLAGE]
    assert (track.stage, track.count("registered")) == ("V10", 1234)
    report = house.live.village_story(FIRST.code).reports[0]
    assert (report.by, report.reason) == ("office", "镇里电话核实")


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"stage": "V10", "reason": ""}, "reason"),
        ({"stage": "V10", "reason": "联系13800138000"}, "reason"),
        ({"reason": "没有改"}, "stage"),
        ({"stage": "P03", "reason": "错"}, "stage"),
        ({"registered": "十二", "reason": "错"}, "registered"),
        ({"registered": "-5", "reason": "错"}, "registered"),
        ({"registered": "100", "voted": "101", "reason": "错"}, "voted"),
        ({"date:election_day": "2026-02-30", "reason": "错"}, "date:election_day"),
        ({"stage": "V10", "reason": "早了", "on": "2026-01-17"}, "on"),
    ],
)
def test_a_wrong_field_is_told_beside_it_and_nothing_is_written(
    house: DeskHouse, fields: dict[str, str], wrong: str
) -> None:
    before = house.version
    answer = house.act("correct", **{"village": FIRST.code, "body": "V", "on": DAY, **fields})
    assert (answer.status, list(answer.json()["errors"])) == (422, [wrong])
    assert house.version == before


def test_who_was_slower_is_told_and_loses_nothing_of_the_other(house: DeskHouse) -> None:
    seen = house.version
    house.act("correct", "one", village=FIRST.code, body="V", stage="V10", on=DAY, reason="先到")
    answer = house.act("correct", village=FIRST.code, body="V", stage="V12", on=DAY, reason="后到", based_on=seen)
    assert answer.status == 409 and "已更新" in answer.json()["said"]
    assert house.village(FIRST).tracks[Body.VILLAGE].stage == "V10"


def test_a_staff_edit_survives_the_next_bulletin_until_a_person_decides(house: DeskHouse) -> None:
    before = DAY - timedelta(1)
    house.act("correct", village=FIRST.code, body="V", stage="V10", on=before, reason="到场核实")
    house.take(bulletin("next.xlsx", row(FIRST, 3, stage=StageCode("V12"))))
    track = house.village(FIRST).tracks[Body.VILLAGE]
    assert track.stage == "V10" and [c.field for c in track.conflicts] == ["stage"]
    assert house.act("adopt", village=FIRST.code, body="V", field="stage").status == 200
    track = house.village(FIRST).tracks[Body.VILLAGE]
    assert (track.stage, track.conflicts) == ("V12", ())


def test_keeping_the_edit_ends_the_conflict(house: DeskHouse) -> None:
    house.act("correct", village=FIRST.code, body="V", registered="1000", on=DAY - timedelta(1), reason="到场核实")
    house.take(bulletin("next.xlsx", row(FIRST, 3, counts={"registered": 1010})))
    assert house.village(FIRST).has_conflict
    assert house.act("keep-edit", village=FIRST.code, body="V", field="registered").status == 200
    track = house.village(FIRST).tracks[Body.VILLAGE]
    assert (track.count("registered"), track.conflicts) == (1000, ())


def test_an_undone_correction_gives_way_to_the_bulletin(house: DeskHouse) -> None:
    house.take(bulletin("day.xlsx", row(FIRST, 3)))
    house.act("correct", village=FIRST.code, body="V", stage="V12", on=DAY, reason="误")
    key = house.live.village_story(FIRST.code).reports[0].key if house.version else ""
    assert house.act("take-back", village=FIRST.code, report=key, reason="看错了").status == 200
    assert house.village(FIRST).tracks[Body.VILLAGE].stage == "V09"


def test_a_report_that_the_fold_holds_is_taken_by_a_person(house: DeskHouse) -> None:
    house.take(
        bulletin("one.xlsx", row(FIRST, 3, on=DAY - timedelta(1), counts={"registered": 1200}), on=DAY - timedelta(1))
    )
    house.take(bulletin("two.xlsx", row(FIRST, 3, counts={"registered": 120})))
    held = house.desk("office").held
    assert [(h.village.code, h.findings[0].code) for h in held] == [(FIRST.code, "R_COUNT_JUMP")]
    assert house.act("take-held", village=FIRST.code, report=held[0].report.key, reason="村已拆分").status == 200
    assert house.village(FIRST).tracks[Body.VILLAGE].count("registered") == 120
    assert house.desk("office").held == ()


# -- bulletins and rows ------------------------------------------------------------


def test_accepting_some_rows_leaves_the_others_out(house: DeskHouse) -> None:
    number = house.take(bulletin("staged.xlsx", row(FIRST, 3), row(SECOND, 4)), is_trusted=False)
    assert house.village(FIRST).tracks[Body.VILLAGE].stage == "V00"
    assert house.act("accept", bulletin=number, choice="some").status == 422
    assert house.act("accept", bulletin=number, choice="some", row="1").status == 200
    assert house.village(FIRST).tracks[Body.VILLAGE].stage == "V00"
    assert house.village(SECOND).tracks[Body.VILLAGE].stage == "V09"


def test_held_rows_of_an_accepted_bulletin_go_on_to_the_queue(house: DeskHouse) -> None:
    held = replace(row(SECOND, 4), match=Match.FUZZY, village_raw="近似名", disposition=Disposition.REVIEW)
    number = house.take(bulletin("staged.xlsx", row(FIRST, 3), held), is_trusted=False)
    assert house.act("accept", bulletin=number, choice="some", row="0").status == 200
    assert [r.row.village_raw for r in house.desk("office").rejections] == ["近似名"]


def test_a_staged_bulletin_is_refused_whole_with_a_reason(house: DeskHouse) -> None:
    number = house.take(bulletin("staged.xlsx", row(FIRST, 3)), is_trusted=False)
    assert list(house.act("withdraw", bulletin=number).json()["errors"]) == ["reason"]
    assert house.act("withdraw", "one", bulletin=number, reason="发错了").status == 200
    assert house.desk("office").staged == ()


def test_withdrawing_an_accepted_bulletin_is_the_office_s_and_undoes_it(house: DeskHouse) -> None:
    number = house.take(bulletin("day.xlsx", row(FIRST, 3)))
    assert house.act("withdraw", "one", bulletin=number, reason="发错了").status == 403
    assert house.act("withdraw", bulletin=number, reason="发错了").status == 200
    assert house.village(FIRST).tracks[Body.VILLAGE].stage == "V00"
    with house.store.reading() as connection:
        assert read_bulletins(connection, ids=[number])[0].state is BulletinState.WITHDRAWN


def test_one_answer_serves_every_row_with_the_same_unknown_name(house: DeskHouse) -> None:
    asked = {"match": Match.FUZZY, "village_raw": "近似名", "disposition": Disposition.REVIEW}
    asked["findings"] = (Finding("R_FUZZY_MATCH", cell="B3", seen="近似名"),)
    held = [
        replace(row(FIRST, 3), **asked),
        replace(row(FIRST, 4, body=Body.SUPERVISION, stage=StageCode("S03")), **asked),
    ]
    house.take(bulletin("names.xlsx", *held))
    numbers = " ".join(str(r.id) for r in house.desk("office").rejections)
    answer = house.act("decide", "one", rejection=numbers, village=FIRST.code, remember="1", verdict="is")
    assert answer.status == 200, answer.text
    tracks = house.village(FIRST).tracks
    assert (tracks[Body.VILLAGE].stage, tracks[Body.SUPERVISION].stage) == ("V09", "S03")
    assert [n.name for n in house.names_of(FIRST) if n.kind is NameKind.LEARNT] == ["近似名"]
    assert house.desk("office").rejection_count == 0
    assert house.act("decide", rejection=numbers, village=FIRST.code, verdict="is").status == 422


def test_a_refused_row_leaves_the_queue_and_the_map_as_it_was(house: DeskHouse) -> None:
    house.take(bulletin("names.xlsx", replace(row(FIRST, 3), disposition=Disposition.REJECT)))
    number = house.desk("office").rejections[0].id
    assert house.act("decide", rejection=number, verdict="refuse").status == 200
    assert house.desk("office").rejections == ()
    assert house.village(FIRST).tracks[Body.VILLAGE].stage == "V00"


# -- incidents and colours ---------------------------------------------------------


def test_an_incident_is_raised_escalated_and_closed_only_with_measures(house: DeskHouse) -> None:
    told = {"category": "I07", "text": "名单公布后有漏登争议", "severity": "较重"}
    assert house.act("raise", "one", village=FIRST.code, **told).status == 200
    incident = house.village(FIRST).incidents[0]
    fixed = {"village": FIRST.code, "incident": incident.key}
    assert house.act("incident", "one", **fixed, doing="escalate").status == 200
    assert house.village(FIRST).incidents[0].level is Level.OFFICE
    assert list(house.act("incident", **fixed, doing="close").json()["errors"]) == ["measures"]
    assert house.act("incident", "one", **fixed, doing="close", measures="已补登并张榜").status == 403
    assert house.act("incident", **fixed, doing="close", measures="已补登并张榜").status == 200
    assert house.village(FIRST).incidents == ()
    closed = house.live.village_story(FIRST.code).incidents[0]
    assert (closed.status, closed.measures) == (IncidentStatus.CLOSED, "已补登并张榜")


def test_two_like_incidents_of_one_village_stay_two(house: DeskHouse) -> None:
    for _ in range(2):
        assert house.act("raise", village=FIRST.code, category="I01", text="同样的反映").status == 200
    assert len(house.village(FIRST).incidents) == 2


def test_a_colour_set_by_hand_has_an_end_and_can_be_taken_back(house: DeskHouse) -> None:
    fields = {"village": FIRST.code, "colour": "red", "reason": "县领导交办"}
    assert house.act("colour", "one", **fields, expires_on=DAY).status == 403
    assert "expires_on" in house.act("colour", **fields, expires_on=DAY - timedelta(1)).json()["errors"]
    assert house.act("colour", **fields, expires_on=DAY + timedelta(2)).status == 200
    village = house.village(FIRST)
    assert village.colour is Colour.RED and village.computed is not Colour.RED and "县领导交办" in village.manual
    assert house.act("colour-back", village=FIRST.code, reason="已办结").status == 200
    assert house.village(FIRST).colour is village.computed


# -- uploads -----------------------------------------------------------------------


def test_a_dropped_file_is_read_by_the_loader_and_waits_as_staged(house: DeskHouse) -> None:
    text = f"{ONE.name}1月16日换届日报\n{FIRST.name}：登记选民1256人，参加投票1130人，一次选举成功。\n".encode()
    sent = house.client("one").post_files("/desk/files", {"form_token": house.token("one")}, {"日报.txt": text}, OWN)
    assert sent.status == 200 and sent.json()["waiting"] == 1
    with house.store.reading() as connection:
        assert read_bulletins(connection) == []  # the web process opened nothing
    assert InboxLoader(house.store, house.settings).run() == 1
    with house.store.reading() as connection:
        taken = read_bulletins(connection)[0]
        assert (taken.state, taken.sender, taken.source) == (BulletinState.STAGED, ONE.code, "desk: one")
        assert read_staged_rows(connection, taken.id)
    assert not list((house.home / "received").iterdir())
    assert house.village(FIRST).tracks[Body.VILLAGE].count("voted") is None


def test_a_pasted_text_and_a_wicked_name_stay_inside_the_home(house: DeskHouse) -> None:
    form = {"form_token": house.token("office"), "text": "#接龙\n1. 甲村 登记1256"}
    assert house.client("office").post_files("/desk/files", form, {"../../sender.json": b"x"}, OWN).status == 200
    kept = sorted(p.name for p in (house.home / "received").glob("*/*"))
    assert kept == ["_sender.json", "sender.json", "sender.json", "粘贴文本.txt"]


def test_nothing_and_too_much_are_refused(house: DeskHouse, monkeypatch: pytest.MonkeyPatch) -> None:
    form = {"form_token": house.token("office")}
    assert told(house.client("office").post_files("/desk/files", form, {}, OWN)).status == 422
    monkeypatch.setattr("dashboard.desk.received.LARGEST", 10)
    assert told(house.client("office").post_files("/desk/files", form, {"a.txt": b"x" * 11}, OWN)).status == 422
    assert not list((house.home / "received").glob("*"))


def test_every_write_of_the_desk_is_in_the_audit_with_its_author(house: DeskHouse) -> None:
    before = house.version
    house.act("correct", "one", village=FIRST.code, body="V", stage="V10", on=DAY, reason="到场核实")
    house.act("raise", village=FIRST.code, category="I01", text="有反映")
    with house.store.reading() as connection:
        assert [(c.kind, c.by) for c in read_commits(connection, before)] == [("edit", "one"), ("incident", "office")]


def test_days_are_the_campaign_s(house: DeskHouse) -> None:
    assert house.office.clock.today() == DAY == date(2026, 1, 16) and NOW.tzinfo is not None
