"""Values: how one number, rate, date or yes is written."""

from __future__ import annotations

from datetime import date

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from tests.samples.build import csv, xlsx
from tests.samples.make import sample

TITLE = ["青石镇村委会换届日报（2021年1月8日）"]


@sample("value_integers_in_every_form.xlsx")
def integers() -> bytes:
    return xlsx(
        [
            TITLE,
            ["村名", "登记选民数", "参加投票数", "委托投票"],
            ["柳湾村", "1,256", "１１３０", " 12 人"],
            ["石桥村", "一千二百五十六", "1130.0", "—"],
            ["东坪村", "约1200", "1100余", "无"],
            ["上塘村", "1256（含外出315）", 1000, "/"],
            ["下塘村", "待统计", None, "-"],
        ]
    )


@sample("value_ocr_digits.xlsx")
def ocr_digits() -> bytes:
    return xlsx([TITLE, ["村名", "登记选民数", "参加投票数"], ["柳湾村", "l2O4", 1000]])


@sample("value_negative_and_unreadable.xlsx")
def negative() -> bytes:
    return xlsx(
        [
            TITLE,
            ["村名", "登记选民数", "参加投票数"],
            ["柳湾村", -5, 100],
            ["石桥村", "见附件", 700],
            ["东坪村", "#REF!", 500],
        ]
    )


@sample("value_rates_in_every_form.xlsx")
def rates() -> bytes:
    return xlsx(
        [
            TITLE,
            ["村名", "登记选民数", "参加投票数", "参选率(%)"],
            ["柳湾村", 1256, 1130, 89.97],
            ["石桥村", 800, 700, "87.5%"],
            ["东坪村", 600, 540, "百分之九十"],
            ["上塘村", 500, 450, "９０．００％"],
            ["下塘村", 400, None, "#DIV/0!"],
            ["竹林村", 1000, 901, 90.1],
        ]
    )


@sample("value_rate_fraction_under_percent_header.xlsx")
def fraction_under_percent() -> bytes:
    return xlsx(
        [
            TITLE,
            ["村名", "登记选民数", "参加投票数", "参选率(%)"],
            ["柳湾村", 1256, 1130, 0.8997],
            ["石桥村", 800, 700, 0.875],
        ]
    )


@sample("value_rate_truncated_is_right_and_wrong_rate_is_held.xlsx")
def rate_tolerance() -> bytes:
    return xlsx(
        [
            TITLE,
            ["村名", "登记选民数", "参加投票数", "参选率"],
            ["柳湾村", 247049, 217319, "87.9%"],
            ["石桥村", 800, 700, "85.0%"],
            ["东坪村", 800, 700, "102%"],
        ]
    )


@sample("value_dates_in_every_form.xlsx")
def dates() -> bytes:
    return xlsx(
        [
            TITLE,
            ["村名", "选民名单公布日", "选举日"],
            ["柳湾村", "12月10日", "元月5日"],
            ["石桥村", "2020.12.11", "2021-1-6"],
            ["东坪村", "2020/12/12", "20210107"],
            ["上塘村", date(2020, 12, 13), "二〇二一年一月八日"],
            ["下塘村", 44179, "2021年1月8日上午9时"],
            ["竹林村", "2020。12。15", "1.8"],
        ]
    )


@sample("value_dates_that_are_none_or_two.xlsx")
def bad_dates() -> bytes:
    return xlsx(
        [
            TITLE,
            ["村名", "选举日"],
            ["柳湾村", "2月31日"],
            ["石桥村", "2021-14-02"],
            ["东坪村", 1.1],
            ["上塘村", "1月上旬"],
        ]
    )


@sample("value_dates_out_of_order.xlsx")
def date_order() -> bytes:
    return xlsx([TITLE, ["村名", "候选人公布时间", "选举日"], ["柳湾村", "2021-01-06", "2021-01-03"]])


@sample("value_contradictions.xlsx")
def contradictions() -> bytes:
    return xlsx(
        [
            ["青石镇换届日报（2021年1月8日）"],
            ["村名", "应到党员", "实到党员", "登记选民数", "参加投票数", "发出选票", "收回选票", "有效票"],
            ["柳湾村", 40, 45, 800, 700, 700, 700, 690],
            ["石桥村", 50, 45, 800, 810, 810, 810, 800],
            ["东坪村", 50, 45, 800, 700, 700, 705, 690],
            ["上塘村", 50, 45, 800, 700, 700, 690, 695],
        ]
    )


@sample("value_yes_and_no_in_every_form.xlsx")
def yes_no() -> bytes:
    return xlsx(
        [
            TITLE,
            ["村名", "是否完成", "是否一次选举成功", "一肩挑"],
            ["柳湾村", "是", "√", "Y"],
            ["石桥村", "否", "×", "N"],
            ["东坪村", "已完成", "✔", 1],
            ["上塘村", "未完成", "☑", 0],
            ["下塘村", "进行中", None, "有"],
        ]
    )


@sample("value_circle_means_in_progress.xlsx")
def circle_legend() -> bytes:
    return xlsx(
        [
            TITLE,
            ["村名", "是否完成"],
            ["柳湾村", "●"],
            ["石桥村", "○"],
            ["说明：●已完成 ○进行中"],
        ],
        ["A5:B5"],
    )


@sample("value_stage_words.xlsx")
def stage_words() -> bytes:
    return xlsx(
        [
            TITLE,
            ["村名", "当前环节"],
            ["柳湾村", "已完成投票选举"],
            ["石桥村", "正在进行选民登记"],
            ["东坪村", "推选产生村民选举委员会"],
            ["上塘村", "未启动"],
            ["下塘村", "已完成"],
            ["竹林村", "正在与群众谈心"],
        ]
    )


@sample("value_same_stage_word_for_two_bodies.xlsx")
def stage_by_body() -> bytes:
    return xlsx(
        [
            ["青石镇换届日报（2021年1月8日）"],
            ["村名", "党组织", "村委会"],
            [None, "当前环节", "当前环节"],
            ["柳湾村", "资格联审", "资格联审"],
            ["石桥村", "已完成", "选民登记"],
        ],
        ["A2:A3"],
    )


@sample("value_formula_injection.csv")
def injection() -> bytes:
    return csv(
        [
            ["青石镇 2021年1月8日"],
            ["村名", "登记选民数", "备注"],
            ["柳湾村", 1256, '=HYPERLINK("x","点我")'],
            ["石桥村", 800, "@SUM(A1:A9)"],
            ["东坪村", 600, "—"],
        ]
    )


@sample("value_formula_without_cached_result.xlsx")
def uncached_formula() -> bytes:
    return xlsx(
        [
            TITLE,
            ["村名", "登记选民数", "参加投票数", "参选率"],
            ["柳湾村", 1256, 1130, "=C3/B3"],
            ["石桥村", 800, "=300+400", None],
        ]
    )


@sample("value_personal_numbers_in_a_cell.xlsx")
def personal_cell() -> bytes:
    return xlsx([TITLE, ["村名", "登记选民数", "备注"], ["柳湾村", 1256, "联系13800000000"], ["石桥村", 800, "正常"]])


@sample("value_percent_format_of_the_cell.xlsx")
def percent_format() -> bytes:
    def show(_book: openpyxl.Workbook, sheet: Worksheet) -> None:
        sheet["D3"].number_format = "0.00%"

    return xlsx([TITLE, ["村名", "登记选民数", "参加投票数", "参选率(%)"], ["柳湾村", 1000, 1000, 1]], also=show)


@sample("value_turnout_exactly_half_and_quorum_exactly_four_fifths.xlsx")
def boundaries() -> bytes:
    return xlsx(
        [
            ["青石镇换届日报（2021年1月8日）"],
            ["村名", "党组织", None, "村委会", None, None, None],
            [None, "应到会", "实到会", "登记选民数", "参加投票数", "选民名单公布日", "选举日"],
            ["柳湾村", 50, 40, 1000, 500, "2020-12-18", "2021-01-07"],
            ["石桥村", 50, 39, 1000, 501, "2020-12-19", "2021-01-07"],
        ],
        ["A2:A3", "B2:C2", "D2:G2"],
    )
