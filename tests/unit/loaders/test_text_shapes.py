"""Shapes of running text that once went wrong: each a text and what must, or must not, come out of it."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from loaders.reading import read_bulletin
from situation.model.bulletins import Reading, Row
from situation.model.reports import ReportKind
from tests.samples.county import index

RECEIVED = datetime.fromisoformat("2021-01-09T09:00+08:00")


def read(text: str, name: str = "日报.txt") -> Reading:
    (reading,) = read_bulletin(name, text.encode(), index(), received_at=RECEIVED)
    return reading


def row_of(text: str, village: str, body: str = "V", planned: bool = False) -> Row:
    rows = [
        row for row in read(text).rows
        if row.village_raw == village and row.body == body and row.planned == planned
    ]  # fmt: skip
    assert len(rows) == 1, rows
    return rows[0]


@pytest.mark.parametrize(
    "said",
    [
        "未发生拉票贿选问题。",
        "无上访、无异议。",
        "现场秩序井然，无人扰乱秩序。",
        "没有收到信访举报。",
        "未发现宗族势力干扰。",
    ],
)
def test_trouble_that_is_denied_is_no_incident(said: str) -> None:
    rows = read(f"青石镇换届日报1月8日\n东坪村{said}").rows
    assert not [row for row in rows if row.kind is ReportKind.INCIDENT]


@pytest.mark.parametrize("said", ["发生拉票贿选问题，约6名村民反映。", "12名村民上访，反映选民名单漏登。"])
def test_trouble_that_is_told_is_an_incident(said: str) -> None:
    rows = read(f"青石镇换届日报1月8日\n东坪村{said}").rows
    assert [row.kind for row in rows] == [ReportKind.INCIDENT]


def test_sentences_about_one_village_in_one_line_are_one_row() -> None:
    text = (
        "青石镇1月8日\n今天东坪村、上塘村投票。东坪村登记选民702人，参加投票640人；上塘村登记选民811人，参加投票799人。"
    )
    row = row_of(text, "东坪村")
    assert (row.counts, row.dates, row.findings) == (
        {"registered": 702, "voted": 640}, {"election_day": date(2021, 1, 8)}, ()
    )  # fmt: skip


def test_numbers_told_of_villages_in_turn_are_dealt_out() -> None:
    text = "青石镇1月8日\n东坪村、上塘村登记选民分别为1100人、1200人，参加投票分别为1000人、1100人。"
    assert row_of(text, "东坪村").counts == {"registered": 1100, "voted": 1000}
    assert row_of(text, "上塘村").counts == {"registered": 1200, "voted": 1100}


def test_numbers_fewer_than_the_villages_are_nobodys() -> None:
    row = row_of("青石镇1月8日\n东坪村、上塘村、下塘村登记选民分别为1100人、1200人。", "东坪村")
    assert (dict(row.counts), row.problems) == ({}, ("R_BAD_NUMBER",))


def test_numbers_in_a_row_are_taken_where_the_rate_proves_them() -> None:
    text = "青石镇1月8日\n东坪村（1256/1130/89.97%）完成投票；上塘村（1256/1130/70%）完成投票。"
    assert row_of(text, "东坪村").counts == {"registered": 1256, "voted": 1130}
    assert not row_of(text, "上塘村").counts


def test_party_and_voters_of_the_two_committees_are_kept_apart() -> None:
    text = "青石镇1月8日\n东坪村两委换届：支部应到32，实到30；村委会登记选民560，投票520。"
    assert row_of(text, "东坪村", "P").counts == {"due": 32, "present": 30}
    assert row_of(text, "东坪村", "V").counts == {"registered": 560, "voted": 520}


def test_personal_number_in_a_sentence_is_told_and_dropped() -> None:
    row = row_of("青石镇1月8日\n东坪村登记选民1000人，联系人13812345678。", "东坪村")
    assert "R_PII_CELL" in row.problems
    assert "13812345678" not in repr(row)


@pytest.mark.parametrize(
    ("lead", "day"),
    [("昨日", date(2021, 1, 7)), ("2021年1月6日，我镇", date(2021, 1, 6)), ("1月6日，", date(2021, 1, 6))],
)
def test_day_that_leads_in_a_village_is_its_election_day(lead: str, day: date) -> None:
    row = row_of(f"【青石镇换届日报】1月8日\n{lead}东坪村举行村委会换届选举。", "东坪村")
    assert row.dates == {"election_day": day}


def test_vote_moved_to_another_day_is_a_plan_and_no_correction() -> None:
    text = "青石镇1月8日\n东坪村原定于1月7日选举，现改为1月11日。"
    assert row_of(text, "东坪村", planned=True).dates == {"election_day": date(2021, 1, 11)}
    assert read(text).problems == ()


def test_day_with_which_a_text_opens_is_its_day() -> None:
    assert read("青石镇换届情况报告\n2021年1月8日，我镇东坪村举行村委会换届选举。").on == date(2021, 1, 8)


@pytest.mark.parametrize(
    ("said", "counts", "problems"),
    [
        ("登记选民12O0人，参加投票900人。", {"registered": 1200, "voted": 900}, ("R_OCR_DIGIT",)),
        ("登记选民1000人，参加投票967人（其中委托投票45人，流动票箱32人）。",
         {"registered": 1000, "voted": 967, "proxy": 45, "mobile": 32}, ()),
        ("登记选民1000人（含外出200人）。", {"registered": 1000}, ()),
        ("全村登记选民1103名，到会投票选民1001名。", {"registered": 1103, "voted": 1001}, ()),
    ],
)  # fmt: skip
def test_numbers_of_a_sentence(said: str, counts: dict[str, int], problems: tuple[str, ...]) -> None:
    row = row_of(f"青石镇1月8日\n东坪村{said}", "东坪村")
    assert (row.counts, row.problems) == (counts, problems)


def test_number_broken_by_a_letter_is_never_cut_short() -> None:
    row = row_of("青石镇1月8日\n东坪村登记选民1,2O0人，参加投票900人。", "东坪村")
    assert "registered" not in row.counts


def test_rate_in_brackets_behind_its_counts_is_the_turnout() -> None:
    row = row_of("青石镇1月8日\n东坪村（登记1000、投票900、90%）完成投票。", "东坪村")
    assert row.rates == {"turnout": 0.9}


def test_correction_without_a_word_of_being_is_applied() -> None:
    reading = read("青石镇1月8日\n东坪村登记选民800，实际投票720\n更正，东坪村实际投票702，不是720")
    assert [row.counts for row in reading.rows] == [{"registered": 800, "voted": 702}]
    assert reading.problems == ("F_CORRECTION",)


def test_plan_behind_tomorrow_and_a_comma_has_tomorrows_day() -> None:
    row = row_of("青石镇1月8日\n明日，拟组织东坪村投票选举。", "东坪村", planned=True)
    assert row.dates == {"election_day": date(2021, 1, 9)}


def test_meeting_that_chose_the_supervisors_is_theirs() -> None:
    text = "青石镇1月8日\n东坪村召开村民代表会议，推选产生村务监督委员会，应到代表40人，实到38人。"
    assert row_of(text, "东坪村", "S").counts == {"due": 40, "present": 38}


@pytest.mark.parametrize(
    ("said", "body", "stage"),
    [("股份经济合作社换届完成。", "E", "E08"), ("监委会换届完成。", "S", "S05")],
)
def test_body_named_with_its_full_name_is_not_cut_in_half(said: str, body: str, stage: str) -> None:
    assert row_of(f"青石镇1月8日\n东坪村{said}", "东坪村", body).stage == stage


def test_section_numbered_in_arabic_figures_is_a_section() -> None:
    text = "青石镇日报（1月8日）\n4、明日计划：东坪村投票；上塘村公布候选人。"
    assert row_of(text, "上塘村", planned=True).dates == {"candidates_published": date(2021, 1, 9)}


def test_villages_listed_behind_what_is_said_of_them() -> None:
    text = "青石镇1月8日\n今日已投票：东坪村、上塘村。\n今日未投票：下塘村。\n明日投票：竹林村。"
    assert row_of(text, "上塘村").stage == "V10"
    assert row_of(text, "竹林村", planned=True).dates == {"election_day": date(2021, 1, 9)}
    assert not [row for row in read(text).rows if row.village_raw == "下塘村"]
