"""What each column of a table means: its header levels joined, its key, its body, the step it ticks.

A child alone says too little ("应到" below 推荐大会 is not 应到 below 党员大会), a parent alone too much; so the
whole path is tried first, then the child, then the parent where the child is only "日期" or "人数".
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from loaders import persons, vocabulary
from loaders.tables.grid import Grid, text_of
from situation.model.reports import Body

_GENERIC = re.compile(r"(日期|时间|人数|数|数量|情况|结果|是否|备注|名称|总数|合计|小计|[是否]/?[是否]?)\Z")
_PLANNED = re.compile(r"计划|拟定|拟|预计|预定|安排")
_OF_SEATS = frozenset(("posts", "elected", "female", "candidates"))
_ONE_POST = re.compile(r"(?:村|居|支|监)?(?:委会|民委员会|务监督委员会)?(?:正|副)?(?:主任|书记|委员)")
_BY_PARENT = (  # what a child means below a parent
    (re.compile("推荐"), {"due": "rec_due", "present": "rec_present"}),
    (re.compile("代表"), {"female": "reps_female", "registered": "reps_total"}),
)
_PARTY_KEYS = frozenset({"rec_due", "rec_present", "members_total", "excluded", "party_election"})
_DONE_ALONE = re.compile("(是否)?已?完成(情况|时?与?否)?")
_AS_HEADER = {"已完成": "completed", "完成": "completed"}  # as data the same words are a stage


@dataclass(frozen=True, slots=True)
class Column:
    """One column. ``levels`` top to bottom as written; ``key`` None where nobody knows the header."""

    index: int
    levels: tuple[str, ...]
    key: str | None = None
    body: Body | None = None
    planned: bool = False
    is_percent: bool = False
    is_personal: bool = False

    @property
    def header(self) -> str:
        return "/".join(self.levels)


def columns_of(grid: Grid, first: int, last: int, overrides: dict[str, str] | None = None) -> tuple[Column, ...]:
    """The columns below header rows ``first`` to ``last`` inclusive."""
    width = max(len(grid.rows[row]) for row in range(first, last + 1))
    paths = _paths(grid, first, last, width)
    return tuple(column_of(index, path, overrides or {}) for index, path in enumerate(paths))


def column_of(index: int, levels: tuple[str, ...], overrides: dict[str, str]) -> Column:
    header = "/".join(levels)
    if not levels:
        return Column(index, ())
    said, _, own = (overrides.get(header) or overrides.get(levels[-1]) or "").rpartition("/")
    key = own or key_of(levels)
    personal = key is None and persons.is_personal_header(levels[-1])
    personal = personal or (persons.is_personal_header(header.replace("/", "")) and key in (None, "people"))
    return Column(
        index,
        levels,
        key=None if personal else key,
        body=Body(said) if said else _body_said(levels, key),
        planned=bool(_PLANNED.search(header)),
        is_percent="%" in header or "％" in header,
        is_personal=personal,
    )


@lru_cache(maxsize=4096)
def key_of(levels: tuple[str, ...]) -> str | None:
    child, parents = levels[-1], "".join(levels[:-1])
    key = vocabulary.header_key(child) or _AS_HEADER.get(child)
    if key in _OF_SEATS and len(levels) > 1 and _ONE_POST.fullmatch(levels[-2]):
        return None  # the seats of one post are not the committee's
    for pattern, meanings in _BY_PARENT:
        if key in meanings and pattern.search(parents + child):
            return meanings[key]
    if len(levels) == 1:
        return key
    if key == "completed" and _DONE_ALONE.fullmatch(child) and _is_step(levels[-2]):
        return None  # a step is done, not the election
    joined = vocabulary.header_key("".join(levels)) or vocabulary.header_key("".join(levels[-2:]))
    if key is None:
        return joined or (vocabulary.header_key(levels[-2]) if _GENERIC.search(child) else None)
    return joined if joined and _GENERIC.search(child) else key


def _is_step(text: str) -> bool:
    """A step ("选民登记"), as opposed to a body or to a group of columns ("当选情况")."""
    if vocabulary.body_of(text) or text.endswith(("情况", "结果", "统计", "进展", "进度")):
        return False
    return any(vocabulary.stage_of(text, body) for body in (Body.VILLAGE, Body.PARTY))


def _body_said(levels: tuple[str, ...], key: str | None) -> Body | None:
    for level in reversed(levels):
        said = vocabulary.body_of(level)
        if said:
            return said
    if key in _PARTY_KEYS or (key in ("due", "present") and "党员" in "".join(levels)):
        return Body.PARTY
    return None


def _paths(grid: Grid, first: int, last: int, width: int) -> list[tuple[str, ...]]:
    """Per column its distinct header texts, parents carried right over the blanks of an unmerged group."""
    paths: list[list[str]] = [[] for _ in range(width)]
    across = any(r0 <= last and r1 >= first and c1 > c0 for r0, c0, r1, c1 in grid.merges)
    for row in range(first, last + 1):
        carried = ""
        for col in range(width):
            text = grid.text(row, col)
            if text:
                carried = text
            elif row < last and not across and _is_group_gap(grid, row, last, col):
                text = carried
            if text and _squeeze(text) not in map(_squeeze, paths[col]) and not is_unit_word(text):
                paths[col].append(text)
    return [tuple(path) for path in paths]


def _is_group_gap(grid: Grid, row: int, last: int, col: int) -> bool:
    """A blank right of a group's name, with something below it and nothing above: an unmerged parent."""
    below = any(grid.text(r, col) for r in range(row + 1, last + 1))
    vertical = any(r0 <= row <= r1 and c0 <= col <= c1 and r1 > r0 for r0, c0, r1, c1 in grid.merges)
    return below and not vertical


def _squeeze(text: str) -> str:
    return text.replace(" ", "")


_UNIT = re.compile(r"[(（]?(人|个|名|%|％|张|票|户|次|是/否|√/×|年月日|月日)[)）]?")


def is_unit_word(text: str) -> bool:
    return bool(_UNIT.fullmatch(text.strip()))


def is_header_text(value: object) -> bool:
    """A text that names a column; the same words as data ("是", "已完成") do not."""
    return isinstance(value, str) and vocabulary.header_key(text_of(value)) is not None
