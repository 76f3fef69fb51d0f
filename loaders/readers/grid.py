"""Cells to a rectangular grid with blanks trimmed at all four sides, and the fingerprint of contents."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any

from .advice import too_big
from .raw import CellValue, Limits, RawPart, RawSheet

Address = tuple[int, int]
Row = tuple[CellValue, ...]


def cell_value(value: Any) -> CellValue:
    """The container's value in our terms: whole floats are ints, durations are text, "" is nothing."""
    if value == "" or value is None:
        return None
    if isinstance(value, float):
        return int(value) if value.is_integer() else value
    if isinstance(value, datetime) and value.time() == time.min:
        return value.date()
    if isinstance(value, timedelta):
        return str(value)
    if isinstance(value, str | int | bool | datetime | date | time):
        return value
    return str(value)


def column_letters(column: int) -> str:
    """27 → AA, as a clerk reads it in the spreadsheet's head."""
    letters = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def column_number(letters: str) -> int:
    """AA → 27."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def is_blank(value: CellValue) -> bool:
    """Nothing, or a text of blanks of any width."""
    return value is None or (isinstance(value, str) and not value.strip())


def sparse_grid(cells: Mapping[Address, CellValue], limits: Limits) -> tuple[tuple[Row, ...], int, int]:
    """Rows, first row and first column of the rectangle round all cells that are not blank."""
    kept = {where: value for where, value in cells.items() if not is_blank(value)}
    if not kept:
        return (), 1, 1
    top, bottom = min(r for r, _ in kept), max(r for r, _ in kept)
    left, right = min(c for _, c in kept), max(c for _, c in kept)
    if right - left >= limits.columns or len(kept) > limits.cells:
        raise too_big(f"内容一直到 {column_letters(right)} 列、第 {bottom} 行")
    width = right - left + 1
    blank: Row = (None,) * width
    lines: dict[int, list[CellValue]] = {}
    for (r, c), value in kept.items():
        lines.setdefault(r, list(blank))[c - left] = value
    return tuple(tuple(lines[r]) if r in lines else blank for r in range(top, bottom + 1)), top, left


def trimmed(rows: Sequence[Row], first_row: int = 1, first_col: int = 1) -> tuple[tuple[Row, ...], int, int]:
    """`rows` made rectangular without blank rows and columns at the edges, and its new address."""
    filled = [i for i, row in enumerate(rows) if not all(map(is_blank, row))]
    if not filled:
        return (), first_row, first_col
    top, bottom = filled[0], filled[-1]
    right = max(_last_filled(rows[i]) for i in filled)
    left = min(_first_filled(rows[i]) for i in filled)
    width = right - left + 1
    blank: Row = (None,) * width
    grid = []
    for row in rows[top : bottom + 1]:
        cut = row[left : right + 1]
        grid.append(cut if len(cut) == width else cut + blank[len(cut) :])
    return tuple(grid), first_row + top, first_col + left


def _first_filled(row: Row) -> int:
    return next(i for i, value in enumerate(row) if not is_blank(value))


def _last_filled(row: Row) -> int:
    return next(i for i in range(len(row) - 1, -1, -1) if not is_blank(row[i]))


def clipped_merges(
    merges: Iterable[tuple[int, int, int, int]], rows: Sequence[Row], first_row: int, first_col: int
) -> tuple[tuple[int, int, int, int], ...]:
    """Merges cut to the grid, without those outside it or grown to a single cell."""
    if not rows:
        return ()
    bottom, right = first_row + len(rows) - 1, first_col + len(rows[0]) - 1
    cut = ((r1, c1, min(r2, bottom), min(c2, right)) for r1, c1, r2, c2 in merges)
    kept = (m for m in cut if m[2] >= max(m[0], first_row) and m[3] >= max(m[1], first_col))
    return tuple(sorted({m for m in kept if m[:2] != m[2:]}))


def with_cells(sheet: RawSheet, cells: Mapping[Address, CellValue], limits: Limits) -> RawSheet:
    """The sheet with a few cells laid over it, grown where they stand outside."""
    if not cells:
        return sheet
    rows = [list(row) for row in sheet.rows]
    height, width = len(rows), len(rows[0]) if rows else 0
    inside = {(r - sheet.first_row, c - sheet.first_col): value for (r, c), value in cells.items()}
    if all(0 <= r < height and 0 <= c < width for r, c in inside):
        for (r, c), value in inside.items():
            rows[r][c] = value
        return replace(sheet, rows=tuple(map(tuple, rows)))
    every = {
        (sheet.first_row + r, sheet.first_col + c): value
        for r, row in enumerate(rows) for c, value in enumerate(row) if value is not None
    }  # fmt: skip
    grid, top, left = sparse_grid({**every, **cells}, limits)
    return replace(sheet, rows=grid, first_row=top, first_col=left)


def fingerprint(parts: Iterable[RawPart]) -> str:
    """Equal for equal contents. Where a table stands on its sheet and what is formatted does not matter."""
    digest = hashlib.sha256()
    for part in parts:
        if isinstance(part, RawSheet):
            digest.update(f"\x1d{part.name if part.kind == 'sheet' else ''}\x1d{part.hidden:d}".encode())
            for row in part.rows:
                if any(value is not None for value in row):
                    digest.update(repr(row).encode("utf-8", "surrogatepass"))
        else:
            lines = (" ".join(text.split()) for _, text in part.lines)
            digest.update("\x1e".join(line for line in lines if line).encode("utf-8", "surrogatepass"))
    return digest.hexdigest()
