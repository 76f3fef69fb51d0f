"""Files as a whole: which day, whose, a correction, a zero report, not ours, or persons."""

from __future__ import annotations

from tests.samples.build import csv, docx, xlsx
from tests.samples.make import sample

HEADER = ["村名", "登记选民数"]


@sample("file_without_date_and_township.xlsx")
def nothing_said() -> bytes:
    return xlsx([HEADER, ["石桥村", 800]])


@sample("file_dated_after_its_receipt.xlsx")
def future() -> bytes:
    return xlsx([["青石镇换届日报（2021年1月18日）"], HEADER, ["石桥村", 800], ["东坪村", 600]])


@sample("file_of_december_received_in_january.xlsx")
def december() -> bytes:
    return xlsx([["青石镇换届日报（12月30日）"], ["村名", "选民名单公布日"], ["石桥村", "12月28日"]])


@sample("file_correction.xlsx")
def correction() -> bytes:
    return xlsx([["青石镇换届日报（1月8日）更正"], HEADER, ["石桥村", 808]])


@sample("file_correction_told_by_its_name.xlsx")
def correction_by_name() -> bytes:
    return xlsx([["青石镇换届日报（1月8日）"], HEADER, ["石桥村", 808]])


@sample("file_of_another_county.xlsx")
def wrong_county() -> bytes:
    return xlsx(
        [
            ["河阳县南丰镇村级换届日报（2021年1月8日）"],
            HEADER,
            ["南丰村", 800],
            ["大柳树村", 600],
            ["马家堡村", 500],
        ]
    )


@sample("file_of_persons.xlsx")
def roster() -> bytes:
    return xlsx(
        [
            ["青石镇选民登记花名册"],
            ["序号", "姓名", "性别", "出生年月", "身份证号", "住址"],
            [1, "某甲", "男", "1970-01", "000000000000000000", "某组"],
        ]
    )


@sample("file_with_personal_columns.xlsx")
def personal_columns() -> bytes:
    return xlsx(
        [
            ["青石镇换届日报（2021年1月8日）"],
            ["村名", "登记选民数", "参加投票数", "填报人", "联系电话"],
            ["石桥村", 800, 700, "某甲", "13800000000"],
        ]
    )


@sample("file_zero_report_table.xlsx")
def zero_table() -> bytes:
    return xlsx([["青石镇换届日报（2021年1月8日）"], HEADER, ["今日无新增，零报告"]])


@sample("file_zero_report.txt")
def zero_text() -> bytes:
    return "青石镇1月8日换届工作零报告：今日无新增情况。".encode()


@sample("file_template_without_rows.xlsx")
def template() -> bytes:
    return xlsx([["青石镇换届日报（2021年1月8日）"], HEADER, ["填表人：", "审核人："]])


@sample("file_without_header.csv")
def no_header() -> bytes:
    return csv([["石桥村", 800, 700], ["东坪村", 600, 500]])


@sample("file_rows_with_their_own_dates.csv")
def own_dates() -> bytes:
    return csv(
        [
            ["填报日期", "乡镇", "村名", "登记选民数"],
            ["2021-01-07", "青石镇", "石桥村", 800],
            ["2021-01-08", "青石镇", "石桥村", 805],
            ["2021-01-19", "青石镇", "东坪村", 600],
        ]
    )


@sample("file_title_names_the_campaign_year.xlsx")
def campaign_year() -> bytes:
    return xlsx([["青石镇2020年村（社区）换届选举进度表"], ["截至1月8日"], HEADER, ["石桥村", 800]])


@sample("file_weekly_report_with_table.docx")
def weekly() -> bytes:
    return docx(
        ["云岭县村级组织换届工作周报", "2021年1月8日"],
        [[["乡镇", "应换届村数", "完成换届村数"], ["青石镇", "9", "3"], ["白水乡", "4", "1"], ["合计", "13", "5"]]],
    )
