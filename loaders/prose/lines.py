"""A pasted text taken apart: what is chat noise, what is a title, and which sections the rest falls into.

Nicknames are looked at only for a township and never kept.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from situation.model.reports import Where

COMMA = "，"
_SEPARATOR = "\ue000"  # keeps a full-width comma from becoming a thousands separator

_CHAT_HEAD = re.compile(
    r"^(?P<who>.{0,40}?)\s*(?P<on>20\d{2}[-/年.]\d{1,2}[-/月.]\d{1,2}日?)\s*"
    r"(?:上午|下午|晚上|中午|凌晨)?\s*\d{1,2}:\d{2}(?::\d{2})?\s*(?P<after>.{0,30})$"
)
_CHAT_TIME = re.compile(r"^.{0,20}\s(?:上午|下午|晚上)?\s?\d{1,2}:\d{2}(?::\d{2})?$")
_NOISE = re.compile(
    r"^(?:[\[【(（](?:图片|表情|文件|语音|视频|链接|位置|动画表情|聊天记录|强|OK|ok|抱拳|握手|玫瑰|微笑|红包|名片|小程序)[\]】)）].{0,40}"
    r"|(?:收到|好的?|ok|OK|谢谢|辛苦了?|嗯+|已阅|明白|知道了|请查收|请领导审阅|以上|汇报完毕|报告完毕|特此报告|\+1|1)[,，。.!！~～\s]*(?:谢谢|收到|领导)?[。.!！~～]*"
    r"|.{0,30}撤回了?(?:一条|1条)?消息.{0,20}|@.{1,30}|以[下上]为?.{0,4}(?:新消息|历史消息)|.{0,20}(?:加入|退出|邀请).{0,20}群聊?.{0,10}"
    r"|[-—=_*~·.]{3,}.{0,30}[-—=_*~·.]*|#?接龙.{0,12}|【?群公告】?.{0,10}|拍了拍.{0,12}|.{1,20}拍了拍.{1,20})$"
)
_SIGN_OFF = re.compile(
    r"^(?:填报人|填报|审核人?|审签|报送人|联系人|联系电话|经办人|签发人?|抄送|抄报|主送|报[:：]|附件?[:：]|填表人|报送单位[:：].{0,20}$)"
)
_GREETING = re.compile(
    r"^(?:各位?(?:领导|同志|同仁)|尊敬的|领导好|县.{0,12}(?:办公室|领导小组|组织部|民政局|党委)[:：]$)"
)


def tidy(text: str) -> str:
    """NFKC, but ， stays apart from the comma inside 1,256; runs of blanks become one."""
    text = text.replace(COMMA, _SEPARATOR)
    text = unicodedata.normalize("NFKC", text).replace(_SEPARATOR, COMMA)
    text = re.sub(r"^\s*@[^\s，。：:@]{1,20}[\s\u2005]+(?=\S)", "", text)  # to whom it is said
    text = re.sub(r"[\u200b-\u200f\u2060\ufeff]", "", text)
    return re.sub(r"[ \t\u3000\xa0]+", " ", text).strip()


@dataclass(frozen=True, slots=True)
class ChatHead:
    who: str
    on: str


def chat_head(text: str) -> ChatHead | None:
    """``昵称  2021/1/8 17:32:10``: who said it (for the township only) and when."""
    found = _CHAT_HEAD.match(text)
    if found and not re.search(r"[。；，]", found["who"]) and "截至" not in found["who"]:
        return ChatHead(found["who"] or found["after"], found["on"])
    return None


def noise_of(text: str) -> str:
    """Why a line says nothing about elections; empty where it may."""
    if _CHAT_TIME.match(text) and not re.search(r"[，。；：]|截至|日", text):
        return "chat_head"
    if _NOISE.match(text):
        return "chat_noise"
    return "sign_off" if _SIGN_OFF.match(text) else ""


def is_greeting(text: str) -> bool:
    return bool(_GREETING.match(text))


class Topic(StrEnum):
    OPEN = "open"  # no heading says otherwise
    PROGRESS = "progress"
    TODAY = "today"  # 今日选举: what is told happened on the day itself
    ISSUES = "issues"
    PLANS = "plans"


_TOPICS = (
    (Topic.PLANS, re.compile(r"明[日天]|次日|下一?步|下一?阶段|工作安排|工作计划|近期安排|后续|打算|计划")),
    (Topic.ISSUES, re.compile(r"问题|困难|风险|矛盾|隐患|信访|突发|舆情|异常|纠纷")),
    (Topic.TODAY, re.compile(r"[今当]日.{0,4}(?:选举|投票|完成)|今天.{0,4}(?:选举|投票)")),
    (
        Topic.PROGRESS,
        re.compile(r"总体|进展|整体|综述|概况|各村|工作开展|今日|当日|(?:基本|完成|选举|投票)情况"),
    ),
)
_TEN = "[一二三四五六七八九十]{1,2}"
_MARK = rf"(?:{_TEN}[、.．]|[(（]{_TEN}[)）]|第{_TEN}[,，、])"
_SECTION = re.compile(rf"(?:(?<=^)|(?<=[。；;：:\s!！]))(?={_MARK})")
_HEADING = re.compile(
    rf"^(?P<mark>{_MARK}|\d{{1,2}}[、.．)）](?!\d))?\s*[【\[]?(?P<title>[^：:。；;，,\d【】\[\]]{{2,14}})[】\]]?(?P<end>[：:]|$|(?<=[】\]]))"
)


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of one line under one topic."""

    where: Where
    text: str
    topic: Topic
    heading: str = ""
    is_item: bool = False  # of a numbered list


def segments_of(where: Where, text: str, topic: Topic) -> Iterator[Segment]:
    """The line's parts; a heading at the start of a part sets the topic for it and for what follows."""
    for part in _SECTION.split(text):
        part = part.strip()
        if not part:
            continue
        title, rest = split_heading(part)
        if title:
            topic = topic_of(title) or (Topic.OPEN if re.match(_MARK, part) else topic)
            yield Segment(where, rest, topic, title)
        else:
            body = re.sub(rf"^{_MARK}\s*", "", part)
            yield Segment(where, body, topic, "", bool(_ITEM.match(part)))


_ITEM = re.compile(r"^\s*(?:\d{1,3}\s*[.、)）:：．]|[(（]\d{1,3}[)）]|[①-⑳]|[-·•●*]\s)")


def split_heading(part: str) -> tuple[str, str]:
    """``三、存在问题：…`` → 存在问题, and the rest; no heading where the words have no topic."""
    found = _HEADING.match(part)
    if not found or topic_of(found["title"]) is None:
        return "", part
    if not found["mark"] and not found["end"] and len(part) > 14:
        return "", part
    return found["title"], part[found.end() :].strip()


def topic_of(title: str) -> Topic | None:
    named = re.search(r"(?:村|社区)(?!\(|（|两委|“|各|委|换届|进展|选举)", title.replace("各村", ""))
    if named and "问题" not in title:
        return None
    return next((topic for topic, pattern in _TOPICS if pattern.search(title)), None)


_ON = re.compile(r"(\d{4})\D(\d{1,2})\D(\d{1,2})")


def chat_day(head: ChatHead) -> date | None:
    found = _ON.search(head.on)
    try:
        return date(int(found[1]), int(found[2]), int(found[3])) if found else None
    except ValueError:
        return None
