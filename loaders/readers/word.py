"""Word documents: paragraphs and tables in the order they stand, merged cells once and not doubled.

Reads the XML itself: python-docx leaves out inserted text, content controls and text boxes, and gives a
merged cell once per column. Works by local names, so that Word's 2003 XML is read by the same walk.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from .advice import too_big
from .grid import Address, clipped_merges, sparse_grid
from .raw import CellValue, Limits, RawPart, RawSheet, RawText
from .xml_trees import attribute, integer, local, tree

_SKIPPED = frozenset({"del", "moveFrom", "Fallback", "instrText", "delText", "pPr", "rPr", "sectPr"})
_BREAKS = {"br": "\n", "cr": "\n", "tab": "\t", "noBreakHyphen": "-", "ptab": "\t"}
_CONTAINERS = frozenset({"sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag", "sect"})
_SYMBOLS = {"FC": "√", "FE": "√", "52": "√", "FB": "×", "FD": "×", "A8": "□", "6F": "□", "A1": "○"}


@dataclass(slots=True)
class _Walk:
    limits: Limits
    parts: list[RawPart] = field(default_factory=list)
    lines: list[tuple[int, str]] = field(default_factory=list)
    paragraphs: int = 0
    tables: int = 0

    def flush(self) -> None:
        if any(text.strip() for _, text in self.lines):
            self.parts.append(RawText("word", tuple(self.lines)))
        self.lines.clear()


def word_parts(document: bytes, limits: Limits) -> list[RawPart]:
    """Texts and tables of word/document.xml (or of a Word 2003 XML file), in order."""
    root = tree(document)
    walk = _Walk(limits)
    for body in root.iter():
        if local(body) == "body":
            _blocks(body, walk)
            break
    walk.flush()
    return walk.parts


def _blocks(parent: etree._Element, walk: _Walk) -> None:
    for element in parent:
        tag = local(element)
        if tag == "p":
            _paragraph(element, walk)
        elif tag == "tbl":
            walk.flush()
            _table(element, walk)
        elif tag in _CONTAINERS:
            _blocks(element, walk)


def _paragraph(element: etree._Element, walk: _Walk) -> None:
    walk.paragraphs += 1
    if walk.paragraphs > walk.limits.lines:
        raise too_big(f"段落超过 {walk.limits.lines} 个")
    walk.lines.append((walk.paragraphs, paragraph_text(element)))
    for box in _text_boxes(element):
        for inner in box:
            if local(inner) == "p":
                walk.lines.append((walk.paragraphs, paragraph_text(inner)))
            elif local(inner) == "tbl":
                walk.flush()
                _table(inner, walk)


def _text_boxes(element: etree._Element) -> Iterator[etree._Element]:
    for child in element:
        tag = local(child)
        if tag == "txbxContent":
            yield child
        elif tag not in _SKIPPED:
            yield from _text_boxes(child)


def paragraph_text(element: etree._Element) -> str:
    """The visible text: insertions counted, deletions not, text boxes and nested tables left out."""
    return "".join(_text_pieces(element))


def _text_pieces(element: etree._Element) -> Iterator[str]:
    for child in element:
        tag = local(child)
        if tag == "t":
            yield child.text or ""
        elif tag in _BREAKS:
            yield _BREAKS[tag]
        elif tag == "sym":
            yield _symbol(child)
        elif tag and tag not in _SKIPPED and tag not in ("txbxContent", "tbl"):
            yield from _text_pieces(child)


def _symbol(element: etree._Element) -> str:
    """Wingdings ticks and crosses, which forms use as check marks."""
    return _SYMBOLS.get((attribute(element, "char") or "").upper()[-2:], "")


@dataclass(slots=True)
class _Table:
    limits: Limits
    cells: dict[Address, CellValue] = field(default_factory=dict)
    merges: dict[Address, tuple[int, int, int, int]] = field(default_factory=dict)
    latest: dict[int, Address] = field(default_factory=dict)  # column → the merge last begun there
    nested: list[etree._Element] = field(default_factory=list)

    def grow(self, row: int, col: int) -> bool:
        """Lengthens the merge that ends just above, where there is one."""
        begun = self.latest.get(col)
        if begun is None or self.merges[begun][2] != row - 1:
            return False
        top, left, _, right = self.merges[begun]
        self.merges[begun] = (top, left, row, right)
        return True


def _table(element: etree._Element, walk: _Walk) -> None:
    walk.tables += 1
    index = walk.tables
    if index > walk.limits.members:
        raise too_big(f"表格超过 {walk.limits.members} 个")
    table = _Table(walk.limits)
    for row, tr in enumerate(_rows(element), start=1):
        if row > walk.limits.lines:
            raise too_big("表格行数")
        _row(tr, row, table)
    rows, top, left = sparse_grid(table.cells, walk.limits)
    if rows:
        spans = clipped_merges(table.merges.values(), rows, top, left)
        walk.parts.append(RawSheet("table", "", index, rows, top, left, merges=spans))
    for inner in table.nested:
        _table(inner, walk)


def _rows(element: etree._Element) -> Iterator[etree._Element]:
    for child in element:
        tag = local(child)
        if tag == "tr":
            if not any(local(mark) == "del" for pr in child if local(pr) == "trPr" for mark in pr):
                yield child
        elif tag in _CONTAINERS:
            yield from _rows(child)


def _row(tr: etree._Element, row: int, table: _Table) -> None:
    col = 1 + _property(tr, "trPr", "gridBefore", 0, table.limits)
    for tc in _cells(tr):
        span = max(_property(tc, "tcPr", "gridSpan", 1, table.limits), 1)
        text = "\n".join(paragraph_text(p) for p in _cell_paragraphs(tc, table.nested)).strip("\n")
        vertical = _vertical_merge(tc)
        if vertical != "continue" or not table.grow(row, col):
            table.cells[(row, col)] = text or None
            if span > 1 or vertical:
                table.merges[(row, col)] = (row, col, row, col + span - 1)
                table.latest[col] = (row, col)
        col += span


def _cells(tr: etree._Element) -> Iterator[etree._Element]:
    for child in tr:
        if local(child) == "tc":
            yield child
        elif local(child) in _CONTAINERS:
            yield from _cells(child)


def _cell_paragraphs(tc: etree._Element, nested: list[etree._Element]) -> Iterator[etree._Element]:
    for child in tc:
        tag = local(child)
        if tag == "p":
            yield child
        elif tag == "tbl":
            nested.append(child)
        elif tag in _CONTAINERS:
            yield from _cell_paragraphs(child, nested)


def _property(element: etree._Element, group: str, name: str, default: int, limits: Limits) -> int:
    for pr in element:
        if local(pr) == group:
            for mark in pr:
                if local(mark) == name:
                    return integer(attribute(mark, "val"), default, limits.columns)
    return default


def _vertical_merge(tc: etree._Element) -> str | None:
    for pr in tc:
        if local(pr) == "tcPr":
            for mark in pr:
                if local(mark) in ("vMerge", "vmerge"):
                    return attribute(mark, "val") or "continue"
    return None
