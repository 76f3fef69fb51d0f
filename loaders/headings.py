"""What the words round a table say: the day, the township, the body, and what kind of table it is.

Said by the table's own title, else by the sheet's name, else by the file's name; the nearer wins.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from loaders import vocabulary
from loaders.dating import find_day
from situation.model.regions import RegionCode
from situation.model.reports import Body
from situation.rules.placenames import PlaceIndex


class Subject(StrEnum):
    """What one row of a table speaks of."""

    STATUS = "status"
    PLAN = "plan"  # 日程安排表: milestones that are still to come
    INCIDENTS = "incidents"
    KEY_VILLAGES = "key_villages"
    JOINT_REVIEW = "joint_review"
    SUPERVISION = "supervision"


_LEDGER = "台账|挂牌|销号|名单|清单|一览|登记|明细|汇总|统计|整顿|动态|排查|报告|情况|表"
_TROUBLE = "问题|信访|矛盾|纠纷|事件|隐患|舆情|举报|线索|突发|重大事项|应急|即时"
_PLAN = "日程|(工作|选举|投票|时间|换届|推进|进度)(计划|安排)|计划表|安排表|时间表|倒排|选举日(汇总|一览)"
_SUBJECTS = (  # the first that is found decides
    (Subject.JOINT_REVIEW, re.compile("联审(?!.*(进度|进展))")),
    (Subject.KEY_VILLAGES, re.compile(f"(重点|难点|软弱涣散|后进).{{0,10}}({_LEDGER})")),
    (Subject.SUPERVISION, re.compile("督导.{0,6}(台账|记录|情况|检查|反馈|清单|登记)|巡查.{0,4}(台账|记录)")),
    (Subject.INCIDENTS, re.compile(f"({_TROUBLE}).{{0,8}}({_LEDGER})|建议清单")),
    (Subject.PLAN, re.compile(_PLAN)),
)
_CORRECTION = re.compile(r"更正|补报|以此为准|以此表为准|以本表为准|最终版|修正版|更新版|重报|更改版|订正")
_ZERO = re.compile(r"零报告|无新增|暂无新增|无变化|无情况报告|今日无(进展|情况|变化)")


@dataclass(frozen=True, slots=True)
class Heading:
    on: date | None = None
    townships: tuple[RegionCode, ...] = ()
    body: Body | None = None
    subject: Subject | None = None
    correction: bool = False
    zero_report: bool = False

    @property
    def township(self) -> RegionCode | None:
        """The one township it names; two are a list, not a heading."""
        return self.townships[0] if len(self.townships) == 1 else None


def read_heading(texts: Iterable[str], index: PlaceIndex, hint: date, *, loose: bool = False) -> Heading:
    """``loose`` for names of sheets and files: "1.8" is a day there."""
    joined = " ".join(texts)
    day = find_day(joined, hint, loose=loose)
    return Heading(
        day.on if day else None,
        townships_named(joined, index),
        vocabulary.body_of(joined),
        subject_of(joined),
        is_correction(joined),
        bool(_ZERO.search(joined)),
    )


def is_correction(text: str) -> bool:
    return bool(_CORRECTION.search(text))


def subject_of(text: str) -> Subject | None:
    text = text.replace(" ", "")
    return next((subject for subject, pattern in _SUBJECTS if pattern.search(text)), None)


def townships_named(text: str, index: PlaceIndex) -> tuple[RegionCode, ...]:
    """In full anywhere ("青石镇换届日报"), or alone behind 填报单位 ("青石")."""
    found = index.find_townships_in(text)
    if found:
        return found
    for stated in re.findall(r"(?:填报单位|报送单位|单位|乡镇|镇街)[:：(（]\s*([^\s)）:：,，;；]{2,12})", text):
        code = index.match_township(stated)
        if code:
            return (code,)
    return ()


def file_heading(name: str, index: PlaceIndex, hint: date) -> Heading:
    """The file's name, without folder and extension; a bare township ("青石1.8.xlsx") counts here."""
    stem = re.sub(r"\.[A-Za-z0-9]{1,5}$", "", re.split(r"[/\\]", name)[-1])
    heading = read_heading((stem,), index, hint, loose=True)
    if heading.townships:
        return heading
    words = [word for word in re.split(r"[\s_\-—()（）\[\]【】+、,，.\d]+", stem) if len(word) >= 2]
    named = tuple(dict.fromkeys(code for word in words if (code := _bare_township(word, index))))
    return Heading(heading.on, named, heading.body, heading.subject, heading.correction, heading.zero_report)


def _bare_township(word: str, index: PlaceIndex) -> RegionCode | None:
    for length in range(len(word), 1, -1):
        code = index.match_township(word[:length])
        if code:
            return code
    return None
