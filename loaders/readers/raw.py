"""What a file says before anybody interprets it: grids of cells, numbered lines, and how the reading ended.

Addresses are 1-based and absolute, so that whatever is built on top can be traced to sheet, row and column.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from types import MappingProxyType
from typing import Literal

NO_FORMATS: Mapping[tuple[int, int], str] = MappingProxyType({})

CellValue = str | int | float | bool | date | datetime | time | None
"""The container's own value. Error values ('#DIV/0!') stay text; an empty cell is None."""

Outcome = Literal["corrupt", "empty", "encrypted", "unsupported", "reject", "ignore"]
"""Why nothing was read. `ignore`: not a document at all (~$ lock files, __MACOSX, desktop.ini)."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How much an untrusted file may ask of us."""

    file_bytes: int = 64 * 1024 * 1024
    unpacked_bytes: int = 512 * 1024 * 1024
    member_bytes: int = 384 * 1024 * 1024
    ratio: int = 400  # unpacked to packed, judged only above `ratio_from` bytes
    ratio_from: int = 8 * 1024 * 1024
    members: int = 500
    sheets: int = 200
    cells: int = 6_000_000
    columns: int = 2_000
    lines: int = 300_000
    zip_depth: int = 2
    convert_seconds: float = 60.0


@dataclass(frozen=True, slots=True)
class RawSheet:
    """A grid: a spreadsheet's sheet, a CSV, an HTML or Word table."""

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
    formats: Mapping[tuple[int, int], str] = field(default_factory=lambda: NO_FORMATS)
    member: str | None = None


@dataclass(frozen=True, slots=True)
class RawText:
    """Numbered lines of a text, or numbered paragraphs of a Word document."""

    kind: Literal["text", "word"]
    lines: tuple[tuple[int, str], ...]
    member: str | None = None


RawPart = RawSheet | RawText


@dataclass(frozen=True, slots=True)
class RawFile:
    """One file as read. With an `outcome` there are no parts and `message` says what to do, in Chinese.

    `fingerprint` is equal for equal contents, whatever the container's bytes. A zip has `members`, no parts.
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
    member: str | None = None
