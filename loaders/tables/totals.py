"""Subtotals against the rows they sum: a township's own arithmetic, checked but never repaired.

A subtotal is right when it equals the sum of all rows, of its township's rows, or of a run of rows beside it.
"""

from __future__ import annotations

from collections.abc import Iterator

from loaders.advice import finding
from loaders.tables.taking import TableReader, Total
from situation.model.bulletins import Finding
from situation.model.reports import Body

_COMMITTEES = ("V", "R")  # one column holds the numbers of both


def check_totals(reader: TableReader) -> Iterator[Finding]:
    edges = sorted(total.row for total in reader.totals)
    for total in reader.totals:
        for name, (stated, cell, header) in total.counts.items():
            sums = _sums(name, total, edges, reader)
            if sums and stated not in sums:
                yield finding(
                    "F_TOTAL_MISMATCH", column=header, cell=cell, seen=str(stated), expected=f"各行之和 {sums[0]}"
                )


def _sums(name: str, total: Total, edges: list[int], reader: TableReader) -> list[int]:
    """Every sum the subtotal may mean; none where no row states the number."""
    letter, _, key = name.partition(":")
    stating = [
        (source, row.township, row.counts[key])
        for source, row in zip(reader.sources, reader.rows, strict=True)
        if key in row.counts and _is_meant(letter, row.body)
    ]
    if not stating:
        return []
    before = max((edge for edge in edges if edge < total.row), default=-1)
    after = min((edge for edge in edges if edge > total.row), default=reader.table.last)
    return [
        sum(number for _, _, number in stating),
        sum(number for source, _, number in stating if before < source < total.row),
        sum(number for source, _, number in stating if total.row < source < after),
        sum(number for _, where, number in stating if total.township and where == total.township),
        sum(number for source, _, number in stating if source < total.row),
    ]


def _is_meant(letter: str, body: Body | None) -> bool:
    if not letter or body is None:
        return True
    return body.value == letter or (letter in _COMMITTEES and body.value in _COMMITTEES)
