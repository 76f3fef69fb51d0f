"""Layouts: how the same few facts lie on a sheet."""

from __future__ import annotations

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from tests.samples.build import csv, docx, html, put, saved, xlsx
from tests.samples.make import sample

HEADER = ["序号", "村（社区）", "登记选民数", "参加投票数", "参选率", "是否完成"]
LIUWAN = [1, "柳湾村", 1256, 1130, 0.8997, "√"]
SHIQIAO = [2, "石桥村", 800, 700, 0.875, "√"]


@sample("layout_title_two_header_rows.xlsx")
def title_two_header_rows() -> bytes:
    return xlsx(
        [
            ["青石镇村（社区）“两委”换届选举工作日报表"],
            ["填报单位：青石镇      填报时间：2021年1月8日      单位：人"],
            ["序号", "村（社区）", "党组织换届", None, "村（居）委会换届", None, None, None, "备注"],
            [None, None, "应到会", "实到会", "登记选民数", "参加投票数", "参选率", "是否完成", None],
            [1, "柳湾村委会", 50, 45, 1256, 1130, 0.8997, "√", None],
            [2, "青石社区", 30, 28, 900, None, None, None, "明日投票"],
            ["小计", None, 80, 73, 2156, 1130, None, None, None],
            ["注：√表示已完成"],
            ["填表人：某某", None, "审核人：某某"],
        ],
        ["A1:I1", "A2:I2", "A3:A4", "B3:B4", "C3:D3", "E3:H3", "I3:I4", "A8:I8"],
    )


@sample("layout_three_header_rows.xlsx")
def three_header_rows() -> bytes:
    return xlsx(
        [
            ["青石镇换届进度统计表（截至2021年1月8日）"],
            ["序号", "村名", "换届选举进展情况", None, None, None, None, None],
            [None, None, "党组织", None, None, None, "村委会", None],
            [None, None, "推荐大会", None, "选举大会", None, "登 记\n选民数", "参加\n投票数"],
            [None, None, "应到", "实到", "应到", "实到", None, None],
            [1, "柳湾村", 60, 50, 50, 45, 1256, 1130],
        ],
        ["A1:H1", "A2:A5", "B2:B5", "C2:H2", "C3:F3", "G3:H3", "C4:D4", "E4:F4", "G4:G5", "H4:H5"],
    )


@sample("layout_unmerged_parent_header.csv")
def unmerged_parent_header() -> bytes:
    return csv(
        [
            ["青石镇换届日报 2021年1月8日"],
            ["序号", "村名", "党组织换届", None, "村委会换届", None],
            [None, None, "应到会", "实到会", "登记选民数", "参加投票数"],
            [1, "柳湾村", 50, 45, 1256, 1130],
        ]
    )


@sample("layout_starts_at_c5_with_blank_columns.xlsx")
def starts_at_c5() -> bytes:
    return xlsx(
        [
            ["序号", None, "村名", "登记选民数", None, "参加投票数"],
            [1, None, "柳湾村", 1256, None, 1130],
            [],
            [2, None, "石桥村", 800, None, 700],
        ],
        at="C5",
    )


@sample("layout_header_repeated_on_each_page.xlsx")
def header_repeated() -> bytes:
    return xlsx(
        [
            ["青石镇换届日报（1月8日）"],
            HEADER,
            LIUWAN,
            ["青石镇换届日报（1月8日）"],
            HEADER,
            SHIQIAO,
        ],
        ["A1:F1", "A4:F4"],
    )


@sample("layout_two_tables_stacked.xlsx")
def two_tables_stacked() -> bytes:
    return xlsx(
        [
            ["一、党组织换届情况（1月8日）"],
            ["序号", "村名", "应到会", "实到会"],
            [1, "柳湾村", 50, 45],
            [2, "石桥村", 40, 36],
            [],
            ["二、村民委员会换届情况"],
            ["序号", "村名", "登记选民数", "当前环节"],
            [1, "柳湾村", 1256, "投票选举"],
            [2, "石桥村", 800, "选民登记"],
        ],
        ["A1:D1", "A6:D6"],
    )


@sample("layout_half_tables_side_by_side.xlsx")
def side_by_side() -> bytes:
    half = ["序号", "村名", "登记选民数", "参加投票数"]
    return xlsx(
        [
            ["青石镇选举情况（2021年1月8日）"],
            [*half, None, *half],
            [1, "柳湾村", 1256, 1130, None, 3, "东坪村", 600, 500],
            [2, "石桥村", 800, 700, None, 4, "上塘村", 500, 450],
        ],
        ["A1:I1"],
    )


@sample("layout_transposed.xlsx")
def transposed() -> bytes:
    return xlsx(
        [
            ["青石镇换届情况一览（1月8日）"],
            ["项目", "柳湾村", "石桥村", "青石社区"],
            ["登记选民数", 1256, 800, 900],
            ["参加投票数", 1130, 700, None],
            ["当前环节", "投票选举", "投票选举", "公布正式候选人"],
            ["是否完成", "是", "否", None],
        ],
        ["A1:D1"],
    )


@sample("layout_transposed_with_village_header.xlsx")
def transposed_with_header() -> bytes:
    return xlsx(
        [
            ["村名", "柳湾村", "石桥村"],
            ["登记选民数", 1256, 800],
            ["参加投票数", 1130, 700],
            ["参选率", 0.8997, 0.875],
        ]
    )


@sample("layout_township_bands.xlsx")
def township_bands() -> bytes:
    return xlsx(
        [
            ["云岭县村委会换届日报（1月8日）"],
            ["序号", "村名", "登记选民数", "参加投票数"],
            ["一、青石镇（2个村）"],
            [1, "柳湾村", 1256, 1130],
            [2, "石桥村", 800, 700],
            ["小计", None, 2056, 1830],
            ["二、白水乡（1个村）"],
            [1, "石桥村", 500, 450],
            ["小计", None, 500, 450],
            ["合计", None, 2556, 2280],
        ],
        ["A1:D1", "A3:D3", "A7:D7"],
    )


@sample("layout_township_merged_down.xlsx")
def township_merged_down() -> bytes:
    return xlsx(
        [
            ["乡镇", "村名", "登记选民数", "参加投票数"],
            ["青石镇", "柳湾村", 1256, 1130],
            [None, "石桥村", 800, 700],
            ["白水乡", "石桥村", 500, 450],
            [None, "沙田村", 400, 350],
        ],
        ["A2:A3", "A4:A5"],
        title="1.8",
    )


@sample("layout_township_written_once.csv")
def township_written_once() -> bytes:
    return csv(
        [
            ["日期", "乡镇", "村名", "登记选民数"],
            ["2021-01-08", "青石镇", "柳湾村", 1256],
            ["2021-01-08", None, "石桥村", 800],
            ["2021-01-08", "石门镇", "柳湾村", 700],
        ]
    )


@sample("layout_date_only_in_sheet_name.xlsx")
def date_in_sheet_name() -> bytes:
    return xlsx([["青石镇换届日报"], HEADER, LIUWAN], ["A1:F1"], title="1.8")


@sample("layout_date_and_township_in_file_name.xlsx")
def date_in_file_name() -> bytes:
    return xlsx([["村名", "登记选民数"], ["柳湾村", 1256]])


@sample("layout_one_sheet_per_township.xlsx")
def sheet_per_township() -> bytes:
    book = openpyxl.Workbook()
    for number, (township, village) in enumerate((("青石镇", "石桥村"), ("白水乡", "石桥村"))):
        sheet = book.active if number == 0 else book.create_sheet()
        assert isinstance(sheet, Worksheet)
        sheet.title = township
        put(sheet, [["村名", "登记选民数"], [village, 800 + number]])
    return saved(book)


@sample("layout_hidden_rows_columns_sheets.xlsx")
def hidden_parts() -> bytes:
    def hide(book: openpyxl.Workbook, sheet: Worksheet) -> None:
        sheet.row_dimensions[4].hidden = True
        sheet.column_dimensions["C"].hidden = True
        old = book.create_sheet("模板")
        put(old, [["村名", "登记选民数"], ["示例村", 1]])
        old.sheet_state = "hidden"

    return xlsx(
        [
            ["青石镇1月8日换届日报"],
            ["序号", "村名", "联系电话", "登记选民数"],
            [1, "柳湾村", "13800000000", 1256],
            [2, "石桥村", "13900000000", 800],
        ],
        also=hide,
    )


@sample("layout_step_matrix_with_legend.xlsx")
def step_matrix() -> bytes:
    return xlsx(
        [
            ["青石镇村委会换届选举进度表（1月8日）"],
            ["序号", "村名", "推选村民选举委员会", "选民登记", "选民名单公布", "公布正式候选人", "投票选举"],
            [1, "柳湾村", "√", "√", "√", "√", "√"],
            [2, "石桥村", "√", "√", "○", "×", "×"],
            [3, "东坪村", "√", "√", None, None, None],
            [4, "青石社区", "√", "√", "√", None, None],
            ["注：√表示已完成，○表示进行中，×表示未开始"],
        ],
        ["A1:G1", "A7:G7"],
    )


@sample("layout_step_matrix_two_bodies_and_done.xlsx")
def step_matrix_two_bodies() -> bytes:
    return xlsx(
        [
            ["青石镇村“两委”换届作战图（1月8日）"],
            ["村名", "党组织", None, None, "村委会", None, None, "是否完成"],
            [None, "推荐初步人选", "资格联审", "党员大会选举", "选民登记", "选民名单公布", "投票选举", None],
            ["柳湾村", "√", "√", "√", "√", "√", "√", "√"],
            ["石桥村", "√", "√", "√", "√", None, None, None],
        ],
        ["A1:H1", "A2:A3", "B2:D2", "E2:G2", "H2:H3"],
    )


@sample("layout_step_matrix_with_dates.xlsx")
def step_matrix_dates() -> bytes:
    return xlsx(
        [
            ["青石镇村委会换届选举进度（1月8日）"],
            ["村名", "推选村民选举委员会", "选民登记", "选民名单公布", "投票选举"],
            ["柳湾村", "12月10日", "√", "12月15日", "1月8日"],
            ["石桥村", "12月10日", "√", "12月20日", "1月12日"],
        ]
    )


@sample("layout_schedule_of_milestones.xlsx")
def schedule() -> bytes:
    return xlsx(
        [
            ["青石镇村委会换届选举日程安排表"],
            ["村名", "选民名单公布日", "正式候选人公布时间", "选举日"],
            ["柳湾村", "12月19日", "1月3日", "1月9日"],
            ["石桥村", "12月22日", "1月6日", "1月12日"],
        ],
    )


@sample("layout_township_totals.xlsx")
def township_totals() -> bytes:
    return xlsx(
        [
            ["云岭县村（社区）换届进度汇总表（截至1月8日）"],
            ["乡镇", "应换届数", "党组织已完成", "已完成", "登记选民数", "参加投票数"],
            ["青石镇", 9, 9, 3, 8200, 7300],
            ["白水乡", 4, 4, 1, 3100, 2800],
            ["合计", 13, 13, 4, 11300, 10100],
        ]
    )


@sample("layout_numbered_columns_and_unit_row.xlsx")
def numbered_columns() -> bytes:
    return xlsx(
        [
            ["青石镇村委会选举结果统计表 2021年1月8日"],
            ["村名", "登记选民数", "参加投票数", "发出选票", "收回选票", "有效票", "当选人数", "其中女性"],
            [None, "（人）", "（人）", "（张）", "（张）", "（张）", "（人）", "（人）"],
            ["甲", 1, 2, 3, 4, 5, 6, 7],
            ["柳湾村", 1256, 1130, 1130, 1128, 1120, 5, 1],
        ]
    )


@sample("layout_group_named_like_a_step.xlsx")
def group_named_like_a_step() -> bytes:
    return xlsx(
        [
            ["青石镇村委会换届日报（1月8日）"],
            ["村名", "选民登记", None, "当选情况", None, None],
            [None, "日期", "是否完成", "当选人数", "其中女性", "是否完成换届"],
            ["柳湾村", "12月10日", "√", 5, 1, "是"],
            ["石桥村", "12月12日", "√", None, None, "否"],
        ],
        ["A2:A3", "B2:C2", "D2:F2"],
    )


@sample("layout_bodies_side_by_side.xlsx")
def bodies_side_by_side() -> bytes:
    return xlsx(
        [
            ["青石镇换届日报（1月8日）"],
            ["党组织换届", None, None, None, "村委会换届", None, None],
            ["村名", "应到会", "实到会", None, "村名", "登记选民数", "参加投票数"],
            ["柳湾村", 50, 45, None, "柳湾村", 1256, 1130],
            ["石桥村", 40, 36, None, None, None, None],
        ],
        ["A2:C2", "E2:G2"],
    )


@sample("layout_stage_of_each_body_in_its_column.xlsx")
def stage_of_each_body() -> bytes:
    return xlsx(
        [
            ["青石镇1月8日换届进展"],
            ["村名", "村党组织换届", "村委会换届", "村监委会换届"],
            ["柳湾村", "已完成", "选民登记", "进行中"],
            ["青石社区", "党员大会选举", "已完成", "未启动"],
        ]
    )


@sample("layout_kind_column_and_date_below.xlsx")
def kind_column() -> bytes:
    return xlsx(
        [
            ["青石镇村委会选举日报"],
            ["序号", "名称", "类别", "登记选民数"],
            [1, "柳湾", "村", 1256],
            [2, "柳湾", "社区", 900],
            ["填报人：某某", "填报时间：2021年1月8日"],
        ]
    )


@sample("layout_number_merged_over_two_villages.xlsx")
def merged_number() -> bytes:
    return xlsx(
        [
            ["青石镇1月8日换届日报"],
            ["村名", "登记选民数", "参加投票数"],
            ["柳湾村", 2056, 1130],
            ["石桥村", None, 700],
        ],
        ["B3:B4"],
    )


@sample("layout_subtotal_does_not_add_up.xlsx")
def wrong_subtotal() -> bytes:
    return xlsx(
        [
            ["青石镇换届日报（1月8日）"],
            ["村名", "登记选民数", "参加投票数"],
            ["柳湾村", 1256, 1130],
            ["石桥村", 800, 700],
            ["合计", 2156, 1830],
        ]
    )


@sample("layout_example_row.xlsx")
def example_row() -> bytes:
    return xlsx(
        [
            ["青石镇换届日报（1月8日）"],
            ["村名", "登记选民数"],
            ["示例村", 1000],
            ["柳湾村", 1256],
        ]
    )


@sample("layout_unit_column_holds_villages.xlsx")
def unit_column() -> bytes:
    return xlsx(
        [
            ["青石镇党组织换届日报（1月8日）"],
            ["单位", "应到会", "实到会"],
            ["柳湾村党支部", 50, 45],
            ["中共青石镇石桥村总支部委员会", 40, 36],
        ]
    )


@sample("layout_body_column.xlsx")
def body_column() -> bytes:
    return xlsx(
        [
            ["青石镇换届日报（1月8日）"],
            ["村名", "组织类别", "当前环节", "是否完成"],
            ["柳湾村", "党组织", "完成", "是"],
            [None, "村民委员会", "选民登记", "否"],
            [None, "村务监督委员会", "未启动", "否"],
        ],
        ["A3:A5"],
    )


@sample("layout_word_table_below_title.docx")
def word_table() -> bytes:
    return docx(
        ["青石镇村级组织换届选举日报", "（2021年1月8日）"],
        [[["村名", "登记选民数", "参加投票数"], ["柳湾村", 1256, 1130]]],
    )


@sample("layout_formatted_to_the_bottom.xlsx")
def formatted_to_the_bottom() -> bytes:
    from openpyxl.styles import PatternFill

    def paint(_book: openpyxl.Workbook, sheet: Worksheet) -> None:
        sheet["A20000"].fill = PatternFill("solid", fgColor="FFFFFF")
        sheet["B20000"] = " "

    return xlsx([["青石镇1月8日"], ["村名", "登记选民数"], ["柳湾村", 1256]], also=paint)


@sample("layout_html_table.xls")
def html_table() -> bytes:
    return html([["村名", "登记选民数"], ["柳湾村", 1256]], before="<h3>青石镇换届日报 2021年1月8日</h3>")
