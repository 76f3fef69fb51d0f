"""The bulletin writer: everything that reaches the county's election office about one day, as files.

``posts_of(day)`` is deterministic: the same seed and county give the same names, bytes and instants.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from demo import ledgers
from demo.campaign import Campaign
from demo.days import LENGTH, VOTING, chance, date_of, instant
from demo.habits import Habit, extension_of, habit_of
from demo.mail import Delivery, delivery_of
from demo.page import Page, page_of
from demo.places import Township
from demo.shapes import files, prose, tables
from demo.shapes.columns import SHORT
from demo.shapes.grid import Grid
from demo.words import DATE_FORMS

QUIET = 2  # villages that may have moved a step when a township, before the votes, reports nothing


@dataclass(frozen=True, slots=True)
class Post:
    """One file as it arrives."""

    name: str
    content: bytes
    arrives_at: datetime
    day: int  # the day it speaks of
    township: str  # code of the sender; "" the county office

    def write(self, folder: Path) -> Path:
        """Under a hidden name, then renamed, so that nobody sees half of it."""
        folder.mkdir(parents=True, exist_ok=True)
        half = folder / f".{self.name}.part"
        half.write_bytes(self.content)
        return half.replace(folder / self.name)

    def write_dated(self, folder: Path) -> Path:
        """The file's time is its arrival: for bulletins of the past."""
        moment = self.arrives_at.timestamp()
        path = self.write(folder)
        os.utime(path, (moment, moment))
        return path


class Writer:
    def __init__(self, campaign: Campaign) -> None:
        self.campaign = campaign

    def posts_of(self, day: int) -> tuple[Post, ...]:
        posts = list(self._register(day))
        for number, township in enumerate(self.campaign.county.townships):
            posts += self._from_township(township, habit_of(township, number, day), day)
        return tuple(sorted(posts, key=lambda post: (post.arrives_at, post.name)))

    def _register(self, day: int) -> Iterator[Post]:
        """The county's own register of key villages: on Mondays, and whenever a line of it changed."""
        keys = self.campaign.key_villages
        first = min((key.listed for key in keys), default=LENGTH + 1)
        if day >= first and (date_of(day).weekday() == 0 or any(key.moved_on(day) for key in keys)):
            on = DATE_FORMS["cn"].format(date_of(day))
            name = f"{self.campaign.county.name}重点难点村挂牌台账（{on}）.xlsx"
            yield Post(name, files.xlsx([ledgers.key_register(self.campaign, day)]), instant(day, 11, 30), day, "")

    def _from_township(self, township: Township, habit: Habit, day: int) -> Iterator[Post]:
        if day == 1:
            grid = ledgers.schedule(self.campaign, township, habit)
            yield self._post(f"{township.name}换届日程安排表.xlsx", files.xlsx([grid]), instant(1, 10, 0), 1, township)
        delivery = delivery_of(self.campaign, township, day)
        if delivery:
            yield from self._bulletin(township, habit, day, delivery)
            yield from self._ledger(township, day, delivery.arrives_at)
        if day == LENGTH:
            grid = ledgers.results(self.campaign, township, day)
            yield self._post(
                f"{township.name}选举结果统计表.xlsx", files.xlsx([grid]), instant(day, 17, 58), day, township
            )

    def _bulletin(self, township: Township, habit: Habit, day: int, delivery: Delivery) -> Iterator[Post]:
        page = page_of(self.campaign, township, day, habit, delivery.slip)
        name = habit.file.format(t=township.name, d=page.on)
        if self._says_nothing_new(township, day):
            yield self._post(
                f"{township.name}零报告{page.on:%m%d}.txt", _zero(page), delivery.arrives_at, day, township
            )
            return
        late = _with_mark(name, "补报") if delivery.is_late else name
        yield self._post(late, shape(page, late), delivery.arrives_at, day, township)
        if delivery.corrected_at:
            right, name = page_of(self.campaign, township, day, habit, again=True), _with_mark(name, "更正")
            yield self._post(name, shape(right, name), delivery.corrected_at, day, township)

    def _ledger(self, township: Township, day: int, arrives_at: datetime) -> Iterator[Post]:
        """Whenever something in it moved since the last that was sent; a grave new incident at once."""
        mine = tuple(i for i in self.campaign.incidents if i.village.township == township.name and i.opened <= day)
        since = self._last_sent(township, day)
        if not any(since < step.day <= day for incident in mine for step in incident.steps):
            return
        grid = ledgers.incident_ledger(self.campaign, township, day, mine)
        name = f"{township.name}问题台账{DATE_FORMS['cn'].format(date_of(day))}.xlsx"
        grave = any(incident.opened == day and incident.severity == "重大" for incident in mine)
        moment = min(arrives_at, instant(day, 14, 20)) if grave else arrives_at + timedelta(minutes=2)
        yield self._post(name, files.xlsx([grid]), moment, day, township)

    def _last_sent(self, township: Township, day: int) -> int:
        before = (past for past in range(day - 1, 0, -1) if delivery_of(self.campaign, township, past))
        return next(before, 0)

    def _says_nothing_new(self, township: Township, day: int) -> bool:
        """On quiet days many only report that there is nothing to report, though a step was taken."""
        if day == 1 or chance(self.campaign.seed, township.code, day, "zero").random() > 0.7:
            return False
        since = self._last_sent(township, day)
        courses = [self.campaign.courses[village.code] for village in township.villages]
        moved = [c for c in courses if any(track.moved_between(since, day) for track in c.tracks.values())]
        return len(moved) <= (QUIET if day < VOTING[0] - 2 else 0) and not any(c.votes_on(day) for c in moved)

    def _post(self, name: str, content: bytes, arrives_at: datetime, day: int, township: Township) -> Post:
        return Post(name, content, arrives_at, day, township.code)


def _with_mark(name: str, mark: str) -> str:
    stem, extension = name.rsplit(".", 1)
    return f"{stem}（{mark}）.{extension}"


def _zero(page: Page) -> bytes:
    on = DATE_FORMS["cnfull"].format(page.on)
    return f"{page.township.name}{on}换届工作零报告：今日无新增情况，各项工作按计划推进。\n".encode()


LAYOUTS: dict[str, Callable[[Page], list[Grid]]] = {
    "two_row": tables.two_row, "flat": tables.flat, "flat_xls": tables.flat, "flat_csv": tables.bare,
    "long": tables.long, "matrix": tables.matrix, "bodies": tables.bodies, "zip": tables.two_row,
}  # fmt: skip
PROSE: dict[str, Callable[[Page], str]] = {"chat": prose.chat, "relay": prose.relay}


def shape(page: Page, name: str) -> bytes:
    """The page in its township's shape."""
    habit = page.habit
    if habit.shape in PROSE:
        return PROSE[habit.shape](page).encode()
    if habit.shape == "word":
        return _word(page)
    grids = LAYOUTS[habit.shape](page)
    match extension_of(habit):
        case "csv":
            return files.csv_text(grids, "utf-8-sig" if habit.shape == "long" else "gb18030")
        case "xls":
            return files.xls(grids)
        case "zip":
            return files.zip_gbk([(f"{name.rsplit('.', 1)[0]}.xlsx", files.xlsx(grids))])
        case _:
            return files.xlsx(grids)


def _word(page: Page) -> bytes:
    title = f"{page.township.name}村（社区）“两委”换届选举工作日报{'（更正）' if page.correction else ''}"
    on = DATE_FORMS["cnfull"].format(page.on)
    paragraphs = (
        f"一、今日选举：{prose.today(page)}", f"二、存在问题：{prose.problems(page)}",
        f"三、明日安排：{prose.tomorrow(page)}", "填报人：张某    审核人：李某",
    )  # fmt: skip
    grid = tables.one_row(page, SHORT)
    return files.docx(title, f"填报单位：{page.township.name}    填报时间：{on}", [grid], paragraphs)


def write_all(writer: Writer, days: Sequence[int], out: Path) -> Iterator[Path]:
    """Every post of these days, a folder for each day spoken of."""
    for day in days:
        for post in writer.posts_of(day):
            yield post.write_dated(out / date_of(day).isoformat())
