"""What staff do by hand: correct a track, report and drive incidents, override a colour, withdraw what was wrong.

Everything is an appended report with an author and a reason; an edit says on which version it was based.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import Connection, select, update

from situation.errors import OutOfDate, SituationError
from situation.model.regions import RegionCode
from situation.model.reports import Body, IncidentClaim, Report, ReportKind, Source, StageCode
from situation.model.standing import Colour, Override
from situation.store import payloads
from situation.store.engine import Store, next_version
from situation.store.tables import commits, overrides, reports


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackEdit:
    """What a person corrects of one track. ``based_on`` is the version they were looking at."""

    village_code: RegionCode
    body: Body
    on: date
    reason: str
    based_on: int
    stage: StageCode | None = None
    dates: Mapping[str, date] = field(default_factory=dict)
    counts: Mapping[str, int] = field(default_factory=dict)
    flags: Mapping[str, bool] = field(default_factory=dict)
    expires_on: date | None = None
    planned: bool = False  # its dates are a plan, not facts


def edit_track(store: Store, edit: TrackEdit, *, by: str, at: datetime) -> str:
    """Append the edit as a report; its key is returned. Refused where the village changed since ``based_on``."""
    _check_edit(edit)
    with store.writing() as connection:
        _refuse_if_changed(connection, edit.village_code, edit.based_on)
        version = next_version(connection, kind="edit", by=by, at=at, reason=edit.reason, target=edit.village_code)
        return _append_edit(connection, version, edit, by, at)


def plan_tracks(store: Store, edits: Sequence[TrackEdit], *, by: str, at: datetime) -> int:
    """New planned days of many villages, all of them or none; the version they became is returned."""
    for edit in edits:
        _check_edit(edit)
        if not edit.planned or not edit.dates or edit.stage or edit.counts or edit.flags:
            raise SituationError("a plan states days and nothing else")
    if not edits:
        raise SituationError("the plan names no village")
    with store.writing() as connection:
        for edit in edits:
            _refuse_if_changed(connection, edit.village_code, edit.based_on)
        version = next_version(connection, kind="plan", by=by, at=at, reason=edits[0].reason, target=f"{len(edits)}")
        for edit in edits:
            _append_edit(connection, version, edit, by, at)
        return version


def _check_edit(edit: TrackEdit) -> None:
    _need_reason(edit.reason)
    if edit.stage and not edit.stage.startswith(edit.body.value):
        raise SituationError(f"stage {edit.stage} does not belong to body {edit.body.value}")
    if not (edit.stage or edit.dates or edit.counts or edit.flags):
        raise SituationError("the edit changes nothing: give a stage, a date, a number or a flag")


def _append_edit(connection: Connection, version: int, edit: TrackEdit, by: str, at: datetime) -> str:
    report = _edit_report(version, edit.village_code, edit.body, edit.on, at, by, edit.reason)
    return _append(
        connection,
        version,
        report,
        stage=edit.stage,
        dates=edit.dates,
        counts=edit.counts,
        flags=edit.flags,
        expires_on=edit.expires_on,
        planned=edit.planned,
    )


def report_incident(
    store: Store,
    village_code: RegionCode,
    claim: IncidentClaim,
    *,
    on: date,
    by: str,
    at: datetime,
    reason: str = "",
) -> str:
    """Raise, update or close an incident: one more claim about it. Closing needs the measures taken."""
    if claim.status and not claim.status.is_open and not (claim.measures.strip() or reason.strip()):
        raise SituationError("closing an incident (销号) needs the measures taken")
    with store.writing() as connection:
        version = next_version(connection, kind="incident", by=by, at=at, reason=reason, target=village_code)
        report = _edit_report(version, village_code, None, on, at, by, reason)
        return _append(connection, version, report, kind=ReportKind.INCIDENT, incident=claim)


def withdraw_report(store: Store, key: str, *, by: str, reason: str, at: datetime) -> int:
    """The report stops to count; it stays readable."""
    _need_reason(reason)
    with store.writing() as connection:
        version = next_version(connection, kind="report_withdrawn", by=by, at=at, reason=reason, target=key)
        done = connection.execute(
            update(reports)
            .where(reports.c.key == key, reports.c.withdrawn_version.is_(None))
            .values(withdrawn_version=version, withdrawn_at=at)
        )
        if not done.rowcount:
            raise SituationError(f"there is no report {key} in force")
        return version


def override_colour(
    store: Store,
    village_code: RegionCode,
    colour: Colour,
    *,
    by: str,
    reason: str,
    from_on: date,
    expires_on: date,
    at: datetime,
) -> int:
    """Raise or lower a village's colour by hand, until a day; the computed colour stays visible beside it."""
    _need_reason(reason)
    if expires_on < from_on:
        raise SituationError(f"the override would end ({expires_on}) before it starts ({from_on})")
    with store.writing() as connection:
        version = next_version(connection, kind="override", by=by, at=at, reason=reason, target=village_code)
        override = Override(village_code, colour, by, reason, from_on, expires_on)
        payload = payloads.to_json(payloads.OVERRIDE, override)
        connection.execute(overrides.insert().values(village_code=village_code, payload=payload, version=version))
        return version


def withdraw_override(store: Store, village_code: RegionCode, *, by: str, reason: str, at: datetime) -> int:
    _need_reason(reason)
    with store.writing() as connection:
        version = next_version(connection, kind="override_withdrawn", by=by, at=at, reason=reason, target=village_code)
        connection.execute(
            update(overrides)
            .where(overrides.c.village_code == village_code, overrides.c.withdrawn_version.is_(None))
            .values(withdrawn_version=version)
        )
        return version


def _need_reason(reason: str) -> None:
    if not reason.strip():
        raise SituationError("a reason is needed: say why, so that the next reader understands")


def _refuse_if_changed(connection: Connection, village_code: RegionCode, based_on: int) -> None:
    newer = (
        select(commits.c.version, commits.c.by, commits.c.at)
        .join(reports, reports.c.version == commits.c.version)
        .where(reports.c.village_code == village_code, commits.c.version > based_on)
    )
    found = connection.execute(newer.order_by(commits.c.version.desc()).limit(1)).first()
    if found:
        raise OutOfDate(f"{found.by} changed this village at {found.at:%Y-%m-%d %H:%M} UTC; look again before saving")


def _edit_report(
    version: int, village_code: RegionCode, body: Body | None, on: date, at: datetime, by: str, reason: str
) -> dict[str, object]:
    key = hashlib.sha256(f"edit|{version}|{village_code}|{at.isoformat()}".encode()).hexdigest()
    return {
        "key": key[:24],
        "content_hash": key,
        "village_code": village_code,
        "body": body,
        "on": on,
        "received_at": at,
        "recorded_at": at,
        "by": by,
        "reason": reason,
    }


def _append(connection: Connection, version: int, facts: dict[str, object], **claim: object) -> str:
    fields = {"kind": ReportKind.STATUS, "source": Source.EDIT, **facts, **claim}
    report = Report(**fields)  # type: ignore[arg-type]
    connection.execute(
        reports.insert().values(
            key=report.key,
            kind=report.kind.value,
            village_code=report.village_code,
            on=report.on,
            recorded_at=report.recorded_at,
            payload=payloads.to_json(payloads.REPORT, report),
            version=version,
        )
    )
    return report.key
