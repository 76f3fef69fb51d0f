"""The colour of a village: the worst of all its reasons, and where each reason leads."""

from datetime import date

import pytest

from situation.model.regions import RegionKind
from situation.model.reports import Body
from situation.model.standing import Colour, KeyVillage, Override
from situation.rules.packs import load_packs
from situation.rules.warnings import dry_run, warn
from tests.claims import VILLAGE, day, edit, facts, report, track

PACK = load_packs()
ON = date(2021, 1, 10)


def test_a_village_nobody_reported_is_grey() -> None:
    assert warn(facts(), PACK, ON).colour is Colour.GREY
    assert warn(facts(track(), track(body=Body.PARTY)), PACK, ON).colour is Colour.GREY


def test_a_village_that_has_not_begun_is_grey_and_one_that_has_is_green() -> None:
    assert warn(facts(track(report("1.5", "V00"))), PACK, ON).colour is Colour.GREY
    assert warn(facts(track(report("1.5", "V01"))), PACK, ON).colour is Colour.GREEN


def test_done_means_both_committees_and_every_other_body_that_is_reported_on() -> None:
    party, committee = track(report("1.5", "P09"), body=Body.PARTY), track(report("1.9", "V14"))
    open_s = track(report("1.9", "S01"), body=Body.SUPERVISION)
    assert warn(facts(party, committee), PACK, ON).colour is Colour.DONE
    assert warn(facts(party, committee, track(body=Body.ECONOMIC)), PACK, ON).colour is Colour.DONE
    assert warn(facts(party, committee, open_s), PACK, ON).colour is Colour.GREEN
    assert warn(facts(party), PACK, ON).colour is Colour.GREEN


def test_a_community_is_done_by_its_residents_committee() -> None:
    party = track(report("1.5", "P09"), body=Body.PARTY)
    residents = track(report("1.9", "R12", flags={"completed": True}), body=Body.RESIDENTS)
    assert warn(facts(party, residents, kind=RegionKind.COMMUNITY), PACK, ON).colour is Colour.DONE


def test_nineteen_days_is_red_with_the_report_and_field_it_came_from() -> None:
    first = report("2020-12-21", "V05", dates={"list_published": "2020-12-20"})
    second = report("1.2", "V07", dates={"election_day": "1.8"})
    found = warn(facts(track(first, second)), PACK, day("1.2"))
    assert found.colour is Colour.RED
    reason = found.reasons[0]
    assert (reason.rule, reason.body, reason.threshold) == ("L_LIST_LT_20D", Body.VILLAGE, "≥ 20")
    assert reason.value == "19 (2020-12-20 → 2021-01-08)"
    assert (reason.report_key, reason.field, reason.since) == (second.key, "date:election_day", day("1.2"))


def test_all_reasons_are_kept_worst_first_then_oldest() -> None:
    voted = report("1.8", "V10", counts={"registered": 1000, "voted": 500, "posts": 5, "elected": 4, "female": 0})
    found = warn(facts(track(voted)), PACK, ON)
    assert [reason.rule for reason in found.reasons] == [
        "L_TURNOUT_NOT_MAJORITY",
        "L_NO_FEMALE",
        "L_SECOND_BALLOT_DUE",
        "W_POSTS_UNFILLED",
    ]
    assert found.colour is Colour.RED


def test_a_held_report_and_a_conflict_are_yellow_until_decided() -> None:
    held = track(report("1.6", "V10"), report("1.7", "V06"))
    (reason,) = warn(facts(held), PACK, ON).reasons
    assert (reason.rule, reason.colour, reason.value) == ("W_HELD", Colour.YELLOW, "V06")
    decided = track(report("1.6", "V10"), report("1.7", "V06"), report("1.8", "V12"))
    assert not warn(facts(decided), PACK, ON).reasons
    conflict = track(edit("1.6", "V05"), report("1.7", "V06"))
    (reason,) = warn(facts(conflict), PACK, ON).reasons
    assert (reason.value, reason.threshold) == ("V06", "V05")


def test_an_unreported_village_is_not_warned_of_by_itself() -> None:
    assert warn(facts(track(report("1.2", "V06")), unreported_days=5), PACK, ON).colour is Colour.GREEN


def test_an_override_is_shown_beside_the_computed_colour_until_it_expires() -> None:
    raised = Override(VILLAGE, Colour.RED, "县换届办", "情况复杂", day("1.5"), day("1.10"))
    found = warn(facts(track(report("1.5", "V05")), override=raised), PACK, day("1.9"))
    assert (found.colour, found.computed) == (Colour.RED, Colour.GREEN)
    assert found.manual == "县换届办: 情况复杂 (→ 2021-01-10)"
    for on in ("1.4", "1.10"):
        other = warn(facts(track(report("1.3", "V05")), override=raised), PACK, day(on))
        assert (other.colour, other.manual) == (Colour.GREEN, "")


def test_a_key_village_without_a_post_warns_only_where_the_county_asks() -> None:
    key = KeyVillage(VILLAGE, day("1.2"), None, None, None, "", "", None, None, None, ("k",))
    asked = load_packs(override_toml_text='[[rule]]\nid = "W_KEY_NO_POST"\nenabled = true\n')
    assert not warn(facts(track(report("1.5", "V05")), key_village=key), PACK, ON).reasons
    assert warn(facts(track(report("1.5", "V05")), key_village=key), asked, ON).colour is Colour.RED


def test_a_checklist_can_be_made_a_rule() -> None:
    own = """
[[rule]]
id = "X_CONTINGENCY"
bodies = ["V"]
test = "flag_set"
flag = "contingency.plan"
stage = "V10"
severity = "red"
article = "一村一策应急预案"
certainty = "S"
zh = "投票前未备应急预案"
en = "no contingency plan at the vote"
clears = "备好预案"
clears_en = "make the plan"
"""
    pack = load_packs(override_toml_text=own)
    said_no = {"contingency.plan": False}
    assert warn(facts(track(report("1.8", "V10", flags=said_no))), pack, ON).colour is Colour.RED
    assert warn(facts(track(report("1.8", "V09", flags=said_no))), pack, ON).colour is Colour.GREEN
    assert warn(facts(track(report("1.8", "V10"))), pack, ON).colour is Colour.GREEN
    strict = load_packs(override_toml_text=own + "unknown_is_no = true\n")
    assert warn(facts(track(report("1.8", "V10"))), strict, ON).colour is Colour.RED


@pytest.mark.parametrize("with_dates", [True, False])
def test_a_village_on_an_ordinary_course_is_never_red_and_yellow_only_when_something_is_due(with_dates: bool) -> None:
    """Its tables may give the dates of milestones or only the stage: silence about a date lights nothing."""
    course = {
        "2020-12-08": "V02", "2020-12-10": "V03", "2020-12-13": "V04", "2020-12-17": "V05", "2020-12-24": "V06",
        "2020-12-27": "V07", "2020-12-30": "V08", "2021-01-02": "V09", "2021-01-08": "V10", "2021-01-09": "V12",
        "2021-01-15": "V13", "2021-01-18": "V14",
    }  # fmt: skip
    dates = {"V05": "list_published", "V09": "candidates_published", "V13": "handover"}
    told = []
    yellow_days = []
    for ordinal in range(date(2020, 12, 8).toordinal(), date(2021, 1, 25).toordinal()):
        on = date.fromordinal(ordinal)
        stage = next(code for begun, code in reversed(course.items()) if begun <= str(on))
        known = {dates[stage]: str(on)} if with_dates and str(on) in course and stage in dates else {}
        told.append(report(str(on), stage, dates={"election_day": "2021-01-08", **known}))
        found = warn(facts(track(*told)), PACK, on)
        assert found.colour is not Colour.RED, (on, found.reasons)
        yellow_days += [str(on)] if found.colour is Colour.YELLOW else []
    # three days before the list (due 19 December) it was not out; candidates came out before their last day
    assert yellow_days == ["2020-12-16", "2020-12-31", "2021-01-01"]


def test_a_dry_run_names_the_villages_that_would_change_colour() -> None:
    stricter = load_packs(override_toml_text='[[rule]]\nid = "L_LIST_LT_20D"\ndays = 25\n')
    dates = {"list_published": "2020-12-16", "election_day": "2021-01-08"}
    affected = facts(track(report("2020-12-28", "V07", dates=dates)))
    calm = facts(track(report("2020-12-28", "V07")))
    (change,) = dry_run({VILLAGE: affected, "990000101999": calm}, PACK, stricter, day("2020-12-28"))  # type: ignore[dict-item]
    assert (change.village_code, change.before, change.after) == (VILLAGE, Colour.GREEN, Colour.RED)
