"""Dates as clerks write them. Two possible days, or none, are nothing with a reason."""

from __future__ import annotations

from datetime import date, datetime, time

import pytest

from loaders.dates import dates_in, parse_date

EIGHTH = date(2021, 1, 8)


@pytest.mark.parametrize(
    "cell",
    [
        "1月8日",
        "元月8日",
        "2021.1.8",
        "2021-01-08",
        "2021/1/8",
        "1.8",
        "1/8",
        "1-8",
        "20210108",
        20210108,
        "21.1.8",
        "2021年1月8日上午9时",
        "二〇二一年一月八日",
        "2021。1。8",
        "8日",
        44204,
        44204.4,
        "44204",
        1.8,
        "截至1月8日17时",
        "1月8日前",
        "1月8日（星期五）",
        "一月八日",
        datetime(2021, 1, 8, 9),  # noqa: DTZ001 -- as a spreadsheet gives it
        date(2021, 1, 8),
        "2021-01-08 09:30:00",
        "2021年元月8号",
        "1月8日8:00-12:00",
        " 2021 年 1 月 8 日 ",
        "今日",
        "2021-01-08T09:30:00",
        "'2021-01-08",
    ],
)
def test_the_eighth_of_january_in_every_form(cell: object) -> None:
    parsed = parse_date(cell, EIGHTH)
    assert (parsed.value, parsed.problems) == (EIGHTH, ())


@pytest.mark.parametrize(
    "cell", [1.1, 1.2, 1.3, 12.1, "1月上旬", "1月8日至10日", "1月8-10日", "1月8日、1月9日", "30日"]
)
def test_two_possible_days_are_ambiguous(cell: object) -> None:
    assert parse_date(cell, EIGHTH).problems == ("R_AMBIGUOUS_DATE",)
    assert parse_date(cell, EIGHTH).value is None


@pytest.mark.parametrize(
    "cell", ["2月31日", "2021-14-02", "13.5", 0, -1, 1.123, "2021年1月", "柳湾村", True, float("nan"), "1899-12-30", 5]
)
def test_impossible_dates_are_told(cell: object) -> None:
    assert parse_date(cell, EIGHTH).problems == ("R_BAD_DATE",)


@pytest.mark.parametrize("cell", [None, "", "—", "/", "待定", "未定", time(9, 30)])
def test_no_date_stated(cell: object) -> None:
    assert parse_date(cell, EIGHTH) == parse_date(None, EIGHTH)


def test_number_with_one_possible_reading_is_certain() -> None:
    assert parse_date(2.3, EIGHTH).value == date(2021, 2, 3)  # there is no 30 February
    assert parse_date(1.15, EIGHTH).value == date(2021, 1, 15)
    assert parse_date("1.10", EIGHTH).value == date(2021, 1, 10)


def test_csv_cell_has_lost_whether_it_was_typed() -> None:
    assert parse_date("1.1", EIGHTH).value == date(2021, 1, 1)
    assert parse_date("1.1", EIGHTH, untyped=True).problems == ("R_AMBIGUOUS_DATE",)


def test_year_turns_between_december_and_january() -> None:
    assert parse_date("12月25日", EIGHTH).value == date(2020, 12, 25)
    assert parse_date("1月8日", date(2020, 12, 28)).value == EIGHTH
    assert parse_date("6月1日", EIGHTH).value == date(2021, 6, 1)


def test_plans_are_marked() -> None:
    assert parse_date("拟于1月9日投票", EIGHTH).planned
    assert (parse_date("明日", EIGHTH).value, parse_date("明日", EIGHTH).planned) == (date(2021, 1, 9), True)
    assert not parse_date("1月9日", EIGHTH).planned


def test_day_after_receipt_is_kept_and_told() -> None:
    parsed = parse_date("1月9日", EIGHTH, not_after=EIGHTH)
    assert (parsed.value, parsed.problems) == (date(2021, 1, 9), ("R_FUTURE_DATE",))


def test_dates_of_a_phrase() -> None:
    assert dates_in("1月5日张榜，1月25日投票，9时开始", EIGHTH) == (date(2021, 1, 5), date(2021, 1, 25))
