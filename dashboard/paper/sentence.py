"""The lead of the briefing, made from the snapshot: a list of (text, is it important)."""

from __future__ import annotations

from collections.abc import Iterator

from dashboard.parts.overview import completion_of, planned_on
from dashboard.trust import is_empty
from dashboard.words import Words
from situation.clock import LOCAL
from situation.model.picture import Snapshot, TownshipPicture
from situation.model.standing import Colour

Piece = tuple[str, bool]


def lead(snapshot: Snapshot, words: Words) -> list[Piece]:
    return [*_completion(snapshot, words), *_warnings(snapshot, words), *_silence(snapshot, words)]


def silent_townships(snapshot: Snapshot) -> list[TownshipPicture]:
    return [t for t in snapshot.townships if t.is_due and not t.has_reported]


def _completion(snapshot: Snapshot, words: Words) -> Iterator[Piece]:
    completion = completion_of(snapshot)
    total = len(snapshot.villages)
    if completion is None or is_empty(snapshot):
        yield words("截至{when}，全县{total}个村(社区)待首报。", when=_when(snapshot, words), total=total), False
        return
    done, before = completion.share.part, completion.yesterday
    yield words("截至{when}，全县{total}个村(社区)中", when=_when(snapshot, words), total=total), False
    percent = words.percent(completion.share)
    yield words("{done}个完成两委换届，完成率{percent}%", done=done, percent=percent), True
    if before is not None:
        yield _change(done - before.part, words), False
    planned = planned_on(snapshot)
    if planned is not None:
        yield _against_plan(planned - done, words), False
    voting = sum(village.election_day == snapshot.on for village in snapshot.villages)
    yield words("；今日{n}个村(社区)投票。", n=voting), False


def _when(snapshot: Snapshot, words: Words) -> str:
    local = snapshot.freshness.as_of.astimezone(LOCAL)
    if words.is_chinese:
        minute = f"{local.minute}分" if local.minute else ""
        return f"{local.month}月{local.day}日{local.hour}时{minute}"
    return words.moment(snapshot.freshness.as_of)


def _change(difference: int, words: Words) -> str:
    if difference == 0:
        return words("，与昨日持平")
    return words("，较昨日增加{n}个", n=difference) if difference > 0 else words("，较昨日减少{n}个", n=-difference)


def _against_plan(behind: int, words: Words) -> str:
    if behind == 0:
        return words("，与计划一致")
    return words("，比计划少{n}个", n=behind) if behind > 0 else words("，比计划多{n}个", n=-behind)


def _warnings(snapshot: Snapshot, words: Words) -> Iterator[Piece]:
    if is_empty(snapshot):
        return
    counts = snapshot.colour_counts
    yield words("预警{red}个、关注{yellow}个。", red=counts[Colour.RED], yellow=counts[Colour.YELLOW]), True


def _silence(snapshot: Snapshot, words: Words) -> Iterator[Piece]:
    silent = silent_townships(snapshot)
    if not silent:
        return
    names = ("、" if words.is_chinese else ", ").join(t.region.name for t in silent)
    count = sum(t.village_count for t in silent)
    days = {t.last_on for t in silent}
    last = days.pop() if len(days) == 1 else None
    if last is None:
        yield words("{names}未报，所辖{n}个村(社区)沿用此前数据。", names=names, n=count), False
    else:
        yield words("{names}未报，所辖{n}个村(社区)沿用{day}数据。", names=names, n=count, day=words.day(last)), False
