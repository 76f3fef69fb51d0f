"""Records a bulletin: all of it in one transaction, or none.

The same content is taken once: identity is the content's fingerprint, its day and its township. A second arrival of
known content changes nothing but, perhaps, when it was first received.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Connection, Table, func, select, update

from situation.actions.regions import learn_alias
from situation.errors import SituationError
from situation.model.bulletins import BulletinState, Disposition, Match, Outcome, Reading, Row
from situation.model.regions import RegionCode
from situation.model.reports import Report, ReportKind, Source
from situation.store import payloads
from situation.store.engine import Store, next_version
from situation.store.reading import read_staged_rows
from situation.store.tables import arrivals, bulletins, rejections, reports, totals

_WITHOUT_ROWS = frozenset(Outcome) - {Outcome.OK, Outcome.ZERO_REPORT}


@dataclass(frozen=True, slots=True)
class Recorded:
    """What one bulletin changed. ``version`` is None when it changed nothing."""

    bulletin_id: int
    outcome: Outcome
    version: int | None
    accepted: int = 0
    held: int = 0
    refused: int = 0


def identity_of(reading: Reading) -> str:
    """Content, day and township: so that equal words of two days or two townships stay two bulletins.

    A day that was only inferred from receipt does not make equal content new, except for a zero report, whose whole
    content is its day.
    """
    names_day = reading.outcome is Outcome.ZERO_REPORT or not reading.on_inferred
    day = reading.on.isoformat() if reading.on and names_day else ""
    text = "|".join((reading.fingerprint or reading.content_hash, day, reading.township or ""))
    return hashlib.sha256(text.encode()).hexdigest()


def record_bulletin(
    store: Store,
    reading: Reading,
    *,
    source: str,
    sender: RegionCode | None,
    received_at: datetime,
    at: datetime,
    by: str,
    is_trusted: bool = True,
) -> Recorded:
    """1. Known content: note the arrival. 2. Keep the document and each row by its disposition. 3. One version.

    ``at`` is the campaign clock's now. An untrusted source's rows are staged until ``accept_bulletin``.
    """
    # what is kept is plain: a reader may hold the cells of a large table in a form of its own
    reading = replace(reading, rows=tuple(replace(row, cells=dict(row.cells)) for row in reading.rows))
    identity = identity_of(reading)
    arrival = {"name": reading.file, "source": source, "received_at": received_at, "recorded_at": at}
    with store.writing() as connection:
        known = _find(connection, identity)
        if known is not None:
            version = _note_arrival(connection, known, arrival, identity, by=by, at=at)
            return Recorded(known, Outcome.DUPLICATE, version)
        version = next_version(connection, kind="bulletin", by=by, at=at, target=identity, reason=reading.file)
        staged = not is_trusted and reading.outcome not in _WITHOUT_ROWS
        bulletin_id = _keep(connection, reading, identity, source, sender, at, version, staged)
        connection.execute(arrivals.insert().values(bulletin_id=bulletin_id, **arrival))
        if not staged:
            writer = _Rows(connection, bulletin_id, identity, version, received_at, at, by, reading.correction)
            writer.keep(reading.rows)
        return Recorded(bulletin_id, reading.outcome, version, *_tally(reading.rows))


def accept_bulletin(
    store: Store, bulletin_id: int, *, by: str, at: datetime, rows: Iterable[int] | None = None
) -> Recorded:
    """A person takes a staged bulletin: all its rows, or those at the given positions; the others are refused."""
    with store.writing() as connection:
        found = connection.execute(select(bulletins).where(bulletins.c.id == bulletin_id)).first()
        if found is None or found.state != BulletinState.STAGED or found.withdrawn_version is not None:
            raise SituationError(f"bulletin {bulletin_id} is not waiting to be accepted")
        version = next_version(connection, kind="accepted", by=by, at=at, target=found.identity)
        taken = None if rows is None else set(rows)
        decided = [
            row if taken is None or n in taken else replace(row, disposition=Disposition.REJECT)
            for n, row in enumerate(read_staged_rows(connection, bulletin_id))
        ]
        received_at = connection.execute(
            select(func.min(arrivals.c.received_at)).where(arrivals.c.bulletin_id == bulletin_id)
        ).scalar_one()
        writer = _Rows(connection, bulletin_id, found.identity, version, received_at, at, by, found.correction)
        writer.keep(decided)
        accepted, held, refused = _tally(decided)
        connection.execute(
            update(bulletins)
            .where(bulletins.c.id == bulletin_id)
            .values(
                state=BulletinState.ACCEPTED.value,
                staged_rows=None,
                accepted_count=accepted,
                held_count=held,
                refused_count=refused,
            )
        )
        return Recorded(bulletin_id, Outcome(found.outcome), version, accepted, held, refused)


def withdraw_bulletin(store: Store, bulletin_id: int, *, by: str, reason: str, at: datetime) -> int:
    """Undo an accepted (or refuse a staged) bulletin. Nothing is deleted: its reports stop to count from here on."""
    if not reason.strip():
        raise SituationError("withdrawing a bulletin needs a reason")
    with store.writing() as connection:
        version = next_version(
            connection, kind="bulletin_withdrawn", by=by, at=at, reason=reason, target=str(bulletin_id)
        )
        done = connection.execute(
            update(bulletins)
            .where(bulletins.c.id == bulletin_id, bulletins.c.withdrawn_version.is_(None))
            .values(withdrawn_version=version)
        )
        if done.rowcount != 1:
            raise SituationError(f"there is no bulletin {bulletin_id} in force")
        connection.execute(
            update(reports)
            .where(reports.c.bulletin_id == bulletin_id, reports.c.withdrawn_version.is_(None))
            .values(withdrawn_version=version, withdrawn_at=at)
        )
        return version


def decide_rejection(
    store: Store,
    rejection_id: int,
    *,
    village_code: RegionCode | None,
    by: str,
    at: datetime,
    reason: str = "",
    remember_name: bool = False,
) -> int:
    """A person decides on a held row: it belongs to ``village_code`` (None: it is refused for good).

    ``remember_name`` keeps the name as written as a learnt alias, so the same name is certain from now on.
    """
    with store.writing() as connection:
        query = select(rejections, bulletins.c.identity, bulletins.c.correction).join(bulletins)
        found = connection.execute(query.where(rejections.c.id == rejection_id)).first()
        if found is None or found.decided_version is not None:
            raise SituationError(f"row {rejection_id} is not waiting for a decision")
        decision = "refused" if village_code is None else "accepted"
        version = next_version(
            connection, kind="decision", by=by, at=at, reason=reason, target=f"{rejection_id} {decision}"
        )
        connection.execute(
            update(rejections)
            .where(rejections.c.id == rejection_id)
            .values(decided_version=version, decision=decision, decided_by=by)
        )
        if village_code is None:
            return version
        row = payloads.ROW.validate_python(found.payload)
        accepted = replace(row, village_code=village_code, match=Match.ALIAS, disposition=Disposition.ACCEPT)
        received_at = connection.execute(
            select(func.min(arrivals.c.received_at)).where(arrivals.c.bulletin_id == found.bulletin_id)
        ).scalar_one()
        writer = _Rows(connection, found.bulletin_id, found.identity, version, received_at, at, by, found.correction)
        writer.keep([accepted])
        if remember_name and row.village_raw:
            learn_alias(connection, code=village_code, name=row.village_raw, version=version, by=by)
        return version


@dataclass(frozen=True, slots=True)
class _Rows:
    """Writes the rows of one bulletin, each where its disposition says."""

    connection: Connection
    bulletin_id: int
    identity: str
    version: int
    received_at: datetime
    at: datetime
    by: str
    correction: bool

    def keep(self, rows: Iterable[Row]) -> None:
        accepted = [r for r in rows if r.disposition is Disposition.ACCEPT]
        self._insert_reports([r for r in accepted if r.kind is not ReportKind.AGGREGATE])
        for row in accepted:
            if row.kind is ReportKind.AGGREGATE:
                self._insert(totals, payloads.to_json(payloads.ROW, row))
        for row in rows:
            if row.disposition in (Disposition.REVIEW, Disposition.REJECT):
                certain = row.village_code if row.match and row.match.is_certain else None
                payload = payloads.to_json(payloads.ROW, row)
                self._insert(rejections, payload, disposition=row.disposition.value, village_code=certain)

    def _insert(self, table: Table, payload: object, **more: object) -> None:
        self.connection.execute(
            table.insert().values(bulletin_id=self.bulletin_id, payload=payload, version=self.version, **more)
        )

    def _insert_reports(self, rows: list[Row]) -> None:
        made = [
            report_of(
                row,
                self.identity,
                received_at=self.received_at,
                at=self.at,
                by=self.by,
                correction=self.correction,
            )
            for row in rows
        ]
        if made:
            self.connection.execute(
                reports.insert(),
                [
                    {
                        "key": report.key,
                        "bulletin_id": self.bulletin_id,
                        "kind": report.kind.value,
                        "village_code": report.village_code,
                        "on": report.on,
                        "recorded_at": report.recorded_at,
                        "payload": payloads.to_json(payloads.REPORT, report),
                        "version": self.version,
                    }
                    for report in made
                ],
            )


def report_of(row: Row, identity: str, *, correction: bool, received_at: datetime, at: datetime, by: str) -> Report:
    """The report that an accepted row becomes. Its key is the row's place in the bulletin's identity."""
    if row.village_code is None or row.on is None:
        raise ValueError(f"an accepted row needs a village and a day: {row.where}")
    loc = json.dumps(row.where.as_loc(), sort_keys=True, ensure_ascii=False)
    text = "|".join((identity, loc, row.village_code, row.body or "", row.kind, str(row.planned)))
    return Report(
        key=hashlib.sha256(text.encode()).hexdigest()[:24],
        kind=row.kind,
        source=Source.BULLETIN,
        village_code=row.village_code,
        body=row.body,
        on=row.on,
        received_at=received_at,
        recorded_at=at,
        content_hash=identity,
        where=row.where,
        stage=row.stage,
        dates=row.dates,
        counts=row.counts,
        rates=row.rates,
        flags=row.flags,
        planned=row.planned,
        correction=correction,
        incident=row.incident,
        key_village=row.key_village,
        problems=row.problems,
        cells=row.cells,
        by=by,
        note=row.note,
    )


def _find(connection: Connection, identity: str) -> int | None:
    query = select(bulletins.c.id).where(bulletins.c.identity == identity, bulletins.c.withdrawn_version.is_(None))
    return connection.execute(query).scalar()


def _note_arrival(
    connection: Connection,
    bulletin_id: int,
    arrival: dict[str, object],
    identity: str,
    *,
    by: str,
    at: datetime,
) -> int | None:
    """A new version only where the earlier arrival may change the order of reports."""
    known = select(func.min(arrivals.c.received_at)).where(arrivals.c.bulletin_id == bulletin_id)
    first = connection.execute(known).scalar()
    connection.execute(arrivals.insert().values(bulletin_id=bulletin_id, **arrival))
    if first is not None and first <= arrival["received_at"]:
        return None
    return next_version(connection, kind="arrival", by=by, at=at, target=identity)


def _keep(
    connection: Connection,
    reading: Reading,
    identity: str,
    source: str,
    sender: RegionCode | None,
    at: datetime,
    version: int,
    staged: bool,
) -> int:
    failed = reading.outcome in _WITHOUT_ROWS
    state = BulletinState.FAILED if failed else BulletinState.STAGED if staged else BulletinState.ACCEPTED
    accepted, held, refused = _tally(reading.rows)
    result = connection.execute(
        bulletins.insert().values(
            identity=identity,
            content_hash=reading.content_hash,
            name=reading.file,
            source=source,
            sender=sender,
            recorded_at=at,
            state=state.value,
            outcome=reading.outcome.value,
            on=reading.on,
            township=reading.township,
            covers=_covers(reading),
            correction=reading.correction,
            message=reading.message,
            findings=payloads.to_json(payloads.FINDINGS, reading.findings),
            skipped=payloads.to_json(payloads.SKIPPED, reading.skipped),
            staged_rows=payloads.to_json(payloads.ROWS, reading.rows) if staged else None,
            accepted_count=accepted,
            held_count=held,
            refused_count=refused,
            version=version,
        )
    )
    (bulletin_id,) = result.inserted_primary_key or (0,)
    return int(bulletin_id)


def _covers(reading: Reading) -> list[str]:
    """Townships whose day this bulletin reports: a ledger of incidents is no daily report."""
    if reading.outcome is Outcome.ZERO_REPORT:
        return [reading.township] if reading.township else []
    kinds = (ReportKind.STATUS, ReportKind.AGGREGATE)
    facts = (r for r in reading.rows if r.kind in kinds and not r.planned and r.on == reading.on)
    return sorted({code for r in facts if (code := r.township or reading.township)})


def _tally(rows: Iterable[Row]) -> tuple[int, int, int]:
    counts = dict.fromkeys(Disposition, 0)
    for row in rows:
        counts[row.disposition] += 1
    return counts[Disposition.ACCEPT], counts[Disposition.REVIEW], counts[Disposition.REJECT]
