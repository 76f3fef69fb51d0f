"""How townships put things: stages, bodies, yes and no, numbers and days, each with its habits of the pen."""

from __future__ import annotations

from datetime import date

# stage → what is written for it; a township keeps to one column of these. 〔〕 stands for 村民 or 居民
PARTY = (
    ("未启动",),
    ("前期准备", "调研研判"),
    ("请示批复",),
    ("推荐初步人选", "党员群众推荐大会"),
    ("资格联审",),
    ("考察与初步人选公示", "初步人选公示"),
    ("预备人选报批与公示", "预备人选公示"),
    ("党员大会选举", "召开党员大会"),
    ("选举结果报批", "结果报批"),
    ("已完成", "完成"),
)
COMMITTEE = (
    ("未启动",),
    ("前期准备", "离任审计"),
    ("推选〔〕选举委员会", "推选选委会"),
    ("制定选举办法、公布选举日", "制定选举办法"),
    ("选民登记",),
    ("选民名单公布", "公布选民名单"),
    ("推选〔〕代表、小组长", "推选〔〕代表"),
    ("候选人提名", "提名候选人"),
    ("资格联审",),
    ("公布正式候选人", "正式候选人公布"),
    ("投票选举", "投票选举"),
    ("另行选举", "另行选举"),
    ("结果公布备案", "选举结果公布备案"),
    ("工作移交",),
    ("已完成", "完成"),
)
SUPERVISION = (
    ("未启动",),
    ("制定推选办法",),
    ("提名与联审",),
    ("〔〕代表会议推选",),
    ("公布备案",),
    ("已完成", "完成"),
)
COLLECTIVE = (
    ("未启动",),
    ("成立选举委员会、通过办法", "成立选举委员会"),
    ("社员登记公布",),
    ("推选社员代表",),
    ("候选人提名", "社管会社监会候选人提名"),
    ("联审公示",),
    ("社员代表大会选举",),
    ("结果备案与登记", "结果备案"),
    ("已完成", "完成"),
)
STAGES = {"P": PARTY, "V": COMMITTEE, "R": COMMITTEE, "S": SUPERVISION, "E": COLLECTIVE}
BODIES = {"P": "党组织", "V": "村委会", "R": "居委会", "S": "监委会", "E": "合作社"}

DATE_FORMS = {
    "cn": "{0.month}月{0.day}日",
    "cnfull": "{0.year}年{0.month}月{0.day}日",
    "dot": "{0.year}.{0.month}.{0.day}",
    "iso": "{0:%Y-%m-%d}",
    "slash": "{0.year}/{0.month}/{0.day}",
    "compact": "{0:%Y%m%d}",
    "short": "{0.month}.{0.day}",
}
FULL_WIDTH = str.maketrans("0123456789.%", "０１２３４５６７８９．％")
YES_NO = {"shi": ("是", "否"), "tick": ("√", ""), "done": ("已完成", "未完成"), "cross": ("√", "×")}


def stage_words(stage: str, variant: int, *, rerun: bool = False) -> str:
    words = STAGES[stage[0]][int(stage[1:])]
    if rerun and int(stage[1:]) == 11:
        return "重新选举"
    said = words[variant % len(words)]
    return said.replace("〔〕", "居民" if stage[0] == "R" else "村民")


def number(value: int, form: str) -> int | str:
    match form:
        case "text":
            return str(value)
        case "comma":
            return f"{value:,}"
        case "full":
            return str(value).translate(FULL_WIDTH)
        case "unit":
            return f"{value}人"
        case _:
            return value


def day(on: date, form: str) -> date | str:
    return on if form == "cell" else DATE_FORMS[form].format(on)


def rate(part: int, whole: int, form: str) -> float | str:
    """A turnout, rounded or cut as the township is used to."""
    match form:
        case "fraction":
            return round(part / whole, 4)
        case "full":
            return f"{100 * part / whole:.2f}%".translate(FULL_WIDTH)
        case "cut":  # one decimal, the rest cut off
            return f"{part * 1000 // whole / 10}%"
        case "points":  # percent, in a column that says so
            return round(100 * part / whole, 2)
        case _:
            return f"{100 * part / whole:.2f}%"
