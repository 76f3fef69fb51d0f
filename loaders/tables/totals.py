"""Subtotals against the rows they sum: a township's own arithmetic, checked but never repaired.

A subtotal is right when it equals the sum of all rows, of its township's rows, or of a run of rows beside it.
"""

from __future__ import annotations

from collections.abc import Iterator

from loaders.advice import finding
from loaders.tables.taking import TableReader, Total
from situation.model.bulletins import Finding
from situation.model.regions import RegionCode

Summand = tuple[int, RegionCode | None, dict[str, int]]


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
    body, _, key = name.partition(":")
    names = {name, *(f"{letter}:{key}" for letter in (("V", "R", "P", "S", "E") if not body else ("VR" if body in "VR" else body)))}
    stating: list[tuple[int, RegionCode | None, int]] = [
        (row, township, counts[n]) for row, township, counts in reader.summands for n in names if n in counts
    ]
    if not stating:
        return []
    before = max((edge for edge in edges if edge < total.row), default=-1)
    after = min((edge for edge in edges if edge > total.row), default=reader.table.last)
    township = total.township
    sums = [
        sum(number for _, _, number in stating),
        sum(number for row, _, number in stating if before < row < total.row),
        sum(number for row, _, number in stating if total.row < row < after),
        sum(number for _, where, number in stating if township and where == township),
        sum(number for row, _, number in stating if row < total.row),
    ]
    if total.row == edges[0] or township:
        return sums[:4] if township else sums
    return sums
