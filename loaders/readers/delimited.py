"""Texts that are tables: CSV and its cousins with tabs, semicolons or bars. Addresses are logical records."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from itertools import islice
from typing import Literal

from .advice import corrupt, too_big
from .grid import Row, trimmed
from .raw import Limits, RawSheet

_DELIMITERS = "\t,;|"
_SEPARATOR_LINE = re.compile(r'\A"?sep=(.)"?[\t,;| ]*\r?\n', re.IGNORECASE)
csv.field_size_limit(16 * 1024 * 1024)


def csv_sheet(text: str, limits: Limits) -> RawSheet:
    """The table; record 1 is the first one after a `sep=` line. Ragged records are padded, not shifted."""
    text, delimiter = _stated_delimiter(text)
    delimiter = delimiter or best_delimiter(text) or ","
    records = _records(text, delimiter, limits)
    rows, first_row, first_col = trimmed(records)
    return RawSheet("csv", "", 1, rows, first_row, first_col)


def _stated_delimiter(text: str) -> tuple[str, str | None]:
    stated = _SEPARATOR_LINE.match(text)
    return (text[stated.end() :], stated.group(1)) if stated else (text, None)


def _records(text: str, delimiter: str, limits: Limits) -> list[Row]:
    # An odd number of quotes means one of them is not a quote: it would swallow the rest of the file.
    quoting: Literal[0, 3] = csv.QUOTE_NONE if text.count('"') % 2 else csv.QUOTE_MINIMAL
    rows: list[Row] = []
    cells = 0
    try:
        for record in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, quoting=quoting):
            while record and not record[-1].strip():
                record.pop()
            cells += len(record)
            if len(record) > limits.columns or cells > limits.cells or len(rows) > limits.cells:
                raise too_big(f"第 {len(rows) + 1} 条记录")
            rows.append(tuple([value or None for value in record]))
    except csv.Error as error:
        raise corrupt(f"第 {len(rows) + 1} 条记录：{error}") from error
    return rows


def best_delimiter(text: str) -> str | None:
    """The delimiter that cuts the first lines into the same number of pieces most often, or None."""
    lines = [line for line in islice(io.StringIO(text), 200) if line.strip()][:60]
    scores: dict[str, tuple[float, int]] = {}
    for delimiter in _DELIMITERS:
        counts = Counter(_pieces(line, delimiter) for line in lines)
        pieces, times = max(counts.items(), key=lambda pair: (pair[0] > 1, pair[1]), default=(1, 0))
        if pieces > 1:
            scores[delimiter] = (round(times / len(lines), 1), pieces)
    return max(scores, key=lambda delimiter: scores[delimiter]) if scores else None


def _pieces(line: str, delimiter: str) -> int:
    outside = re.sub(r'"[^"]*"', "", line)
    return outside.count(delimiter) + 1


def is_table(text: str) -> bool:
    """Whether a text without a telling name is a table and not prose: tabs, or a header and equal records."""
    if _SEPARATOR_LINE.match(text):
        return True
    lines = [line.rstrip("\r\n") for line in islice(io.StringIO(text), 200) if line.strip()][:60]
    delimiter = best_delimiter(text)
    if delimiter is None or len(lines) < 2:
        return False
    counts = [_pieces(line, delimiter) for line in lines]
    cut = sum(count >= 3 for count in counts) / len(counts)
    if delimiter == "\t":
        return cut >= 0.5
    header = next((line for line, count in zip(lines, counts, strict=True) if count >= 3), "")
    return cut >= 0.8 and len(lines) >= 3 and not re.search(r"\d{2}|[：:。，；@#]", header)
