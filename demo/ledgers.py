"""The papers beside the daily bulletin: incident ledgers, register of key villages, schedules, results."""

from __future__ import annotations

from demo import words
from demo.campaign import Campaign, Course
from demo.course import COMMITTEE_LEAD
from demo.days import date_of
from demo.habits import Habit
from demo.incidents import Incident
from demo.places import Township
from demo.shapes.grid import Cell, Grid
from demo.spelling import stem

LEDGER = (
    "序号",
    "编号",
    "村（社区）",
    "组织类别",
    "问题类别",
    "问题描述",
    "来源",
    "发生时间",
    "涉及人数",
    "严重程度",
    "责任单位",
    "处置措施",
    "办结时限",
    "当前状态",
    "当前层级",
    "是否挂牌",
)
REGISTER = (
    "序号",
    "乡镇",
    "村（社区）",
    "难点类型",
    "挂牌原因",
    "预警等级",
    "包联领导（职务）",
    "挂牌日期",
    "整改时限",
    "一村一策进度",
    "状态",
)
SCHEDULE = (
    ("党组织选举日", "P", "07"),
    ("推选选举委员会", "C", "02"),
    ("选民名单公布日", "C", "05"),
    ("候选人公布时间", "C", "09"),
    ("选举日", "C", "10"),
)
RESULTS = (
    ("登记选民数", "registered"),
    ("参加投票人数", "voted"),
    ("委托投票", "proxy"),
    ("发出选票", "issued"),
    ("收回选票", "returned"),
    ("有效票", "valid"),
    ("无效票", "invalid"),
    ("应选职数", "posts"),
    ("当选人数", "elected"),
    ("其中女性", "female"),
)


def incident_ledger(campaign: Campaign, township: Township, day: int, incidents: tuple[Incident, ...]) -> Grid:
    """Rolling: closed ones stay in it."""
    grid = Grid("台账")
    _titles(grid, f"{township.name}换届选举问题台账", f"填报单位：{township.name}", day, len(LEDGER))
    grid.add(LEDGER, head=True)
    for seq, incident in enumerate(incidents, 1):
        grid.add([seq, *_incident_cells(incident, day)])
    grid.add_across("填表人：张某          审核人：李某", len(LEDGER))
    return grid


def _incident_cells(incident: Incident, day: int) -> list[Cell]:
    step = incident.step_on(day)
    body = words.BODIES.get(incident.body, "")
    listed = "是" if step.level in ("县办", "县") else "否"
    return [
        incident.ref,
        incident.village.name,
        body,
        incident.name,
        incident.text,
        incident.channel,
        words.day(date_of(incident.occurred), "iso"),
        incident.people,
        incident.severity,
        incident.unit,
        incident.measures_on(day),
        words.day(date_of(incident.deadline), "iso"),
        step.status,
        step.level,
        listed,
    ]


def key_register(campaign: Campaign, day: int) -> Grid:
    grid = Grid("挂牌台账")
    title = f"{campaign.county.name}重点难点村挂牌销号台账"
    _titles(grid, title, f"填报单位：{campaign.county.name}换届办", day, len(REGISTER))
    grid.add(REGISTER, head=True)
    for seq, key in enumerate((key for key in campaign.key_villages if key.listed <= day), 1):
        status = "已销号" if day >= key.delisted else "挂牌"
        grid.add(
            [
                seq,
                key.village.township,
                key.village.name,
                key.difficulty,
                key.reason,
                key.colour_on(day),
                key.post,
                words.day(date_of(key.listed), "iso"),
                words.day(date_of(key.deadline), "iso"),
                f"{key.measures_on(day)}/8",
                status,
            ]
        )
    return grid


def schedule(campaign: Campaign, township: Township, habit: Habit) -> Grid:
    """Planned days of every village, sent once at the start."""
    grid = Grid("日程安排")
    width = len(SCHEDULE) + 2
    _titles(grid, f"{township.name}村（社区）“两委”换届选举日程安排表", f"填报单位：{township.name}", 1, width)
    grid.add(["序号", "村（社区）", *(title for title, _, _ in SCHEDULE)], head=True)
    for seq, village in enumerate(township.villages, 1):
        course = campaign.courses[village.code]
        planned = [words.day(date_of(_planned(course, body, step)), "cn") for _, body, step in SCHEDULE]
        grid.add([seq, habit_name(village.name, village.is_community, habit), *planned])
    grid.add_across("说明：以上为计划安排，如有变动另行报告。", width)
    return grid


def _planned(course: Course, body: str, step: str) -> int:
    if body == "P":
        return course.tracks["P"].entered[f"P{step}"]
    return max(1, course.planned_vote - COMMITTEE_LEAD.get(int(step), 0))


def results(campaign: Campaign, township: Township, day: int) -> Grid:
    grid = Grid("选举结果")
    width = len(RESULTS) + 4
    _titles(grid, f"{township.name}村（居）委会选举结果统计表", f"填报单位：{township.name}", day, width)
    grid.add(["序号", "村（社区）", *(title for title, _ in RESULTS), "一肩挑", "是否一次选举成功"], head=True)
    for seq, village in enumerate(township.villages, 1):
        values = campaign.courses[village.code].committee.values_on(day)
        marks = ["是" if values.get(key) else "否" for key in ("yijiantiao", "one_shot")]
        grid.add([seq, village.name, *(values.get(key) for _, key in RESULTS), *marks])
    return grid


def habit_name(name: str, is_community: bool, habit: Habit) -> str:
    form = habit.community if is_community else habit.village
    return name if form == "{}" else form.format(stem(name))


def _titles(grid: Grid, title: str, unit: str, day: int, width: int) -> None:
    grid.add_across(title, width, head=True)
    grid.add_across(f"{unit}          填报时间：{words.day(date_of(day), 'cnfull')}", width)
