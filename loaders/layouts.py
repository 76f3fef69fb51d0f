"""A sender's habits as data: what its headers mean, where its date stands, which cells are known to be wrong.

One TOML file per habit in the layouts folder; no Python. The recipe is in docs/bulletins.md.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

from loaders.headings import Subject
from loaders.keys import KEYS, is_own
from loaders.readers.grid import column_number
from loaders.readers.raw import CellValue, RawSheet
from situation.errors import WrongSettings
from situation.model.reports import Body

DATE_PLACES = ("", "title", "sheet", "file", "received")
_KNOWN = {"name", "senders", "files", "sheets", "headers", "body", "subject", "township", "date", "corrections"}


@dataclass(frozen=True, slots=True)
class Correction:
    """One cell of one file that is known to be wrong, and why: replayed whenever the file is read again."""

    file: str  # pattern
    cell: str  # "F9"
    value: str
    reason: str
    sheet: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    name: str
    senders: tuple[str, ...] = ()  # township names or codes; none: any sender
    files: tuple[str, ...] = ()  # patterns of file names; none: any name
    sheets: tuple[str, ...] = ()  # only these sheets are read; none: all
    headers: Mapping[str, str] = field(default_factory=dict)  # header as written → key
    body: Body | None = None
    subject: Subject | None = None
    township: str = ""
    date: str = ""  # title | sheet | file | received, or a cell as "cell:B2"
    corrections: tuple[Correction, ...] = ()

    def applies(self, file: str, sender: Iterable[str]) -> bool:
        """``sender``: the names and code of the sending township."""
        if not self.senders and not self.files:
            return False
        by_sender = not self.senders or bool(set(self.senders) & set(sender))
        return by_sender and (not self.files or any(fnmatch(file, pattern) for pattern in self.files))


def load_layouts(folder: Path) -> tuple[Layout, ...]:
    """Every layout of the folder, in order of their file names; a mistake is told with file, key and what to do."""
    return tuple(read_layout(path.read_text("utf-8"), path.name) for path in sorted(folder.glob("*.toml")))


def read_layout(text: str, name: str) -> Layout:
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise WrongSettings(f"layout {name}: not TOML ({error})") from error
    unknown = sorted(set(raw) - _KNOWN)
    if unknown:
        raise WrongSettings(f"layout {name}: unknown entry {unknown[0]!r}; known are {', '.join(sorted(_KNOWN))}")
    for header, key in raw.get("headers", {}).items():
        if key not in KEYS and not is_own(key):
            raise WrongSettings(f"layout {name}: header {header!r} → {key!r}, which is no key; see docs/bulletins.md")
    try:
        return _layout(raw, name)
    except (ValueError, TypeError, KeyError) as error:
        raise WrongSettings(f"layout {name}: {error}") from error


def _layout(raw: Mapping[str, Any], name: str) -> Layout:
    place = str(raw.get("date", ""))
    if place not in DATE_PLACES and not place.startswith("cell:"):
        raise ValueError(f"date = {place!r}; expected title, sheet, file, received or cell:B2")
    return Layout(
        name=raw.get("name", name.removesuffix(".toml")),
        senders=tuple(raw.get("senders", ())),
        files=tuple(raw.get("files", ())),
        sheets=tuple(raw.get("sheets", ())),
        headers=dict(raw.get("headers", {})),
        body=Body(raw["body"]) if "body" in raw else None,
        subject=Subject(raw["subject"]) if "subject" in raw else None,
        township=raw.get("township", ""),
        date=place,
        corrections=tuple(_correction(entry) for entry in raw.get("corrections", ())),
    )


def _correction(entry: Mapping[str, Any]) -> Correction:
    if not entry.get("reason"):
        raise ValueError(f"the correction of cell {entry.get('cell')} needs a reason")
    value = entry["value"]
    return Correction(entry["file"], entry["cell"].upper(), str(value), entry["reason"], entry.get("sheet", ""))


def apply_corrections(sheet: RawSheet, layout: Layout, file: str) -> RawSheet:
    """The sheet with the cells that are known to be wrong put right."""
    fixes = {
        _place(c.cell, sheet): _value(c.value)
        for c in layout.corrections
        if fnmatch(file, c.file) and c.sheet in ("", sheet.name)
    }
    if not fixes:
        return sheet
    rows = tuple(tuple(fixes.get((r, c), value) for c, value in enumerate(row)) for r, row in enumerate(sheet.rows))
    return replace(sheet, rows=rows)


def _place(cell: str, sheet: RawSheet) -> tuple[int, int]:
    letters = cell.rstrip("0123456789")
    return int(cell[len(letters) :]) - sheet.first_row, column_number(letters) - sheet.first_col


def _value(text: str) -> CellValue:
    return int(text) if text.lstrip("-").isdigit() else text
