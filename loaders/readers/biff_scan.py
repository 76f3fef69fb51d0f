"""What calamine does not tell of an .xls: hidden rows and columns, error cells, formats, encryption, extent.

Walks the BIFF records of the workbook stream; the values themselves come from calamine.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

from .advice import encrypted
from .number_formats import BUILTIN, is_telling
from .sheet_scan import SheetScan

BOF, _EOF, _FILEPASS, _BOUNDSHEET = (0x0809, 0x0409, 0x0209, 0x0009), 0x0A, 0x2F, 0x85
_FORMAT, _XF, _ROW, _COLINFO, _MERGED = 0x041E, 0xE0, 0x0208, 0x7D, 0xE5
_NUMBER, _RK, _MULRK, _FORMULA, _BOOLERR = 0x0203, 0x027E, 0xBD, 0x06, 0x0205
_LABELS = frozenset({0x0204, 0xFD, 0xD6, _NUMBER, _RK, _MULRK, _FORMULA, _BOOLERR})
_ERRORS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}


def scan_biff(stream: bytes) -> list[SheetScan]:
    """One scan per sheet, in the order of the workbook's list. Raises Unreadable when a password is set."""
    offsets: list[int] = []
    codes = dict(BUILTIN)
    styles: list[int] = []
    for kind, body in _records(stream, 0):
        if kind == _FILEPASS:
            raise encrypted()
        if kind == _BOUNDSHEET and len(body) >= 4:
            offsets.append(struct.unpack_from("<I", body)[0])
        elif kind == _FORMAT and len(body) >= 5:
            codes[struct.unpack_from("<H", body)[0]] = _format_text(body)
        elif kind == _XF and len(body) >= 4:
            styles.append(struct.unpack_from("<H", body, 2)[0])
    formats = {i: codes.get(number, "") for i, number in enumerate(styles)}
    telling = {i: code for i, code in formats.items() if is_telling(code)}
    scans = [_sheet(stream, offset, telling) for offset in offsets]
    # An empty result may be meant. Where no formula of the workbook has any other, none was ever computed.
    if any(found.computed for found in scans):
        for found in scans:
            found.uncached.clear()
    return scans


def _records(stream: bytes, offset: int) -> Iterator[tuple[int, bytes]]:
    """Records from a BOF to its own EOF; what is nested between (charts) is skipped."""
    depth = 0
    while offset + 4 <= len(stream):
        kind, size = struct.unpack_from("<HH", stream, offset)
        if kind in BOF:
            depth += 1
        elif kind == _EOF:
            depth -= 1
            if depth <= 0:
                return
        elif depth == 1:
            yield kind, stream[offset + 4 : offset + 4 + size]
        offset += 4 + size


def _format_text(body: bytes) -> str:
    if len(body) > 5 and len(body) == 3 + body[2]:
        return body[3:].decode("gb18030", "replace")
    return body[5:].decode("utf-16-le" if body[4] & 1 else "latin-1", "replace")


def _sheet(stream: bytes, offset: int, formats: dict[int, str]) -> SheetScan:
    found = SheetScan(offset=offset)
    for kind, body in _records(stream, offset):
        if kind in _LABELS and len(body) >= 6:
            _cell(kind, body, found, formats)
        elif kind == _ROW and len(body) >= 16 and body[12] & 0x20:
            found.hidden_rows.add(struct.unpack_from("<H", body)[0] + 1)
        elif kind == _COLINFO and len(body) >= 10 and body[8] & 1:
            low, high = struct.unpack_from("<HH", body)
            found.hidden_cols.update(range(low + 1, min(high, 255) + 2))
        elif kind == _MERGED and len(body) >= 2:
            for at in range(2, min(len(body) - 7, 2 + 8 * struct.unpack_from("<H", body)[0]), 8):
                top, bottom, left, right = struct.unpack_from("<HHHH", body, at)
                found.merges.append((top + 1, left + 1, bottom + 1, right + 1))
    return found


def _cell(kind: int, body: bytes, found: SheetScan, formats: dict[int, str]) -> None:
    row, col, style = struct.unpack_from("<HHH", body)
    last = struct.unpack_from("<H", body, len(body) - 2)[0] if kind == _MULRK else col
    found.last_row = max(found.last_row, row + 1)
    found.last_col = max(found.last_col, last + 1)
    found.cells += 1
    where = (row + 1, col + 1)
    if kind == _BOOLERR and len(body) >= 8 and body[7]:
        found.errors[where] = _ERRORS.get(body[6], "#N/A")
    elif kind == _FORMULA and len(body) >= 16:
        _formula(where, body[6:14], found)
    if formats and kind in (_NUMBER, _RK, _FORMULA) and style in formats:
        found.formats[where] = formats[style]
    elif formats and kind == _MULRK:
        for i in range(max(0, min(last - col + 1, (len(body) - 6) // 6))):
            style = struct.unpack_from("<H", body, 4 + 6 * i)[0]
            if style in formats:
                found.formats[(row + 1, col + 1 + i)] = formats[style]


def _formula(where: tuple[int, int], result: bytes, found: SheetScan) -> None:
    if result[6:] == b"\xff\xff" and result[0] == 3:
        found.uncached.add(where)
        return
    found.computed = True
    if result[6:] == b"\xff\xff" and result[0] == 2:
        found.errors[where] = _ERRORS.get(result[2], "#N/A")
