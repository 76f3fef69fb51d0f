"""A village told in full: what broke which rule, in which cell, and what became of each report."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from plotly.utils import PlotlyJSONEncoder

from dashboard.lawful import lawful_checks
from dashboard.parts.drawer import Told, village_drawer
from dashboard.parts.drawer_ledger import entries_of, fate_of
from dashboard.parts.drawer_sources import cell_of, origin_of, said_text
from dashboard.words import Words
from situation.model.picture import VillagePicture
from situation.model.reports import Body, StageCode
from situation.model.standing import Conflict, FoldFinding, Standing, Value
from situation.rules.declared import load_declared
from situation.rules.packs import load_packs
from tests.builders import STARTS_ON, story
from tests.stories import FILE, SHEET, broken_list, told

ON = STARTS_ON + timedelta(39)
ZH = Words("zh")


def broken() -> VillagePicture:
    return broken_list(next(v for v in story().villages if v.region.kind.value == "village"), ON)


def shown(village: VillagePicture, *, is_past: bool = False, may_edit: bool = False) -> Told:
    township = next(t.region for t in story().townships if t.region.code == village.township)
    return Told(told(village, ON), township, load_packs(), ON, is_past, may_edit, load_declared())


def text_of(component: Any) -> str:
    return json.dumps(component, cls=PlotlyJSONEncoder, ensure_ascii=False)


def test_a_reason_names_rule_article_figures_and_cell() -> None:
    said = text_of(village_drawer(shown(broken()), ZH))
    for wanted in ("选民名单公布至选举日不足20日", "组织法", "≥ 20", FILE, SHEET, "第 9 行", "G9", "怎样解除"):
        assert wanted in said


def test_corrections_are_offered_only_to_who_may_make_them() -> None:
    assert "/desk?" not in text_of(village_drawer(shown(broken()), ZH))
    assert "/desk?" in text_of(village_drawer(shown(broken(), may_edit=True), ZH))


def test_a_past_day_says_which_day_it_is() -> None:
    assert "以下为 2026年1月16日（星期五） 的情况" in text_of(village_drawer(shown(broken(), is_past=True), ZH))


def test_every_field_leads_to_its_own_cell_and_an_edit_to_its_author() -> None:
    story_told = told(broken(), ON)
    row, edit = story_told.reports
    assert cell_of(row, "registered") == "E9"
    assert cell_of(row, "voted") == "F9"
    assert origin_of(row, story_told, ZH, "date:election_day").pieces == (FILE, SHEET, "第 9 行")
    assert origin_of(edit, story_told, ZH).pieces == ("工作台更正", "office")


def test_rules_speak_to_each_reader_in_their_words() -> None:
    assert said_text("18 (2025-12-31 → 2026-01-18)", Words("en")) == "18 (31 Dec → 18 Jan)"
    assert said_text("V10", ZH) == "投票选举"
    assert said_text("< 重大", Words("en")) == "< Major"


def track(**values: int | date) -> Standing:
    held = {(f"date:{n}" if isinstance(v, date) else n): Value(v, "r", ON) for n, v in values.items()}
    return Standing(broken().code, Body.VILLAGE, StageCode("V10"), values=held)


def test_what_was_kept_is_shown_as_well_as_what_was_broken() -> None:
    vote = ON + timedelta(3)
    checks = {
        check.rule.id: check
        for check in lawful_checks(
            track(list_published=vote - timedelta(18), candidates_published=vote - timedelta(6), election_day=vote,
                  voted=636, registered=1200),
            load_packs(), ON,
        )
    }  # fmt: skip
    assert (checks["L_LIST_LT_20D"].is_kept, checks["L_LIST_LT_20D"].value) == (False, "18")
    assert (checks["L_CAND_LT_5D"].is_kept, checks["L_CAND_LT_5D"].value) == (True, "6")
    assert (checks["L_TURNOUT_NOT_MAJORITY"].is_kept, checks["L_TURNOUT_NOT_MAJORITY"].value) == (True, "636/1,200")


def test_nothing_is_said_of_rules_whose_figures_nobody_gave() -> None:
    assert lawful_checks(track(registered=1200), load_packs(), ON) == ()


def fate(village: VillagePicture, index: int = 0) -> str:
    given = shown(village)
    return fate_of(entries_of(given.story.reports)[index], given)


def test_a_report_that_still_stands_was_adopted() -> None:
    assert fate(broken()) == "adopted"


def test_a_report_whose_value_was_told_otherwise_since_is_updated() -> None:
    village = broken()
    own = village.tracks[Body.VILLAGE]
    newer = replace(own, values={**own.values, "registered": Value(2140, "later", ON)})
    given = Told(told(village, ON), None, load_packs(), ON, False, False)
    changed = replace(village, tracks={**village.tracks, Body.VILLAGE: newer})
    seen = replace(given, story=replace(given.story, picture=changed))
    assert fate_of(entries_of(seen.story.reports)[0], seen) == "superseded"


def test_a_held_report_waits_and_a_clashing_one_is_overruled() -> None:
    village = broken()
    own, key = village.tracks[Body.VILLAGE], f"row-{village.code}"
    held = replace(own, findings=(FoldFinding("R_COUNT_JUMP", key, ON, "registered", "9000", "2134", True),))
    clash = replace(own, conflicts=(Conflict("registered", Value(2134, "edit", ON), Value(2100, key, ON)),))
    assert fate(replace(village, tracks={**village.tracks, Body.VILLAGE: held})) == "held"
    assert fate(replace(village, tracks={**village.tracks, Body.VILLAGE: clash})) == "overruled"
    assert "来源冲突" in text_of(
        village_drawer(shown(replace(village, tracks={**village.tracks, Body.VILLAGE: clash})), ZH)
    )


def test_a_checklist_tells_what_is_missing_once_anybody_answered_it() -> None:
    village = broken()
    assert "六必到" not in text_of(village_drawer(shown(village), ZH))
    own = village.tracks[Body.VILLAGE]
    answered = replace(own, values={**own.values, "flag:six_present.leader": Value(True, "r", ON)})
    said = text_of(village_drawer(shown(replace(village, tracks={**village.tracks, Body.VILLAGE: answered})), ZH))
    assert "六必到" in said
    assert "1/6" in said
    assert "派出所民警到场" in said
