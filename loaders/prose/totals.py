"""What a text says of a whole township: the opening sentence, kept as an aggregate for cross-checks."""

from __future__ import annotations

import re
from datetime import date

from loaders.prose.facts import Facts, read_facts
from situation.model.reports import Body

_VILLAGES = r"(?:行政|建制)?(?:村(?:[(（]社区[)）]|[(（]居[)）]|居|社|、社区|和社区)?|社区)"
_TOWNSHIP = "[全我本][镇乡县区市](?:街道)?"
_TOTAL = re.compile(
    rf"(?:共有?|(?:下)?辖|应换届|参加换届|(?:{_TOWNSHIP}|街道)(?:共有?|下?辖|应换届)?|涉及|^)的?(?P<n>\d+)个{_VILLAGES}"
)
_TOTAL_TWO = re.compile(rf"(?:共有?|辖|{_TOWNSHIP}(?:共有?)?)(?P<v>\d+)个(?:行政)?村[、和,，及](?P<c>\d+)个社区")
_BOTH = r"(?:“?两委”?|村委会|村[(（]居[)）]委会)"
_DONE = (
    r"(?:已|已经|均已?|全部|全面|圆满|顺利|累计)*完成(?:了)?"
    rf"(?:村?(?:[(（]社区[)）])?{_BOTH})?换届(?:选举)?(?:工作)?(?:任务)?的?"
)
_COMPLETED = (
    re.compile(rf"两委”?(?:换届)?已?{_DONE}(?:{_VILLAGES})?(?P<n>\d+)个"),
    re.compile(rf"(?<!党组织){_DONE}(?:{_VILLAGES})?(?:有)?(?P<n>\d+)个"),
    re.compile(rf"(?P<n>\d+)个{_VILLAGES}?{_DONE}(?!.{{0,4}}\d+个)"),
    re.compile(r"(?:村委会|村[(（]居[)）]委会|两委”?)换届(?:选举)?(?:已)?(?P<n>\d+)个"),
    re.compile(r"(?:村委会|村[(（]居[)）]委会|两委”?)(?:换届)?(?:已)?完成(?:换届)?(?:选举)?(?P<n>\d+)个"),
)
_PARTY = r"(?:村)?(?:[(（]社区[)）])?(?:党组织|党支部|党总支|支部)"
_PARTY_COMPLETED = (
    re.compile(
        rf"{_PARTY}(?:换届)?(?:选举)?(?:已|全部|均已|累计)*完成(?:换届)?(?:选举)?(?:的)?(?:{_VILLAGES})?(?P<n>\d+)个"
    ),
    re.compile(rf"完成(?:了)?{_PARTY}(?:换届)?(?:选举)?(?:工作)?(?:的)?(?:{_VILLAGES})?(?:有)?(?P<n>\d+)个"),
    re.compile(
        rf"(?P<n>\d+)个{_VILLAGES}?(?:已|全部|均已?|圆满|顺利)*(?:完成(?:了)?{_PARTY}|{_PARTY}(?:已|全部|均已?)*完成)"
    ),
)
_ALL_PARTY = re.compile(
    rf"(?:全部|均已?|都已?)(?:圆满|顺利)?完成(?:了)?{_PARTY}|{_PARTY}(?:换届)?(?:选举)?(?:工作)?(?:已|均已?)?(?:全部|全面)(?:圆满|顺利)?完成"
)
_ALL = re.compile(r"(?:全部|均已)(?:圆满|顺利)?完成(?:了)?(?:村?(?:[(（]社区[)）])?“?两委”?)?换届(?!.{0,3}\d)")
_WHOLE = re.compile(r"[全我本][镇乡县区市]|全?街道|共有?\d+个|累计|合计|截至|截止|\d+个(?:行政)?(?:村|社区)")


def read_total(text: str, body: Body | None, on: date) -> Facts | None:
    """The keys that are stated; None where the sentence is not about a whole."""
    if not _WHOLE.search(text):
        return None
    counts: dict[str, int] = {}
    both = _TOTAL_TWO.search(text)
    if both:
        counts["villages_total"] = int(both["v"]) + int(both["c"])
    for key, patterns in _KEYS:
        found = next((match for pattern in patterns if (match := pattern.search(text))), None)
        if found:
            counts.setdefault(key, int(found["n"]))
    if "villages_total" in counts and _ALL_PARTY.search(text):
        counts.setdefault("party_completed", counts["villages_total"])
    if "villages_total" in counts and _ALL.search(text):
        counts.setdefault("completed", counts["villages_total"])
    plain = re.sub(rf"\d+个{_VILLAGES}|[全我本][镇乡县区市](?:街道)?|全?街道", "，", text)
    measured = read_facts(plain, body or Body.VILLAGE, on)
    kept = {key: value for key, value in measured.counts.items() if key in _SUMS}
    if body is Body.PARTY and "completed" in counts:
        counts.setdefault("party_completed", counts.pop("completed"))
    if not counts and not kept:
        return None
    problems = [(code, seen) for code, seen in measured.problems]
    return Facts(counts={**counts, **kept}, rates=measured.rates, problems=problems)


_KEYS = (("villages_total", (_TOTAL,)), ("party_completed", _PARTY_COMPLETED), ("completed", _COMPLETED))
_SUMS = frozenset(
    [
        *("registered", "voted", "issued", "returned", "valid", "invalid", "proxy"),
        *("posts", "elected", "female", "members_total", "reps_total", "reps_female"),
    ]
)
