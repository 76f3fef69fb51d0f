"""Counts, rates, yes and no as clerks write them; what cannot be read is nothing, never 0."""

from __future__ import annotations

from datetime import date

import pytest

from loaders.numerals import chinese_integer
from loaders.values import Mark, is_formula_text, parse_count, parse_rate, parse_yes_no, read_legend


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        (1256, 1256),
        ("1256", 1256),
        (" 1 256", 1256),
        ("1,256", 1256),
        ("１２５６", 1256),
        ("1，256", 1256),
        ("1256人", 1256),
        ("一千二百五十六", 1256),
        (1256.0, 1256),
        ("1256.0", 1256),
        ("1256（含外出315）", 1256),
        ("共1256人", 1256),
        ("0", 0),
        (0, 0),
        ("零", 0),
        ("两百五", 250),
        ("一万二", 12000),
        ("十五", 15),
        ("'1256", 1256),
        ("1256张", 1256),
        ("+5", 5),
        ("一百零三", 103),
        ("三十二", 32),
        ("二〇", 20),
    ],
)
def test_count_is_read(cell: object, value: int) -> None:
    assert parse_count(cell) == (parsed := parse_count(cell)) and (parsed.value, parsed.problems) == (value, ())


@pytest.mark.parametrize("cell", [None, "", " ", "—", "／", "/", "-", "无", "--", "　"])
def test_nothing_stated_is_nothing(cell: object) -> None:
    parsed = parse_count(cell)
    assert (parsed.value, parsed.problems) == (None, ())


@pytest.mark.parametrize(
    ("cell", "value", "problem"),
    [
        ("约1200", 1200, "R_APPROX"),
        ("1200余", 1200, "R_APPROX"),
        ("1200余人", 1200, "R_APPROX"),
        ("壹仟多", 1000, "R_APPROX"),
        ("1200人左右", 1200, "R_APPROX"),
        ("1.2万", 12000, "R_APPROX"),
        ("l2O4", 1204, "R_OCR_DIGIT"),
        ("12O", 120, "R_OCR_DIGIT"),
        (-5, None, "R_NEGATIVE"),
        ("-5", None, "R_NEGATIVE"),
        ("待统计", None, "R_BAD_NUMBER"),
        ("12,56", None, "R_BAD_NUMBER"),
        ("702,91.17%", None, "R_BAD_NUMBER"),
        ("#DIV/0!", None, "R_BAD_NUMBER"),
        ("1256.5", None, "R_BAD_NUMBER"),
        (0.5, None, "R_BAD_NUMBER"),
        ("1130/1256", None, "R_BAD_NUMBER"),
        (True, None, "R_BAD_NUMBER"),
        (date(2021, 1, 8), None, "R_BAD_NUMBER"),
        (float("nan"), None, "R_BAD_NUMBER"),
        (float("inf"), None, "R_BAD_NUMBER"),
        ("lO", None, "R_BAD_NUMBER"),
        (1e300, None, "R_BAD_NUMBER"),
        ("男600女656", None, "R_BAD_NUMBER"),
    ],
)
def test_doubtful_count_says_so(cell: object, value: int | None, problem: str) -> None:
    parsed = parse_count(cell)
    assert (parsed.value, parsed.problems) == (value, (problem,))


@pytest.mark.parametrize("cell", ["=1+1", "@SUM(A1)", "+cmd|' /C calc'!A0", "-2+3+cmd|x"])
def test_formula_text_stays_text(cell: str) -> None:
    assert is_formula_text(cell)
    assert parse_count(cell).value is None
    assert "R_FORMULA_INJECTION" in parse_count(cell).problems


@pytest.mark.parametrize("cell", ["-5", "+5", "-", "—", "柳湾村", 5, None, "1-8"])
def test_plain_text_is_no_formula(cell: object) -> None:
    assert not is_formula_text(cell)


@pytest.mark.parametrize(
    ("cell", "is_percent", "rate"),
    [
        (0.8997, None, 0.8997),
        (89.97, True, 0.8997),
        (89.97, None, 0.8997),
        ("89.97%", None, 0.8997),
        ("８９．９７％", None, 0.8997),
        ("百分之九十", None, 0.9),
        ("百分之八十九点九七", None, 0.8997),
        ("90%", True, 0.9),
        (0.8997, True, 0.8997),
        (1.0, True, 1.0),
        (1, None, 1.0),
        ("0.00%", None, 0.0),
        ("90", None, 0.9),
        ("0.5%", True, 0.005),
    ],
)
def test_rate_is_a_fraction(cell: object, is_percent: bool | None, rate: float) -> None:
    parsed = parse_rate(cell, is_percent)
    assert (parsed.value, parsed.problems) == (rate, ())


@pytest.mark.parametrize(
    ("cell", "rate", "problem"),
    [
        ("102%", 1.02, "R_RATE_GT_100"),
        (102.3, 1.023, "R_RATE_GT_100"),
        ("约90%", 0.9, "R_APPROX"),
        ("#DIV/0!", None, "R_BAD_NUMBER"),
        ("-3%", None, "R_NEGATIVE"),
        ("待定", None, "R_BAD_NUMBER"),
    ],
)
def test_doubtful_rate_says_so(cell: object, rate: float | None, problem: str) -> None:
    parsed = parse_rate(cell)
    assert (parsed.value, parsed.problems) == (rate, (problem,))


@pytest.mark.parametrize("cell", ["是", "√", "Y", "1", 1, True, "已完成", "完成", "有", "✔", "☑", "●", "○", "〇"])
def test_yes(cell: object) -> None:
    assert parse_yes_no(cell) is True


@pytest.mark.parametrize("cell", ["否", "×", "N", "0", 0, False, "未完成", "进行中", "无", "✘", "□", "尚未完成"])
def test_no(cell: object) -> None:
    assert parse_yes_no(cell) is False


@pytest.mark.parametrize("cell", [None, "", "—", "待定", "柳湾村", "△", 2, "部分"])
def test_neither_yes_nor_no(cell: object) -> None:
    assert parse_yes_no(cell) is None


def test_legend_of_the_sheet_comes_first() -> None:
    told = read_legend("注：√表示已完成，○表示进行中，×表示未开始，空白表示未启动")
    assert told == {"√": Mark.DONE, "○": Mark.DOING, "×": Mark.TODO, "": Mark.TODO}
    assert parse_yes_no("○", {"√": True, "○": False}) is False
    assert parse_yes_no("●", {"√": True, "○": False}) is None
    assert read_legend("柳湾村登记选民1256人") == {}


@pytest.mark.parametrize("text", ["", "十十", "百", "二三百", "千二", "一二三四百", "万", "甲", "一百百"])
def test_numerals_out_of_order_are_none(text: str) -> None:
    assert chinese_integer(text) is None
