"""Several sentences of one line about one village: one row, as long as they do not contradict each other."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from loaders.prose.rows import checked
from situation.model.bulletins import Disposition, Row
from situation.model.reports import ReportKind


def joined_rows(rows: Iterable[Row]) -> list[Row]:
    kept: list[Row] = []
    for row in rows:
        number = next((n for n, old in enumerate(kept) if _belong_together(old, row)), None)
        if number is None:
            kept.append(row)
        else:
            kept[number] = _joined(kept[number], row)
    return kept


def _belong_together(old: Row, row: Row) -> bool:
    same = (old.kind, old.village_code, old.body, old.planned, old.on, old.disposition)
    if row.kind is not ReportKind.STATUS or same != (
        row.kind, row.village_code, row.body, row.planned, row.on, Disposition.ACCEPT,
    ):  # fmt: skip
        return False
    pairs = ((old.dates, row.dates), (old.counts, row.counts), (old.rates, row.rates), (old.flags, row.flags))
    return row.village_code is not None and all(one[key] == two[key] for one, two in pairs for key in one.keys() & two)


def _joined(old: Row, row: Row) -> Row:
    """The furthest step of the two; what the rules find is found again over both."""
    both = replace(
        old, stage=max(filter(None, (old.stage, row.stage)), default=None), dates={**old.dates, **row.dates},
        counts={**old.counts, **row.counts}, rates={**old.rates, **row.rates}, flags={**old.flags, **row.flags},
        note="；".join(dict.fromkeys(filter(None, (old.note, row.note)))),
    )  # fmt: skip
    return checked(both, dict.fromkeys((*old.findings, *row.findings)))
