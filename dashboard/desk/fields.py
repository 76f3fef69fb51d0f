"""Which fields of a track the desk offers for correction, and what they are called."""

from __future__ import annotations

from typing import Final

from dashboard.words import Words, term
from situation.model.reports import Body

_MEETING: Final = ("due", "present", "posts", "elected", "elected_female")
_VOTE: Final = ("registered", "voted", "issued", "returned", "valid", "posts", "elected", "female")
COUNTS: Final = {
    Body.PARTY: _MEETING,
    Body.VILLAGE: _VOTE,
    Body.RESIDENTS: _VOTE,
    Body.SUPERVISION: _MEETING,
    Body.ECONOMIC: _MEETING,
}
_COMMITTEE_DATES: Final = ("list_published", "candidates_published", "election_day", "handover")
DATES: Final = {
    Body.PARTY: ("party_election",),
    Body.VILLAGE: _COMMITTEE_DATES,
    Body.RESIDENTS: _COMMITTEE_DATES,
    Body.SUPERVISION: ("election_day",),
    Body.ECONOMIC: ("election_day",),
}
FLAGS: Final = ("completed", "one_shot", "yijiantiao")

NAMES: Final = {
    "stage": term("环节"),
    "registered": term("登记选民"),
    "voted": term("参加投票"),
    "issued": term("发出选票"),
    "returned": term("收回选票"),
    "valid": term("有效票"),
    "invalid": term("无效票"),
    "proxy": term("委托投票"),
    "mobile": term("流动票箱投票"),
    "written_for": term("代写"),
    "stations": term("投票站"),
    "boxes": term("流动票箱"),
    "booths": term("秘密写票处"),
    "posts": term("应选职数"),
    "elected": term("当选"),
    "female": term("其中女性"),
    "elected_female": term("当选女性"),
    "elected_party": term("当选党员"),
    "under35": term("35岁以下"),
    "college": term("大专以上"),
    "incumbent": term("连任"),
    "due": term("应到会"),
    "present": term("实到会"),
    "rec_due": term("推荐大会应到"),
    "rec_present": term("推荐大会实到"),
    "members_total": term("成员总数"),
    "excluded": term("不计入应到"),
    "reps_total": term("村民代表"),
    "reps_female": term("女代表"),
    "candidates": term("候选人数"),
    "date:list_published": term("名单公布日"),
    "date:candidates_published": term("候选人公布日"),
    "date:election_day": term("选举日"),
    "date:handover": term("移交日"),
    "date:committee": term("推选选委会日"),
    "date:party_election": term("党组织选举日"),
    "date:method_passed": term("选举办法通过日"),
    "date:announced": term("选举日公告日"),
    "date:result_published": term("结果公布日"),
    "date:deadline": term("期限"),
    "flag:completed": term("已完成"),
    "flag:one_shot": term("一次成功"),
    "flag:yijiantiao": term("一肩挑"),
    "flag:key_village": term("重点难点村"),
    "rate:turnout": term("参选率"),
}


def field_name(field: str, words: Words) -> str:
    """The name on screen; a rarer field shows its key."""
    return words(NAMES[field]) if field in NAMES else field.partition(":")[2] or field
