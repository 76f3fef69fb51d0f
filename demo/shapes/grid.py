"""A sheet before it is a file: cells, merges, hidden columns. Any of the table files can be made of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

Cell = int | float | str | date | None


@dataclass(slots=True)
class Grid:
    name: str
    rows: list[list[Cell]] = field(default_factory=list)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)  # top, left, bottom, right; 0-based
    hidden: list[int] = field(default_factory=list)
    heads: set[int] = field(default_factory=set)  # rows in bold

    @property
    def width(self) -> int:
        return max((len(row) for row in self.rows), default=0)

    def add(self, cells: Sequence[Cell], *, head: bool = False) -> int:
        self.rows.append(list(cells))
        if head:
            self.heads.add(len(self.rows) - 1)
        return len(self.rows) - 1

    def add_across(self, text: str, width: int, *, head: bool = False) -> int:
        """A row whose one text lies across the table."""
        row = self.add([text, *[None] * (width - 1)], head=head)
        if width > 1:
            self.merge(row, 0, row, width - 1)
        return row

    def merge(self, top: int, left: int, bottom: int, right: int) -> None:
        if (top, left) != (bottom, right):
            self.merges.append((top, left, bottom, right))
