"""Builds the files the reader tests open, byte for byte, from a few rows."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import docx
import openpyxl
import xlwt
from openpyxl.worksheet.worksheet import Worksheet

HEADER = ["村(社区)", "登记选民数", "参加投票人数", "参选率"]
ROWS: list[list[Any]] = [["柳湾村", 1256, 1130, 0.8997], ["石桥社区", 890, 801, 0.9]]
TABLE = [HEADER, *ROWS]
CSV_TEXT = "\n".join(",".join(map(str, row)) for row in TABLE) + "\n"


def xlsx(shape: Callable[[Worksheet], None] | None = None, rows: Iterable[Sequence[Any]] = TABLE) -> bytes:
    """A workbook with one sheet; `shape` may do to it what clerks do."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    for row in rows:
        sheet.append(list(row))
    if shape:
        shape(sheet)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def xls(shape: Callable[[Any], None] | None = None, rows: Iterable[Sequence[Any]] = TABLE) -> bytes:
    """The same as Excel 97 wrote it."""
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("日报")
    for r, row in enumerate(rows):
        for c, value in enumerate(row):
            if value is not None:
                sheet.write(r, c, value)
    if shape:
        shape(sheet)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def word(shape: Callable[[Any], None]) -> bytes:
    """A .docx that `shape` fills."""
    document = docx.Document()
    shape(document)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def zipped(members: dict[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """An archive of these members."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compression) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def gbk_zipped(members: dict[str, bytes]) -> bytes:
    """As Chinese Windows does it: names in GBK and nothing that says so."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for i, content in enumerate(members.values()):
            archive.writestr(f"{i:0>40}", content)
    packed = out.getvalue()
    for i, name in enumerate(members):
        raw = name.encode("gbk")
        packed = packed.replace(f"{i:0>40}".encode(), raw.rjust(40, b"_"))
    return packed


def ods(content: str) -> bytes:
    """An OpenDocument spreadsheet with this as the inside of its spreadsheet element."""
    names = "".join(
        f' xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for prefix, name in (("office", "office"), ("table", "table"), ("text", "text"), ("style", "style"))
    )
    body = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content{names}><office:automatic-styles>'
        '<style:style style:name="ta2" style:family="table"><style:table-properties xmlns:table='
        '"urn:oasis:names:tc:opendocument:xmlns:table:1.0" table:display="false"/></style:style>'
        f"</office:automatic-styles><office:body><office:spreadsheet>{content}</office:spreadsheet></office:body>"
        "</office:document-content>"
    )
    manifest = '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
    return zipped(
        {
            "mimetype": b"application/vnd.oasis.opendocument.spreadsheet",
            "content.xml": body.encode(),
            "META-INF/manifest.xml": manifest.encode(),
        }
    )


def _bin(kind: int, body: bytes = b"") -> bytes:
    head = bytes([kind]) if kind < 128 else bytes([kind & 0x7F | 0x80, kind >> 7])
    size = len(body)
    sized = bytes([size]) if size < 128 else bytes([size & 0x7F | 0x80, size >> 7])
    return head + sized + body


def _wide(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def _bin_row(row: int, hidden: bool) -> bytes:
    return _bin(0, struct.pack("<IIHBBB", row, 0, 300, 0, 0x10 if hidden else 0, 0) + struct.pack("<I", 0))


def xlsb(rows: Sequence[Sequence[Any]], hidden_row: int | None = None, state: int = 0) -> bytes:
    """A binary workbook written record by record: texts inline, numbers as doubles, errors as #DIV/0!."""
    extent = struct.pack("<IIII", 0, len(rows) - 1, 0, max(map(len, rows)) - 1)
    sheet = _bin(129) + _bin(148, extent) + _bin(145)
    for r, row in enumerate(rows):
        sheet += _bin_row(r, r + 1 == hidden_row)
        for c, value in enumerate(row):
            head = struct.pack("<II", c, 0)
            if value == "#DIV/0!":
                sheet += _bin(3, head + bytes([7]))
            elif isinstance(value, str):
                sheet += _bin(6, head + _wide(value))
            elif value is not None:
                sheet += _bin(5, head + struct.pack("<d", value))
    sheet += _bin(146) + _bin(177, struct.pack("<I", 1)) + _bin(176, struct.pack("<IIII", 0, 0, 0, 1)) + _bin(178)
    sheet += _bin(130)
    bundle = _bin(156, struct.pack("<II", state, 1) + _wide("rId1") + _wide("日报"))
    book = _bin(131) + _bin(143) + bundle + _bin(144) + _bin(132)
    types = (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="bin" ContentType="application/vnd.ms-excel.sheet.binary.macroEnabled.main"/></Types>'
    )
    relation = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship '
        'Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" '
        'Target="worksheets/sheet1.bin"/></Relationships>'
    )
    return zipped(
        {
            "[Content_Types].xml": types.encode(),
            "xl/workbook.bin": book,
            "xl/_rels/workbook.bin.rels": relation.encode(),
            "xl/worksheets/sheet1.bin": sheet,
        }
    )


def ole(*streams: tuple[str, bytes]) -> bytes:
    """A compound file with these streams (version 3, every stream padded to 4096 bytes or more)."""
    sector = 512
    padded = [(name, body.ljust(max(4096, -(-len(body) // sector) * sector), b"\0")) for name, body in streams]
    fat = [0xFFFFFFFD, 0xFFFFFFFE]
    entries = [_ole_entry("Root Entry", 5, 0xFFFFFFFE, 0, child=1)]
    data = b""
    for i, (name, body) in enumerate(padded):
        start = len(fat)
        count = len(body) // sector
        fat += [*range(start + 1, start + count), 0xFFFFFFFE]
        right = i + 2 if i + 1 < len(padded) else 0xFFFFFFFF
        entries.append(_ole_entry(name, 2, start, len(body), right=right))
        data += body
    entries += [_ole_entry("", 0, 0, 0)] * (-len(entries) % 4)
    assert len(entries) == 4 and len(fat) <= 128
    header = bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 16 + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + b"\0" * 6
    header += struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    header += struct.pack("<I", 0) + b"\xff" * 4 * 108
    table = struct.pack(f"<{len(fat)}I", *fat).ljust(sector, b"\xff")
    return header + table + b"".join(entries) + data


def _ole_entry(name: str, kind: int, start: int, size: int, child: int = 0xFFFFFFFF, right: int = 0xFFFFFFFF) -> bytes:
    wide = name.encode("utf-16-le")
    return (
        wide.ljust(64, b"\0") + struct.pack("<HBB", len(wide) + 2 if name else 0, kind, 1)
        + struct.pack("<III", 0xFFFFFFFF, right, child) + b"\0" * 36 + struct.pack("<IQ", start, size)
    )  # fmt: skip
