"""The words of a rule for a person who asks why."""

from datetime import date

import pytest

from situation.errors import SituationError
from situation.model.reports import Body
from situation.model.standing import Colour, Reason
from situation.rules.explaining import list_rules, rule_of, why_rule
from situation.rules.packs import load_packs

PACK = load_packs(override_toml_text='[[rule]]\nid = "W_PROXY_HIGH"\nenabled = false\n')


def test_why_tells_article_certainty_numbers_and_what_clears_it() -> None:
    text = "\n".join(why_rule(PACK, "L_LIST_LT_20D"))
    for words in (
        "选民名单公布至选举日不足20日",
        "村民委员会组织法（2018）第十四条",
        "已读原文",
        "days = 20",
        "推迟选举日",
        "核对原文",
    ):
        assert words in text
    assert "voter list published fewer than 20 days" in "\n".join(why_rule(PACK, "L_LIST_LT_20D", "en"))


def test_an_unknown_rule_is_answered_with_near_ones() -> None:
    with pytest.raises(SituationError, match="Did you mean L_LIST_LT_20D"):
        list(why_rule(PACK, "l_list"))


def test_the_list_marks_what_is_switched_off() -> None:
    lines = {line[0]: line for line in list_rules(PACK)}
    assert lines["W_PROXY_HIGH"][2] == "停用"
    assert lines["L_LIST_LT_20D"][2] == "红"


def test_a_reason_leads_to_the_text_in_force_that_day() -> None:
    reason = Reason("L_TURNOUT_NOT_MAJORITY", Colour.RED, Body.VILLAGE)
    before, after = (rule_of(reason, PACK, date(year, 1, 8)) for year in (2021, 2026))
    assert before and after
    assert (before.pack, after.pack) == ("national-2018", "national-2026")
