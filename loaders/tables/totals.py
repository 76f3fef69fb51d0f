"""Subtotals against the rows they sum: a township's own arithmetic, checked but never repaired.

A subtotal is right when it equals the sum of all rows, of its township's rows, or of a run of rows beside it.
"""

from __future__ import annotations

from bisect import bisect
from collections.abc import Iterator, Sequence

from loaders.advice import finding
from loaders.tables.taking import TableReader, Total
from situation.model.bulletins import Finding
from situation.model.reports import Body

_COMMITTEES = ("V", "R")  # one column holds the numbers of both


_UNREAD = frozenset(("R_BAD_NUMBER", "R_NEGATIVE"))


def check_totals(pages: Sequence[TableReader]) -> Iterator[Finding]:
    """``pages``: one table, or its stretches below a header that was printed again."""
    edges = sorted(total.row for page in pages for total in page.totals)
    unread = {f.column for page in pages for row in page.rows for f in row.findings if f.code in _UNREAD}
    for total in (total for page in pages for total in page.totals):
        for name, (stated, cell, header) in total.counts.items():
            sums = _sums(name, total, edges, pages) if header not in unread else []
            if sums and stated not in sums:
                yield finding(
                    "F_TOTAL_MISMATCH", column=header, cell=cell, seen=str(stated), expected=f"各行之和 {sums[0]}"
                )


def _sums(name: str, total: Total, edges: list[int], pages: Sequence[TableReader]) -> list[int]:
    """Every sum the subtotal may mean; none where no row states the number."""
    letter, _, key = name.partition(":")
    stating = [
        (source, row.township, row.counts[key])
        for page in pages
        for source, row in zip(page.sources, page.rows, strict=True)
        if key in row.counts and _is_meant(letter, row.body)
    ]
    if not stating:
        return []
    starts = [page.table.first for page in pages]

    def page_of(row: int) -> int:
        return bisect(starts, row)

    before = max((edge for edge in edges if edge < total.row), default=-1)
    after = min((edge for edge in edges if edge > total.row), default=pages[-1].table.last)
    return [
        sum(number for _, _, number in stating),
        sum(number for source, _, number in stating if before < source < total.row),
        sum(number for source, _, number in stating if total.row < source < after),
        sum(number for _, where, number in stating if total.township and where == total.township),
        sum(number for source, _, number in stating if source < total.row),
        sum(number for source, _, number in stating if page_of(total.row) == page_of(source) and source < total.row),
    ]


def _is_meant(letter: str, body: Body | None) -> bool:
    if not letter or body is None:
        return True
    return body.value == letter or (letter in _COMMITTEES and body.value in _COMMITTEES)
