"""What a file says before anybody interprets it: grids of cells, numbered lines, and how the reading ended.

Addresses are 1-based and absolute, so that whatever is built on top can be traced to sheet, row and column.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Literal

CellValue = str | int | float | bool | date | datetime | time | None
"""The container's own value. Error values ('#DIV/0!') stay text; an empty cell is None."""

Outcome = Literal["corrupt", "empty", "encrypted", "unsupported", "reject"]
"""Why nothing was read."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How much an untrusted file may ask of us."""

    file_bytes: int = 64 * 1024 * 1024
    unpacked_bytes: int = 512 * 1024 * 1024
    ratio: int = 400  # unpacked to packed, judged only above `ratio_from` bytes
    ratio_from: int = 64 * 1024 * 1024
    members: int = 500
    sheets: int = 200
    cells: int = 6_000_000
    columns: int = 2_000
    dense_cells: int = 8_000_000  # a grid spread wider than this is read sparsely, or refused
    lines: int = 300_000
    zip_depth: int = 2
    convert_seconds: float = 60.0


@dataclass(frozen=True, slots=True)
class RawSheet:
    """A grid: a spreadsheet's sheet, a CSV, an HTML or Word table. Rows are rectangular, blanks trimmed.

    Only the top left cell of a merge holds the value; its other cells are None.
    `formats` names number formats that change what a number means (percent, fixed decimals, padding).
    `uncached` are cells with a formula whose result was never computed: None here, but not blank in truth.
    """

    kind: Literal["sheet", "csv", "table"]
    name: str
    index: int
    rows: tuple[tuple[CellValue, ...], ...]
    first_row: int = 1
    first_col: int = 1
    merges: tuple[tuple[int, int, int, int], ...] = ()
    hidden: bool = False
    hidden_rows: frozenset[int] = frozenset()
    hidden_cols: frozenset[int] = frozenset()
    formats: Mapping[tuple[int, int], str] = field(default_factory=dict)
    uncached: frozenset[tuple[int, int]] = frozenset()
    member: str | None = None


@dataclass(frozen=True, slots=True)
class RawText:
    """Numbered lines of a text, or numbered paragraphs of a Word document (tables apart, blanks counted).

    A Word or HTML file gives several, between its tables, in the order of the document.
    """

    kind: Literal["text", "word"]
    lines: tuple[tuple[int, str], ...]
    member: str | None = None


RawPart = RawSheet | RawText


@dataclass(frozen=True, slots=True)
class RawFile:
    """One file as read. With an `outcome` there are no parts and `message` says what to do, in Chinese.

    `fingerprint` is equal for equal contents, whatever the container's bytes. A zip has `members`, no parts;
    `ignored` names what in it is not a document, with the reason. `container` "temp": a lock file.
    """

    name: str
    content_hash: str
    container: str
    parts: tuple[RawPart, ...] = ()
    problems: tuple[str, ...] = ()
    outcome: Outcome | None = None
    message: str = ""
    fingerprint: str = ""
    members: tuple[RawFile, ...] = ()
    ignored: tuple[tuple[str, str], ...] = ()
    member: str | None = None
