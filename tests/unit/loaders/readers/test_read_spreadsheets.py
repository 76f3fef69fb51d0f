"""Spreadsheets of every make: values, addresses, merges, what is hidden, what is broken."""

from __future__ import annotations

import datetime as dt
import io
import re
import struct
import zipfile
from typing import Any

import openpyxl
import pytest
import xlwt
from openpyxl.worksheet.worksheet import Worksheet

from loaders.readers import Limits, RawFile, RawSheet, read_container
from tests.unit.loaders.readers.bulletin_files import HEADER, ROWS, TABLE, ods, ole, xls, xlsb, xlsx, zipped

GRID = tuple(tuple(row) for row in TABLE)


def sheet(file: RawFile, at: int = 0) -> RawSheet:
    assert file.outcome is None, file.message
    part = file.parts[at]
    assert isinstance(part, RawSheet)
    return part


@pytest.mark.parametrize(
    ("name", "content", "container"),
    [
        ("日报.xlsx", xlsx(), "xlsx"),
        ("日报.xlsm", xlsx(), "xlsx"),
        ("日报.et", xlsx(), "xlsx"),
        ("日报.et", xls(), "xls"),
        ("日报.xls", xls(), "xls"),
    ],
)
def test_same_rows_from_every_workbook(name: str, content: bytes, container: str) -> None:
    file = read_container(name, content)
    assert (file.container, file.problems) == (container, ())
    assert sheet(file).rows == GRID


def test_binary_workbook_gives_values_merge_hidden_row_and_error() -> None:
    file = read_container("日报.xlsb", xlsb([["标题", None], *ROWS, ["坏", "#DIV/0!"]], hidden_row=2))
    got = sheet(file)
    assert (file.container, got.name, got.hidden) == ("xlsb", "日报", False)
    assert got.rows[1] == ("柳湾村", 1256, 1130, 0.8997)
    assert got.rows[3][1] == "#DIV/0!"
    assert got.merges == ((1, 1, 1, 2),)
    assert got.hidden_rows == {2}


def test_hidden_sheet_of_binary_workbook_is_told() -> None:
    file = read_container("日报.xlsb", xlsb(ROWS, state=1))
    assert sheet(file).hidden and file.problems == ("F_HIDDEN_SHEET",)


def test_ods_repeats_spans_dates_hidden_and_comments() -> None:
    note = "<office:annotation><text:p>批注</text:p></office:annotation>"
    cell = "<table:table-cell{}><text:p>{}</text:p></table:table-cell>".format
    content = (
        '<table:table table:name="1.8"><table:table-column table:number-columns-repeated="2"/>'
        '<table:table-column table:visibility="collapse"/><table:table-row>'
        + cell(' table:number-columns-spanned="3"', f"柳湾{note}村")
        + '<table:covered-table-cell table:number-columns-repeated="2"/></table:table-row>'
        '<table:table-row table:number-rows-repeated="2" table:visibility="filter">'
        + cell(' office:value-type="float" office:value="1.8"', "1.80")
        + cell(' office:value-type="date" office:date-value="2021-01-08"', "8日")
        + cell(' office:value-type="float" office:value="7" table:number-columns-repeated="2"', "7")
        + '</table:table-row><table:table-row table:number-rows-repeated="1048570"><table:table-cell '
        'table:number-columns-repeated="16384"/></table:table-row></table:table>'
        '<table:table table:name="旧" table:style-name="ta2"><table:table-row>' + cell("", "x")
        + "</table:table-row></table:table>"
    )  # fmt: skip
    file = read_container("日报.ods", ods(content))
    got = sheet(file)
    row = (1.8, dt.date(2021, 1, 8), 7, 7)
    assert got.rows == (("柳湾村", None, None, None), row, row)
    assert got.merges == ((1, 1, 1, 3),)
    assert (got.hidden_rows, got.hidden_cols) == ({2, 3}, {3})
    assert sheet(file, 1).hidden and file.problems == ("F_HIDDEN_SHEET",)


def test_ods_with_a_million_repeated_values_is_refused_not_unrolled() -> None:
    content = (
        '<table:table table:name="a"><table:table-row table:number-rows-repeated="1048576"><table:table-cell '
        'office:value-type="float" office:value="1" table:number-columns-repeated="16384"/></table:table-row>'
        "</table:table>"
    )
    assert read_container("a.ods", ods(content), Limits(cells=10_000)).outcome == "reject"


def test_table_that_starts_at_c5_keeps_its_address() -> None:
    def shape(ws: Worksheet) -> None:
        ws["C5"], ws["D6"] = "柳湾村", 3

    got = sheet(read_container("a.xlsx", xlsx(shape, [])))
    assert (got.first_row, got.first_col, got.rows) == (5, 3, (("柳湾村", None), (None, 3)))


def test_number_typed_as_date_stays_a_number_and_dates_stay_dates() -> None:
    row = [
        1.8,
        44204,
        dt.date(2021, 1, 8),
        dt.datetime.fromisoformat("2021-01-08T17:30"),
        dt.time(9, 0),
        True,
        "1.8",
        "0012",
    ]
    got = sheet(read_container("a.xlsx", xlsx(rows=[row])))
    assert got.rows == (tuple(row),)
    assert [type(value) for value in got.rows[0]] == [type(value) for value in row]


def test_merged_cells_are_told_and_not_doubled_in_xlsx_and_xls() -> None:
    def merge(ws: Worksheet) -> None:
        ws.merge_cells("A2:A3")

    def merge_old(ws: Any) -> None:
        ws._Worksheet__merged_ranges.append((1, 2, 0, 0))

    rows = [HEADER, ["青石镇", 1, 2, 3], [None, 4, 5, 6]]
    for name, content in (("a.xlsx", xlsx(merge, rows)), ("a.xls", xls(merge_old, rows))):
        got = sheet(read_container(name, content))
        assert got.merges == ((2, 1, 3, 1),)
        assert got.rows[2] == (None, 4, 5, 6)


def test_hidden_rows_and_columns_are_data_and_marked() -> None:
    def hide(ws: Worksheet) -> None:
        ws.row_dimensions[2].hidden = True
        ws.column_dimensions["C"].hidden = True

    def hide_old(ws: Any) -> None:
        ws.row(1).hidden = True
        ws.col(2).hidden = True

    for name, content in (("a.xlsx", xlsx(hide)), ("a.xls", xls(hide_old))):
        got = sheet(read_container(name, content))
        assert (got.hidden_rows, got.hidden_cols) == ({2}, {3})
        assert got.rows == GRID


@pytest.mark.parametrize("state", ["hidden", "veryHidden"])
def test_hidden_sheets_are_reported_and_marked(state: str) -> None:
    def hide(ws: Worksheet) -> None:
        stale = ws.parent.create_sheet("1.5")
        stale.append(["柳湾村", 1])
        stale.sheet_state = state

    file = read_container("a.xlsx", xlsx(hide))
    assert file.problems == ("F_HIDDEN_SHEET",)
    assert [(sheet(file, i).name, sheet(file, i).hidden) for i in (0, 1)] == [("Sheet", False), ("1.5", True)]


def test_hidden_sheet_of_old_workbook_is_marked() -> None:
    book = xlwt.Workbook()
    book.add_sheet("日报").write(0, 0, "柳湾村")
    stale = book.add_sheet("旧")
    stale.write(0, 0, "石桥")
    stale.visibility = 1
    out = io.BytesIO()
    book.save(out)
    file = read_container("a.xls", out.getvalue())
    assert (file.problems, sheet(file, 1).hidden) == (("F_HIDDEN_SHEET",), True)


def test_blank_sheets_are_left_out_and_the_others_keep_their_number() -> None:
    def add(ws: Worksheet) -> None:
        ws.parent.create_sheet("空", 0)

    got = sheet(read_container("a.xlsx", xlsx(add)))
    assert (got.name, got.index) == ("Sheet", 2)


def test_chart_sheet_between_sheets_does_no_harm() -> None:
    def add(ws: Worksheet) -> None:
        ws.parent.create_chartsheet("图")
        ws.parent.create_sheet("后").append(["石桥村", 9])

    file = read_container("a.xlsx", xlsx(add))
    assert [part.name for part in file.parts if isinstance(part, RawSheet)] == ["Sheet", "后"]


def test_formats_down_to_row_100000_are_trimmed() -> None:
    def paint(ws: Worksheet) -> None:
        for r in range(4, 20_000, 7):
            ws.cell(r, 3).number_format = "0.00"
        ws.cell(100_000, 5).number_format = "0.00"

    assert sheet(read_container("a.xlsx", xlsx(paint))).rows == GRID


@pytest.mark.slow
def test_stray_value_in_the_last_row_does_not_cost_a_gigabyte() -> None:
    def stray(ws: Worksheet) -> None:
        ws["T1048576"] = "."

    got = sheet(read_container("a.xlsx", xlsx(stray)))
    assert (len(got.rows), got.rows[1][:4], got.rows[-1][-1]) == (1_048_576, tuple(ROWS[0]), ".")


def test_stray_value_in_the_last_column_is_named_to_the_clerk() -> None:
    def stray(ws: Worksheet) -> None:
        ws["XFD3"] = "."

    file = read_container("a.xlsx", xlsx(stray))
    assert (file.outcome, file.parts) == ("reject", ())


def test_formula_without_a_result_is_null_and_named_in_xlsx_and_xls() -> None:
    def add(ws: Worksheet) -> None:
        ws["B4"] = "=SUM(B2:B3)"

    def add_old(ws: Any) -> None:
        ws.write(3, 1, xlwt.Formula("SUM(B2:B3)"))

    for name, content in (("a.xlsx", xlsx(add, [*TABLE, ["合计"]])), ("a.xls", xls(add_old, [*TABLE, ["合计"]]))):
        got = sheet(read_container(name, content))
        assert (got.rows[3][1], got.uncached) == (None, {(4, 2)})


def test_formula_with_a_result_gives_the_result() -> None:
    content = rewritten(
        xlsx(lambda ws: ws.append(["合计", "=B2"])), rb"<f>B2</f><v ?/?>(</v>)?", b"<f>B2</f><v>2146</v>"
    )
    got = sheet(read_container("a.xlsx", content))
    assert (got.rows[3][1], got.uncached) == (2146, frozenset())


def test_formula_whose_result_is_an_empty_text_is_blank_without_complaint() -> None:
    content = rewritten(xlsx(lambda ws: ws.append(["合计", "=B2"])), rb'(r="B4")><f>', rb'\1 t="str"><f>')
    assert sheet(read_container("a.xlsx", content)).uncached == frozenset()


@pytest.mark.parametrize("error", ["#DIV/0!", "#REF!", "#N/A"])
def test_error_values_stay_text(error: str) -> None:
    def add(ws: Worksheet) -> None:
        ws["E3"] = error
        ws["E3"].data_type = "e"

    assert sheet(read_container("a.xlsx", xlsx(add))).rows[2] == ("石桥社区", 890, 801, 0.9, error)


def test_error_value_of_old_workbook_stays_text() -> None:
    content = xls(lambda ws: ws.write(3, 0, "x"))
    # A label becomes a BOOLERR record of the same place: row, column, style, code 7, is an error.
    stream_at = content.rindex(struct.pack("<HHHH", 0xFD, 10, 3, 0))
    broken = content[:stream_at] + struct.pack("<HHHHHBBH", 0x0205, 10, 3, 0, 0, 7, 1, 0) + content[stream_at + 14 :]
    assert len(broken) == len(content)
    assert sheet(read_container("a.xls", broken)).rows[3][0] == "#DIV/0!"


def test_text_that_begins_like_a_formula_is_inert_text() -> None:
    def add(ws: Worksheet) -> None:
        ws["A4"] = '=HYPERLINK("x")'
        ws["A4"].data_type = "s"

    assert sheet(read_container("a.xlsx", xlsx(add))).rows[3][0] == '=HYPERLINK("x")'


def test_percent_and_fixed_decimals_are_told() -> None:
    def paint(ws: Worksheet) -> None:
        ws["D2"].number_format = "0.00%"
        ws["B2"].number_format = "0.00"
        ws["C2"].number_format = '0"人"'

    def paint_old(ws: Any) -> None:
        ws.write(3, 3, 0.5, xlwt.easyxf(num_format_str="0.00%"))

    assert sheet(read_container("a.xlsx", xlsx(paint))).formats == {(2, 2): "0.00", (2, 3): '0"人"', (2, 4): "0.00%"}
    assert sheet(read_container("a.xls", xls(paint_old))).formats == {(4, 4): "0.00%"}


def test_sheet_written_with_a_namespace_prefix_and_without_cell_addresses_is_read() -> None:
    plain = xlsx()
    content = rewritten(plain, rb'<c r="[A-Z]+\d+"', b"<c")
    assert sheet(read_container("a.xlsx", content)).rows == GRID


def rewritten(content: bytes, pattern: bytes, replacement: bytes) -> bytes:
    """The workbook with its sheet's XML changed."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    path = "xl/worksheets/sheet1.xml"
    changed, times = re.subn(pattern, replacement, members[path])
    assert times
    return zipped({**members, path: changed})


def test_entity_bomb_in_a_sheet_is_refused() -> None:
    bomb = b'<?xml version="1.0"?><!DOCTYPE b [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><worksheet'
    content = rewritten(xlsx(), rb"^<worksheet|^<\?xml[^>]*>\s*<worksheet", bomb)
    assert read_container("a.xlsx", content).outcome == "reject"


def test_workbook_with_a_password_is_encrypted_whatever_its_name() -> None:
    locked = ole(("EncryptionInfo", b"x"), ("EncryptedPackage", b"y"))
    for name in ("日报.xlsx", "日报.docx", "日报.xls"):
        file = read_container(name, locked)
        assert (file.outcome, file.problems) == ("encrypted", ("F_ENCRYPTED",))
        assert "密码" in file.message


def test_old_workbook_with_a_password_is_encrypted() -> None:
    stream = struct.pack("<HHHH", 0x0809, 16, 0x0600, 5) + b"\0" * 12 + struct.pack("<HH", 0x2F, 6) + b"\0" * 6
    assert read_container("日报.xls", ole(("Workbook", stream))).outcome == "encrypted"


def test_workbooks_with_each_others_extension_are_read_and_told() -> None:
    assert read_container("a.xls", xlsx()).problems == ("F_EXT_MISMATCH",)
    file = read_container("a.xlsx", xls())
    assert (file.problems, sheet(file).rows) == (("F_EXT_MISMATCH",), GRID)


def test_empty_workbook_is_empty() -> None:
    for name, content in (
        ("a.xlsx", xlsx(rows=[])),
        ("a.xls", xls(rows=[])),
        ("b.xlsx", xlsx(rows=[["  ", "\u3000"]])),
    ):
        assert read_container(name, content).outcome == "empty"


def test_resaved_copy_has_other_bytes_and_the_same_fingerprint() -> None:
    first = xlsx()
    book = openpyxl.load_workbook(io.BytesIO(first))
    book.properties.title = "最终版"
    out = io.BytesIO()
    book.save(out)
    a, b = read_container("a.xlsx", first), read_container("a(1).xlsx", out.getvalue())
    assert a.content_hash != b.content_hash and a.fingerprint == b.fingerprint
    changed = read_container("a.xlsx", xlsx(rows=[HEADER, ["柳湾村", 1257, 1130, 0.8997], ROWS[1]]))
    assert changed.fingerprint != a.fingerprint
