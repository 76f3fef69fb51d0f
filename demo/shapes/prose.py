"""Bulletins as people type them: chat messages, relay lists, the sentences of a Word report."""

from __future__ import annotations

from demo import words
from demo.days import date_of
from demo.page import Line, Page, State


def chat(page: Page) -> str:
    correction = "（更正，以此为准）" if page.correction else ""
    on = words.DATE_FORMS["cn"].format(page.on)
    lines = [
        f"【换届日报】{page.township.name} {on}{correction}",
        f"各位领导：截至{on}17时，我镇换届进展如下：".replace(
            "我镇", "我乡" if page.township.name.endswith("乡") else "我镇"
        ),
        f"一、总体情况：{summary(page)}",
        "二、各村进展：",
        *(f"{number}、{line.written}：{_course(line, page)}" for number, line in enumerate(page.lines, 1)),
        f"三、今日选举：{today(page)}",
        f"四、存在问题：{problems(page)}",
        f"五、明日安排：{tomorrow(page)}",
    ]
    return "\n".join(lines) + "\n"


def relay(page: Page) -> str:
    on = words.DATE_FORMS["cn"].format(page.on)
    correction = " 更正" if page.correction else ""
    lines = ["#接龙", f"{page.township.name}{on}换届进展{correction}", ""]
    for number, line in enumerate(page.lines, 1):
        lines.append(f"{number}. {line.written} {_course(line, page, ' ')}")
    return "\n".join(lines) + "\n"


def summary(page: Page) -> str:
    party = sum(line.states["P"].has_voted for line in page.lines)
    voted = sum(line.committee.has_voted for line in page.lines)
    done = sum(line.committee.values.get("completed") is True for line in page.lines)
    counts = f"党组织已完成选举{party}个，村（居）委会已投票{voted}个，两委已完成换届{done}个"
    return f"共{len(page.lines)}个村（社区），{counts}。"


def today(page: Page) -> str:
    voted = [_vote(line) for line in page.lines if _voted_today(line, page)]
    return "；".join(voted) + "。" if voted else "无。"


def _voted_today(line: Line, page: Page) -> bool:
    days = (line.committee.date("election_day"), line.committee.date("second_ballot"))
    return line.committee.has_voted and page.on in days


def problems(page: Page) -> str:
    return f"尚有{page.open_incidents}件问题正在处置，详见问题台账。" if page.open_incidents else "暂无。"


def tomorrow(page: Page) -> str:
    if not page.tomorrow:
        return "按计划推进。"
    return f"{words.day(date_of(page.day + 1), 'cn')}{'、'.join(page.tomorrow)}投票。"


def _course(line: Line, page: Page, gap: str = "；") -> str:
    said = []
    for body, state in line.states.items():
        stage = words.stage_words(state.stage, page.habit.words, rerun=state.rerun)
        comma = "，" if gap == "；" else gap
        facts = _party_facts(state) if body == "P" else _committee_facts(state) if body in "VR" else []
        said.append(comma.join([f"{words.BODIES[body]}{stage}", *facts]))
    return gap.join(said)


def _party_facts(state: State) -> list[str]:
    if not state.has_voted or state.stage == "P09":
        return []
    return [f"应到{state.count('due')}人", f"实到{state.count('present')}人"]


def _committee_facts(state: State) -> list[str]:
    facts = []
    if (registered := state.count("registered")) is not None:
        facts.append(f"登记选民{registered}人")
    if (voted := state.count("voted")) is not None and registered:
        facts += [f"参加投票{voted}人", f"参选率{words.rate(voted, registered, 'percent')}"]
    if state.count("posts") is not None:
        facts.append(f"应选{state.count('posts')}人，当选{state.count('elected')}人，其中女性{state.count('female')}人")
    if state.values.get("one_shot") is True:
        facts.append("一次选举成功")
    if (election := state.date("election_day")) and not state.has_voted:
        facts.append(f"选举日{election.month}月{election.day}日")
    for key, name in (("list_published", "选民名单公布日"), ("candidates_published", "候选人公布时间")):
        if (on := state.date(key)) and not state.has_voted:
            facts.append(f"{name}{on.month}月{on.day}日")
    return facts


def _vote(line: Line) -> str:
    state = line.committee
    registered, voted = state.count("registered") or 1, state.count("voted") or 0
    outcome = _outcome(state, 2 * voted > registered)
    turnout = words.rate(voted, registered, "percent")
    return f"{line.written}登记选民{registered}人，参加投票{voted}人，参选率{turnout}，{outcome}"


def _outcome(state: State, has_majority: bool) -> str:
    if not has_majority:
        return "未过半数，选举无效"
    if state.values.get("one_shot"):
        return "一次选举成功"
    return "重新选举成功" if state.rerun else "另行选举"
