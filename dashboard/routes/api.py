"""``/api/v1``: the same snapshot for machines. Described by OpenAPI at ``/api/v1/openapi.json``."""

from __future__ import annotations

from datetime import date, datetime

from fastapi import APIRouter, Depends, HTTPException
from pydantic import BaseModel

from dashboard.viewing import Viewing
from dashboard.visitors import Gate
from situation.model.picture import Indicator, Snapshot, VillagePicture
from situation.model.standing import Incident


class VersionOut(BaseModel):
    version: int
    on: date
    as_of: datetime


class VillageOut(BaseModel):
    code: str
    name: str
    kind: str
    township: str
    colour: str
    stages: dict[str, str]
    progress: int
    is_done: bool
    is_key: bool
    is_unreported: bool
    reasons: list[str]


class IncidentOut(BaseModel):
    key: str
    village: str
    category: str
    status: str
    severity: str
    level: str
    people: int | None
    deadline: date | None


class IndicatorOut(BaseModel):
    name: str
    part: int
    of: int
    percent: float | None
    target: float | None


class SnapshotOut(VersionOut):
    title: str
    colours: dict[str, int]
    indicators: list[IndicatorOut]
    villages_total: int
    incidents_open: int
    is_rehearsal: bool


def router(viewing: Viewing, gate: Gate) -> APIRouter:
    routes = APIRouter(prefix="/api/v1", tags=["situation"], dependencies=[Depends(gate.screens)])

    @routes.get("/version")
    def version() -> VersionOut:
        snapshot = viewing.snapshot()
        return VersionOut(version=snapshot.version, on=snapshot.on, as_of=snapshot.freshness.as_of)

    @routes.get("/snapshot")
    def snapshot(on: date | None = None) -> SnapshotOut:
        return snapshot_out(viewing.snapshot_on(on) if on else viewing.snapshot())

    @routes.get("/villages")
    def villages(on: date | None = None) -> list[VillageOut]:
        shown = viewing.snapshot_on(on) if on else viewing.snapshot()
        return [village_out(village) for village in shown.villages]

    @routes.get("/villages/{code}")
    def village(code: str) -> VillageOut:
        found = next((v for v in viewing.snapshot().villages if v.code == code), None)
        if found is None:
            raise HTTPException(404, "no village of this code")
        return village_out(found)

    @routes.get("/incidents")
    def incidents() -> list[IncidentOut]:
        return [incident_out(incident) for incident in viewing.snapshot().incidents]

    @routes.get("/{rest:path}", include_in_schema=False)
    def unknown(rest: str) -> None:
        """Else the page of pages would answer a machine with HTML."""
        raise HTTPException(404, f"no such address: /api/v1/{rest}")

    return routes


def snapshot_out(snapshot: Snapshot) -> SnapshotOut:
    return SnapshotOut(
        version=snapshot.version,
        on=snapshot.on,
        as_of=snapshot.freshness.as_of,
        title=snapshot.campaign.title,
        colours={colour.value: count for colour, count in snapshot.colour_counts.items()},
        indicators=[indicator_out(indicator) for indicator in snapshot.indicators],
        villages_total=len(snapshot.villages),
        incidents_open=len(snapshot.incidents),
        is_rehearsal=snapshot.freshness.is_rehearsal,
    )


def indicator_out(indicator: Indicator) -> IndicatorOut:
    share = indicator.share
    return IndicatorOut(
        name=indicator.name, part=share.part, of=share.of, percent=share.percent, target=indicator.target
    )


def village_out(village: VillagePicture) -> VillageOut:
    return VillageOut(
        code=village.code,
        name=village.region.name,
        kind=village.region.kind.value,
        township=village.township,
        colour=village.colour.value,
        stages={body.value: standing.stage for body, standing in village.tracks.items()},
        progress=village.progress,
        is_done=village.is_done,
        is_key=village.key_village is not None,
        is_unreported=village.is_unreported,
        reasons=[reason.rule for reason in village.reasons],
    )


def incident_out(incident: Incident) -> IncidentOut:
    return IncidentOut(
        key=incident.key,
        village=incident.village_code,
        category=incident.category,
        status=incident.status.value,
        severity=incident.severity.value,
        level=incident.level.value,
        people=incident.people,
        deadline=incident.deadline,
    )
