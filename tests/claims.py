"""Short ways to write reports and tracks in tests of the rules: real values, few words."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta

from situation.model.regions import RegionCode, RegionKind
from situation.model.reports import Body, IncidentClaim, KeyVillageClaim, Report, ReportKind, Source, StageCode
from situation.model.standing import Incident, KeyVillage, Override, Standing
from situation.rules.fold import fold_track
from situation.rules.warnings import VillageFacts

VILLAGE = RegionCode("990000101201")


def day(text: str) -> date:
    """``1.8`` is 8 January 2021; ``2020-12-19`` is itself."""
    if "-" in text:
        return date.fromisoformat(text)
    month, number = text.split(".")
    return date(2021, int(month), int(number))


def report(
    on: str,
    stage: str | None = None,
    *,
    body: Body | None = None,
    hour: int = 9,
    kind: ReportKind = ReportKind.STATUS,
    source: Source = Source.BULLETIN,
    counts: Mapping[str, int] | None = None,
    dates: Mapping[str, str] | None = None,
    flags: Mapping[str, bool] | None = None,
    planned: bool = False,
    correction: bool = False,
    expires_on: str | None = None,
    document: str = "",
    incident: IncidentClaim | None = None,
    key_village: KeyVillageClaim | None = None,
) -> Report:
    """One claim; its key comes from everything it says."""
    body = body or (Body(stage[0]) if stage else Body.VILLAGE)
    told = day(on)
    received_at = datetime(told.year, told.month, told.day, tzinfo=UTC) + timedelta(hours=hour)
    document = document or f"{on}/{hour}/{source}"
    said = (document, stage, body, kind, counts, dates, flags, planned, incident, key_village)
    return Report(
        key=hashlib.sha256(repr(said).encode()).hexdigest()[:12],
        kind=kind,
        source=source,
        village_code=VILLAGE,
        body=body,
        on=told,
        received_at=received_at,
        recorded_at=received_at,
        content_hash=hashlib.sha256(document.encode()).hexdigest(),
        stage=StageCode(stage) if stage else None,
        dates={name: day(text) for name, text in (dates or {}).items()},
        counts=counts or {},
        flags=flags or {},
        planned=planned,
        correction=correction,
        incident=incident,
        key_village=key_village,
        expires_on=day(expires_on) if expires_on else None,
    )


def edit(on: str, stage: str | None = None, *, hour: int = 12, expires_on: str | None = None, **counts: int) -> Report:
    return report(on, stage, hour=hour, source=Source.EDIT, counts=counts, expires_on=expires_on)


def track(*reports: Report, body: Body = Body.VILLAGE) -> Standing:
    return fold_track(VILLAGE, body, reports)


def facts(
    *tracks: Standing,
    kind: RegionKind = RegionKind.VILLAGE,
    incidents: tuple[Incident, ...] = (),
    key_village: KeyVillage | None = None,
    unreported_days: int = 0,
    override: Override | None = None,
) -> VillageFacts:
    return VillageFacts(kind, {t.body: t for t in tracks}, incidents, key_village, unreported_days, override)
