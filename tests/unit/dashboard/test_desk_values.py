"""The desk without a server: what a staged row would change, how a form is read, which names an upload may keep."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from dashboard.desk.forms import BadForm, Form
from dashboard.desk.preview import Verdict, preview_rows
from dashboard.desk.received import safe_name
from dashboard.parts.desk_queue import questions
from dashboard.parts.native import tree
from dashboard.words import Words
from situation.model.bulletins import Disposition, Match, Rejection, Row
from situation.model.reports import Body, ReportKind, StageCode, Where
from situation.model.standing import Standing, Value
from tests.builders import county, story, village

ON = date(2026, 1, 16)
REGION = next(r for r in county().villages if r.kind.value == "village")


def staged(**more: object) -> Row:
    row = Row(kind=ReportKind.STATUS, where=Where(row=5), village_code=REGION.code, body=Body.VILLAGE, on=ON,
              match=Match.EXACT, stage=StageCode("V10"), counts={"registered": 1000})  # fmt: skip
    return replace(row, **more)  # type: ignore[arg-type]


def standing(stage: str = "V10", registered: int = 1000) -> Standing:
    values = {"registered": Value(registered, "k", ON)}
    return Standing(REGION.code, Body.VILLAGE, StageCode(stage), values=values, last_on=ON)


@pytest.mark.parametrize(
    ("row", "held", "verdict"),
    [
        (staged(), standing(), Verdict.UNCHANGED),
        (staged(), standing(registered=999), Verdict.CHANGED),
        (staged(), standing(stage="V09"), Verdict.CHANGED),
        (staged(), Standing(REGION.code, Body.VILLAGE, StageCode("V00")), Verdict.NEW),
        (staged(disposition=Disposition.REVIEW), standing(), Verdict.HELD),
        (staged(disposition=Disposition.REJECT), standing(), Verdict.REFUSED),
        (staged(kind=ReportKind.INCIDENT, stage=None), standing(), Verdict.NEW),
    ],
)
def test_a_staged_row_is_judged_beside_what_we_hold_true(row: Row, held: Standing, verdict: Verdict) -> None:
    picture = village(REGION, ON, tracks={Body.VILLAGE: held})
    assert preview_rows((row,), {REGION.code: picture})[0].verdict is verdict


def test_a_step_back_is_told_before_it_is_taken() -> None:
    picture = village(REGION, ON, tracks={Body.VILLAGE: standing(stage="V12")})
    assert preview_rows((staged(),), {REGION.code: picture})[0].goes_back


def test_positions_are_those_of_the_bulletin_though_ignored_rows_are_not_shown() -> None:
    rows = (staged(disposition=Disposition.IGNORE), staged())
    assert [shown.position for shown in preview_rows(rows, {})] == [1]


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("日报.xlsx", "日报.xlsx"),
        ("../../etc/passwd", "passwd"),
        ("C:\\temp\\日报.xls", "日报.xls"),
        (".hidden", "hidden"),
        ("~$日报.xlsx", "$日报.xlsx"),
        ("sender.json", "_sender.json"),
        ("", "未命名"),
        ("a\x00b:c.csv", "a_b_c.csv"),
        ("长" * 200 + ".xlsx", "长" * 80 + ".xlsx"),
    ],
)
def test_an_upload_keeps_a_harmless_name(name: str, kept: str) -> None:
    assert safe_name(name) == kept


def test_a_form_tells_all_its_errors_at_once() -> None:
    form = Form({"reason": [""], "n": ["3.5"], "day": ["16日"]}, Words("zh"))
    form.text("reason", is_needed=True)
    form.count("n")
    form.day("day")
    with pytest.raises(BadForm) as told:
        form.check()
    assert set(told.value.errors) == {"reason", "n", "day"}


@pytest.mark.parametrize(("written", "day"), [("2026-01-16", ON), ("2026/1/16", ON), ("2026.01.16", ON), ("", None)])
def test_a_day_is_read_as_offices_write_it(written: str, day: date | None) -> None:
    assert Form({"d": [written]}, Words("zh")).day("d") == day


def test_rows_that_ask_for_the_same_name_are_one_question() -> None:
    def waiting(number: int, row: Row) -> Rejection:
        return Rejection(id=number, bulletin_id=1, bulletin_name="b", disposition=Disposition.REVIEW, row=row,
                         received_at=story().at)  # fmt: skip

    fuzzy = staged(match=Match.FUZZY, village_raw="近似名")
    asked = questions(
        [waiting(1, fuzzy), waiting(2, replace(fuzzy, body=Body.PARTY)), waiting(3, staged()), waiting(4, staged())]
    )
    assert [[r.id for r in alike] for alike in asked] == [[1, 2], [3], [4]]


def test_a_tree_of_components_becomes_one_that_holds_only_texts_and_properties() -> None:
    from dash import html

    made = tree(html.P(["a", html.B("<i>"), None], className="x")).to_plotly_json()
    assert made["props"]["tree"] == ["p", {"className": "x"}, ["a", ["b", {}, ["<i>"]], None]]
