"""A layout proposed for a file that could not be fully read: its unknown headers, with what stands below them.

A person completes the keys and saves it into the layouts folder; nothing is guessed here.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from loaders import persons, vocabulary
from loaders.readers.container import read_container
from loaders.readers.grid import is_blank
from loaders.readers.raw import RawFile, RawSheet
from loaders.tables.finder import find_tables, oriented
from loaders.tables.grid import Grid, grid_of, text_of
from situation.model.reports import Body

_SEEN = 3  # values shown beside each unknown header
_HEADER_AMONG = 12  # where no header was recognised: the fullest of the first rows


def propose_layout(name: str, content: bytes) -> str:
    """TOML to be completed; empty where every header is known."""
    unknown = dict(_unknown_headers(read_container(name, content)))
    if not unknown:
        return ""
    lines = [
        f"# {name}: 不认识的表头；请在等号右边填上对应的键（docs/bulletins.md），不需要的行删去",
        f"name = {_quoted(name.rsplit('.', 1)[0])}",
        f"files = [{_quoted(name)}]",
        "",
        "[headers]",
        *(f'{_quoted(header)} = ""  # {"、".join(seen) or "（空）"}' for header, seen in unknown.items()),
    ]
    return "\n".join(lines) + "\n"


def _unknown_headers(raw: RawFile) -> Iterator[tuple[str, tuple[str, ...]]]:
    for document in raw.members or (raw,):
        for part in document.parts:
            if isinstance(part, RawSheet) and not part.hidden:
                yield from _of_sheet(oriented(grid_of(part)))


def _of_sheet(grid: Grid) -> Iterator[tuple[str, tuple[str, ...]]]:
    tables = find_tables(grid)
    for table in tables:
        for column in table.columns:
            if column.levels and column.key is None and not column.is_personal and not _is_step(column.levels[-1]):
                yield column.header, _seen(grid, column.index, table.first, table.last)
    if not tables and grid.rows:
        fullest = max(range(min(_HEADER_AMONG, len(grid.rows))), key=lambda row: len(_texts(grid, row)))
        for col, text in _texts(grid, fullest).items():
            if vocabulary.header_key(text) is None and not persons.is_personal_header(text):
                yield text, _seen(grid, col, fullest + 1, len(grid.rows))


def _is_step(text: str) -> bool:
    return any(vocabulary.stage_of(text, body) for body in Body)


def _texts(grid: Grid, row: int) -> dict[int, str]:
    return {
        col: text_of(cell) for col, cell in enumerate(grid.rows[row]) if isinstance(cell, str) and not is_blank(cell)
    }


def _seen(grid: Grid, col: int, first: int, last: int) -> tuple[str, ...]:
    """A few values, without anything personal."""
    texts = dict.fromkeys(grid.text(row, col) for row in range(first, min(last, first + 50)))
    shown = (persons.mask_names(text)[:20] for text in texts if text and not persons.is_personal_cell(text))
    return tuple(islice(shown, _SEEN))


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
