"""Shapes of tables that once went wrong."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from loaders.reading import read_bulletin
from situation.model.bulletins import Reading
from situation.model.reports import Body, ReportKind
from tests.samples.build import xlsx
from tests.samples.county import index

RECEIVED = datetime.fromisoformat("2021-01-09T09:00+08:00")


def read(rows: Any) -> Reading:
    (reading,) = read_bulletin("日报.xlsx", xlsx(rows), index(), received_at=RECEIVED)
    return reading


HEADER = ["村名", "登记选民数", "参加投票人数"]


def test_total_below_a_header_printed_again_sums_all_pages() -> None:
    rows: list[Any] = [["青石镇日报（1月8日）"], HEADER, ["东坪村", 1000, 900], HEADER, ["上塘村", 800, 700]]
    assert read([*rows, ["合计", 1800, 1600]]).problems == ()
    assert read([*rows, ["合计", 800, 700]]).problems == ()  # of the page
    assert read([*rows, ["合计", 1700, 1600]]).problems == ("F_TOTAL_MISMATCH",)


def test_total_over_a_column_with_an_unread_number_is_not_judged() -> None:
    rows: list[Any] = [
        ["青石镇日报（1月8日）"],
        HEADER,
        ["东坪村", "若干", 900],
        ["上塘村", 800, 700],
        ["合计", 1800, 1600],
    ]
    assert "F_TOTAL_MISMATCH" not in read(rows).problems


def test_township_of_the_first_table_holds_for_those_stacked_below() -> None:
    rows: list[Any] = [
        ["青石镇换届日报（1月8日）"], ["一、党组织"], ["村名", "应到会", "实到会"], ["石桥村", 50, 45], [],
        ["二、村委会"], HEADER, ["石桥村", 1000, 900],
    ]  # fmt: skip
    assert [row.village_code for row in read(rows).rows] == ["990199101202"] * 2


def test_table_of_the_whole_county_below_a_townships_does_not_inherit_it() -> None:
    rows: list[Any] = [
        ["青石镇换届日报（1月8日）"], HEADER, ["东坪村", 1000, 900], [],
        ["全县重点村换届情况"], HEADER, ["石桥村", 1000, 900],
    ]  # fmt: skip
    last = read(rows).rows[-1]
    assert (last.village_code, last.problems) == (None, ("R_AMBIGUOUS_VILLAGE",))


def test_party_branch_as_name_leaves_the_committees_columns_to_the_committee() -> None:
    rows: list[Any] = [
        ["青石镇换届日报（1月8日）"],
        ["村名", "党组织选举", None, "村委会选举", None, "是否一肩挑"],
        [None, "应到", "实到", "登记选民数", "投票人数", None],
        ["东坪村党支部", 50, 45, 1000, 900, "是"],
    ]
    party, committee = sorted(read(rows).rows, key=lambda row: row.body or "")
    assert (party.body, party.flags) == (Body.PARTY, {})
    assert (committee.body, committee.flags) == (Body.VILLAGE, {"yijiantiao": True})


def test_result_beside_the_numbers_of_a_party_meeting_is_the_partys() -> None:
    rows: list[Any] = [
        ["青石镇换届日报（1月8日）"],
        ["村名", "应到会", "实到会", "进展"],
        ["东坪村", 50, 46, "党员大会选举"],
    ]
    (row,) = read(rows).rows
    assert (row.body, row.stage) == (Body.PARTY, "P07")


def test_outcome_words_of_a_results_table_are_read() -> None:
    rows: list[Any] = [
        ["青石镇换届日报（1月8日）"],
        ["村名", "是否一次选举成功"],
        ["东坪村", "一次性选举"],
        ["上塘村", "另行选举"],
    ]
    assert [row.flags for row in read(rows).rows] == [{"one_shot": True}, {"one_shot": False}]


def test_rows_of_column_numbers_and_of_units_are_no_villages() -> None:
    rows: list[list[Any]] = [
        ["青石镇日报（1月8日）"], ["村名", "登记选民数", "投票（人）", "参选率"],
        ["甲", "1", "2", "3=2/1"], ["", "人", "人", "%"], ["东坪村", 1000, 900, 90],
    ]  # fmt: skip
    (row,) = read(rows).rows
    assert (row.village_raw, row.counts) == ("东坪村", {"registered": 1000, "voted": 900})


def test_row_of_averages_is_no_total() -> None:
    rows: list[list[Any]] = [["青石镇日报（1月8日）"], HEADER, ["东坪村", 1000, 900], ["上塘村", 800, 700]]
    assert read([*rows, ["平均", 900, 800]]).problems == ()


def test_ledger_of_problems_that_inspectors_found_is_a_ledger() -> None:
    rows: list[list[Any]] = [
        ["督导问题清单（1月8日）"], ["乡镇", "村名", "督导发现问题", "整改建议", "整改时限"],
        ["青石镇", "东坪村", "未设秘密写票处", "补设", "1月10日"],
    ]  # fmt: skip
    assert [row.kind for row in read(rows).rows] == [ReportKind.INCIDENT]


def test_tick_below_a_bodys_name_says_that_it_is_done() -> None:
    rows: list[list[Any]] = [
        ["青石镇进展（1月8日）"],
        ["村名", "党组织换届", "村委会换届"],
        ["东坪村", "√", "选民登记"],
    ]
    found = {row.body: (row.stage, dict(row.flags)) for row in read(rows).rows}
    assert found[Body.PARTY][1] == {"completed": True}
    assert found[Body.VILLAGE] == ("V04", {})


def test_seats_of_one_post_are_not_those_of_the_committee() -> None:
    rows: list[list[Any]] = [
        ["青石镇村委会选举结果（1月8日）"], ["村名", "村委会主任", None, "委员", None, "当选人数"],
        [None, "职数", "当选", "职数", "当选", None], ["东坪村", 1, 1, 4, 4, 5],
    ]  # fmt: skip
    assert [row.counts for row in read(rows).rows] == [{"elected": 5}]


def test_numbers_of_the_last_term_are_not_those_of_this_one() -> None:
    header = ["村名", "上届登记选民数", "本届登记选民数", "上届参选率", "本届参选率"]
    rows: list[list[Any]] = [["青石镇日报（1月8日）"], header, ["东坪村", 900, 1000, "85%", "90%"]]
    (row,) = read(rows).rows
    assert (row.counts, row.rates) == ({"registered": 1000}, {"turnout": 0.9})
