"""HTML tables, mostly office systems' exports posing as .xls: row and column spans become merges."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree, html

from .advice import corrupt, empty, too_big, unsupported
from .grid import Address, clipped_merges, sparse_grid
from .raw import CellValue, Limits, RawPart, RawSheet, RawText
from .xml_trees import integer, local

_SILENT = frozenset({"script", "style", "head", "title", "noscript", "template", "select", "textarea"})
_BLOCKS = frozenset({"p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "li", "pre", "center", "br", "caption"})
_MOST_SPANS = 50_000
_HIDDEN = re.compile(r"display\s*:\s*none", re.IGNORECASE)
_BLANKS = re.compile(r"[ \t\r\n\f]+")
_SHEET_NAME = re.compile(r"<x:Name>([^<]{1,64})</x:Name>")


def html_parts(text: str, limits: Limits, first_table: int = 1) -> list[RawPart]:
    """Tables and the text between them, in order. Layout tables give way to the tables inside them."""
    root = _root(text)
    if root.find(".//frameset") is not None:
        raise unsupported("frameset")
    names = _SHEET_NAME.findall(text)
    walk = _Walk(limits, names if len(names) == sum(1 for _ in root.iter("table")) else [], first_table)
    walk.blocks(root)
    walk.flush()
    return walk.parts


def _root(text: str) -> etree._Element:
    parser = html.HTMLParser(encoding="utf-8", no_network=True, huge_tree=False)
    cleaned = re.sub(r"\A\s*<\?xml[^>]*\?>", "", text).replace("\0", "")
    try:
        root = html.document_fromstring(cleaned.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise (empty() if "empty" in str(error) else corrupt()) from error
    if "<table" in text.lower() and not re.search(r"</(?:table|html|body)\s*>", text, re.IGNORECASE):
        raise corrupt("网页表格没有结尾")
    return root


class _Walk:
    """The order of the document: lines of text until a table, then the table."""

    def __init__(self, limits: Limits, names: list[str], first_table: int) -> None:
        self.limits, self.names, self.tables = limits, names, first_table - 1
        self.parts: list[RawPart] = []
        self.lines: list[tuple[int, str]] = []
        self.pieces: list[str] = []
        self.number = 0

    def line(self) -> None:
        text = _BLANKS.sub(" ", "".join(self.pieces)).strip()
        self.pieces.clear()
        if text:
            self.number += 1
            if self.number > self.limits.lines:
                raise too_big("网页行数")
            self.lines.append((self.number, text))

    def flush(self) -> None:
        self.line()
        if self.lines:
            self.parts.append(RawText("text", tuple(self.lines)))
            self.lines.clear()

    def blocks(self, parent: etree._Element) -> None:
        self.pieces.append(parent.text or "")
        for element in parent:
            tag = local(element)
            if tag == "table":
                self.flush()
                self.table(element)
            elif tag and tag not in _SILENT:
                if tag in _BLOCKS:
                    self.line()
                self.blocks(element)
                if tag in _BLOCKS:
                    self.line()
            self.pieces.append(element.tail or "")

    def table(self, element: etree._Element) -> None:
        self.tables += 1
        index = self.tables
        if index > self.limits.members:
            raise too_big("网页表格数")
        sheet = _table(element, index, self.names[index - 1] if index <= len(self.names) else "", self.limits)
        if sheet.rows:
            self.parts.append(sheet)
        for inner in _outermost(element, "table"):
            self.table(inner)


def _outermost(element: etree._Element, name: str) -> Iterator[etree._Element]:
    for child in element:
        if local(child) == name:
            yield child
        else:
            yield from _outermost(child, name)


def _table(element: etree._Element, index: int, name: str, limits: Limits) -> RawSheet:
    cells: dict[Address, CellValue] = {}
    merges: list[tuple[int, int, int, int]] = []
    hidden: set[int] = set()
    rows = list(_rows(element))
    taken: dict[int, int] = {}  # column → last row an earlier rowspan covers
    for number, row in enumerate(rows, start=1):
        if _HIDDEN.search(row.get("style") or ""):
            hidden.add(number)
        _row(row, number, len(rows), cells, merges, taken, limits)
    grid, top, left = sparse_grid(cells, limits)
    kept = clipped_merges(merges, grid, top, left)
    return RawSheet("table", name, index, grid, top, left, merges=kept, hidden_rows=frozenset(hidden))


def _rows(table: etree._Element) -> Iterator[etree._Element]:
    for child in table:
        tag = local(child)
        if tag == "tr":
            yield child
        elif tag in ("thead", "tbody", "tfoot", "form"):
            yield from _rows(child)


def _row(
    row: etree._Element, number: int, rows: int, cells: dict[Address, CellValue],
    merges: list[tuple[int, int, int, int]], taken: dict[int, int], limits: Limits,
) -> None:  # fmt: skip
    col = 1
    for cell in row:
        if local(cell) not in ("td", "th"):
            continue
        while taken.get(col, 0) >= number:
            col += 1
        if col > limits.columns:
            raise too_big("网页表格列数")
        across = max(integer(cell.get("colspan"), 1, limits.columns), 1)
        down = min(max(integer(cell.get("rowspan"), 1, rows), 1), rows - number + 1)
        text = cell_text(cell)
        if text:
            cells[(number, col)] = text
        if across > 1 or down > 1:
            if len(merges) > _MOST_SPANS:
                raise too_big("合并单元格数")
            merges.append((number, col, number + down - 1, col + across - 1))
        for covered in range(col, col + across) if down > 1 else ():
            taken[covered] = number + down - 1
        col += across


def cell_text(cell: etree._Element) -> str:
    """Text as a browser shows it: runs of blanks are one, <br> and paragraphs are line breaks."""
    pieces: list[str] = []
    _collect(cell, pieces)
    lines = (_BLANKS.sub(" ", line).strip(" ") for line in "".join(pieces).split("\x0b"))
    return "\n".join(line for line in lines if line)


def _collect(element: etree._Element, pieces: list[str]) -> None:
    pieces.append(element.text or "")
    for child in element:
        tag = local(child)
        if tag == "table" or tag in _SILENT or _HIDDEN.search(child.get("style") or ""):
            pass
        elif tag in _BLOCKS:
            pieces.append("\x0b")
            _collect(child, pieces)
            pieces.append("\x0b" if tag != "br" else "")
        elif tag:
            _collect(child, pieces)
        pieces.append(child.tail or "")
