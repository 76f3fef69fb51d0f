"""The facts one statement gives about one body of one village: counts, rates, dates, flags, the stage entered.

A number is taken only where the words beside it say what it counts. Clauses that plan are kept apart: from them only
dates are taken. What is not understood is left, and ``has_unread`` says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from loaders import vocabulary
from loaders.dates import dates_in, parse_date
from loaders.keys import COUNTS, DATES
from loaders.numerals import CHARS
from loaders.values import parse_count, parse_rate
from situation.model.reports import Body, StageCode
from situation.rules.procedures import procedure

_ELECTED = re.compile(
    "共?(?:选举)?(?:产生|选出)了?(?:新一届)?(?:村|社区)?"
    "(?:务监督委员会|监督委员会|监委会|村监会|党支部|党总支|党组织|村委会|居委会|支部|两委)?(?:委员会)?(?:班子)?(?:支委|委员|成员)"
)
_NO_COUNT = re.compile("(?:时|点|分|次|周|天|日|届|组|号|轮|步|项|小组|年|件|起|场|条|个工作日|岁|、)")
_IN_PIECES = frozenset(("stations", "boxes", "booths", "posts"))
_VOTERS = "(?:选民|村民|居民|群众)"
_FOLLOWING = (  # where the number comes first: 1130人参加投票
    (re.compile(rf"^[名位人个]?(?:登记)?{_VOTERS}?(?:实际)?(?:参加|参与)了?(?:正式)?(?:选举)?投票"), "voted"),
    (re.compile(r"^[名位人]?(?:登记)?选民(?=[，,。；;、]|$)"), "registered"),
    (re.compile(r"^[名位人](?:参加|完成|办理)?了?(?:选民)?登记(?=[，,。；;、]|$)"), "registered"),
    (re.compile(r"^[名位人](?:参加|参与|实际)*投票(?=[，,。；;、]|$)"), "voted"),
    (re.compile(r"^[名位人]?(?:选民)?(?:进行|完成)?了?登记(?:选民)?(?=[，,。；;、]|$)"), "registered"),
)
_LEAD_IN = re.compile(  # words that may stand before what a number counts without changing it
    "^(?:[日号其中共经已均有现为，村]|[上下]午|总共|累计|合计|今[日天]|现场|全[村体]|本村|该村|村内|实际|至此|当前|目前|截至目前|会议|大会"
    "|本次|此次|本届|选举|党支部|党总支|支部|总支|党组织|村委会|居委会|监委会|合作社|两委|(?:村民|居民)?代表会议|(?:社员)?代表大会|党员大会|选举大会|投票选举"
    "|选民名单公布|前期准备|完成|正式|换届|依法|顺利)*$"
)
_GROUPED = r"\d{1,3}(?:,\d{3})+(?![\d,])"
_NUMBER = re.compile(
    r"(?P<about>约|大约|近|超过|逾|不足)?"
    rf"(?P<number>{_GROUPED}|(?=[lIOo]*\d)(?=\d*[lIOo])[\dlIOo]{{2,7}}(?![A-Za-z\d])"
    rf"|\d++(?:\.\d++)?+(?![lIOo]|,\d*[lIOo])万?|[{CHARS}]{{2,}})"
    r"(?P<more>余|多|左右)?(?P<unit>人次|人|名|张|票|位|个|户)?(?P<more2>余|左右|以上)?"
)
_RATE = re.compile(rf"(?P<rate>\d{{1,3}}(?:\.\d+)?%|百分之[{CHARS}]+(?:点[{CHARS}]+)?|[{CHARS}]成(?:[{CHARS}])?)")
_DATE = (
    r"(?:(?:20\d{2}|\d{2})年)?(?:\d{1,2}|元|[一二三四五六七八九十]{1,2})月(?:\d{1,2}|[一二三四五六七八九十]{1,3})[日号]?"
    r"|20\d{2}[-./]\d{1,2}[-./]\d{1,2}|(?<![\d.月年])\d{1,2}[日号](?!\d)"
)
_KEYED_DATE = re.compile(
    r"(?P<words>[\u4e00-\u9fff“”]{2,14}?)(?:调整|变更|更改|确定)?(?:为|是|至|定在|定于|定为|：|:|\s|在)*"
    rf"(?P<date>{_DATE})"
)
_PLAN = re.compile(
    r"拟|计划|推迟|延期|改期|顺延|将于|将在|将(?!近)|即将|定于|定在|预计|预定|下一?步|明[日天]|后天|次日|待(?!遇)"
    r"|准备(?=.{0,6}(?:投票|选举|召开|公布))"
)
_GIVEN_UP = re.compile(r"原定|原计划|原拟|取消")
_MOVED = re.compile(r"(?:推迟|延期|改期|顺延|改)(?:到|至|为|在)")
_CLAUSE = re.compile(r"[，；;。!！?？\n]|,(?!\d{3}(?!\d)|[\dlIOo]{3}(?![\dA-Za-z]))|\s+")
_LOOSE = re.compile(r"(?<=[\u4e00-\u9fff：:]) (?=\d)|(?<=\d) (?=[人名张票%])")  # 登记选民 1256 人
_WORDS_BEFORE = re.compile(r"[\u4e00-\u9fff“”（）()、：:]+$")
_LED_IN = re.compile(
    r"(?:(?<=^)|(?<=[，,。；;\s]))([今明昨次当][日天]|(?:(?:20\d{2}年)?\d{1,2}月)?\d{1,2}[日号](?:[上下]午)?)[，,]\s*"
)  # 明日，拟…: the day is the next clause's
_SPOKEN_DAYS = ((0, "[今当本][日天]"), (1, "昨[日天]"), (2, "(?<!日)(?<!以)前[日天]"))
_MOST_OF_A_VILLAGE = 100_000


@dataclass(slots=True)
class Facts:
    stage: StageCode | None = None
    counts: dict[str, int] = field(default_factory=dict)
    rates: dict[str, float] = field(default_factory=dict)
    dates: dict[str, date] = field(default_factory=dict)
    plans: dict[str, date] = field(default_factory=dict)
    flags: dict[str, bool] = field(default_factory=dict)
    problems: list[tuple[str, str]] = field(default_factory=list)  # code, what was seen
    is_planned: bool = False  # some clause plans
    has_unread: bool = False  # a number nobody could place

    @property
    def says_something(self) -> bool:
        return bool(self.stage or self.counts or self.rates or self.dates or self.flags)


def clauses_of(text: str) -> Iterator[str]:
    for clause in _CLAUSE.split(text):
        if clause and clause.strip():
            yield clause.strip()


def is_plan(clause: str, on: date, hint: date) -> bool:
    """It says so, or speaks of a vote on a day still to come; 选举日 with a date is an announcement, not a plan."""
    if _PLAN.search(clause) or (_MOVED.search(clause) and dates_in(clause, hint)):
        return True
    if _announced(clause, hint):
        return False
    coming = [day for day in dates_in(clause, hint) if day > on]
    return bool(coming) and bool(re.search(r"投票|选举|召开|公布|推选|张榜", clause))


def _announced(clause: str, hint: date) -> bool:
    return any(_date_key(found["words"]) for found in _KEYED_DATE.finditer(clause))


def read_facts(text: str, body: Body, on: date, *, all_planned: bool = False, today: bool = False) -> Facts:
    """``all_planned``: under a heading of plans. ``today``: under a heading that says it happened on ``on``."""
    facts = Facts()
    told: list[str] = []
    text = _LED_IN.sub(r"\1", _LOOSE.sub("", text))
    for clause in clauses_of(text):
        if _GIVEN_UP.search(clause):
            facts.is_planned = True  # what was meant to be, and is not
            continue
        if all_planned or is_plan(clause, on, on):
            facts.is_planned = True
            _read_plan(clause, text, body, on, facts)
        else:
            told.append(clause)
    statement = "，".join(told)
    statement = _read_keyed_dates(statement, on, facts)
    statement = _read_rates(statement, facts)
    words = _read_counts(statement, facts)
    _read_flags(words, facts)
    _read_stage(words, body, on, facts)
    if today and facts.counts.get("voted") and body in (Body.VILLAGE, Body.RESIDENTS):
        facts.dates.setdefault("election_day", on)
    return facts


# -- dates


def _date_key(words: str) -> str | None:
    """The longest ending of the words that heads a column of dates."""
    for start in range(len(words)):
        key = vocabulary.listed_key(words[start:])
        if key in DATES:
            return key
    return None


def _read_keyed_dates(statement: str, on: date, facts: Facts) -> str:
    def taken(found: re.Match[str]) -> str:
        key = _date_key(found["words"])
        if key is None:
            return found.group()
        parsed = parse_date(found["date"], on)
        facts.problems += [(code, found["date"]) for code in parsed.problems]
        if parsed.value:
            facts.dates.setdefault(key, parsed.value)
        return "，"

    return _KEYED_DATE.sub(taken, statement)


def _read_plan(clause: str, text: str, body: Body, on: date, facts: Facts) -> None:
    """From a plan only the day of a milestone: ``拟于1月20日投票``."""
    days = dates_in(clause, on)
    if not days and re.search(r"明[日天]|次日", clause):
        days = (on + timedelta(days=1),)
    if len(days) != 1:
        return
    key = _milestone(clause, body)
    if key is None and _MOVED.search(clause):
        key = _milestone("，".join(re.findall(r"投票|选举(?!委员会|办法)|党员大会", text)[:1]), body)
    if key:
        facts.plans.setdefault(key, days[0])


def _milestone(clause: str, body: Body) -> str | None:
    plain = re.sub(rf"{_PLAN.pattern}|{_DATE}|于|在|上午|下午|开始|进行|\d{{1,2}}[时点:]\d*分?", "", clause)
    stage = vocabulary.stage_of(plain, body) or (
        vocabulary.stage_of("投票选举", body) if re.fullmatch(r".{0,4}(?:投票|选举|换届选举|选).{0,6}", plain) else None
    )
    return vocabulary.milestone_of(stage) if stage else None


# -- numbers


def _read_rates(statement: str, facts: Facts) -> str:
    """A rate of turnout, named so or standing alone; any other percentage is not understood."""

    def taken(found: re.Match[str]) -> str:
        before = _WORDS_BEFORE.search(statement, 0, found.start())
        words = re.sub(r"(?:为|是|达到?|约|高达|[：:(（、])+$", "", before.group()) if before else ""
        if words and not re.search(r"(?:参选|投票|到会|参投)(?:率|比例)$", words):
            facts.has_unread = True
            return " "
        parsed = parse_rate(found["rate"], True)
        facts.problems += [(code, found["rate"]) for code in parsed.problems]
        if parsed.value is not None:
            facts.rates.setdefault("turnout", parsed.value)
        return " "

    rest = _RATE.sub(taken, statement)
    return re.sub(r"(?:参选|投票|到会|参投)(?:率|比例)(?:为|是|达到?|约|高达|[：:])*\s", "，", rest)


def _read_counts(statement: str, facts: Facts) -> str:
    """Takes each number whose words are known; returns the statement without them, for stage and flags."""
    statement = re.sub(r"[(（](?:含|包括|不含)[^()（）]*[)）]", "", statement)
    if re.search(r"分别为?|依次为?", statement) and re.search(r"\d", statement):
        facts.has_unread = True
        return statement
    kept: list[str] = []
    last = 0
    for found in _NUMBER.finditer(statement):
        if found.start() < last or not _is_number(found, statement):
            continue
        key, start, end = _key_at(statement, last, found)
        if key is None:
            facts.has_unread = facts.has_unread or not _is_harmless(statement, found)
            continue
        key = _of_whom(key, statement[:start]) if key else key
        if key:
            _take_count(key, found, facts)
        else:
            facts.has_unread = True
        kept.append(statement[last:start])
        last = end
    return "，".join([*kept, statement[last:]])


def _is_number(found: re.Match[str], statement: str) -> bool:
    number, after = found["number"], statement[found.end() : found.end() + 1]
    if any(char in CHARS for char in number[:1]) and not found["unit"]:
        return False  # 一肩挑, 三组: a numeral inside a word
    return not (after in ("%", "‰", "月", "日", "号", "时", "点", "年", ":") and not found["unit"])


def _key_at(statement: str, last: int, found: re.Match[str]) -> tuple[str | None, int, int]:
    """Which count a number is, and the stretch of text it uses up: the words before it, else those behind."""
    head = statement[last : found.start()]
    trimmed = re.sub(r"(?:为|是|有|共|达到?|计|：|:|\s|\()+$", "", head)
    before = _WORDS_BEFORE.search(trimmed)
    if before:
        words = before.group()
        for start in range(len(words)):
            key = count_key(words[start:])
            if key is not None:
                if key == "boxes" and found["unit"] in ("人", "票", "张", "人次"):
                    key = "mobile"  # 流动票箱32人: who voted there
                if found["unit"] == "个" and key not in _IN_PIECES:
                    return None, 0, 0  # 已投票5个: villages, not voters
                if not _LEAD_IN.match(re.sub(r"[“”（）()、：:]", "", words[:start])):
                    return None, 0, 0
                return key, last + before.start() + start, found.end()
    rest = statement[found.end("number") :]
    for pattern, key in _FOLLOWING:
        behind = pattern.match(rest)
        if behind and not (before and re.search(r"[未没不无非]$", before.group())):
            return key, found.start(), found.end("number") + behind.end()
    return None, 0, 0


def count_key(words: str) -> str | None:
    plain = words.strip("：:、“”")
    spoken = vocabulary.spoken_key(plain)
    if spoken:
        return spoken
    if _ELECTED.fullmatch(plain):
        return "elected"
    key = vocabulary.listed_key(plain)
    return key if key in COUNTS else None


def _of_whom(key: str, before: str) -> str:
    """Women and Party members are counted of somebody: of those elected, of the representatives, of all members."""
    if key not in ("female", "elected_party"):
        return key
    spoken_of = re.findall(r"代表|当选|委员|成员|选举产生|选出|两委|职数|应选|党员|选民|登记|投票|候选", before)
    last = spoken_of[-1] if spoken_of else ""
    if key == "elected_party":
        return "members_total" if not last or last in ("党员",) else key if last in _OF_ELECTED else ""
    return "reps_female" if last == "代表" else key if last in _OF_ELECTED else ""


_OF_ELECTED = ("当选", "委员", "成员", "选出", "选举产生", "两委", "职数", "应选")


def _take_count(key: str, found: re.Match[str], facts: Facts) -> None:
    about = found["about"] or found["more"] or found["more2"]
    parsed = parse_count(found["number"] + ("余" if about else ""))
    seen = found.group()
    facts.problems += [(code, seen) for code in parsed.problems]
    if parsed.value is None:
        return
    if parsed.value >= _MOST_OF_A_VILLAGE:
        facts.problems.append(("R_BAD_NUMBER", seen))  # two numbers that ran together: 702,911
    elif facts.counts.get(key, parsed.value) != parsed.value:
        facts.problems.append(("R_BAD_NUMBER", seen))
    else:
        facts.counts[key] = parsed.value


def _is_harmless(statement: str, found: re.Match[str]) -> bool:
    """A clock, a list number, the number of a notice or group: nothing that counts people or papers."""
    after = statement[found.end() : found.end() + 3]
    return bool(_NO_COUNT.match(after)) or statement[max(0, found.start() - 1) : found.start()] in ("第", "距")


# -- flags and stage

_BODY = re.compile(
    r"(?:(?:村|居)务监督委员会|(?:村|社区)?(?:股份)?(?:经济)?合作社|村民委员会|居民委员会|村委会|居委会|党组织|党支部|监委会|合作社)[：:]?(?=.)"
)
_ONE_SHOT = re.compile(r"一次(?:性)?(?:选举)?(?:就)?(?:获得|取得)?(?:圆满)?成功|一次性?选举完成|一次选出")
_NOT_ONE_SHOT = re.compile(
    r"(?:未|没有|没)能?(?:实现)?一次性?(?:选举)?成功|一次性?选举[未不]成功|另行选举|重新选举|选举无效"
)
_ONE_HEAD = re.compile(r"(?P<no>(?:未|没有|没)(?:能)?(?:实现)?)?(?:书记、?主任)?“?一肩挑”?(?!人选|初步|比例|率|的)")


def _read_flags(words: str, facts: Facts) -> None:
    if _NOT_ONE_SHOT.search(words):
        facts.flags["one_shot"] = False
    elif _ONE_SHOT.search(words):
        facts.flags["one_shot"] = True
    head = _ONE_HEAD.search(words)
    if head:
        facts.flags["yijiantiao"] = head["no"] is None


def _read_stage(words: str, body: Body, on: date, facts: Facts) -> None:
    entered = [stage for clause in clauses_of(words) if (stage := _stage_in(clause, body, on, facts))]
    voted = facts.counts.get("voted") and body in (Body.VILLAGE, Body.RESIDENTS)
    if voted or facts.counts.get("elected") or facts.flags.get("one_shot"):
        entered.append(procedure(body).vote)
    if entered:
        facts.stage = max(entered)
    if facts.stage and facts.stage == vocabulary.stage_of("已完成", body) and re.search("完成|结束", words):
        facts.flags.setdefault("completed", True)


def _stage_in(clause: str, body: Body, on: date, facts: Facts) -> StageCode | None:
    if re.search(r"\d(?:人|名|张|票|位)", clause):
        return None  # what a number counts was not understood; neither is its clause
    days = dates_in(clause, on)
    plain = re.sub(rf"(?:于|在)?(?:{_DATE})(?:[上下]午)?|[今昨前][日天]|\d{{1,2}}[时点:]\d*分?许?", "", clause)
    plain = _BODY.sub("", plain) or clause
    stage = vocabulary.stage_of(plain.strip("：: "), body)
    key = vocabulary.milestone_of(stage) if stage else None
    days = days or tuple(on - timedelta(days=ago) for ago, word in _SPOKEN_DAYS if re.search(word, clause))
    if key and len(days) == 1 and days[0] <= on:
        facts.dates.setdefault(key, days[0])
    return stage
