"""Makes an .xls stream safe for calamine, which sets aside as much memory as the file claims to need.

A claim of 600 GB ends the whole process and no exception can be caught. So what it is given is a fresh
container round the workbook stream alone, in which every claimed extent is replaced by the counted one.
"""

from __future__ import annotations

import struct

from .advice import corrupt
from .biff_scan import BOF
from .sheet_scan import SheetScan

_DIMENSIONS, _SST, _CONTINUE = (0x0200, 0x0000), 0xFC, 0x3C
_SECTOR, _MINI, _PER_SECTOR, _IN_HEADER = 512, 4096, 128, 109
_FREE, _END, _TABLE, _LIST = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD, 0xFFFFFFFC


def with_true_extents(stream: bytes, scans: list[SheetScan]) -> bytes:
    """The stream with each sheet's DIMENSIONS as counted. Raises Unreadable for an impossible string table."""
    clean = bytearray(stream)
    extents = {found.offset: found for found in scans}
    current = SheetScan()
    offset = strings = room = 0
    while offset + 4 <= len(stream):
        kind, size = struct.unpack_from("<HH", stream, offset)
        if offset in extents and kind in BOF:
            current = extents.pop(offset)
        if kind in _DIMENSIONS:
            _rewrite(clean, offset + 4, size, current)
        elif kind == _SST and size >= 8:
            strings, room = struct.unpack_from("<I", stream, offset + 8)[0], size
        elif kind == _CONTINUE and strings:
            room += size
        offset += 4 + size
    if extents:
        # A sheet that begins between records would be walked differently by calamine than by us.
        raise corrupt("工作表位置")
    if strings > room:
        raise corrupt("文字表")
    return bytes(clean)


def _rewrite(clean: bytearray, at: int, size: int, found: SheetScan) -> None:
    if at + size > len(clean):
        return
    if size >= 14:
        struct.pack_into("<IIHH", clean, at, 0, found.last_row, 0, found.last_col)
    elif size >= 8:
        struct.pack_into("<HHHH", clean, at, 0, min(found.last_row, 0xFFFF), 0, found.last_col)


def workbook_container(stream: bytes) -> bytes:
    """A compound file that holds nothing but this stream as "Workbook"."""
    data = stream.ljust(max(_MINI, -(-len(stream) // _SECTOR) * _SECTOR), b"\0")
    sectors = len(data) // _SECTOR
    tables, lists = _table_sectors(sectors)
    first = tables + lists + 1
    table = [_TABLE] * tables + [_LIST] * lists + [_END, *range(first + 1, first + sectors), _END]
    table += [_FREE] * (tables * _PER_SECTOR - len(table))
    header = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    listed = tables if lists else _END
    header += struct.pack("<9I", 0, tables, tables + lists, 0, _MINI, _END, 0, listed, lists)
    header += struct.pack("<109I", *_filled(range(min(tables, _IN_HEADER)), _IN_HEADER))
    pieces = [header, struct.pack(f"<{len(table)}I", *table)]
    for i in range(lists):
        start = _IN_HEADER + i * (_PER_SECTOR - 1)
        named = _filled(range(start, min(tables, start + _PER_SECTOR - 1)), _PER_SECTOR - 1)
        pieces.append(struct.pack(f"<{_PER_SECTOR}I", *named, tables + i + 1 if i + 1 < lists else _END))
    directory = _entry("Root Entry", 5, _END, 0, child=1) + _entry("Workbook", 2, first, len(data), child=_FREE)
    return b"".join((*pieces, directory.ljust(_SECTOR, b"\0"), data))


def _table_sectors(sectors: int) -> tuple[int, int]:
    """How many sectors the allocation table takes, and how many the list of those beyond the header's 109."""
    tables, lists = 1, 0
    while tables * _PER_SECTOR < tables + lists + 1 + sectors:
        tables += 1
        lists = max(0, -(-(tables - _IN_HEADER) // (_PER_SECTOR - 1)))
    return tables, lists


def _filled(numbers: range, length: int) -> list[int]:
    return [*numbers, *[_FREE] * (length - len(numbers))]


def _entry(name: str, kind: int, start: int, size: int, child: int) -> bytes:
    wide = name.encode("utf-16-le")
    head = wide.ljust(64, b"\0") + struct.pack("<HBB", len(wide) + 2, kind, 1)
    return head + struct.pack("<III", _FREE, _FREE, child) + bytes(36) + struct.pack("<IQ", start, size)
