"""Binary workbooks (.xlsb): values by calamine; names, extent, hidden rows and merges from the records."""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Iterator

from .advice import corrupt, too_big
from .calamine_sheets import calamine, grid_of
from .grid import Address
from .packed import member_bytes
from .raw import Limits, RawSheet
from .sheet_scan import SheetScan, with_layout
from .workbook_xlsx import relations, workbook_part

_ROW, _BLANK, _ERROR, _FORMULA_ERROR, _RICH = 0, 1, 3, 11, 62
_COLINFO, _BUNDLE, _STRINGS, _MERGE = 60, 156, 159, 176
_ERRORS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}


def xlsb_sheets(content: bytes, archive: zipfile.ZipFile, limits: Limits) -> list[RawSheet]:
    """All worksheets in order, hidden ones marked."""
    part = workbook_part(archive)
    targets = relations(archive, part)
    entries = [_entry(body) for kind, body in _records(member_bytes(archive, part)) if kind == _BUNDLE]
    if len(entries) > limits.sheets:
        raise too_big(f"有 {len(entries)} 个工作表")
    _check_strings(archive)
    book = calamine(content)
    sheets = []
    for index, (name, relation, hidden) in enumerate(entries, start=1):
        path = targets.get(relation, "")
        if "worksheets/" not in path:
            continue
        found = scan_xlsb(member_bytes(archive, path))
        if found.last_row * found.last_col > 2 * limits.dense_cells:
            raise too_big(f"工作表“{name}”一直到第 {found.last_row} 行")
        sheet = RawSheet("sheet", name, index, *grid_of(book, name, limits), hidden=hidden)
        sheets.append(with_layout(sheet, found, limits))
    return sheets


def _check_strings(archive: zipfile.ZipFile) -> None:
    """calamine sets aside room for as many texts as the table claims: the claim must fit its size."""
    if "xl/sharedStrings.bin" in archive.namelist():
        table = member_bytes(archive, "xl/sharedStrings.bin")
        for kind, body in _records(table):
            if kind == _STRINGS and len(body) >= 8 and struct.unpack_from("<I", body, 4)[0] > len(table):
                raise corrupt("文字表")


def _records(stream: bytes) -> Iterator[tuple[int, bytes]]:
    at = 0
    while at < len(stream):
        kind, at = _variable(stream, at, 2)
        size, at = _variable(stream, at, 4)
        yield kind, stream[at : at + size]
        at += size


def _variable(stream: bytes, at: int, most: int) -> tuple[int, int]:
    """A number of up to `most` bytes, seven bits each. Record kinds keep their second byte whole."""
    value = 0
    for i in range(most):
        if at >= len(stream):
            break
        byte = stream[at]
        at += 1
        value |= (byte & 0x7F) << (7 * i)
        if not byte & 0x80:
            break
    return value, at


def _entry(body: bytes) -> tuple[str, str, bool]:
    if len(body) < 16:
        raise corrupt("工作簿目录")
    state = struct.unpack_from("<I", body)[0]
    relation, at = _wide(body, 8)
    name, _ = _wide(body, at)
    return name, relation, state != 0


def _wide(body: bytes, at: int) -> tuple[str, int]:
    length = struct.unpack_from("<I", body.ljust(at + 4, b"\0"), at)[0]
    end = at + 4 + 2 * min(length, 1024)
    return body[at + 4 : end].decode("utf-16-le", "replace"), end


def scan_xlsb(stream: bytes) -> SheetScan:
    """Hidden rows and columns, merges, error cells and the extent of one sheet."""
    found = SheetScan()
    row = 0
    for kind, body in _records(stream):
        if (kind <= _FORMULA_ERROR or kind == _RICH) and len(body) < 8:
            raise corrupt("单元格记录")  # calamine would take the missing bytes from the record before
        if kind == _ROW and len(body) >= 12:
            row = struct.unpack_from("<I", body)[0] + 1
            if body[11] & 0x10:
                found.hidden_rows.add(row)
        elif (_BLANK < kind <= _FORMULA_ERROR or kind == _RICH) and len(body) >= 8:
            _cell(kind, body, row, found)
        elif kind == _COLINFO and len(body) >= 18 and body[16] & 1:
            low, high = struct.unpack_from("<II", body)
            found.hidden_cols.update(range(low + 1, min(high, 16_383) + 2))
        elif kind == _MERGE and len(body) >= 16:
            top, bottom, left, right = struct.unpack_from("<IIII", body)
            found.merges.append((top + 1, left + 1, bottom + 1, right + 1))
    return found


def _cell(kind: int, body: bytes, row: int, found: SheetScan) -> None:
    col = struct.unpack_from("<I", body)[0] + 1
    found.last_row = max(found.last_row, row)
    found.last_col = max(found.last_col, col)
    found.cells += 1
    if kind in (_ERROR, _FORMULA_ERROR) and len(body) >= 9:
        where: Address = (row, col)
        found.errors[where] = _ERRORS.get(body[8], "#N/A")
