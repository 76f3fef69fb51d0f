"""Layouts of a day's table: one or two header rows, bands, a row per body, a sheet per body, √."""

from __future__ import annotations

from collections.abc import Sequence

from demo import words
from demo.page import Line, Page
from demo.shapes.columns import (
    BALLOTS,
    COMMITTEE,
    FULL,
    HANDOVER,
    PARTY,
    PLAIN,
    RECOMMENDATION,
    REPRESENTATIVES,
    SEATS,
    Column,
    cell,
    total,
)
from demo.shapes.grid import Cell, Grid

NO_PHONE = "00000000000"  # nobody's number


def two_row(page: Page) -> list[Grid]:
    """Headings in two merged rows, the body above; in some townships bands, and phone numbers hidden."""
    habit = page.habit
    grid = Grid(f"{page.on.month}.{page.on.day}")
    fixed = ["序号", "村（社区）名称"]
    tail = ["备注", *(["联系电话"] if habit.phones else [])]
    width = len(fixed) + len(FULL) + len(tail)
    _titles(page, grid, width)
    _two_headers(grid, fixed, FULL, tail)
    if habit.phones:
        grid.hidden.append(width - 1)
    bands = [("社区", page.urban), ("村", page.rural)] if habit.bands else [("", page.lines)]
    for number, (kind, lines) in enumerate(band for band in bands if band[1]):
        if kind:
            grid.add_across(f"{'一二'[number]}、{kind}（{len(lines)}个）", width)
        for seq, line in enumerate(lines, 1):
            phone: list[Cell] = [NO_PHONE] if habit.phones else []
            grid.add([seq, line.written, *(cell(line, column, habit) for column in FULL), line.note, *phone])
        if kind:
            _total(grid, "小计", lines, FULL, page, width)
    _total(grid, "合计", page.lines, FULL, page, width)
    _footer(page, grid, width)
    return [grid]


def flat(page: Page) -> list[Grid]:
    """One header row, the body's name joined to each heading; the township down a merged column."""
    grid = Grid("日报表")
    headings = ["序号", "乡镇", "村（社区）", *(column.joined for column in PLAIN), "备注"]
    _titles(page, grid, len(headings))
    grid.add(headings, head=True)
    first = len(grid.rows)
    for seq, line in enumerate(page.lines, 1):
        township = page.township.name if seq == 1 else None
        grid.add([seq, township, line.written, *(cell(line, c, page.habit) for c in PLAIN), line.note])
    grid.merge(first, 1, len(grid.rows) - 1, 1)
    grid.add(["合计", None, f"{len(page.lines)}个", *(total(page.lines, c, page.habit) for c in PLAIN), None])
    _footer(page, grid, len(headings))
    return [grid]


def one_row(page: Page, columns: Sequence[Column]) -> Grid:
    """For Word: a header and the villages; what else is to say stands in paragraphs."""
    grid = Grid("日报")
    grid.add(["序号", "村（社区）", *(column.joined for column in columns)])
    for seq, line in enumerate(page.lines, 1):
        grid.add([seq, line.written, *(cell(line, column, page.habit) for column in columns)])
    return grid


def bare(page: Page) -> list[Grid]:
    """For CSV: a header, a row per village, nothing else but the day."""
    grid = Grid("日报")
    grid.add(["填报日期", "乡镇", "村名", *(column.joined for column in PLAIN), "备注"])
    for line in page.lines:
        day = words.DATE_FORMS["cnfull"].format(page.on)
        grid.add([day, page.township.name, line.written, *(cell(line, c, page.habit) for c in PLAIN), line.note])
    return [grid]


LONG = (
    ("选举日期", {"P": "party_election", "V": "election_day", "R": "election_day"}),
    ("应到人数", "due"),
    ("实到人数", "present"),
    ("登记选民数", "registered"),
    ("参加投票人数", "voted"),
    ("参选率", "turnout"),
    ("选民名单公布日", "list_published"),
    ("候选人公布时间", "candidates_published"),
    ("应选职数", "posts"),
    ("当选人数", "elected"),
    ("其中女性", "female"),
    ("一次选举成功", "one_shot"),
    ("是否完成", "completed"),
)


def long(page: Page) -> list[Grid]:
    """A row per village and body, the body in a column of its own."""
    grid = Grid("日报")
    grid.add(["乡镇", "日期", "村（社区）名称", "组织类别", "当前环节", *(title for title, _ in LONG), "备注"])
    for line in page.lines:
        for body, state in line.states.items():
            own = [_long_cell(line, body, key, page) for _, key in LONG]
            stage = words.stage_words(state.stage, page.habit.words, rerun=state.rerun)
            note = line.note if body == line.village.committee else ""
            grid.add([page.township.name, page.on.isoformat(), line.written, words.BODIES[body], stage, *own, note])
    return [grid]


def _long_cell(line: Line, body: str, key: str | dict[str, str], page: Page) -> Cell:
    wanted = key if isinstance(key, str) else key.get(body, "")
    if not wanted or (wanted == "completed" and body not in "PVR"):
        return page.habit.blank
    return cell(line, Column("", "", body, wanted), page.habit)


def bodies(page: Page) -> list[Grid]:
    """A sheet per body."""
    party = _sheet(page, "党组织", "党组织换届选举工作日报表", (*PARTY, *RECOMMENDATION), page.lines)
    committee = (*COMMITTEE, *REPRESENTATIVES, *BALLOTS, *SEATS)
    grids = [party]
    if page.rural:
        grids.append(_sheet(page, "村委会", "村民委员会换届选举工作日报表", committee, page.rural))
    if page.urban:
        grids.append(_sheet(page, "居委会", "社区居民委员会换届选举工作日报表", committee, page.urban))
    return [*grids, *_small_sheets(page)]


def _small_sheets(page: Page) -> list[Grid]:
    supervision = (
        Column("", "当前环节", "S", "stage"),
        Column("", "应到人数", "S", "due"),
        Column("", "实到人数", "S", "present"),
    )
    collective = tuple(Column("", c.title, "E", c.key) for c in supervision)
    grids = [_sheet(page, "监委会", "村（居）务监督委员会推选进度", supervision, page.lines)]
    if page.rural:
        grids.append(_sheet(page, "合作社", "村经济合作社换届进度", collective, page.rural))
    return grids


def _sheet(page: Page, name: str, title: str, columns: Sequence[Column], lines: tuple[Line, ...]) -> Grid:
    grid = Grid(name)
    named = (f"推荐大会{c.title}" if c in RECOMMENDATION else c.title for c in columns)
    headings = ["序号", "村（社区）名称", *named, "备注"]
    _titles(page, grid, len(headings), title)
    grid.add(headings, head=True)
    for seq, line in enumerate(lines, 1):
        grid.add([seq, line.written, *(cell(line, c, page.habit) for c in columns), line.note])
    grid.add(["合计", None, *(total(lines, column, page.habit) for column in columns), None])
    _footer(page, grid, len(headings))
    return grid


def matrix(page: Page) -> list[Grid]:
    """Steps as columns, a √ for each step entered; the numbers on a sheet of their own."""
    grids = [_steps(page, "党组织", "P", page.lines)]
    grids += [
        _steps(page, words.BODIES[body], body, lines) for body, lines in (("V", page.rural), ("R", page.urban)) if lines
    ]
    numbers = (*COMMITTEE[1:], *REPRESENTATIVES, *BALLOTS[:3], *SEATS, *HANDOVER)
    return [
        *grids,
        _sheet(page, "选举情况", "村（居）委会选举情况统计表", numbers, page.lines),
        *_small_sheets(page),
    ]


def _steps(page: Page, name: str, body: str, lines: tuple[Line, ...]) -> Grid:
    grid = Grid(f"{name}进度")
    stages = [
        f"{body}{number:02}"
        for number in range(1, len(words.STAGES[body]))
        if (body, number) not in (("V", 11), ("R", 11))
    ]
    headings = ["序号", "村（社区）", *(words.stage_words(stage, 0) for stage in stages)]
    _titles(page, grid, len(headings), f"{name}换届选举工作推进表")
    grid.add(headings, head=True)
    for seq, line in enumerate(lines, 1):
        grid.add([seq, line.written, *("√" if stage <= line.states[body].stage else "" for stage in stages)])
    grid.add_across("说明：√为已进入该环节，空白为未开展。", len(headings))
    _footer(page, grid, len(headings))
    return grid


def _titles(page: Page, grid: Grid, width: int, title: str = "村（社区）“两委”换届选举工作日报表") -> None:
    corrected = "（更正）" if page.correction else ""
    grid.add_across(f"{page.county}{title}{corrected}", width, head=True)
    on = words.DATE_FORMS["cnfull"].format(page.on)
    grid.add_across(f"填报单位：{page.township.name}          填报时间：{on}          单位：人", width)


def _two_headers(grid: Grid, fixed: list[str], columns: Sequence[Column], tail: list[str]) -> None:
    groups: list[Cell] = [*fixed]
    for before, column in zip((None, *columns), columns, strict=False):
        groups.append(None if before and before.group == column.group else column.group)
    top = grid.add([*groups, *tail], head=True)
    grid.add([*[None] * len(fixed), *(column.title for column in columns), *[None] * len(tail)], head=True)
    for left in (*range(len(fixed)), *range(len(fixed) + len(columns), len(grid.rows[top]))):
        grid.merge(top, left, top + 1, left)
    starts = [i for i in range(len(fixed), len(fixed) + len(columns)) if groups[i] is not None]
    for left, after in zip(starts, [*starts[1:], len(fixed) + len(columns)], strict=True):
        grid.merge(top, left, top, after - 1)


def _total(grid: Grid, name: str, lines: tuple[Line, ...], columns: Sequence[Column], page: Page, width: int) -> None:
    cells: list[Cell] = [name, None, *(total(lines, column, page.habit) for column in columns)]
    row = grid.add([*cells, *[None] * (width - len(cells))])
    grid.merge(row, 0, row, 1)


def _footer(page: Page, grid: Grid, width: int) -> None:
    if page.tomorrow:
        grid.add_across(f"备注：明日拟投票：{'、'.join(page.tomorrow)}。", width)
    grid.add_across("填表人：张某          审核人：李某          联系电话：000-0000000", width)
