"""What calamine does not tell of an .xlsx sheet: hidden rows and columns, error cells, merges, extent.

The sheet's XML is streamed through regular expressions in pieces cut at row ends: ten times faster than a
parser, and only hints are taken from it — the values come from calamine.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import IO

from .advice import hostile
from .grid import column_number
from .sheet_scan import SheetScan

_CHUNK = 1 << 20
_CELL = re.compile(rb"<(?:\w+:)?c(?:\s[^<>]*?\br=\"([A-Z]{1,3})[1-9]\d{0,6}\"|[\s/>])")
_ROW = re.compile(rb"<(?:\w+:)?row\b([^<>]*)>")
_ROW_NUMBER = re.compile(rb"\br=[\"'](\d{1,7})[\"']")
_HIDDEN = re.compile(rb"\bhidden=[\"'](?:1|true)[\"']")
_COL = re.compile(rb"<(?:\w+:)?col\b([^<>]*)>")
_SPAN = {side: re.compile(rb"\b" + side + rb"=[\"'](\d{1,5})[\"']") for side in (b"min", b"max")}
_ERROR = re.compile(
    rb"<(?:\w+:)?c\s(?=[^<>]*\bt=[\"']e[\"'])[^<>]*?\br=[\"']([A-Z]{1,3})(\d{1,7})[\"'][^<>]*>\s*"
    rb"(?:<(?:\w+:)?f\b[^<>]*(?:/>|>[^<]*</(?:\w+:)?f>))?\s*<(?:\w+:)?v[^<>]*>([^<]*)</"
)
_UNCACHED = re.compile(
    rb"<(?:\w+:)?c\s(?![^<>]*\bt=[\"']str)[^<>]*?\br=[\"']([A-Z]{1,3})(\d{1,7})[\"'][^<>]*>\s*"
    rb"<(?:\w+:)?f\b[^<>]*(?:/>|>[^<]*</(?:\w+:)?f>)\s*(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v>\s*</(?:\w+:)?v>)?\s*"
    rb"</(?:\w+:)?c>"
)
_MERGE = re.compile(rb"<(?:\w+:)?mergeCell\s[^<>]*?\bref=[\"']([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})[\"']")
_FORMATTED_ROWS = 5_000  # formats help to understand a table; its first rows are enough for that


def scan(stream: IO[bytes], formats: dict[int, str]) -> SheetScan:
    """Reads one sheet's XML; `formats` are the style numbers whose cells are worth noting."""
    found = SheetScan()
    styled = _styled_cells(formats)
    head = True
    for piece in _pieces(stream):
        if head:
            _scan_head(piece, found)
            head = b"<row" not in piece and b":row" not in piece
        _scan_rows(piece, found)
        _scan_cells(piece, found)
        if styled is not None and found.last_row <= _FORMATTED_ROWS:
            for match in styled.finditer(piece):
                where = (int(match.group(2)), column_number(match.group(1).decode()))
                found.formats[where] = formats[int(match.group(3))]
    return found


def _pieces(stream: IO[bytes]) -> Iterator[bytes]:
    pending = b""
    while chunk := stream.read(_CHUNK):
        pending += chunk
        cut = pending.rfind(b"row>") + 4
        if cut < 4 and len(pending) > 8 * _CHUNK:
            cut = pending.rfind(b"<")
        if cut > 0 and cut >= 4:
            yield pending[:cut]
            pending = pending[cut:]
    yield pending


def _scan_head(piece: bytes, found: SheetScan) -> None:
    if b"<!DOCTYPE" in piece or b"<!ENTITY" in piece:
        raise hostile("XML 实体定义")
    if piece[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in piece[:64]:
        found.regular = False
    if b"hidden" not in piece:
        return
    for match in _COL.finditer(piece):
        low, high = (_SPAN[side].search(match.group(1)) for side in (b"min", b"max"))
        if low and high and _HIDDEN.search(match.group(1)):
            found.hidden_cols.update(range(int(low.group(1)), min(int(high.group(1)), 16_384) + 1))


def _scan_rows(piece: bytes, found: SheetScan) -> None:
    for match in _ROW.finditer(piece):
        attributes = match.group(1)
        number = _ROW_NUMBER.search(attributes)
        row = int(number.group(1)) if number else found.last_row + 1
        found.last_row = max(found.last_row, row)
        if b"hidden" in attributes and _HIDDEN.search(attributes):
            found.hidden_rows.add(row)


def _scan_cells(piece: bytes, found: SheetScan) -> None:
    columns = _CELL.findall(piece)
    found.cells += len(columns)
    for letters in set(columns):
        found.regular = found.regular and bool(letters)
        found.last_col = max(found.last_col, column_number(letters.decode()))
    if b'"e"' in piece or b"'e'" in piece:
        for match in _ERROR.finditer(piece):
            where = (int(match.group(2)), column_number(match.group(1).decode()))
            found.errors[where] = match.group(3).decode("utf-8", "replace")
    for left, top, right, bottom in _MERGE.findall(piece) if b"mergeCell" in piece else ():
        found.merges.append((int(top), column_number(left.decode()), int(bottom), column_number(right.decode())))
    if b"<f" in piece or b":f" in piece:
        for match in _UNCACHED.finditer(piece):
            found.uncached.add((int(match.group(2)), column_number(match.group(1).decode())))


def _styled_cells(formats: dict[int, str]) -> re.Pattern[bytes] | None:
    if not formats:
        return None
    styles = b"|".join(str(style).encode() for style in sorted(formats))
    reference = rb"<(?:\w+:)?c\s(?=[^<>]*\br=\"([A-Z]{1,3})(\d{1,7})\")"
    return re.compile(reference + rb"(?=[^<>]*\bs=\"(" + styles + rb")\")[^<>]*[^/<>]>")
