"""A table pasted as text: 村名 登记选民 参加投票, and below it one line for each village."""

from __future__ import annotations

from loaders import vocabulary
from loaders.keys import COUNTS, RATES


def header_of(line: str) -> tuple[str, ...]:
    """The words of a line that is nothing but column headers, one of them the village; else empty."""
    words = line.split()
    known = [vocabulary.header_key(word) for word in words]
    return tuple(words) if len(words) >= 2 and None not in known and "village" in known else ()


def as_sentence(line: str, columns: tuple[str, ...]) -> str:
    """A row as a sentence. Where a cell is missing nobody knows which: the line stays as it is."""
    cells = line.split()
    if not columns or len(cells) != len(columns):
        return line
    keys = [vocabulary.header_key(word) for word in columns]
    told = list(zip(columns, cells, keys, strict=True))
    said = [f"{word}{cell}" for word, cell, key in told if key in COUNTS | RATES]
    said += [cell for _, cell, key in told if key == "stage"]
    return f"1. {cells[keys.index('village')]}：{'，'.join(said)}"
