"""A sheet seen as a grid of texts and values with addresses, whichever way round it lies.

Merged cells are resolved on demand: a count that stands once in a merged block must not be read twice, while a
township merged down a column speaks for every row of it. A transposed grid answers with the same addresses.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from functools import lru_cache

from loaders.readers.grid import column_letters, is_blank
from loaders.readers.raw import CellValue, RawSheet
from situation.model.reports import Where

Merge = tuple[int, int, int, int]  # first row, first column, last row, last column: 0-based within the grid


@dataclass(frozen=True, slots=True)
class Grid:
    """Rows of values, 0-based inside, with the way back to the sheet."""

    sheet: RawSheet
    rows: tuple[tuple[CellValue, ...], ...]
    merges: tuple[Merge, ...]
    transposed: bool = False
    top: int = 0  # first row and column of this part of the sheet, as it lay before it was flipped
    left: int = 0
    side_by_side: bool = False
    origins: dict[tuple[int, int], tuple[int, int]] = field(default_factory=dict, compare=False, repr=False)

    @property
    def width(self) -> int:
        return max((len(row) for row in self.rows[:200]), default=0)

    def raw(self, row: int, col: int) -> CellValue:
        """What the cell itself holds; inside a merged block only its first cell holds something."""
        if not 0 <= row < len(self.rows):
            return None
        values = self.rows[row]
        return values[col] if 0 <= col < len(values) else None

    def value(self, row: int, col: int) -> CellValue:
        """What a person sees in the cell: the merged block's value anywhere inside it."""
        own = self.raw(row, col)
        if not is_blank(own):
            return own
        origin = self.origins.get((row, col))
        return self.raw(*origin) if origin else own

    def text(self, row: int, col: int) -> str:
        return text_of(self.value(row, col))

    def is_merged_down(self, row: int, col: int) -> bool:
        """Whether a block that begins here goes on in the next row."""
        return bool(self.origins) and self.origins.get((row + 1, col)) == (row, col)

    def merges_across(self, row: int, col: int) -> bool:
        """Whether a block that begins here stretches over further columns."""
        return self.origins.get((row, col + 1)) == (row, col)

    def number(self, row: int, col: int) -> tuple[int, int]:
        """1-based row and column on the sheet."""
        if self.transposed:
            row, col = col, row
        return self.sheet.first_row + self.top + row, self.sheet.first_col + self.left + col

    def address(self, row: int, col: int) -> str:
        line, column = self.number(row, col)
        return f"{column_letters(column)}{line}"

    def cell_map(
        self, row: int, columns: Mapping[str, int], known: dict[tuple[object, ...], Mapping[str, str]]
    ) -> Mapping[str, str]:
        """The addresses of the fields of one row; ``known`` is where rows of the same shape share theirs."""
        if self.transposed:
            return {name: self.address(row, col) for name, col in columns.items()}
        shape = tuple(columns.items())
        letters = known.get(shape)
        if letters is None:
            first = self.sheet.first_col + self.left
            letters = known[shape] = {name: column_letters(first + col) for name, col in shape}
        return CellMap(letters, self.sheet.first_row + self.top + row)

    def where(self, row: int, col: int) -> Where:
        """The place of a row; ``col`` is where its village stands, told only when the row alone is not enough."""
        line, column = self.number(row, col)
        member = self.sheet.member
        told = column if self.side_by_side or self.transposed else None
        if self.sheet.kind == "csv":
            return Where(record=None if self.transposed else line, col=told, member=member)
        if self.sheet.kind == "table":
            return Where(table=self.sheet.index, row=None if self.transposed else line, col=told, member=member)
        return Where(sheet=self.sheet.name, row=None if self.transposed else line, col=told, member=member)

    def is_hidden_column(self, col: int) -> bool:
        line, column = self.number(0, col)
        return line in self.sheet.hidden_rows if self.transposed else column in self.sheet.hidden_cols

    def format_of(self, row: int, col: int) -> str:
        return self.sheet.formats.get(self.number(row, col), "")

    def flipped(self) -> Grid:
        """The same cells with rows and columns exchanged: a village per column becomes a village per row."""
        width = max((len(row) for row in self.rows), default=0)
        padded = [row + (None,) * (width - len(row)) for row in self.rows]
        rows = tuple(zip(*padded, strict=True))
        merges = tuple((left, top, right, bottom) for top, left, bottom, right in self.merges)
        return replace(self, rows=rows, merges=merges, transposed=True, origins=_origins(merges))

    def cut(self, left: int, right: int) -> Grid:
        """Only the columns ``left`` up to, not including, ``right``: one of the tables standing side by side."""
        merges = tuple(
            (r0, max(c0, left) - left, r1, min(c1, right - 1) - left)
            for r0, c0, r1, c1 in self.merges
            if c0 < right and c1 >= left
        )
        rows = tuple(row[left:right] for row in self.rows)
        return replace(
            self, rows=rows, merges=merges, left=self.left + left, side_by_side=True, origins=_origins(merges)
        )

    def below(self, top: int) -> Grid:
        """The rows from ``top`` on."""
        merges = tuple((max(r0, top) - top, c0, r1 - top, c1) for r0, c0, r1, c1 in self.merges if r1 >= top)
        return replace(self, rows=self.rows[top:], merges=merges, top=self.top + top, origins=_origins(merges))


@dataclass(frozen=True, slots=True)
class CellMap(Mapping[str, str]):
    """Field → address for one row. A hundred thousand rows share the letters and keep one number each."""

    letters: Mapping[str, str]
    line: int

    def __getitem__(self, name: str) -> str:
        return f"{self.letters[name]}{self.line}"

    def __iter__(self) -> Iterator[str]:
        return iter(self.letters)

    def __len__(self) -> int:
        return len(self.letters)


def grid_of(sheet: RawSheet) -> Grid:
    merges = tuple(
        (r0 - sheet.first_row, c0 - sheet.first_col, r1 - sheet.first_row, c1 - sheet.first_col)
        for r0, c0, r1, c1 in sheet.merges
    )
    return Grid(sheet, sheet.rows, merges, origins=_origins(merges))


def _origins(merges: tuple[Merge, ...]) -> dict[tuple[int, int], tuple[int, int]]:
    """Every later cell of each merged block → its first cell; absurd blocks (a whole column) are clipped."""
    found: dict[tuple[int, int], tuple[int, int]] = {}
    for top, left, bottom, right in merges:
        for row in range(top, min(bottom, top + 5000) + 1):
            for col in range(left, min(right, left + 200) + 1):
                if (row, col) != (top, left):
                    found[row, col] = (top, left)
    return found


@lru_cache(maxsize=20_000)
def _squeezed(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).replace("\u200b", "").replace("\ufeff", "").split())


def text_of(value: CellValue) -> str:
    """A cell as a person would read it: full-width forms folded, runs of white space as one space."""
    if value is None:
        return ""
    if isinstance(value, str):
        return _squeezed(value)
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date | time):
        return value.isoformat()
    return str(value)
