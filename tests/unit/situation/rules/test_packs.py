"""Rule packs: laid over each other by id, body and day; a wrong one says where and why."""

from datetime import date

import pytest

from situation.errors import WrongSettings
from situation.model.reports import Body
from situation.rules.count_checks import Op
from situation.rules.packs import Certainty, Severity, load_packs, pack_names
from situation.rules.warnings import warn
from tests.claims import facts, report, track

COMPLETE = """
[[rule]]
id = "X_RESERVE"
bodies = ["V"]
test = "ratio"
left = "reserve"
right = "posts"
op = "ge"
severity = "yellow"
article = "县换届方案第三条"
certainty = "A"
zh = "后备人选不足"
en = "too few in reserve"
clears = "补足"
clears_en = "add some"
"""


@pytest.mark.parametrize("name", pack_names())
def test_each_shipped_pack_validates_on_its_own(name: str) -> None:
    pack = load_packs([name])
    assert pack.rules
    assert all(rule.title and rule.title_en and rule.clears and rule.clears_en for rule in pack.rules)
    assert all("{" not in rule.title + rule.title_en + rule.clears + rule.article for rule in pack.rules)


def test_the_2026_law_takes_over_on_its_first_day_and_asks_to_be_checked() -> None:
    pack = load_packs()
    before = pack.find("L_TURNOUT_NOT_MAJORITY", Body.VILLAGE, date(2025, 12, 31))
    after = pack.find("L_TURNOUT_NOT_MAJORITY", Body.VILLAGE, date(2026, 1, 1))
    assert before and after
    assert (before.pack, before.certainty) == ("national-2018", Certainty.READ)
    assert (after.pack, after.needs_checking) == ("national-2026", True)
    assert "核对原文" in after.article


def test_a_province_changes_the_national_rule_and_brings_it_along() -> None:
    rule = load_packs(["beijing"]).find("L_SECOND_BALLOT_DUE", Body.VILLAGE, date(2021, 1, 8))
    assert rule
    assert (rule.pack, rule.numbers["days"], rule.title) == ("beijing", 15, "当选人数不足，15日内应另行选举")


def test_a_county_changes_one_number_and_keeps_the_rest() -> None:
    own = '[[rule]]\nid = "L_LIST_LT_20D"\nbodies = ["V"]\ndays = 25\n'
    pack = load_packs(override_toml_text=own)
    changed = pack.find("L_LIST_LT_20D", Body.VILLAGE, date(2021, 1, 8))
    other = pack.find("L_LIST_LT_20D", Body.RESIDENTS, date(2021, 1, 8))
    assert changed and other
    assert (changed.numbers["days"], changed.title, changed.pack) == (
        25,
        "选民名单公布至选举日不足25日",
        "county override",
    )
    assert other.numbers["days"] == 20


def test_a_county_takes_the_stricter_operator() -> None:
    exactly = track(report("1.8", "P07", counts={"due": 50, "present": 40}), body=Body.PARTY)
    own = '[[rule]]\nid = "L_PARTY_QUORUM_LT_4_5"\nop = "gt"\n'
    strict = load_packs(override_toml_text=own)
    assert not warn(facts(exactly), load_packs(), date(2021, 1, 8)).reasons
    (reason,) = warn(facts(exactly), strict, date(2021, 1, 8)).reasons
    assert (reason.value, reason.threshold) == ("40/50", "> 4/5 (> 40)")


def test_a_county_switches_a_rule_off() -> None:
    pack = load_packs(override_toml_text='[[rule]]\nid = "W_PROXY_HIGH"\nenabled = false\n')
    assert "W_PROXY_HIGH" not in [rule.id for rule in pack.for_body(Body.VILLAGE, date(2021, 1, 8))]


def test_a_county_adds_a_rule_of_its_own() -> None:
    rule = load_packs(override_toml_text=COMPLETE).find("X_RESERVE")
    assert rule
    assert (rule.severity, rule.numbers["op"], rule.pack) == (Severity.YELLOW, Op.GE, "county override")


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("[[rule]\n", "county override is not TOML"),
        ("[rules]\n", "unknown table 'rules'"),
        ("[[rule]]\ndays = 3\n", "rule 1 (no id): every rule needs an id"),
        ('[[rule]]\nid = "L_NEW"\ndays = 3\n', "rule 1 (L_NEW): no rule of this id to change"),
        ('[[rule]]\nid = "L_LIST_LT_20D"\ndays = "20"\n', "days is '20'; expected a whole number"),
        ('[[rule]]\nid = "L_LIST_LT_20D"\nop = "<="\n', "op is '<='; expected one of ge, gt, le, lt, eq"),
        ('[[rule]]\nid = "L_LIST_LT_20D"\nday = 3\n', "unknown key 'day'; test 'gap' takes days, end, op, start, unit"),
        ('[[rule]]\nid = "L_LIST_LT_20D"\nseverity = "orange"\n', "severity is 'orange'; expected one of red"),
        ('[[rule]]\nid = "D_LIST"\nproof = "V99"\n', "proof is 'V99'; expected a stage code"),
        (COMPLETE.replace('["V"]', '["X"]'), "bodies is 'X'; expected one of P, V, R, S, E"),
        (COMPLETE.replace('bodies = ["V"]', ""), "test 'ratio' needs bodies"),
        (COMPLETE.replace('test = "ratio"', 'test = "ratios"'), "test is 'ratios'; expected one of ratio"),
        (COMPLETE.replace('left = "reserve"', ""), "test 'ratio' needs 'left'"),
        (COMPLETE.replace("后备人选不足", "不足{days}"), "the text zh asks for 'days'"),
        ('[pack]\nin_force_from = "2026"\n' + COMPLETE, "in_force_from is '2026'; expected a date"),
    ],
)
def test_a_wrong_pack_says_where_and_why(text: str, complaint: str) -> None:
    with pytest.raises(WrongSettings) as fault:
        load_packs(override_toml_text=text)
    assert complaint in str(fault.value)


def test_a_pack_that_does_not_exist_is_named_with_those_that_do() -> None:
    with pytest.raises(WrongSettings, match=r"no rule pack 'guangdong'. There are: beijing"):
        load_packs(["guangdong"])
