"""Excel's 2003 XML ("XML 电子表格"), which office systems export with the name .xls."""

from __future__ import annotations

from datetime import datetime

from lxml import etree

from .advice import too_big
from .grid import Address, cell_value, clipped_merges, sparse_grid
from .raw import CellValue, Limits, RawSheet
from .xml_trees import attribute, integer, local, tree

_MOST_ROWS = 1_048_576


def xml_sheets(content: bytes, limits: Limits) -> list[RawSheet]:
    """All worksheets in order, hidden ones marked."""
    sheets = [element for element in tree(content) if local(element) == "Worksheet"]
    if len(sheets) > limits.sheets:
        raise too_big(f"有 {len(sheets)} 个工作表")
    return [_sheet(element, index, limits) for index, element in enumerate(sheets, start=1)]


def _sheet(worksheet: etree._Element, index: int, limits: Limits) -> RawSheet:
    cells: dict[Address, CellValue] = {}
    merges: list[tuple[int, int, int, int]] = []
    hidden_rows: set[int] = set()
    uncached: set[Address] = set()
    hidden = any(local(e) == "Visible" and (e.text or "").startswith("Sheet") for e in worksheet.iter())
    tables = [element for element in worksheet if local(element) == "Table"]
    row = 0
    for element in tables[0] if tables else ():
        if local(element) != "Row":
            continue
        row = integer(attribute(element, "Index"), row + 1, _MOST_ROWS)
        last = row + integer(attribute(element, "Span"), 0, 10_000)
        if attribute(element, "Hidden") == "1":
            hidden_rows.update(range(row, last + 1))
        _row(element, row, cells, merges, uncached, limits)
        row = last
    rows, top, left = sparse_grid(cells, limits)
    return RawSheet(
        "sheet", attribute(worksheet, "Name") or "", index, rows, top, left,
        merges=clipped_merges(merges, rows, top, left), hidden=hidden, hidden_rows=frozenset(hidden_rows),
        hidden_cols=_hidden_columns(tables[0], limits) if tables else frozenset(),
        uncached=frozenset(uncached),
    )  # fmt: skip


def _row(
    element: etree._Element, row: int, cells: dict[Address, CellValue],
    merges: list[tuple[int, int, int, int]], uncached: set[Address], limits: Limits,
) -> None:  # fmt: skip
    col = 0
    for cell in element:
        if local(cell) != "Cell":
            continue
        col = integer(attribute(cell, "Index"), col + 1, 16_384)
        across = integer(attribute(cell, "MergeAcross"), 0, limits.columns)
        down = integer(attribute(cell, "MergeDown"), 0, _MOST_ROWS)
        data = next((child for child in cell if local(child) == "Data"), None)
        value = None if data is None else _value(data)
        if value is not None:
            cells[(row, col)] = value
        elif attribute(cell, "Formula"):
            uncached.add((row, col))
        if across or down:
            merges.append((row, col, row + down, col + across))
        col += across


def _value(data: etree._Element) -> CellValue:
    text = "".join(str(piece) for piece in data.itertext())
    kind = attribute(data, "Type")
    try:
        if kind == "Number":
            return cell_value(float(text))
        if kind == "DateTime":
            return cell_value(datetime.fromisoformat(text.removesuffix("Z")))
    except (ValueError, OverflowError):
        return text or None
    if kind == "Boolean":
        return text.strip() == "1"
    return text or None


def _hidden_columns(table: etree._Element, limits: Limits) -> frozenset[int]:
    hidden: set[int] = set()
    col = 0
    for element in table:
        if local(element) == "Column":
            col = integer(attribute(element, "Index"), col + 1, 16_384)
            last = col + integer(attribute(element, "Span"), 0, limits.columns)
            if attribute(element, "Hidden") == "1":
                hidden.update(range(col, last + 1))
            col = last
    return frozenset(hidden)
