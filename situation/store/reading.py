"""Rows → values. Every question takes ``known_at`` where "as we knew it then" makes sense."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, and_, func, or_, select

from situation.model.bulletins import Bulletin, BulletinState, Disposition, Outcome, Rejection
from situation.model.bulletins import Row as BulletinRow
from situation.model.regions import Gazetteer, NameKind, OtherName, Region, RegionCode, RegionKind, gazetteer
from situation.model.reports import Report
from situation.model.standing import Override
from situation.store import payloads
from situation.store.tables import (
    arrivals,
    bulletins,
    commits,
    heartbeats,
    overrides,
    region_names,
    regions,
    rejections,
    reports,
    shape_sets,
    state,
    users,
    walls,
)


@dataclass(frozen=True, slots=True)
class Commit:
    """One committed write: the audit."""

    version: int
    at: datetime
    kind: str
    by: str
    reason: str
    target: str


@dataclass(frozen=True, slots=True)
class Heartbeat:
    name: str
    beat_at: datetime
    due_at: datetime
    detail: str


@dataclass(frozen=True, slots=True)
class User:
    name: str
    password_hash: str
    role: str
    township: RegionCode | None
    is_active: bool


@dataclass(frozen=True, slots=True)
class WallLink:
    name: str
    added_at: datetime
    is_active: bool


@dataclass(frozen=True, slots=True)
class ShapeSet:
    hash: str
    manifest: Mapping[str, Any]
    source_name: str
    version: int


@dataclass(frozen=True, slots=True)
class Arrival:
    """A township's day as reported: by which kind of bulletin, received when."""

    township: RegionCode
    on: date
    received_at: datetime
    is_zero_report: bool


def read_version(connection: Connection) -> int:
    return int(connection.execute(select(state.c.version)).scalar_one())


def read_version_at(connection: Connection, known_at: datetime) -> int:
    """The version that was current at an instant of the campaign's clock."""
    query = select(func.max(commits.c.version)).where(commits.c.at <= known_at)
    return int(connection.execute(query).scalar() or 0)


def read_gazetteer(connection: Connection) -> Gazetteer:
    names: dict[str, list[OtherName]] = {}
    current_names = select(region_names).where(region_names.c.withdrawn_version.is_(None)).order_by(region_names.c.id)
    for row in connection.execute(current_names):
        names.setdefault(row.code, []).append(OtherName(row.name, NameKind(row.kind), row.valid_from, row.valid_to))
    current = select(regions).where(regions.c.withdrawn_version.is_(None))
    return gazetteer(_region(row, tuple(names.get(row.code, ()))) for row in connection.execute(current))


def _region(row: Row[Any], other_names: tuple[OtherName, ...]) -> Region:
    return Region(
        code=RegionCode(row.code),
        name=row.name,
        kind=RegionKind(row.kind),
        parent=RegionCode(row.parent) if row.parent else None,
        other_names=other_names,
        lon_lat=None if row.lon is None else (row.lon, row.lat),
        valid_from=row.valid_from,
        valid_to=row.valid_to,
    )


def read_reports(
    connection: Connection,
    *,
    villages: Iterable[RegionCode] | None = None,
    known_at: datetime | None = None,
    until: date | None = None,
) -> Iterator[Report]:
    """Reports in force, in village order; of ``villages`` alone, as known at an instant, up to a day."""
    query = _reports_in_force(known_at)
    if villages is not None:
        query = query.where(reports.c.village_code.in_(tuple(villages)))
    if until is not None:
        query = query.where(reports.c.on <= until)
    for payload, received_at in connection.execute(query.order_by(reports.c.village_code)):
        report = payloads.REPORT.validate_python(payload)
        yield (
            report
            if received_at is None or received_at == report.received_at
            else replace(report, received_at=received_at)
        )


def _reports_in_force(known_at: datetime | None) -> Select[Any]:
    """A bulletin that reached us twice was received the first time."""
    first = select(arrivals.c.bulletin_id, func.min(arrivals.c.received_at).label("received_at"))
    if known_at is not None:
        first = first.where(arrivals.c.recorded_at <= known_at)
    earliest = first.group_by(arrivals.c.bulletin_id).subquery()
    query = select(reports.c.payload, earliest.c.received_at).outerjoin(
        earliest, earliest.c.bulletin_id == reports.c.bulletin_id
    )
    if known_at is None:
        return query.where(reports.c.withdrawn_version.is_(None))
    return query.where(
        reports.c.recorded_at <= known_at,
        or_(reports.c.withdrawn_at.is_(None), reports.c.withdrawn_at > known_at),
    )


def read_touched_villages(connection: Connection, since_version: int) -> dict[RegionCode, date]:
    """Villages that look different since a version, each with the first day that does: reports or overrides came
    or went, or their bulletin proved to be older."""
    came_or_went = or_(reports.c.version > since_version, reports.c.withdrawn_version > since_version)
    reordered = (
        select(bulletins.c.id)
        .join(commits, and_(commits.c.kind == "arrival", commits.c.target == bulletins.c.identity))
        .where(commits.c.version > since_version)
    )
    touched = select(reports.c.village_code, func.min(reports.c.on)).group_by(reports.c.village_code)
    query = touched.where(or_(came_or_went, reports.c.bulletin_id.in_(reordered)))
    found = {RegionCode(code): on for code, on in connection.execute(query)}
    for code in _touched_otherwise(connection, since_version):
        found[code] = date.min
    return found


def _touched_otherwise(connection: Connection, since_version: int) -> Iterator[RegionCode]:
    """By an override, or by a row that waits for a person or no longer does."""
    for table, ended in ((overrides, overrides.c.withdrawn_version), (rejections, rejections.c.decided_version)):
        query = select(table.c.village_code).where(or_(table.c.version > since_version, ended > since_version))
        found = connection.execute(query.where(table.c.village_code.is_not(None))).scalars()
        yield from map(RegionCode, found)
    withdrawn = select(rejections.c.village_code).join(bulletins, bulletins.c.id == rejections.c.bulletin_id)
    gone = withdrawn.where(bulletins.c.withdrawn_version > since_version, rejections.c.village_code.is_not(None))
    yield from map(RegionCode, connection.execute(gone).scalars())


def read_waiting_rows(connection: Connection) -> dict[RegionCode, int]:
    """How many rows surely about a village wait for a person."""
    query = (
        select(rejections.c.village_code, func.count())
        .join(bulletins, bulletins.c.id == rejections.c.bulletin_id)
        .where(rejections.c.village_code.is_not(None), rejections.c.decided_version.is_(None))
        .where(rejections.c.disposition == Disposition.REVIEW, bulletins.c.withdrawn_version.is_(None))
        .group_by(rejections.c.village_code)
    )
    return {RegionCode(code): count for code, count in connection.execute(query)}


def read_commits(connection: Connection, since_version: int = 0) -> list[Commit]:
    query = select(commits).where(commits.c.version > since_version).order_by(commits.c.version)
    return [Commit(r.version, r.at, r.kind, r.by, r.reason, r.target) for r in connection.execute(query)]


def read_arrivals(connection: Connection, known_at: datetime | None = None) -> list[Arrival]:
    """Which township's day was reported, and when first."""
    query = (
        select(bulletins.c.covers, bulletins.c.on, bulletins.c.outcome, func.min(arrivals.c.received_at))
        .join(arrivals, arrivals.c.bulletin_id == bulletins.c.id)
        .where(bulletins.c.withdrawn_version.is_(None), bulletins.c.on.is_not(None))
        .where(bulletins.c.state.in_((BulletinState.ACCEPTED, BulletinState.STAGED)))
        .group_by(bulletins.c.id)
    )
    if known_at is not None:
        query = query.where(arrivals.c.recorded_at <= known_at)
    return [
        Arrival(RegionCode(code), on, received_at, outcome == Outcome.ZERO_REPORT)
        for covers, on, outcome, received_at in connection.execute(query)
        for code in covers
    ]


def read_bulletins(
    connection: Connection,
    *,
    on: date | None = None,
    ids: Sequence[int] | None = None,
    state: BulletinState | None = None,
    limit: int | None = None,
) -> list[Bulletin]:
    """Newest first."""
    first = (
        select(arrivals.c.bulletin_id, func.min(arrivals.c.received_at).label("received_at"))
        .group_by(arrivals.c.bulletin_id)
        .subquery()
    )
    query = select(bulletins, first.c.received_at).join(first, first.c.bulletin_id == bulletins.c.id)
    if on is not None:
        query = query.where(bulletins.c.on == on)
    if ids is not None:
        query = query.where(bulletins.c.id.in_(ids))
    if state is not None:
        query = query.where(bulletins.c.state == state, bulletins.c.withdrawn_version.is_(None))
    query = query.order_by(first.c.received_at.desc(), bulletins.c.id.desc()).limit(limit)
    return [_bulletin(row) for row in connection.execute(query)]


def read_bulletins_by_identity(connection: Connection, identities: Iterable[str]) -> dict[str, Bulletin]:
    """The documents behind reports: ``Report.content_hash`` → bulletin."""
    wanted = select(bulletins.c.id, bulletins.c.identity).where(bulletins.c.identity.in_(tuple(identities)))
    ids = {row.id: row.identity for row in connection.execute(wanted)}
    return {ids[found.id]: found for found in read_bulletins(connection, ids=tuple(ids))}


def _bulletin(row: Row[Any]) -> Bulletin:
    withdrawn = row.withdrawn_version is not None
    return Bulletin(
        id=row.id,
        name=row.name,
        content_hash=row.content_hash,
        source=row.source,
        sender=RegionCode(row.sender) if row.sender else None,
        received_at=row.received_at,
        recorded_at=row.recorded_at,
        state=BulletinState.WITHDRAWN if withdrawn else BulletinState(row.state),
        outcome=Outcome(row.outcome),
        on=row.on,
        township=RegionCode(row.township) if row.township else None,
        correction=row.correction,
        message=row.message,
        problems=tuple(dict.fromkeys(f.code for f in payloads.FINDINGS.validate_python(row.findings))),
        accepted_count=row.accepted_count,
        held_count=row.held_count,
        refused_count=row.refused_count,
        skipped_count=len(row.skipped),
    )


def read_staged_rows(connection: Connection, bulletin_id: int) -> tuple[BulletinRow, ...]:
    found = connection.execute(select(bulletins.c.staged_rows).where(bulletins.c.id == bulletin_id)).scalar()
    return payloads.ROWS.validate_python(found or ())


def read_rejections(
    connection: Connection, *, open_only: bool = True, bulletin_id: int | None = None, on: date | None = None
) -> list[Rejection]:
    query = select(rejections, bulletins.c.name, func.min(arrivals.c.received_at).label("received_at")).join(
        bulletins, bulletins.c.id == rejections.c.bulletin_id
    )
    query = query.join(arrivals, arrivals.c.bulletin_id == bulletins.c.id).group_by(rejections.c.id, bulletins.c.name)
    query = query.where(bulletins.c.withdrawn_version.is_(None))
    if open_only:
        query = query.where(rejections.c.decided_version.is_(None))
    if bulletin_id is not None:
        query = query.where(rejections.c.bulletin_id == bulletin_id)
    if on is not None:
        query = query.where(bulletins.c.on == on)
    return [
        Rejection(
            id=r.id,
            bulletin_id=r.bulletin_id,
            bulletin_name=r.name,
            disposition=Disposition(r.disposition),
            row=payloads.ROW.validate_python(r.payload),
            received_at=r.received_at,
            decided=r.decision or "",
            decided_by=r.decided_by or "",
        )
        for r in connection.execute(query.order_by(rejections.c.id.desc()))
    ]


def read_overrides(connection: Connection) -> list[Override]:
    query = select(overrides.c.payload).where(overrides.c.withdrawn_version.is_(None)).order_by(overrides.c.id)
    return [payloads.OVERRIDE.validate_python(p) for p in connection.execute(query).scalars()]


def read_shape_set(connection: Connection) -> ShapeSet | None:
    row = connection.execute(select(shape_sets).order_by(shape_sets.c.id.desc()).limit(1)).first()
    return ShapeSet(row.hash, row.manifest, row.source_name, row.version) if row else None


def read_shape_sets(connection: Connection) -> list[ShapeSet]:
    rows = connection.execute(select(shape_sets).order_by(shape_sets.c.id.desc()))
    return [ShapeSet(r.hash, r.manifest, r.source_name, r.version) for r in rows]


def read_user(connection: Connection, name: str) -> User | None:
    row = connection.execute(select(users).where(users.c.name == name)).first()
    return _user(row) if row else None


def read_users(connection: Connection) -> list[User]:
    return [_user(row) for row in connection.execute(select(users).order_by(users.c.name))]


def _user(row: Row[Any]) -> User:
    township = RegionCode(row.township) if row.township else None
    return User(row.name, row.password_hash, row.role, township, row.is_active)


def read_wall(connection: Connection, token_hash: str) -> WallLink | None:
    row = connection.execute(select(walls).where(walls.c.token_hash == token_hash)).first()
    return _wall(row) if row else None


def read_walls(connection: Connection) -> list[WallLink]:
    return [_wall(row) for row in connection.execute(select(walls).order_by(walls.c.id))]


def _wall(row: Row[Any]) -> WallLink:
    return WallLink(row.name, row.added_at, row.withdrawn_version is None)


def read_heartbeats(connection: Connection) -> dict[str, Heartbeat]:
    rows = connection.execute(select(heartbeats))
    return {r.name: Heartbeat(r.name, r.beat_at, r.due_at, r.detail) for r in rows}
