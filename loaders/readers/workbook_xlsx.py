"""Workbooks of the OOXML kind (.xlsx, .xlsm, zipped .et): values by calamine, layout by our own scan."""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

import openpyxl
from lxml import etree
from openpyxl.worksheet._read_only import ReadOnlyWorksheet
from python_calamine import CalamineWorkbook

from .advice import corrupt, too_big
from .calamine_sheets import calamine, grid_of
from .grid import Address, cell_value, sparse_grid
from .number_formats import BUILTIN, is_telling
from .ooxml_scan import scan
from .packed import member_bytes
from .raw import CellValue, Limits, RawSheet
from .sheet_scan import SheetScan, with_layout
from .xml_trees import attribute, local, tree


@dataclass(frozen=True, slots=True)
class SheetEntry:
    """A sheet as the workbook lists it."""

    name: str
    path: str
    hidden: bool


def xlsx_sheets(content: bytes, archive: zipfile.ZipFile, limits: Limits) -> list[RawSheet]:
    """All worksheets in order, hidden ones marked."""
    entries = _entries(archive)
    if len(entries) > limits.sheets:
        raise too_big(f"有 {len(entries)} 个工作表")
    formats = _formats(archive)
    book = calamine(content)
    cells = 0
    sheets = []
    for position, entry in enumerate(entries):
        if not entry.path:
            continue
        found = _scanned(archive, entry.path, formats)
        cells += found.cells
        if cells > limits.cells:
            raise too_big(f"单元格超过 {limits.cells} 个")
        sheets.append(_sheet(content, book, entry, position, found, limits))
    return sheets


def _scanned(archive: zipfile.ZipFile, path: str, formats: dict[int, str]) -> SheetScan:
    try:
        with archive.open(path) as stream:
            return scan(stream, formats)
    except KeyError as error:
        raise corrupt("缺少工作表") from error
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError) as error:
        raise corrupt("工作表内容不完整") from error


def _sheet(
    content: bytes, book: CalamineWorkbook, entry: SheetEntry, position: int, found: SheetScan, limits: Limits
) -> RawSheet:
    if found.regular and found.last_row * max(found.last_col, 1) <= limits.dense_cells:
        rows, first_row, first_col = grid_of(book, entry.name, limits)
    else:
        rows, first_row, first_col = sparse_grid(_sparse_cells(content, entry.name, limits), limits)
    sheet = RawSheet("sheet", entry.name, position + 1, rows, first_row, first_col, hidden=entry.hidden)
    return with_layout(sheet, found, limits)


def _sparse_cells(content: bytes, name: str, limits: Limits) -> dict[Address, CellValue]:
    """Cells one by one, for sheets whose rectangle would be mostly nothing, or whose XML is unusual."""
    try:
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
        sheet = book[name]
        if not isinstance(sheet, ReadOnlyWorksheet):
            return {}
        sheet.reset_dimensions()
        cells: dict[Address, CellValue] = {}
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value is not None:
                    cells[(cell.row, cell.column)] = cell_value(cell.value)
            if len(cells) > limits.cells:
                raise too_big(f"单元格超过 {limits.cells} 个")
        return cells
    except (KeyError, ValueError, TypeError, AttributeError, IndexError, SyntaxError, EOFError, OSError,
            zipfile.BadZipFile, zlib.error, OverflowError) as error:  # fmt: skip
        raise corrupt("工作表结构异常") from error


def relations(archive: zipfile.ZipFile, part: str) -> dict[str, str]:
    """Relation id → path inside the archive, for one part."""
    folder, name = posixpath.split(part)
    root = tree(member_bytes(archive, f"{folder}/_rels/{name}.rels"))
    return {
        element.get("Id", ""): posixpath.normpath(posixpath.join(f"/{folder}", target)).lstrip("/")
        for element in root
        if local(element) == "Relationship" and (target := element.get("Target", ""))
    }


def workbook_part(archive: zipfile.ZipFile) -> str:
    """The path of the workbook: the usual one, or what the package's root relations say."""
    names = set(archive.namelist())
    for usual in ("xl/workbook.xml", "xl/workbook.bin"):
        if usual in names:
            return usual
    root = tree(member_bytes(archive, "_rels/.rels"))
    for element in root:
        if element.get("Type", "").endswith("/officeDocument"):
            return str(element.get("Target", "")).lstrip("/")
    raise corrupt("缺少工作簿")


def _entries(archive: zipfile.ZipFile) -> list[SheetEntry]:
    part = workbook_part(archive)
    targets = relations(archive, part)
    root = tree(member_bytes(archive, part))
    entries = []
    for element in root.iter():
        if local(element) != "sheet":
            continue
        path = targets.get(attribute(element, "id") or "", "")
        is_grid = "chartsheet" not in path and "dialogsheet" not in path and "macrosheet" not in path.lower()
        hidden = element.get("state", "visible") != "visible"
        entries.append(SheetEntry(element.get("name", ""), path if is_grid else "", hidden))
    if not entries:
        raise corrupt("没有工作表")
    return entries


def _formats(archive: zipfile.ZipFile) -> dict[int, str]:
    """Style number → number format, only those that change what a number means."""
    if "xl/styles.xml" not in archive.namelist():
        return {}
    root = tree(member_bytes(archive, "xl/styles.xml"))
    codes = dict(BUILTIN)
    for element in _all(root, "numFmt"):
        number = element.get("numFmtId", "")
        if number.isdigit():
            codes[int(number)] = element.get("formatCode", "")
    formats = (style for group in _all(root, "cellXfs") for style in group if local(style) == "xf")
    styles = [style.get("numFmtId", "0") for style in formats]
    named = {i: codes.get(int(number), "") for i, number in enumerate(styles) if number.isdigit()}
    return {i: code for i, code in named.items() if is_telling(code)}


def _all(root: etree._Element, name: str) -> Iterator[etree._Element]:
    return (element for element in root.iter() if local(element) == name)
