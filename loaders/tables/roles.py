"""What a row of a table is: a village's row, a band, a subtotal, a footer, a legend, an example, a page header."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from loaders import vocabulary
from loaders.readers.grid import is_blank
from loaders.readers.raw import CellValue
from loaders.tables.finder import Table
from loaders.tables.grid import text_of
from loaders.tables.marks import Legend
from loaders.tables.plan import Plan, filled
from situation.model.regions import RegionCode
from situation.rules.placenames import PlaceIndex


class Role(StrEnum):
    """The values are the reasons printed beside a skipped row."""

    DATA = "data"
    BLANK = "blank"
    TITLE = "title"
    HEADER = "header"
    BAND = "band"
    SUBTOTAL = "subtotal"
    FOOTER = "footer"
    LEGEND = "legend"
    NOTE = "note"
    EXAMPLE = "example"
    NO_VALUES = "no_values"
    ZERO = "zero_report"


_EXAMPLE = re.compile(
    r"示例|样例|范例|填写说明|填报示范|^例[:]?$|^(例如|举例)|[×xX某*○]{2}(村|社区|镇|乡)|^某(村|社区)"
)
_BAND_LEFT = re.compile(
    r"^[(（]?[一二三四五六七八九十\d]{1,3}[)）]?[、.．:\s]*|[(（][^()（）]*[)）]|[:：\s]|共?\d+个?(行政)?(村|社区|居|单位).*$"
)
_ZERO = re.compile(r"零报告|暂?无新增|无变化|暂无进展|无进展|今日无")
_SENTENCE = re.compile(r"[,，。;；:：!?]|\d{1,2}月")
_LONGEST_BAND = 40
_TOWNSHIP_ENDS = ("镇", "乡", "街道", "办事处", "场")
_MARKS = frozenset("√✓✔●○〇◎×✗✘□△▲注说")


@dataclass(frozen=True, slots=True)
class Band:
    """A row that speaks for the rows below it."""

    township: RegionCode | None = None
    body_text: str = ""


@lru_cache(maxsize=20_000)
def word_role(text: str) -> Role | None:
    """What a word in a place column makes of its row; None for a name."""
    if not text:
        return None
    if vocabulary.is_subtotal(text):
        return Role.SUBTOTAL
    if _EXAMPLE.search(text):
        return Role.EXAMPLE
    if vocabulary.is_footer(text):
        return Role.FOOTER
    return None


def role_of(table: Table, plan: Plan, row: int, index: PlaceIndex) -> Role:
    cells = table.grid.rows[row]
    own = [col for col, cell in enumerate(cells) if cell is not None and not is_blank(cell)]
    if not own:
        return Role.BLANK
    first = text_of(cells[own[0]])
    if len(own) == 1:
        return _lone(table, plan, row, own[0], first, index)
    found = word_role(first) or word_role(filled(table.grid, row, plan.village or plan.township))
    if found is None and plan.township is not None:
        found = word_role(filled(table.grid, row, plan.township))
    if found:
        return found
    if plan.village is not None and _is_township_row(filled(table.grid, row, plan.village), index):
        return Role.SUBTOTAL
    if isinstance(cells[own[0]], str):
        if _MARKS & set(first) and Legend().learn(" ".join(text_of(cells[col]) for col in own[:4])):
            return Role.LEGEND
        if _repeats_header(table, cells, own):
            return Role.HEADER
    return Role.DATA


def _is_township_row(text: str, index: PlaceIndex) -> bool:
    """A township's own line above its villages: its numbers are theirs together."""
    return text.endswith(_TOWNSHIP_ENDS) and index.match_township(text) is not None and not index.match(text).is_certain


def _lone(table: Table, plan: Plan, row: int, col: int, text: str, index: PlaceIndex) -> Role:
    """A row of one text: a band, a footer, a note, or a village that reports nothing."""
    if vocabulary.is_subtotal(text):
        return Role.SUBTOTAL
    if Legend().learn(text):
        return Role.LEGEND
    if band_of(text, index):
        return Role.BAND
    place = plan.village or plan.township
    in_place = place is not None and col == place.index and not table.grid.merges_across(row, col)
    if in_place and index.match(text).match.is_certain:
        return Role.DATA
    if vocabulary.is_footer(text):
        return Role.FOOTER
    if _ZERO.search(text):
        return Role.ZERO
    if _EXAMPLE.search(text):
        return Role.EXAMPLE
    is_name = len(text) <= 16 and not _SENTENCE.search(text)
    if in_place and is_name and (plan.code or index.match(text).candidates or text[-1:] in "村居区会"):
        return Role.DATA
    return Role.NOTE


def band_of(text: str, index: PlaceIndex) -> Band | None:
    """ "一、青石镇（13个村）" or "二、村民委员会": what is left besides the name must be nothing."""
    if len(text) > _LONGEST_BAND:
        return None
    core = _BAND_LEFT.sub("", text)
    township = index.match_township(core) if core else None
    if township:
        return Band(township)
    body = vocabulary.body_of(core)
    named = index.match(text).match.is_certain if body else True
    return Band(body_text=core) if body and not named and len(core) <= 16 else None


def _repeats_header(table: Table, cells: tuple[CellValue, ...], own: list[int]) -> bool:
    """Half of the cells say again what stands above them."""
    columns = table.columns
    if own[0] >= len(columns) or text_of(cells[own[0]]) not in columns[own[0]].levels:
        return False
    texts = [(col, text_of(cells[col])) for col in own if isinstance(cells[col], str)]
    same = sum(text in columns[col].levels for col, text in texts if col < len(columns))
    return len(texts) == len(own) and same >= 2 and 2 * same >= len(own)
