"""Incidents and key villages of the campaign: those of the story, told one by one, and the everyday ones by chance.

Villages, categories, head counts, posts and offices; never persons.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random
from typing import Any

from demo.days import LENGTH, TODAY, chance, date_of
from demo.places import County, Village
from demo.trouble_texts import KINDS, Kind

CLOSED = "已销号"


@dataclass(frozen=True, slots=True)
class Step:
    day: int
    status: str
    level: str = "乡镇"
    measure: str = ""


@dataclass(frozen=True, slots=True)
class Incident:
    ref: str
    village: Village
    body: str
    category: str
    name: str
    unit: str
    channel: str
    text: str
    people: int
    severity: str
    occurred: int
    deadline: int
    steps: tuple[Step, ...]

    @property
    def opened(self) -> int:
        return self.steps[0].day

    def step_on(self, day: int) -> Step:
        return [step for step in self.steps if step.day <= day][-1]

    def is_open_on(self, day: int) -> bool:
        return self.opened <= day and self.step_on(day).status != CLOSED

    def moved_on(self, day: int) -> bool:
        return any(step.day == day for step in self.steps)

    def measures_on(self, day: int) -> str:
        return "；".join(step.measure for step in self.steps if step.day <= day and step.measure)

    def as_object(self, day: int) -> dict[str, Any]:
        step = self.step_on(day)
        return {
            "ref": self.ref, "village_code": self.village.code, "body": self.body, "category": self.category,
            "severity": self.severity, "status": step.status, "level": step.level, "people": self.people,
            "occurred": date_of(self.occurred).isoformat(), "deadline": date_of(self.deadline).isoformat(),
            "reopened": sum(s.status == "反弹" for s in self.steps if s.day <= day),
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Told:
    """An incident of the story."""

    role: str
    category: str
    severity: str
    people: int
    text: str
    deadline: int
    steps: tuple[tuple[int, str, str, str], ...]  # day, status, level, measure
    unit: str = ""


TOLD = (
    Told("land", "I04", "重大", 46, "旧厂区征地补偿差价未兑现，46人联名要求先解决再投票", 39, (
        (37, "新报", "乡镇", "镇党委当日接访"), (38, "处置中", "县办", "县自然资源局派员对账"),
        (39, "处置中", "县", "县委副书记包案，拟分两期兑付"), (42, "化解待核", "县", "首期补偿款已拨付"),
        (43, CLOSED, "县", "督导组核验，群众签字确认"))),
    Told("failed", "I05", "重大", 6, "投票未过半，选举无效，须重新选举", 41, (
        (35, "新报", "乡镇", "现场公布结果并封存选票"), (36, "处置中", "县办", "县民政局驻村指导"),
        (37, "处置中", "县", "县领导小组定于1月18日重新选举"), (42, "化解待核", "县", "重新选举过半数参加"),
        (43, CLOSED, "县", "结果已公布")), "县民政局"),
    Told("bribery", "I02", "重大", 3, "举报有人请客送礼拉票，正在核查", 41, (
        (38, "新报", "乡镇", "受理举报并封存线索"), (39, "处置中", "县办", "县纪委监委牵头核查"),
        (41, "化解待核", "县办", "核查结束，已依规处理"), (42, CLOSED, "县办", "结果已通报全村")), "县纪委监委"),
    Told("handover", "I13", "重大", 32, "原任班子拒交公章和账目，30余人围在村部", 42, (
        (39, "新报", "县办", "镇党委到场劝离，封存账目"), (41, "处置中", "县办", "县农业农村局进村审计"),
        (46, "化解待核", "县办", "公章已交接"), (47, CLOSED, "县办", "移交清单已签字")), "梨岭乡党委"),
    Told("failed today", "I05", "重大", 8, "参加投票未过半数，本次选举无效", 45, (
        (40, "新报", "乡镇", "现场宣布结果，封存选票"), (41, "处置中", "县办", "定于1月21日重新选举，入户动员"),
        (45, "化解待核", "县办", "重新选举过半数参加"), (46, CLOSED, "县办", "结果已公布")), "县民政局"),
    Told("short list", "I11", "较重", 1, "选举日提前后，选民名单公布不足二十日", 43, (
        (40, "新报", "县办", "督导组现场指出"), (41, "处置中", "县办", "选举日改回1月22日，重新公告"),
        (42, CLOSED, "县办", "公告已张贴")), "县民政局"),
    Told("compensation", "I04", "较重", 12, "水库移民后扶资金分配争议", 43, (
        (38, "新报", "乡镇", "入户对账"), (39, "处置中", "乡镇", "公布分配明细"),
        (42, "化解待核", "乡镇", "多数户已签字"), (43, CLOSED, "乡镇", "核验完毕")), "县水利局"),
    Told("clans", "I03", "较重", 18, "两姓在提名上各推一方，互不相让", 42, (
        (39, "新报", "乡镇", "县镇村三级谈心"), (40, "处置中", "乡镇", "双方签订文明参选承诺"),
        (42, CLOSED, "乡镇", "投票平稳结束")), "县委政法委"),
    Told("snow 2", "I10", "一般", 4, "积雪结冰，偏远组群众到站不便", 44, (
        (37, "新报", "乡镇", "铲雪撒盐，增设流动票箱"), (39, "处置中", "乡镇", "班车恢复"), (41, CLOSED, "乡镇", "道路已通"))),
    Told("silent 4", "I09", "一般", 2, "微信群转发不实消息", 45, (
        (39, "新报", "乡镇", "发布说明"), (41, CLOSED, "乡镇", "群主已澄清"))),
    Told("party late 1", "I12", "一般", 1, "一肩挑人选意见分散", 45, (
        (38, "新报", "乡镇", "党组织集体研究"), (39, "处置中", "乡镇", "再次征求党员意见"), (43, CLOSED, "乡镇", "人选已定"))),
    Told("party quorum", "I05", "较重", 9, "党员大会实到不足应到五分之四，会议无效", 23, (
        (20, "新报", "乡镇", "改期召开"), (21, "处置中", "乡镇", "逐人通知，备车接送"),
        (24, CLOSED, "乡镇", "大会已补开"))),
    Told("party quorum late", "I05", "较重", 7, "党员大会到会人数不足，改期", 29, (
        (26, "新报", "乡镇", "改期召开"), (29, CLOSED, "乡镇", "大会已补开"))),
    Told("failed late", "I05", "重大", 5, "参加投票未过半数，选举无效", 51, (
        (48, "新报", "乡镇", "封存选票"), (49, "处置中", "县办", "定于1月27日重新选举"),
        (51, "化解待核", "县办", "重新选举成功"), (52, CLOSED, "县办", "结果已公布")), "县民政局"),
)  # fmt: skip

NAMES = {kind.code: kind for kind in KINDS}
OTHER_NAMES = {"I02": "拉票贿选", "I05": "流会或选举失败", "I10": "疫情与公共安全"}


def incidents_of(
    county: County, roles: Mapping[str, Village], votes: Mapping[str, int], seed: int
) -> tuple[Incident, ...]:
    drawn = [(village, *_everyday(village, votes[village.code], seed)) for village in county.villages]
    plotted = {village.code for village in roles.values()}
    stories = [(roles[told.role], told, "日报") for told in TOLD]
    stories += [(village, told, way) for village, told, way in drawn if told and village.code not in plotted]
    stories.sort(key=lambda story: (story[1].steps[0][0], story[0].code))
    numbers: dict[str, int] = {}
    found = []
    for village, told, channel in stories:
        numbers[village.township] = numbers.get(village.township, 0) + 1
        found.append(_incident(f"{village.township[:2]}-{numbers[village.township]:03}", village, told, channel))
    return tuple(found)


def _incident(ref: str, village: Village, told: Told, channel: str) -> Incident:
    kind = NAMES.get(told.category)
    body = {"P": "P", "C": village.committee}.get(kind.body if kind else "C", "")
    return Incident(
        ref, village, body, told.category, OTHER_NAMES.get(told.category) or kind.name if kind else OTHER_NAMES[told.category],
        told.unit or (kind.unit if kind else "县换届办"), channel, told.text, told.people, told.severity,
        told.steps[0][0], told.deadline, tuple(Step(*step) for step in told.steps),
    )  # fmt: skip


def _everyday(village: Village, vote: int, seed: int) -> tuple[Told | None, str]:
    """About one village in five has an everyday incident; none of these is open on the day the demo opens."""
    rng = chance(seed, village.code, "incident")
    channel = rng.choice(("信", "访", "访", "电", "网", "督导", "日报"))
    if rng.random() > 0.2:
        return None, channel
    kind = rng.choice(KINDS)
    day = min(LENGTH - 8, max(2, vote - rng.randint(*kind.leads)))
    serious = rng.random() < 0.25
    length = rng.randint(1, 3 if serious else 7) + (2 if rng.random() < 0.06 else 0)
    if day <= TODAY < day + length:
        day = TODAY + 1 + rng.randint(0, 4) if rng.random() < 0.6 else TODAY - length - rng.randint(0, 3)
    closed = day + length
    return _told(kind, day, closed, serious, rng), channel


def _told(kind: Kind, day: int, closed: int, serious: bool, rng: Random) -> Told:
    severity = "较重" if serious else "一般"
    level = "县办" if serious and closed - day >= 3 else "乡镇"
    people = max(rng.randint(*kind.people), 5 if serious else 1)
    measure = rng.choice(kind.measures)
    steps = [(day, "新报", "乡镇", ""), (day, "受理", "乡镇", "包村干部到场了解")]
    if closed - day >= 2:
        steps.append((day + 1, "处置中", "乡镇", measure))
    if closed - day >= 3:
        steps.append((closed - 1, "化解待核", level, "提请核验"))
    steps.append((closed, CLOSED, level, "核验销号"))
    if closed <= TODAY - 8 and rng.random() < 0.1:
        steps += [(closed + 3, "反弹", level, "当事人再次反映"), (closed + 5, CLOSED, level, "当面答复，核验销号")]
    return Told("", kind.code, severity, people, rng.choice(kind.texts), day + (3 if serious else 7), tuple(steps))


@dataclass(frozen=True, slots=True)
class KeyVillage:
    """A line of the county's register: why, whose post answers for it, how far its plan is."""

    village: Village
    difficulty: str
    reason: str
    post: str
    listed: int
    deadline: int
    steps: tuple[tuple[int, str, int], ...]  # day, colour, measures done of eight
    delisted: int

    def colour_on(self, day: int) -> str:
        return [colour for at, colour, _ in self.steps if at <= day][-1]

    def measures_on(self, day: int) -> int:
        return [done for at, _, done in self.steps if at <= day][-1]

    def moved_on(self, day: int) -> bool:
        return day in (self.listed, self.delisted) or any(at == day for at, _, _ in self.steps)

    def as_object(self, day: int) -> dict[str, Any]:
        return {
            "village_code": self.village.code, "status": "delisted" if day >= self.delisted else "listed",
            "colour": {"红": "red", "黄": "yellow", "绿": "green"}[self.colour_on(day)], "reason": self.reason,
            "post": self.post, "measures_done": self.measures_on(day), "measures_total": 8,
            "deadline": date_of(self.deadline).isoformat(),
        }  # fmt: skip


def key_villages_of(roles: Mapping[str, Village]) -> tuple[KeyVillage, ...]:
    return (
        KeyVillage(roles["land"], "遗留问题未解决", "旧厂区征地补偿遗留问题", "县委副书记", 5, 44,
                   ((5, "黄", 1), (15, "黄", 3), (29, "黄", 5), (37, "红", 6), (43, "黄", 7), (47, "绿", 8)), 52),
        KeyVillage(roles["bribery"], "宗族派性严重", "竞选激烈，曾有拉票举报", "县委常委、政法委书记", 5, 43,
                   ((5, "黄", 1), (22, "黄", 3), (38, "红", 5), (42, "黄", 7), (46, "绿", 8)), 52),
        KeyVillage(roles["compensation"], "经济薄弱无人干", "移民后扶资金分配争议、人选难定", "县委常委、组织部部长", 5, 45,
                   ((5, "黄", 2), (22, "黄", 4), (36, "黄", 6), (43, "黄", 7), (48, "绿", 8)), 54),
        KeyVillage(roles["clans"], "宗族派性严重", "两姓矛盾", "县委常委、宣传部部长", 5, 42,
                   ((5, "红", 1), (15, "黄", 4), (29, "黄", 6), (36, "黄", 7), (44, "绿", 8)), 52),
        KeyVillage(roles["well"], "村务不公开管理混乱", "饮水工程账目未公开", "县委常委、统战部部长", 5, 33,
                   ((5, "黄", 3), (15, "黄", 6), (29, "绿", 7), (36, "绿", 8)), 57),
        KeyVillage(roles["merger"], "拆迁合并改制", "两村合并后资产未理清", "县政府副县长", 5, 34,
                   ((5, "黄", 2), (15, "黄", 5), (29, "绿", 7), (37, "绿", 8)), 57),
    )  # fmt: skip
