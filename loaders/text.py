"""Bulletins written as text: chat messages, relay lists, paragraphs, zero reports, urgent reports.

Facts, plans and troubles are kept apart. What cannot be understood is held or skipped with a reason; every line ends
in a row or among the skipped.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date

from loaders import vocabulary
from loaders.context import Context, Taken
from loaders.dating import find_day
from loaders.prose import urgent
from loaders.prose.amending import correction_row, is_meant, put_right
from loaders.prose.corrections import is_correction, read_correction
from loaders.prose.dealing import dealt, spelled_out
from loaders.prose.joining import joined_rows
from loaders.prose.lines import (
    ChatHead,
    Segment,
    Topic,
    chat_day,
    chat_head,
    is_greeting,
    noise_of,
    segments_of,
    tidy,
)
from loaders.prose.pasted import as_sentence, header_of
from loaders.prose.rows import Spot, aggregate_row, incident_row, status_rows
from loaders.prose.sorting import is_fact, parted
from loaders.prose.statements import Statement, statements_of
from loaders.prose.totals import read_total
from loaders.prose.troubles import read_claim, says_nothing, sounds_like_trouble
from loaders.readers.raw import RawText
from situation.model.bulletins import Disposition, Row, Skipped
from situation.model.regions import RegionCode
from situation.model.reports import Body, ReportKind, Where
from situation.rules.placescan import Mention

_ZERO = re.compile(r"零报告|无新增|无变化|今日无(?:进展|情况|变化|事项)|无情况报告|无相关情况|无需报告")
_CORRECTION = re.compile(r"更正|订正|补报|以此为准|以本.{0,3}为准|最终版|修正版|重报")
_TITLE = re.compile(r"日报|周报|通报|快报|简报|进展|零报告|报告|情况|换届|进度|统计")
_SHORT_DAY = re.compile(r"(?<![\d.])\d{1,2}\.\d{1,2}(?![\d.%人])")
_COLLECTIVE = re.compile(r"^\s*等(?:[\d一二三四五六七八九十]+)?(?:个|家)?")
_ALONE = re.compile(r"\s*(?:\(?\d{1,3}[.、)）]\s*)?[:：]?\s*")
_TOLD_DAY = re.compile(r"截[至止]|填报|报送|日报|【")
_OPENING_DAY = re.compile(r"(?:[^，。；\d]{2,12}[：:]\s*)?(?:20\d{2}年)?\d{1,2}月\d{1,2}[日号](?:[上下]午)?(?=[，,])")
_ENUMERATED = re.compile(
    r"(?:^|(?<=[：:；;。，,\s]))(?:[一二三四五六七八九]是|其[一二三四五]|\(?\d{1,2}[.、)](?!\d))[，,：:]?"
)
_TOWNSHIP_HEAD = re.compile(r"(?:^|(?<=[。；;\s]))([\u3400-\u9fff]{1,10}(?:镇|乡|街道|办事处))[：:]")
_LEFT_OVER = frozenset(("no_village", "greeting", "heading"))  # of a line that did give rows


def read_text(text: RawText, context: Context) -> Taken:
    lines = [(_where(text, number, context), tidy(line)) for number, line in text.lines]
    lines = [(where, line) for where, line in lines if line]
    if urgent.is_urgent([line for _, line in lines]):
        return urgent.read_urgent(lines, context)
    reader = _Reader(context)
    reader.prescan([line for _, line in lines])
    for where, line in reader.joined(lines):
        reader.read_line(where, line)
    return reader.taken()


def _where(text: RawText, number: int, context: Context) -> Where:
    member = text.member or context.member
    return Where(paragraph=number, member=member) if text.kind == "word" else Where(line=number, member=member)


@dataclass(slots=True)
class _Reader:
    context: Context
    rows: list[Row] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    on: date | None = None  # of the message being read
    first_on: date | None = None  # of the text
    township: RegionCode | None = None
    first_township: RegionCode | None = None
    body: Body | None = None
    topic: Topic = Topic.OPEN
    tomorrow: bool = False
    correction: bool = False
    zero: bool = False
    columns: tuple[str, ...] = ()  # of a table pasted as text
    corrected_from: int | None = None  # rows before this one are put right by the message being read
    senders: dict[str, RegionCode] = field(default_factory=dict)  # in memory only

    # -- what the text says of itself

    def prescan(self, lines: list[str]) -> None:
        """The text's own day and township, wherever they stand: in a title, behind 截至, or signed at the end."""
        told = [line for line in lines if _TOLD_DAY.search(line[:40])]
        told += [line for line in lines[:3] if _TITLE.search(self._opening(line))]
        told += [line for line in lines[:3] + lines[-3:] if len(line) <= 40 and not re.search("[，。；]", line)]
        for line in told:
            day = None if chat_head(line) else self._day_in(self._opening(line))
            if day:
                self.on = self.first_on = day
                break
        self.on = self.first_on = self.on or self._opening_day(lines)
        for line in lines[:4]:
            if self._names_township(line):
                break

    def _opening_day(self, lines: list[str]) -> date | None:
        """Told nowhere else: the one day with which its first sentences open (1月8日，我镇…)."""
        opened = (found[0] for line in lines[:4] if not chat_head(line) and (found := _OPENING_DAY.match(line)))
        days = {day.on for text in opened if (day := find_day(text, self.context.year_hint))}
        past = {day for day in days if day <= self.context.received_on}
        return past.pop() if len(days) == 1 and past and self.context.on is None else None

    def _day_in(self, title: str) -> date | None:
        """In words, else as bare numbers: 换届日报(1.8)."""
        hint = self.context.year_hint
        loose = len(title) <= 40 and _TITLE.search(title) and _SHORT_DAY.search(title)
        day = find_day(title, hint) or (find_day(title, hint, loose=True) if loose else None)
        return day.on if day else None

    def _opening(self, line: str) -> str:
        """What stands before the first village and the first full stop: later days and places are not the title's."""
        first = next((mention.start for mention in self._mentions(line)), len(line))
        return re.split(r"[。；;]", line[:first], maxsplit=1)[0][:80]

    def _names_township(self, line: str) -> bool:
        found = self.context.index.find_townships_in(self._opening(line))
        if len(found) == 1:
            self.township = found[0]
            self.first_township = self.first_township or found[0]
        return len(found) == 1

    @property
    def day(self) -> date:
        return self.on or self.context.day

    @property
    def place(self) -> RegionCode | None:
        return self.township or self.context.place

    # -- line by line

    def joined(self, lines: list[tuple[Where, str]]) -> Iterator[tuple[Where, str]]:
        """A village alone on its line heads the lines below it: they become one sentence, at the village's place."""
        held: tuple[Where, str] | None = None
        for where, line in lines:
            if held and _goes_on(line) and not self._mentions(line):
                held = held[0], f"{held[1]}，{line}"
                self._skip(where, "part_of_item")
                continue
            if held:
                yield held
                held = None
            mentions = self._mentions(line)
            if len(mentions) == 1 and _ALONE.fullmatch(line.replace(mentions[0].raw, "", 1)):
                held = where, f"1. {mentions[0].raw}：" if mentions[0].is_known else line
            else:
                yield where, line
        if held:
            yield held

    def read_line(self, where: Where, line: str) -> None:
        head = chat_head(line)
        if head:
            self._new_message(head)
            return self._skip(where, "chat_head")
        noise = noise_of(line)
        if noise and not (re.search(r"\d", line) and any(m.is_known for m in self._mentions(line))):
            return self._skip(where, noise)
        self.correction = self.correction or bool(_CORRECTION.search(line))
        if is_correction(line) and self._correct(where, line):
            return None
        if self._is_title(line):
            return self._title(where, line)
        if _ZERO.search(line) and not self._mentions(line) and len(line) < 80:
            self.zero = True
            return self._skip(where, "zero_report")
        columns = header_of(line)
        if columns:
            self.columns = columns
            return self._skip(where, "header")
        line = spelled_out(as_sentence(line, self.columns))
        before = len(self.rows), len(self.skipped)
        for segment in segments_of(where, line, self.topic):
            self._read_segment(segment)
        self.rows[before[0] :] = joined_rows(self.rows[before[0] :])
        if len(self.rows) > before[0]:
            self.skipped[before[1] :] = [skip for skip in self.skipped[before[1] :] if skip.why not in _LEFT_OVER]
        elif len(self.skipped) == before[1]:
            self._skip(where, "greeting" if is_greeting(line) else "no_facts")
        return None

    def _new_message(self, head: ChatHead) -> None:
        self.topic, self.corrected_from = Topic.OPEN, None
        self.on = chat_day(head) if self.first_on is None else self.on
        named = self.context.index.find_townships_in(head.who)
        if len(named) == 1:
            self.senders[head.who] = named[0]
        self.township = self.senders.get(head.who, self.township if self.township == self.first_township else None)

    def _is_title(self, line: str) -> bool:
        """Short, no sentence, no village: a heading of the message, or of a township's part of it."""
        if len(line) > 60 or re.search(r"[。；;]", line) or self._mentions(line):
            return False
        named = len(self.context.index.find_townships_in(line)) == 1
        if re.match(r"^(?:【|#|\[)", line) and (_TITLE.search(line) or named):
            return True
        placed = named or bool(re.search("[镇乡县]|街道", line))
        return (named and len(line) <= 24) or (
            placed and bool(_TITLE.search(line)) and not re.search(r"\d{2,}[人个名]", line)
        )

    def _title(self, where: Where, line: str) -> None:
        day = self._day_in(line)
        if day:
            self.on = day
            self.first_on = self.first_on or day
        self._names_township(line)
        self.body = vocabulary.body_of(line)
        self.topic, self.columns = Topic.OPEN, ()
        self.corrected_from = len(self.rows) if _CORRECTION.search(line) else None
        if _ZERO.search(line):
            self.zero = True
        self._skip(where, "title")

    # -- segments

    def _read_segment(self, segment: Segment) -> None:
        if segment.heading:
            self.tomorrow = bool(re.search(r"明[日天]|次日", segment.heading))
        elif segment.topic is not Topic.PLANS:
            self.tomorrow = False
        self.topic = segment.topic
        if not segment.text.strip(" 。：:"):
            return self._skip(segment.where, "heading")
        for part in self._by_township(segment):
            self._read_part(part)
        return None

    def _by_township(self, segment: Segment) -> Iterator[Segment]:
        """``青石镇：…；白水乡：…``: each stretch in its own township."""
        pieces = _TOWNSHIP_HEAD.split(segment.text)
        if len(pieces) > 1 and any(self.context.index.match_township(name) for name in pieces[1::2]):
            yield replace(segment, text=pieces[0])
            for name, text in zip(pieces[1::2], pieces[2::2], strict=True):
                code = self.context.index.match_township(name)
                self.township = code or self.township
                self.first_township = self.first_township or code
                yield replace(segment, text=text if code else f"{name}：{text}")
        else:
            yield segment

    def _read_part(self, segment: Segment) -> None:
        if not segment.text.strip(" 。：:；;"):
            return None
        if segment.topic is Topic.ISSUES:
            return self._read_issues(segment)
        for statement in statements_of(segment.text, self._mentions(segment.text)):
            self._read_statement(segment, statement)
        return None

    def _read_statement(self, segment: Segment, statement: Statement) -> None:
        if not statement.subjects:
            return self._read_whole(segment, statement.text)
        is_listed = segment.heading and not re.search(r"[\u4e00-\u9fff\d]", statement.said)
        said = segment.heading if is_listed else statement.said  # 今日已投票：甲村、乙村
        text = f"明日{said}" if self.tomorrow and segment.topic is Topic.PLANS else said
        before = len(self.rows)
        shares = dealt(text, len(statement.subjects)) if len(statement.subjects) > 1 else None
        several = not shares and (len(statement.subjects) > 1 or bool(_COLLECTIVE.match(statement.text)))
        for number, subject in enumerate(statement.subjects):
            text = shares[number] if shares else text
            spot = self._spot(segment, not several)
            trouble, rest = parted(text, spot, subject.raw) if segment.topic is not Topic.PLANS else ("", text)
            if rest or not trouble:
                self._add(list(status_rows(spot, subject.raw, rest, is_shared=several)))
            if trouble:
                claim = read_claim(f"{subject.raw}{trouble}".strip(" ，。；;、"), self.day)
                self._add([incident_row(spot, subject.raw, claim)])
        if len(self.rows) == before:
            self._skip(segment.where, "plan_without_date" if segment.topic is Topic.PLANS else "no_facts")
        return None

    def _add(self, found: list[Row]) -> None:
        """In a message that corrects, what it says again takes the place of what was said before."""
        for row in found if self.corrected_from is not None else ():
            for number, old in enumerate(self.rows[: self.corrected_from]):
                same = (old.kind, old.village_code, old.body, old.planned, old.on)
                if row.village_code and same == (row.kind, row.village_code, row.body, row.planned, row.on):
                    self.rows[number] = replace(old, disposition=Disposition.IGNORE, note="已由后文更正")
        self.rows += found

    def _read_whole(self, segment: Segment, text: str) -> None:
        """No village named: a total of the township, a list item nobody knows, or nothing."""
        if segment.topic is Topic.PLANS:
            return self._skip(segment.where, "plan")
        spot = self._spot(segment, False)
        total = read_total(text, self.body, self.day)
        if total:
            self.rows.append(aggregate_row(spot, total))
            return None
        name = re.match(r"^\s*(?:[\d①-⑳]{1,3}[.、)）:：\s]*)?([^\s：:，,。；;、\d]{2,10})[\s：:，,、]", text)
        if name and segment.is_item and (vocabulary.is_subtotal(name[1]) or vocabulary.is_example(name[1])):
            return self._skip(segment.where, "subtotal")
        if name and segment.is_item:
            found = [row for row in status_rows(spot, name[1], text[name.end() :]) if is_fact(row)]
            self.rows += found
            if found:
                return None
        return self._skip(segment.where, "greeting" if is_greeting(text) else "no_village")

    def _read_issues(self, segment: Segment) -> None:
        if says_nothing(segment.text):
            return self._skip(segment.where, "nothing_to_report")
        spot = self._spot(segment, False)
        before = len(self.rows)
        for text in filter(None, _ENUMERATED.split(segment.text)):
            for statement in statements_of(text, self._mentions(text)):
                self._read_issue(spot, statement)
        if len(self.rows) == before:
            self._skip(segment.where, "no_village")
        return None

    def _read_issue(self, spot: Spot, statement: Statement) -> None:
        for subject in () if says_nothing(statement.text) else statement.subjects:
            claim = read_claim(_sentence(subject.raw, statement), self.day)
            self.rows.append(incident_row(spot, subject.raw, claim))
        text = statement.text
        if not statement.subjects and sounds_like_trouble(text) and not says_nothing(text):
            self.rows.append(incident_row(spot, "", read_claim(text, self.day)))

    # -- corrections

    def _correct(self, where: Where, line: str) -> bool:
        """Whether the line was a correction of one number of one village."""
        mentions = self._mentions(line)
        correction = read_correction(_without_names(line, [m.raw for m in mentions]))
        if len(mentions) != 1 or correction is None:
            return False
        self.correction = True
        spot = self._spot(Segment(where, line, Topic.OPEN), False)
        place = spot.match(mentions[0].raw)
        known = [n for n, row in enumerate(self.rows) if place.is_certain and is_meant(row, place.code, correction)]
        righted = put_right(self.rows[known[0]], correction) if len(known) == 1 else None
        if righted:
            self.rows[known[0]] = righted
            self._skip(where, "correction_applied")
        else:
            self.rows.append(correction_row(spot, mentions[0].raw, correction, line))
        return True

    # -- the rest

    def _mentions(self, text: str) -> tuple[Mention, ...]:
        return self.context.index.mentions(text, self.place)

    def _spot(self, segment: Segment, is_single: bool) -> Spot:
        body = self.body or self.context.body
        is_item = segment.is_item and is_single
        return Spot(self.context, segment.where, self.day, self.place, body, segment.topic, is_item)

    def _skip(self, where: Where, why: str) -> None:
        self.skipped.append(Skipped(where, why))

    def taken(self) -> Taken:
        return Taken(
            rows=tuple(self.rows), skipped=tuple(self.skipped), on=self.first_on, township=self._only_township(),
            correction=self.correction, zero_report=self.zero and not self.rows,
        )  # fmt: skip

    def _only_township(self) -> RegionCode | None:
        """One township speaks for the text; a chat of several townships has none."""
        named = {row.township for row in self.rows if row.township and row.kind is not ReportKind.INCIDENT}
        return self.first_township if len(named) <= 1 else None


def _goes_on(line: str) -> bool:
    """Not a heading, a title, a list item or what a chat adds."""
    return not (
        noise_of(line) or chat_head(line) or re.match(r"^(?:[一二三四五六七八九十]{1,2}、|[(（【#]|\d{1,3}[.、])", line)
    ) and not _TITLE.search(line)


def _sentence(raw: str, statement: Statement) -> str:
    return f"{statement.lead}{raw}{statement.text}".strip(" ，。；;、")


def _without_names(line: str, names: list[str]) -> str:
    for name in names:
        line = line.replace(name, "")
    return line
