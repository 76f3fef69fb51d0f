"""OpenDocument spreadsheets (.ods, and its flat XML): repeats, spans, hidden rows and typed values."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime

from lxml import etree

from .advice import too_big
from .grid import Address, cell_value, clipped_merges, is_blank, sparse_grid
from .raw import CellValue, Limits, RawSheet
from .xml_trees import attribute, integer, local, tree

_MOST_ROWS, _MOST_COLS = 1_048_576, 16_384
_GROUPS = frozenset(
    {"table-row-group", "table-rows", "table-header-rows", "table-column-group", "table-columns",
     "table-header-columns"}
)  # fmt: skip


@dataclass(slots=True)
class _Grid:
    limits: Limits
    cells: dict[Address, CellValue] = field(default_factory=dict)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_cols: set[int] = field(default_factory=set)
    uncached: set[Address] = field(default_factory=set)

    def put(self, row: int, col: int, value: CellValue) -> None:
        self.cells[(row, col)] = value
        if len(self.cells) > self.limits.cells:
            raise too_big(f"单元格超过 {self.limits.cells} 个")


def ods_sheets(content: bytes, limits: Limits) -> list[RawSheet]:
    """All tables of content.xml in order, hidden ones marked."""
    root = tree(content)
    hidden_styles = _hidden_styles(root)
    tables = [
        element
        for book in root.iter() if local(book) == "spreadsheet"
        for element in book if local(element) == "table"
    ]  # fmt: skip
    if len(tables) > limits.sheets:
        raise too_big(f"有 {len(tables)} 个工作表")
    return [_sheet(element, i, hidden_styles, limits) for i, element in enumerate(tables, start=1)]


def _hidden_styles(root: etree._Element) -> frozenset[str]:
    names = set()
    for style in root.iter():
        if local(style) == "style":
            for properties in style:
                if local(properties) == "table-properties" and attribute(properties, "display") == "false":
                    names.add(attribute(style, "name") or "")
    return frozenset(names)


def _sheet(table: etree._Element, index: int, hidden_styles: frozenset[str], limits: Limits) -> RawSheet:
    grid = _Grid(limits)
    row = 1
    for element in _flat(table, "table-row"):
        repeat = max(integer(attribute(element, "number-rows-repeated"), 1, _MOST_ROWS), 1)
        filled = _row(element, row, repeat, grid)
        if attribute(element, "visibility") in ("collapse", "filter") and (filled or repeat < 10_000):
            grid.hidden_rows.update(range(row, row + repeat))
        row = min(row + repeat, _MOST_ROWS)
    _columns(table, grid)
    rows, top, left = sparse_grid(grid.cells, limits)
    bottom, right = top + len(rows) - 1, left + (len(rows[0]) if rows else 0) - 1
    return RawSheet(
        "sheet", attribute(table, "name") or "", index, rows, top, left,
        merges=clipped_merges(grid.merges, rows, top, left),
        hidden=(attribute(table, "style-name") or "") in hidden_styles,
        hidden_rows=frozenset(r for r in grid.hidden_rows if r <= bottom),
        hidden_cols=frozenset(c for c in grid.hidden_cols if c <= right), uncached=frozenset(grid.uncached),
    )  # fmt: skip


def _flat(parent: etree._Element, name: str) -> Iterator[etree._Element]:
    for child in parent:
        tag = local(child)
        if tag == name:
            yield child
        elif tag in _GROUPS:
            yield from _flat(child, name)


def _columns(table: etree._Element, grid: _Grid) -> None:
    col = 1
    for element in _flat(table, "table-column"):
        repeat = max(integer(attribute(element, "number-columns-repeated"), 1, _MOST_COLS), 1)
        if attribute(element, "visibility") in ("collapse", "filter"):
            grid.hidden_cols.update(range(col, min(col + repeat, _MOST_COLS)))
        col += repeat


def _row(element: etree._Element, row: int, repeat: int, grid: _Grid) -> bool:
    col = 1
    filled = False
    for cell in element:
        tag = local(cell)
        if tag not in ("table-cell", "covered-table-cell"):
            continue
        times = max(integer(attribute(cell, "number-columns-repeated"), 1, _MOST_COLS), 1)
        value = _value(cell) if tag == "table-cell" else None
        if not is_blank(value):
            filled = True
            for r in range(row, min(row + repeat, _MOST_ROWS)):
                for c in range(col, min(col + times, _MOST_COLS)):
                    grid.put(r, c, value)
        elif value is None and attribute(cell, "formula"):
            grid.uncached.add((row, col))
        down = integer(attribute(cell, "number-rows-spanned"), 1, _MOST_ROWS)
        across = integer(attribute(cell, "number-columns-spanned"), 1, _MOST_COLS)
        if down > 1 or across > 1:
            grid.merges.append((row, col, row + down - 1, col + across - 1))
        col += times
    return filled


def _value(cell: etree._Element) -> CellValue:
    kind = attribute(cell, "value-type")
    text = "\n".join(_text(p) for p in cell if local(p) == "p")
    try:
        if kind in ("float", "percentage", "currency") and not text.startswith("#"):
            return cell_value(float(attribute(cell, "value") or ""))
        if kind == "date":
            told = attribute(cell, "date-value") or ""
            return cell_value(datetime.fromisoformat(told)) if "T" in told else date.fromisoformat(told)
    except (ValueError, OverflowError):
        return text or None
    if kind == "boolean":
        return attribute(cell, "boolean-value") == "true"
    return text or None


def _text(paragraph: etree._Element) -> str:
    pieces = [paragraph.text or ""]
    for child in paragraph:
        tag = local(child)
        if tag == "s":
            pieces.append(" " * integer(attribute(child, "c"), 1, 1000))
        elif tag == "tab":
            pieces.append("\t")
        elif tag == "line-break":
            pieces.append("\n")
        elif tag and tag not in ("annotation", "note"):
            pieces.append(_text(child))
        pieces.append(child.tail or "")
    return "".join(pieces)
