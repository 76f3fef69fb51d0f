"""The containers samples are written in."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import openpyxl
import xlwt
from docx import Document
from openpyxl.worksheet.worksheet import Worksheet

Cells = Iterable[Sequence[Any]]


def xlsx(
    rows: Cells, merges: Iterable[str] = (), title: str = "Sheet1", at: str = "A1",
    also: Callable[[openpyxl.Workbook, Worksheet], None] | None = None,
) -> bytes:  # fmt: skip
    """One sheet; ``at`` is where its first cell stands, ``also`` may do more to the book."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = title
    put(sheet, rows, at)
    for merge in merges:
        sheet.merge_cells(merge)
    if also:
        also(book, sheet)
    return saved(book)


def put(sheet: Worksheet, rows: Cells, at: str = "A1") -> None:
    top = sheet[at]
    for r, row in enumerate(rows):
        for c, value in enumerate(row):
            if value is not None:
                sheet.cell(top.row + r, top.column + c, value)


def saved(book: openpyxl.Workbook) -> bytes:
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def xls(rows: Cells, merges: Iterable[tuple[int, int, int, int]] = (), title: str = "Sheet1") -> bytes:
    """The old binary format; merges are 0-based (first row, last row, first column, last column)."""
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet(title)
    spans = {(r0, c0): (r0, r1, c0, c1) for r0, r1, c0, c1 in merges}
    for r, row in enumerate(rows):
        for c, value in enumerate(row):
            if (r, c) in spans:
                sheet.write_merge(*spans[r, c], value)
            elif value is not None:
                sheet.write(r, c, value)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def csv(rows: Cells, encoding: str = "utf-8", separator: str = ",", newline: str = "\r\n") -> bytes:
    lines = (separator.join("" if cell is None else _quoted(str(cell), separator) for cell in row) for row in rows)
    return (newline.join(lines) + newline).encode(encoding)


def _quoted(text: str, separator: str) -> str:
    if separator in text or "\n" in text or '"' in text:
        return '"' + text.replace('"', '""') + '"'
    return text


def docx(paragraphs: Iterable[str], tables: Iterable[Cells] = (), after: Iterable[str] = ()) -> bytes:
    document = Document()
    for text in paragraphs:
        document.add_paragraph(text)
    for cells in tables:
        rows = [list(row) for row in cells]
        table = document.add_table(len(rows), max(map(len, rows)))
        for r, row in enumerate(rows):
            for c, value in enumerate(row):
                table.cell(r, c).text = "" if value is None else str(value)
    for text in after:
        document.add_paragraph(text)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def html(rows: Cells, before: str = "", encoding: str = "utf-8") -> bytes:
    cells = "".join(
        "<tr>" + "".join(f"<td>{'' if cell is None else cell}</td>" for cell in row) + "</tr>" for row in rows
    )
    text = f'<html><head><meta charset="{encoding}"></head><body>{before}<table>{cells}</table></body></html>'
    return text.encode(encoding)


class _LocalName(zipfile.ZipInfo):
    """An entry whose name is written in a local encoding, as Windows archivers do, without the UTF-8 mark."""

    local = b""

    def _encodeFilenameFlags(self) -> tuple[bytes, int]:
        return self.local, self.flag_bits & ~0x800


def zipped(members: dict[str, bytes], encoding: str = "utf-8") -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in members.items():
            entry = _LocalName(name, (2021, 1, 8, 17, 0, 0))
            entry.local = name.encode(encoding)
            archive.writestr(entry, content)
    return buffer.getvalue()
