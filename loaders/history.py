"""What the store already holds against a reading: duplicates, late days, regressions, jumps. Changes nothing.

The load itself never asks this: comparison with history is the fold's business, so that any order of arrival ends in
the same standing. ``explain`` asks it to tell a clerk beforehand.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Connection

from situation.actions.bulletins import identity_of, report_of
from situation.model.bulletins import Disposition, Finding, Outcome, Reading, Row
from situation.model.reports import Report, ReportKind
from situation.rules.fold import fold_track
from situation.store import reading as store

_ADVICE = {
    "R_STAGE_REGRESSION": "环节比已采用的靠后，请核对；确属更正的，请在文件中注明“更正”",
    "R_COUNT_JUMP": "与上次采用的数字相差三倍以上，请核对是否多写或少写一位",
}


@dataclass(frozen=True, slots=True)
class History:
    """One consistent look at the store."""

    connection: Connection

    def compare(self, reading: Reading, received_at: datetime) -> Reading:
        """The reading with what history adds: findings, and rows that the fold would hold."""
        if store.read_bulletins_by_identity(self.connection, [identity_of(reading)]):
            found = Finding("F_DUPLICATE", advice="内容与已收文件相同，不再重复采用")
            return replace(reading, outcome=Outcome.DUPLICATE, findings=(*reading.findings, found))
        return replace(
            reading,
            findings=(*reading.findings, *self._lateness(reading)),
            rows=tuple(self._compare_rows(reading, received_at)),
        )

    def _lateness(self, reading: Reading) -> Iterable[Finding]:
        if reading.on is None or reading.township is None:
            return
        known = (a.on for a in store.read_arrivals(self.connection) if a.township == reading.township)
        latest = max(known, default=reading.on)
        if latest > reading.on:
            yield Finding(
                "F_STALE",
                seen=reading.on.isoformat(),
                expected=f"晚于 {latest.isoformat()}",
                advice="该乡镇已有更新的日报；本文件只补历史，不改现状",
            )

    def _compare_rows(self, reading: Reading, received_at: datetime) -> Iterable[Row]:
        known = self._known_reports(reading)
        for row in reading.rows:
            yield self._compare_row(row, reading, received_at, known.get(row.village_code or "", []))

    def _known_reports(self, reading: Reading) -> dict[str, list[Report]]:
        codes = {row.village_code for row in reading.rows if _is_fact(row) and row.village_code}
        known: dict[str, list[Report]] = {}
        for report in store.read_reports(self.connection, villages=codes):
            known.setdefault(report.village_code, []).append(report)
        return known

    def _compare_row(self, row: Row, reading: Reading, received_at: datetime, known: list[Report]) -> Row:
        if not (_is_fact(row) and known and row.body and row.village_code):
            return row
        report = report_of(
            row,
            identity_of(reading),
            correction=reading.correction,
            received_at=received_at,
            at=received_at,
            by="",
        )
        standing = fold_track(row.village_code, row.body, [*known, report])
        held = [f for f in standing.findings if f.report_key == report.key and f.held]
        if not held:
            return row
        findings = tuple(
            Finding(
                f.code,
                cell=row.cells.get(f.field, ""),
                seen=f.seen,
                expected=f.expected,
                advice=_ADVICE[f.code],
            )
            for f in held
        )
        return replace(row, findings=(*row.findings, *findings), disposition=Disposition.REVIEW)


def _is_fact(row: Row) -> bool:
    """Of a village that is certain; a row held for another reason is told of its jump as well."""
    told = (
        row.disposition in (Disposition.ACCEPT, Disposition.REVIEW) and row.match is not None and row.match.is_certain
    )
    return told and row.kind is ReportKind.STATUS and not row.planned
