"""Bulletins written as text. Each case is a text and, below it, the rows it must give, one a line:

``line span match body stage | counts | rates | dates | flags | problems``; a plan has PLAN in place of its stage.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from loaders.context import Context, Taken
from loaders.readers.raw import RawText
from loaders.text import read_text
from situation.model.bulletins import Disposition, Row
from situation.model.regions import RegionCode
from situation.model.reports import Body, IncidentStatus, Level, ReportKind, Severity
from tests.unit.situation.rules.test_placenames import GREEN, INDEX, WHITE

EIGHTH = date(2021, 1, 8)


def read(text: str, *, township: RegionCode | None = None, kind: str = "text", body: Body | None = None) -> Taken:
    context = Context(
        index=INDEX, file="日报.txt", received_at=datetime(2021, 1, 8, 10, tzinfo=UTC), township=township, body=body
    )
    lines = tuple(enumerate(text.strip("\n").split("\n"), 1))
    return read_text(RawText("word" if kind == "word" else "text", lines), context)


def told(row: Row) -> str:
    values = [row.counts, row.rates, {k: f"{v:%m%d}" for k, v in row.dates.items()}, row.flags]
    fields = [" ".join(f"{key}={value}" for key, value in group.items()) for group in values]
    stage = "PLAN" if row.planned else row.stage or "-"
    head = f"{row.where.line} {row.where.span} {row.match} {row.body} {stage}"
    return " | ".join(filter(None, [head, *fields, " ".join(row.problems)]))


def told_all(text: str, township: RegionCode | None = GREEN) -> list[str]:
    return [told(row) for row in read(text, township=township).rows if row.kind is ReportKind.STATUS]


DAILY = """
【换届日报】青石镇 1月8日
各位领导：截至1月8日17时，我镇换届进展如下：一、我镇共13个村（社区），全部完成党组织换届，已完成换届3个，登记选民32519人，参加投票27807人。二、今日选举：柳湾村登记选民1256人，参加投票1130人，参选率89.97%，一次选举成功；乙溪社区登记选民890人，参加投票801人。三、存在问题：大畈村有15名村民反映选民名单漏登，已受理，要求1月12日前办结。四、明日安排：1月9日新居村、东村投票。
"""


def test_paragraph_bulletin_gives_facts_total_incident_and_plans() -> None:
    taken = read(DAILY)
    assert (taken.on, taken.township, taken.correction, taken.zero_report) == (EIGHTH, GREEN, False, False)
    assert told_all(DAILY, None) == [
        "2 柳湾村 exact V V10 | registered=1256 voted=1130 | turnout=0.8997 | election_day=0108 | one_shot=True",
        "2 乙溪社区 exact R R10 | registered=890 voted=801 | election_day=0108",
        "2 新居村 exact V PLAN | election_day=0109",
        "2 东村 normalized V PLAN | election_day=0109",
    ]
    total = next(row for row in taken.rows if row.kind is ReportKind.AGGREGATE)
    assert total.counts == {
        "villages_total": 13,
        "completed": 3,
        "party_completed": 13,
        "registered": 32519,
        "voted": 27807,
    }
    assert (total.village_raw, total.village_code, total.township, total.where.span) == ("", None, GREEN, None)
    (incident,) = [row for row in taken.rows if row.incident]
    claim = incident.incident
    assert claim and (claim.category, claim.status, claim.people) == ("I07", IncidentStatus.ACCEPTED, 15)
    assert (claim.deadline, claim.occurred) == (date(2021, 1, 12), None)
    assert incident.village_code == "990000101205"


def test_relay_list() -> None:
    text = """
#接龙
1. 柳湾村 登记1256 投票1130 参选率90% 已完成
2、大畈村，登记890人，投票801人，90%，完成
3. 柳弯村 登记100 投票90
4. 国营林场 登记100 投票90
5. 合计 登记2246 投票2021
"""
    assert told_all(text) == [
        "2 柳湾村 exact V V14 | registered=1256 voted=1130 | turnout=0.9 | completed=True",
        "3 大畈村 exact V V14 | registered=890 voted=801 | turnout=0.9 | completed=True",
        "4 柳弯村 fuzzy V V10 | registered=100 voted=90 | R_FUZZY_MATCH",
        "5 国营林场 none V V10 | registered=100 voted=90 | R_UNKNOWN_VILLAGE",
    ]


def test_several_bodies_in_one_line() -> None:
    text = (
        "2、乙溪社区：党组织党员大会选举，应到45人，实到40人；居委会选民名单公布，"
        "登记选民890人，选举日1月29日，选民名单公布日1月5日；监委会未启动"
    )
    assert told_all(text) == [
        "1 乙溪社区 exact P P07 | due=45 present=40",
        "1 乙溪社区 exact R R05 | registered=890 | election_day=0129 list_published=0105",
        "1 乙溪社区 exact S S00",
    ]


def test_full_and_half_width_commas() -> None:
    for comma in "，,":
        (row,) = read(f"柳湾村实投702{comma}91.17%", township=GREEN).rows
        assert (dict(row.counts), dict(row.rates)) == ({"voted": 702}, {"turnout": 0.9117})
    (row,) = read("柳湾村登记选民1,256人", township=GREEN).rows
    assert row.counts == {"registered": 1256}


def test_numbers_that_ran_together_are_held() -> None:
    (row,) = read("柳湾村登记选民890,801人", township=GREEN).rows
    assert row.counts == {} and row.disposition is Disposition.REVIEW and row.problems == ("R_BAD_NUMBER",)


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("柳湾村1256名选民登记，1130名选民参加投票", {"registered": 1256, "voted": 1130}),
        ("柳湾村登记选民一千二百五十六人，参加投票１１３０人", {"registered": 1256, "voted": 1130}),
        (
            "柳湾村发出选票1130张、收回1128张，其中有效票1120张，无效票8张",
            {"issued": 1130, "returned": 1128, "valid": 1120, "invalid": 8},
        ),
        (
            "柳湾村应选5人，当选5人，其中女性2人，其中党员3人",
            {"posts": 5, "elected": 5, "female": 2, "elected_party": 3},
        ),
        ("柳湾村推选村民代表，其中妇女12名", {"reps_female": 12}),
        ("柳湾村登记选民1256（含外出315），参加投票1130", {"registered": 1256, "voted": 1130}),
        ("柳湾村 登记选民 1256 人 参加投票 1130 人", {"registered": 1256, "voted": 1130}),
        ("柳湾村应登记选民1300人，实际登记选民1256人", {"registered": 1256}),
        ("柳湾村1号投票站投票563人，2号投票站投票567人", {}),
        ("柳湾村未参加投票126人，登记选民1256人", {"registered": 1256}),
        ("柳湾村外出选民315人，登记选民1256人", {"registered": 1256}),
        ("柳湾村登记选民、参加投票分别为1256人、1130人", {}),
        ("柳湾村投票站3个，流动票箱2个，参加投票1130人", {"stations": 3, "boxes": 2, "voted": 1130}),
    ],
)
def test_numbers_are_taken_only_where_their_words_are_known(text: str, counts: dict[str, int]) -> None:
    (row,) = read(text, township=GREEN).rows
    assert row.counts == counts


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        (
            "柳湾村已张榜公布选民名单，拟于1月20日投票选举",
            ["1 柳湾村 exact V V05", "1 柳湾村 exact V PLAN | election_day=0120"],
        ),
        ("明日柳湾村投票", ["1 柳湾村 exact V PLAN | election_day=0109"]),
        ("计划1月20日柳湾村召开选举大会，预计登记选民1300人", ["1 柳湾村 exact V PLAN | election_day=0120"]),
        ("柳湾村尚未投票，定于1月20日召开党员大会", ["1 柳湾村 exact P PLAN | party_election=0120"]),
        (
            "1月7日，柳湾村、大畈村进行投票选举",
            ["1 柳湾村 exact V V10 | election_day=0107", "1 大畈村 exact V V10 | election_day=0107"],
        ),
        ("柳湾村于1月7日完成投票选举", ["1 柳湾村 exact V V10 | election_day=0107"]),
        (
            "今日，柳湾村召开党员大会，应到党员45名，实到40名",
            ["1 柳湾村 exact P P07 | due=45 present=40 | party_election=0108"],
        ),
        (
            "今日投票的村有：柳湾村（登记1256，投票1130）、大畈村（登记890，投票801）",
            [
                "1 柳湾村 exact V V10 | registered=1256 voted=1130 | election_day=0108",
                "1 大畈村 exact V V10 | registered=890 voted=801",
            ],
        ),
        (
            "柳湾村登记1256 投票1130 大畈村登记890 投票801",
            ["1 柳湾村 exact V V10 | registered=1256 voted=1130", "1 大畈村 exact V V10 | registered=890 voted=801"],
        ),
        (
            "柳湾村参加投票1130人，一次选举成功 大畈村未启动",
            ["1 柳湾村 exact V V10 | voted=1130 | one_shot=True", "1 大畈村 exact V V00"],
        ),
        (
            "1月10日计划投票的有柳湾村、大畈村",
            ["1 柳湾村 exact V PLAN | election_day=0110", "1 大畈村 exact V PLAN | election_day=0110"],
        ),
        (
            "柳湾村名单已公布，明日投票，大畈村已完成",
            [
                "1 柳湾村 exact V V05",
                "1 柳湾村 exact V PLAN | election_day=0109",
                "1 大畈村 exact V V14 | completed=True",
            ],
        ),
        ("柳湾村村民代表会议应到35人，实到33人", ["1 柳湾村 exact V - | due=35 present=33"]),
        ("柳湾村未过半数，选举无效", ["1 柳湾村 exact V - | one_shot=False"]),
        ("柳湾村党支部已完成", ["1 柳湾村党支部 normalized P P09 | completed=True"]),
        ("柳湾村两委换届已完成", ["1 柳湾村 exact P P09 | completed=True", "1 柳湾村 exact V V14 | completed=True"]),
    ],
)
def test_facts_and_plans_are_told_apart(text: str, rows: list[str]) -> None:
    assert told_all(text) == rows


def test_chat_export_noise_is_skipped_and_a_correction_supersedes_one_number() -> None:
    text = """
青石镇小王  2021/1/8 17:32:10
【换届日报】青石镇1月8日：柳湾村登记选民1256人，参加投票1130人，参选率89.97%；大畈村实投702，91.17%
[图片]
县选办  2021/1/8 17:35:00
收到
@所有人
青石镇小王  2021/1/8 17:40:00
更正：刚才柳湾村应为1103人，不是1130人，以此为准
小李撤回了一条消息
"""
    taken = read(text)
    assert (taken.on, taken.township, taken.correction) == (EIGHTH, GREEN, True)
    assert [told(row) for row in taken.rows] == [
        "2 柳湾村 exact V V10 | registered=1256 voted=1103",
        "2 大畈村 exact V V10 | voted=702 | turnout=0.9117",
    ]
    assert {skip.where.line: skip.why for skip in taken.skipped} == {
        1: "chat_head",
        3: "chat_noise",
        4: "chat_head",
        5: "chat_noise",
        6: "chat_noise",
        7: "chat_head",
        8: "correction_applied",
        9: "chat_noise",
    }
    assert not any("小王" in row.note or "小王" in row.village_raw for row in taken.rows)


def test_correction_of_another_document_says_which_number_or_is_held() -> None:
    known = read("更正：柳湾村参加投票应为1103人，原报1130人有误，以此为准。", township=GREEN)
    assert known.correction and [told(row) for row in known.rows] == ["1 柳湾村 exact V - | voted=1103"]
    (row,) = read("更正：刚才柳湾村应为1103人，不是1130人，以此为准", township=GREEN).rows
    assert row.counts == {} and row.disposition is Disposition.REVIEW


@pytest.mark.parametrize(
    "text",
    [
        "今日零报告，无新增。",
        "白水乡1月8日无新增情况，零报告",
        "白水乡1月8日换届工作零报告：今日无新增情况，各项工作按计划推进。",
    ],
)
def test_zero_report_counts_as_reported(text: str) -> None:
    taken = read(text)
    assert taken.zero_report and taken.rows == ()
    assert taken.township == (WHITE if "白水乡" in text else None)


def test_nothing_to_report_under_one_heading_is_no_zero_report() -> None:
    taken = read("青石镇换届日报1月8日\n一、今日选举：柳湾村参加投票1130人。\n二、存在问题：暂无。", township=GREEN)
    assert not taken.zero_report and len(taken.rows) == 1


def test_urgent_letter_is_one_incident() -> None:
    letter = """
关于青石镇柳湾村投票现场秩序混乱的紧急报告
县换届选举工作领导小组办公室：
1月7日上午9时许，柳湾村投票现场30余名村民围攻工作人员，撕毁选票，投票中断。村民张某某等人到场。目前派出所已到场，正在处置。初判为较重事件，请求县级挂牌督办。
青石镇人民政府
2021年1月8日
"""
    taken = read(letter, kind="word")
    (row,) = taken.rows
    assert (taken.on, taken.township, row.where.paragraph, row.where.span) == (EIGHTH, GREEN, 3, "柳湾村")
    claim = row.incident
    assert claim and (claim.category, claim.status, claim.severity) == ("I08", IncidentStatus.IN_HAND, Severity.SERIOUS)
    assert (claim.people, claim.occurred, claim.level, claim.listed) == (30, date(2021, 1, 7), Level.COUNTY, True)
    assert row.disposition is Disposition.ACCEPT


def test_enumerated_troubles_become_one_incident_each() -> None:
    text = (
        "青石镇1月8日日报\n存在的问题：一是柳湾村因征地补偿问题，约20名村民到镇政府上访，"
        "正在处置；二是东村人选难定。三是有群众反映拉票。"
    )
    rows = read(text, township=GREEN).rows
    assert [(row.village_raw, row.incident and row.incident.category) for row in rows] == [
        ("柳湾村", "I04"),
        ("东村", "I12"),
        ("", "I02"),
    ]
    assert [row.disposition for row in rows] == [Disposition.ACCEPT, Disposition.ACCEPT, Disposition.REVIEW]


def test_phone_numbers_never_reach_a_row() -> None:
    rows = read("存在问题：柳湾村村民张三反映漏登，电话13800001234。", township=GREEN).rows
    claims = [row.incident.text for row in rows if row.incident]
    assert claims and not any("13800001234" in text or "张三" in text for text in claims)


def test_one_number_for_two_villages_is_nobodys() -> None:
    rows = read("柳湾村、大畈村登记选民3000人，参加投票2700人", township=GREEN).rows
    assert [row.disposition for row in rows] == [Disposition.REVIEW, Disposition.REVIEW]
    assert all(row.counts == {} for row in rows)


def test_chat_of_two_townships_keeps_them_apart() -> None:
    text = "【换届日报】青石镇1月8日\n柳湾村参加投票1130人\n【换届日报】白水乡1月8日\n柳湾村参加投票702人"
    taken = read(text)
    assert [(row.village_code, row.counts["voted"]) for row in taken.rows] == [
        ("990000101201", 1130),
        ("990000102201", 702),
    ]
    assert taken.township is None


def test_without_a_township_a_shared_name_is_held() -> None:
    (row,) = read("1月8日柳湾村参加投票1130人").rows
    assert row.problems == ("R_AMBIGUOUS_VILLAGE",) and row.disposition is Disposition.REVIEW


def test_contradictions_hold_the_row() -> None:
    (row,) = read("柳湾村登记选民1000人，参加投票1130人", township=GREEN).rows
    assert "R_VOTED_GT_REGISTERED" in row.problems and row.disposition is Disposition.REVIEW


def test_a_list_item_that_cannot_be_read_is_held_not_lost() -> None:
    rows = read("1. 柳湾村 情况特殊另行说明\n2. 大畈村 1256 1130", township=GREEN).rows
    assert [row.village_raw for row in rows] == ["柳湾村", "大畈村"]
    assert all(row.disposition is Disposition.REVIEW for row in rows)


def test_every_line_ends_in_a_row_or_among_the_skipped() -> None:
    taken = read(DAILY + "收到\n天气晴好\n填报人：某某\n大畈村氛围良好")
    seen = {row.where.line for row in taken.rows} | {skip.where.line for skip in taken.skipped}
    assert seen == {1, 2, 3, 4, 5, 6}


def test_body_of_the_title_is_the_body_of_its_rows() -> None:
    (row,) = read("青石镇村党组织换届日报1月8日\n柳湾村资格联审", township=GREEN).rows
    assert (row.body, row.stage) == (Body.PARTY, "P04")
    (row,) = read("乙溪社区资格联审", township=GREEN, body=Body.VILLAGE).rows
    assert (row.body, row.stage) == (Body.RESIDENTS, "R08")


def test_same_text_gives_the_same_rows() -> None:
    one, two = read(DAILY), read(DAILY)
    assert replace(one) == two
