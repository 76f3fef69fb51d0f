"""Workbooks of the OLE kind: .xls, and .et as WPS wrote it. Tells Word, password and wreckage apart first."""

from __future__ import annotations

import io
import struct

import olefile
from python_calamine import SheetTypeEnum, SheetVisibleEnum

from .advice import corrupt, encrypted, too_big, unsupported
from .biff_clean import with_true_extents, workbook_container
from .biff_scan import scan_biff
from .calamine_sheets import calamine, grid_of
from .raw import Limits, RawSheet
from .sheet_scan import SheetScan, with_layout


def ole_kind(content: bytes) -> tuple[str, bytes]:
    """("xls", workbook stream), ("doc", b"") … by the streams inside. Raises Unreadable."""
    try:
        with olefile.OleFileIO(io.BytesIO(content)) as ole:
            names = {"/".join(path).lower() for path in ole.listdir()}
            if "encryptedpackage" in names:
                raise encrypted()
            for stream in ("workbook", "book"):
                if stream in names:
                    return "xls", bytes(ole.openstream(stream).read())
            if "worddocument" in names:
                with ole.openstream("worddocument") as word:
                    flags = word.read(12)[10:12]
                if len(flags) == 2 and flags[1] & 0x01:
                    raise encrypted()
                return "doc", b""
    except (OSError, ValueError, IndexError, KeyError, TypeError, AttributeError, OverflowError, struct.error,
            MemoryError, RecursionError) as error:  # fmt: skip
        raise corrupt() from error
    if "powerpoint document" in names:
        raise unsupported("ppt")
    raise unsupported("ole")


def xls_sheets(stream: bytes, limits: Limits) -> list[RawSheet]:
    """All worksheets in order, hidden ones marked."""
    scans = scan_biff(stream)
    if len(scans) > limits.sheets:
        raise too_big(f"有 {len(scans)} 个工作表")
    # calamine lays every sheet out as a full rectangle at once: judge the sum before it does.
    spread = sum(found.last_row * found.last_col for found in scans)
    if spread > 2 * limits.dense_cells:
        raise too_big("工作表最后一行或最后一列有零星内容")
    book = calamine(workbook_container(with_true_extents(stream, scans)))
    sheets = []
    for position, told in enumerate(book.sheets_metadata):
        if told.typ not in (SheetTypeEnum.WorkSheet,):
            continue
        rows, first_row, first_col = grid_of(book, told.name, limits)
        hidden = told.visible != SheetVisibleEnum.Visible
        sheet = RawSheet("sheet", told.name, position + 1, rows, first_row, first_col, hidden=hidden)
        sheets.append(with_layout(sheet, scans[position] if position < len(scans) else SheetScan(), limits))
    return sheets
