"""Where the tables of a sheet stand: header blocks of one to three rows, the title above, the rows below.

A row is a header when at least two of its cells name columns and none holds a number. What stands between the end
of one table and the header of the next and is a single text is the next table's title.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from loaders import vocabulary
from loaders.readers.grid import is_blank
from loaders.readers.raw import CellValue
from loaders.tables.columns import Column, columns_of, is_header_text, is_unit_word
from loaders.tables.grid import Grid, text_of
from situation.model.reports import Body

_NUMBER = re.compile(r"[-+]?[\d,.]+%?")
_ORDINAL = re.compile(r"[甲乙丙丁]|[（(]?\d{1,2}[)）]?(=.*)?|[A-Z]|[①-⑳]")
_PLACE_KEYS = ("village", "township", "seq", "code")
_PLACES = frozenset(("village", "township"))
MOST_HEADER_ROWS = 4


@dataclass(frozen=True, slots=True)
class Table:
    """One table: its columns, the title lines above it, and the rows between its header and the next table."""

    grid: Grid
    title: tuple[str, ...]
    title_rows: tuple[int, ...]
    header_rows: tuple[int, ...]
    columns: tuple[Column, ...]
    first: int
    last: int  # exclusive
    is_continued: bool = False  # the same header printed again on the next page

    def column(self, key: str) -> Column | None:
        return next((column for column in self.columns if column.key == key), None)

    def keys(self) -> set[str]:
        return {column.key for column in self.columns if column.key}


def oriented(grid: Grid) -> Grid:
    """The grid lying so that a village is a row; titles stay above."""
    upright = max((_score(row) for row in grid.rows[:40]), default=0)
    if upright >= 4 or len(grid.rows) > 200:
        return grid
    start = next((i for i, row in enumerate(grid.rows) if len(_texts(grid, i)) > 1), 0)
    for column in range(min(3, grid.width)):
        cells = [row[column] for row in grid.rows if column < len(row)]
        if _score(cells) >= 3 and _score(cells) > upright + 1:
            return grid.below(start).flipped()
    return grid


def find_tables(grid: Grid, overrides: dict[str, str] | None = None) -> tuple[Table, ...]:
    """Every table of the sheet in reading order; none where no header is recognised."""
    blocks = list(_blocks(grid, frozenset(overrides or ())))
    tables: list[Table] = []
    end_before = 0
    for number, (first, last) in enumerate(blocks):
        columns = columns_of(grid, first, last, overrides)
        title_from = first if not tables and number == 0 else _title_start(grid, first, end_before)
        title_from = 0 if number == 0 else title_from
        rows = tuple(row for row in range(title_from, first) if _texts(grid, row))
        titles = tuple(text for row in rows for text in _title_texts(grid, row))
        if tables:
            tables[-1] = _ended(tables[-1], title_from)
        start = _after_ordinals(grid, last + 1)
        same = bool(tables) and [c.key for c in tables[-1].columns] == [c.key for c in columns]
        tables.append(
            Table(
                grid,
                titles,
                rows,
                tuple(range(first, start)),
                columns,
                start,
                len(grid.rows),
                is_continued=same and not _names_new_table(titles, tables[-1].title),
            )
        )
        end_before = start
    return tuple(tables)


def halves(grid: Grid, block: Table) -> tuple[Grid, ...]:
    """The tables standing side by side below one header, or none: a village column under the same word twice."""
    starts = [c.index for c in block.columns if c.key == "village"]
    first = block.column("village")
    if first is None or len(starts) < 2:
        return ()
    same = [c for c in block.columns if c.key == "village" and _begins_half(block.columns, c, first)]
    cuts = [_half_start(block.columns, column.index) for column in same]
    if len(cuts) < 2 or len(set(cuts)) < len(cuts):
        return ()
    ends = [*cuts[1:], len(block.columns)]
    return tuple(grid.cut(left, right) for left, right in zip([0, *cuts[1:]], ends, strict=True))


def _begins_half(columns: tuple[Column, ...], column: Column, first: Column) -> bool:
    """The same word again, or a village column that follows its own 序号 or a blank column."""
    before = columns[column.index - 1] if column.index else None
    apart = before is not None and (before.key == "seq" or not before.levels)
    return column is first or apart or column.levels[-1] == first.levels[-1]


def _half_start(columns: tuple[Column, ...], village: int) -> int:
    """Left of the village column its half may have a number and a township."""
    start = village
    while start > 0 and columns[start - 1].key in ("seq", "township", "code"):
        start -= 1
    return start


def _ended(table: Table, last: int) -> Table:
    return Table(
        table.grid, table.title, table.title_rows, table.header_rows, table.columns, table.first,
        max(table.first, last), table.is_continued,
    )  # fmt: skip


def _names_new_table(titles: tuple[str, ...], before: tuple[str, ...]) -> bool:
    return any(title not in before for title in titles)


def _score(cells: Iterable[CellValue]) -> int:
    """How many different columns a row of cells names; 0 when it holds a number."""
    keys = set()
    for cell in cells:
        if isinstance(cell, str):
            key = vocabulary.header_key(text_of(cell))
            if key:
                keys.add(key)
            elif _NUMBER.fullmatch(cell.strip()):
                return 0
    return len(keys)


def _is_header(row: tuple[CellValue, ...], told: frozenset[str]) -> bool:
    """Texts alone, a third of them column names, the unit's among them or at least three."""
    texts = steps = 0
    keys: set[str] = set()
    for cell in row:
        if is_blank(cell):
            continue
        if not isinstance(cell, str) or _NUMBER.fullmatch(cell.strip()):
            return False
        texts += 1
        text = text_of(cell)
        key = text if text in told else vocabulary.header_key(text)
        if key:
            keys.add(key)
        elif texts <= 40 and _names_step(text):
            steps += 1
    named = len(keys) + steps
    is_enough = len(keys) >= 2 or (bool(keys & _PLACES) and steps >= 2)
    return is_enough and 3 * named >= min(texts, 6)


@lru_cache(maxsize=8192)
def _names_step(text: str) -> bool:
    """A step of a procedure, or the body a group of columns belongs to."""
    return (len(text) <= 12 and vocabulary.body_of(text) is not None) or any(
        vocabulary.stage_of(text, body) for body in (Body.VILLAGE, Body.PARTY)
    )


def _blocks(grid: Grid, told: frozenset[str]) -> Iterator[tuple[int, int]]:
    """First and last row of each header block."""
    row, height = 0, len(grid.rows)
    while row < height:
        if not _is_header(grid.rows[row], told):
            row += 1
            continue
        first = row - 1 if row and _is_group_row(grid, row - 1, row) else row
        last = row
        while last + 1 < height and last - first + 1 < MOST_HEADER_ROWS and _goes_on(grid, row, last + 1):
            last += 1
        yield first, last
        row = last + 1


def _is_group_row(grid: Grid, row: int, header: int) -> bool:
    """Names of column groups alone ("党组织", "村委会"), in the row above the first recognised header."""
    texts = [text_of(cell) for cell in grid.rows[row] if not is_blank(cell)]
    if len(texts) < 2 or any(_NUMBER.fullmatch(text) or len(text) > 16 for text in texts):
        return False
    if any(":" in text for text in texts):
        return False
    return sum(vocabulary.body_of(text) is not None for text in texts) >= 1


def _goes_on(grid: Grid, header: int, row: int) -> bool:
    """Whether ``row`` is a further level of the header that starts at ``header``."""
    cells = grid.rows[row]
    filled = [col for col, cell in enumerate(cells) if not is_blank(cell)]
    if not filled or any(_is_number(cells[col]) for col in filled):
        return False
    for col in filled:
        key = vocabulary.header_key(grid.text(header, col))
        is_below_place = key in _PLACE_KEYS and not is_header_text(cells[col])
        if is_below_place and not is_unit_word(text_of(cells[col])):
            return False
    if any(is_header_text(cells[col]) or is_unit_word(text_of(cells[col])) for col in filled):
        return True
    return any(_is_under_group(grid, header, row, col) for col in filled)


def _is_number(cell: CellValue) -> bool:
    return not isinstance(cell, str) or bool(_NUMBER.fullmatch(cell.strip()))


def _is_under_group(grid: Grid, header: int, row: int, col: int) -> bool:
    return any(r0 < row <= r1 + 1 and c0 <= col <= c1 and c1 > c0 and r0 >= header for r0, c0, r1, c1 in grid.merges)


def _after_ordinals(grid: Grid, row: int) -> int:
    """Past the row that numbers the columns: 甲 乙 1 2 3=2/1."""
    if row >= len(grid.rows):
        return row
    texts = [text_of(cell) for cell in grid.rows[row] if not is_blank(cell)]
    if len(texts) >= 3 and all(map(is_unit_word, texts)):
        return row + 1
    counted = [int(found[1]) for text in texts if (found := re.match(r"(\d+)(?:[=＝]|$)", text))]
    rising = counted in (list(range(1, len(counted) + 1)), list(range(2, len(counted) + 2)))
    if len(texts) < 3 or not all(map(_ORDINAL.fullmatch, texts)) or not rising:
        return row
    return _after_ordinals(grid, row + 1)  # a row of units may follow


def _title_start(grid: Grid, header: int, floor: int) -> int:
    """The first of the single-text rows just above a header that follows another table."""
    row = header
    while row > floor and _is_title(grid, row - 1):
        row -= 1
    return row


def _is_title(grid: Grid, row: int) -> bool:
    texts = _texts(grid, row)
    return (len(texts) <= 1 or any(":" in text for text in texts)) and not _is_table_end(grid, row)


def _is_table_end(grid: Grid, row: int) -> bool:
    texts = _texts(grid, row)
    if not texts:
        return False
    numbers = any(not isinstance(cell, str) for cell in grid.rows[row] if not is_blank(cell))
    total = vocabulary.is_subtotal(texts[0]) and (len(texts) > 1 or len(texts[0]) <= 4)  # 全县重点村情况 is a title
    return numbers or vocabulary.is_footer(texts[0]) or total


def _title_texts(grid: Grid, row: int) -> tuple[str, ...]:
    """As ``_texts``; a bare serial number behind 填报日期 is the day it stands for."""
    texts, label = [], ""
    for cell in grid.rows[row]:
        if is_blank(cell):
            continue
        if isinstance(cell, int | float) and vocabulary.header_key(label) == "report_date" and 36526 <= cell < 73051:
            texts.append((date(1899, 12, 30) + timedelta(days=int(cell))).isoformat())
        else:
            label = text_of(cell).rstrip(":： ")
            texts.append(text_of(cell))
    return tuple(dict.fromkeys(texts))


def _texts(grid: Grid, row: int) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text_of(cell) for cell in grid.rows[row] if not is_blank(cell)))
