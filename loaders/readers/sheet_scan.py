"""What a look at a sheet's bytes adds to its values: merges, hidden rows and columns, errors, formats."""

from __future__ import annotations

from dataclasses import dataclass, field

from .grid import Address, clipped_merges, with_cells
from .raw import CellValue, Limits, RawSheet


@dataclass(slots=True)
class SheetScan:
    """Hints about one sheet. `regular` is False when its cells could not be followed by pattern."""

    hidden_rows: set[int] = field(default_factory=set)
    hidden_cols: set[int] = field(default_factory=set)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    errors: dict[Address, str] = field(default_factory=dict)
    uncached: set[Address] = field(default_factory=set)
    formats: dict[Address, str] = field(default_factory=dict)
    last_row: int = 0
    last_col: int = 0
    cells: int = 0
    offset: int = 0  # where an .xls sheet begins in the workbook stream
    computed: bool = False  # some formula has a result
    regular: bool = True


def with_layout(sheet: RawSheet, found: SheetScan, limits: Limits) -> RawSheet:
    """The grid with what the scan knows: error texts, merges, hidden rows and columns, formats."""
    sheet = with_cells(sheet, dict[Address, CellValue](found.errors), limits)
    bottom = sheet.first_row + len(sheet.rows) - 1
    right = sheet.first_col + (len(sheet.rows[0]) if sheet.rows else 0) - 1
    return RawSheet(
        sheet.kind, sheet.name, sheet.index, sheet.rows, sheet.first_row, sheet.first_col,
        merges=clipped_merges(found.merges, sheet.rows, sheet.first_row, sheet.first_col),
        hidden=sheet.hidden,
        hidden_rows=frozenset(r for r in found.hidden_rows if sheet.first_row <= r <= bottom),
        hidden_cols=frozenset(c for c in found.hidden_cols if sheet.first_col <= c <= right),
        formats={(r, c): code for (r, c), code in found.formats.items() if r <= bottom and c <= right},
        uncached=frozenset(found.uncached),
    )  # fmt: skip
