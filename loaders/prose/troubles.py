"""Sentences about what went wrong: an incident's category, people, dates, severity and status, persons masked."""

from __future__ import annotations

import re
from datetime import date

from loaders import persons, vocabulary
from loaders.dates import dates_in
from loaders.values import parse_count
from situation.model.reports import IncidentClaim, IncidentStatus, Severity

_PEOPLE = re.compile(
    r"(?P<n>约?(?:\d{1,4}|[一二三四五六七八九十百]{1,4}))(?P<more>余|多)?(?:名|位|个)?(?P<who>村民|群众|居民|选民|党员|人|代表|家长|老人|户)"
)
_DEADLINE = re.compile(
    r"(?:(?:时限|期限|限期?|限于|要求|确保|力争|争取|预计|计划|拟)(?:为|在|于|：|:)*)?(?P<on>(?:\d{4}年)?\d{1,2}月\d{1,2}[日号])(?:\d{1,2}[时点])?(?:之前|以前|前|内|底前)(?:完成)?(?:办结|化解|解决|整改|销号|处置|办理|答复|完成|调处|查清)?(?:到位|完毕|完成)?"
    r"|(?:时限|期限|限期|限于)(?:为|至|到|在|于|：|:)*(?P<on2>(?:\d{4}年)?\d{1,2}月\d{1,2}[日号])"
)
_COUNTED = re.compile(  # people of the vote, not of the trouble
    r"(?:应到|实到|到会|参加投票|实投|登记|监票|计票|唱票|应选|当选)(?:会|的|有|选民|党员|村民|代表|人数|仅|只有|共|为|约)*$"
)
_LISTED = re.compile(r"(?<!未)挂牌(?:督办)?")
_CHANNELS = (("信", r"来信|信件|举报信"), ("访", r"来访|上访|到.{0,6}反映|集访"), ("电", r"来电|12345|热线|电话"),
             ("网", r"网帖|短视频|抖音|微信群|网上|网络|论坛"))  # fmt: skip
_NOTHING = re.compile(
    r"^(?:存在(?:的)?(?:主要)?问题|问题|困难)?[：:]?(?:暂时?无|无|没有|未发现|暂未发现|目前无|暂无发现)(?:异常|问题|情况|其他|突出问题|新增|报告|重大|信访|突发)*.{0,12}[。.!]?$"
)
_SEVERITY = re.compile(
    r"(?:属|系|为|定为|初判为?|评估为|等级[：:]?|级别[：:]?|研判为)?"
    r"(?P<s>特别重大|重大|较重|较大|一般)级?(?:事件|问题|风险|矛盾|级别|程度)"
)


_DENIED = re.compile(  # that there was no such thing: 未发生拉票, 无上访
    r"(?:未曾?|没有?|无)(?:再)?(?:发生|出现|发现|收到|接到|存在|产生)|不存在|没有(?:人)?(?=.{0,6}(?:异议|上访|举报|问题|拉票|闹|扰))"
    r"|[无零](?:任何|重大|突出|明显|新增|一|人)*(?:异议|上访|信访|来访|举报|投诉|纠纷|矛盾|问题|拉票|贿选|异常|舆情|争议|冲突|群体|闹|扰乱|违规|违纪|反映|突发|安全)"
    r"|反[映应](?:良好|较好|很好|热烈|平稳)|(?:秩序|过程|现场|选情|总体)[^，。；]{0,4}(?:井然|良好|平稳|稳定|有序)"
)
_PARTS = re.compile(r"[，。；;!！\n]|,(?!\d)")


def says_nothing(text: str) -> bool:
    parts = [part for part in _PARTS.split(text.strip()) if part.strip()]
    return bool(_NOTHING.match(text.strip())) or (bool(parts) and all(map(_DENIED.search, parts)))


def sounds_like_trouble(text: str) -> bool:
    told = "，".join(part for part in _PARTS.split(text) if not _DENIED.search(part))
    return vocabulary.category_of(told) is not None


def read_claim(text: str, on: date, *, is_new: bool = False) -> IncidentClaim:
    deadline, rest = _deadline(text, on)
    past = [day for day in dates_in(rest, on) if day <= on]
    occurred = past[0] if past else (on if re.search(r"今[日天]|当[日天]", rest) else None)
    level = vocabulary.level_of(m.group()) if (m := re.search(r".{0,6}挂牌", text)) else None
    return IncidentClaim(
        category=vocabulary.category_of(rest) or "I99",
        status=_status(rest) or (IncidentStatus.NEW if is_new else None),
        severity=_severity(rest),
        level=level,
        people=_people(rest),
        occurred=occurred,
        deadline=deadline,
        listed=True if _LISTED.search(text) else None,
        channel=next((name for name, pattern in _CHANNELS if re.search(pattern, text)), "日报"),
        text=persons.mask_names(text),
    )


def _deadline(text: str, on: date) -> tuple[date | None, str]:
    for found in _DEADLINE.finditer(text):
        days = dates_in(found["on"] or found["on2"], on)
        if days:
            return days[0], text[: found.start()] + "，" + text[found.end() :]
    return None, text


def _people(text: str) -> int | None:
    """How many people; a household count or two different numbers are not one."""
    numbers = []
    for found in _PEOPLE.finditer(text):
        if found["who"] in ("户", "代表") or _COUNTED.search(text[: found.start()]):
            continue
        value = parse_count(found["n"]).value
        if value:
            numbers.append(value)
    return numbers[0] if len(set(numbers)) == 1 else None


def _severity(text: str) -> Severity | None:
    found = _SEVERITY.search(text)
    return vocabulary.severity_of(found["s"]) if found else None


def _status(text: str) -> IncidentStatus | None:
    plain = re.sub(r"挂牌|新增", "", text)
    return vocabulary.status_of(plain)
