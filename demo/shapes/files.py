"""Grids into the bytes of xlsx, xls, csv and docx, the same bytes for the same grid."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Sequence
from datetime import UTC, date, datetime

import xlwt
from docx import Document
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from demo.shapes.grid import Grid

STAMP = datetime(2025, 12, 1, tzinfo=UTC).replace(tzinfo=None)
DAY_FORMAT = 'm"月"d"日"'
MIDDLE = Alignment(horizontal="center", vertical="center", wrap_text=True)
BOLD = Font(bold=True)


def xlsx(grids: Sequence[Grid]) -> bytes:
    book = Workbook()
    book.remove(book.worksheets[0])
    for grid in grids:
        _fill(book.create_sheet(grid.name), grid)
    out = io.BytesIO()
    book.save(out)
    return _still(out.getvalue())


def _fill(sheet: Worksheet, grid: Grid) -> None:
    for number, row in enumerate(grid.rows):
        sheet.append(row)
        if number in grid.heads:
            for cell in sheet[number + 1]:
                cell.font, cell.alignment = BOLD, MIDDLE
        for column, value in enumerate(row, 1):
            if isinstance(value, date):
                sheet.cell(number + 1, column).number_format = DAY_FORMAT
    for top, left, bottom, right in grid.merges:
        sheet.merge_cells(None, top + 1, left + 1, bottom + 1, right + 1)
    for column in grid.hidden:
        sheet.column_dimensions[get_column_letter(column + 1)].hidden = True
    sheet.column_dimensions["B"].width = 20


def xls(grids: Sequence[Grid]) -> bytes:
    book = xlwt.Workbook(encoding="utf-8")
    days = xlwt.easyxf(num_format_str=DAY_FORMAT)
    plain = xlwt.easyxf()
    for grid in grids:
        sheet = book.add_sheet(grid.name)
        spans = {(top, left): (bottom, right) for top, left, bottom, right in grid.merges}
        for number, row in enumerate(grid.rows):
            for column, value in enumerate(row):
                style = days if isinstance(value, date) else plain
                if (number, column) in spans:
                    bottom, right = spans[number, column]
                    sheet.write_merge(number, bottom, column, right, value, style)
                elif value is not None:
                    sheet.write(number, column, value, style)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def csv_text(grids: Sequence[Grid], encoding: str) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    for grid in grids:
        writer.writerows(["" if value is None else value for value in row] for row in grid.rows)
    return out.getvalue().encode(encoding)


def docx(title: str, subtitle: str, grids: Sequence[Grid], paragraphs: Sequence[str]) -> bytes:
    document = Document()
    document.add_heading(title, level=1)
    document.add_paragraph(subtitle)
    for grid in grids:
        table = document.add_table(rows=len(grid.rows), cols=grid.width, style="Table Grid")
        for row, words in zip(table.rows, grid.rows, strict=True):
            for cell, value in zip(row.cells, words, strict=False):
                cell.text = "" if value is None else str(value)
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    document.core_properties.created = document.core_properties.modified = STAMP
    out = io.BytesIO()
    document.save(out)
    return _still(out.getvalue())


class _GbkName(zipfile.ZipInfo):
    """An entry named in GBK, as Windows archivers of the country write it: no UTF-8 flag."""

    def _encodeFilenameFlags(self) -> tuple[bytes, int]:
        return self.filename.encode("gb18030"), self.flag_bits & ~0x800


def zip_gbk(members: Sequence[tuple[str, bytes]]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in members:
            entry = _GbkName(name, STAMP.timetuple()[:6])
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, content)
    return out.getvalue()


def _still(content: bytes) -> bytes:
    """The same archive with every clock in it stopped, so that the same bulletin has the same bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w") as new:
        for entry in old.infolist():
            part = old.read(entry)
            if entry.filename == "docProps/core.xml":
                part = re.sub(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", STAMP.strftime("%Y-%m-%dT%H:%M:%SZ").encode(), part)
            still = zipfile.ZipInfo(entry.filename, STAMP.timetuple()[:6])
            still.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(still, part)
    return out.getvalue()
