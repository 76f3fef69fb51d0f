"""A reading as plain objects: one per row taken, and one closing object for the file (docs: bulletins.md).

Dates are ISO, rates fractions, counts integers; empty objects and lists are printed, what is not known is null.
"""

from __future__ import annotations

from typing import Any

from situation.model.bulletins import Reading, Row, Skipped
from situation.model.regions import Gazetteer, RegionCode
from situation.model.reports import IncidentClaim, KeyVillageClaim, Level, ReportKind

UNMATCHED = "unmatched"
_LEVELS = {
    Level.VILLAGE: "village",
    Level.TOWNSHIP: "township",
    Level.OFFICE: "office",
    Level.COUNTY: "county",
    Level.CITY: "city",
}


def as_rows(reading: Reading, gazetteer: Gazetteer) -> list[dict[str, Any]]:
    """The rows in reading order, then the closing object."""
    return [*(as_row(row, reading, gazetteer) for row in reading.rows), as_closing(reading, gazetteer)]


def as_row(row: Row, reading: Reading, gazetteer: Gazetteer) -> dict[str, Any]:
    found: dict[str, Any] = {
        "file": reading.file,
        "loc": row.where.as_loc(),
        "kind": row.kind.value,
        "township": name_of(row.township, gazetteer),
        "village_raw": row.village_raw,
        "village_code": _village_code(row),
    }
    if row.candidates:
        found["candidates"] = list(row.candidates)
    found |= {
        "match": row.match.value if row.match else None,
        "body": row.body.value if row.body else None,
        "report_date": row.on.isoformat() if row.on else None,
        "stage": row.stage,
        "dates": {key: day.isoformat() for key, day in row.dates.items()},
        "counts": dict(row.counts),
        "rates": {key: round(rate, 6) for key, rate in row.rates.items()},
        "flags": dict(row.flags),
    }
    if row.planned:
        found["planned"] = True
    if row.incident:
        found["incident"] = incident_as_object(row.incident)
    if row.key_village:
        found["key"] = key_village_as_object(row.key_village)
    return found | {"problems": list(row.problems), "disposition": row.disposition.value}


def as_closing(reading: Reading, gazetteer: Gazetteer) -> dict[str, Any]:
    found = {
        "type": "file",
        "file": reading.file,
        "outcome": reading.outcome.value,
        "problems": list(reading.problems),
        "report_date": reading.on.isoformat() if reading.on else None,
        "township": name_of(reading.township, gazetteer),
        "rows": len(reading.rows),
        "skipped": [skipped_as_object(skipped) for skipped in reading.skipped],
    }
    inferred = [
        name
        for name, is_inferred in (("report_date", reading.on_inferred), ("township", reading.township_inferred))
        if is_inferred
    ]
    if inferred:
        found["inferred"] = inferred
    if reading.member:
        found["member"] = reading.member
    if reading.message:
        found["message"] = reading.message
    return found


def skipped_as_object(skipped: Skipped) -> dict[str, Any]:
    return {"loc": skipped.where.as_loc(), "why": skipped.why}


def name_of(code: RegionCode | None, gazetteer: Gazetteer) -> str | None:
    region = gazetteer.find(code) if code else None
    return region.name if region else None


def _village_code(row: Row) -> str | None:
    """Null for aggregates, which speak of no village; "unmatched" for a row held without a suggestion."""
    if row.kind is ReportKind.AGGREGATE:
        return None
    return row.village_code or UNMATCHED


def incident_as_object(claim: IncidentClaim) -> dict[str, Any]:
    """Only what the row states."""
    found = {
        "category": claim.category,
        "status": claim.status.value if claim.status else None,
        "people": claim.people,
        "deadline": claim.deadline.isoformat() if claim.deadline else None,
        "occurred": claim.occurred.isoformat() if claim.occurred else None,
        "severity": claim.severity.value if claim.severity else None,
        "level": claim.level.value if claim.level else None,
        "listed": claim.listed,
        "channel": claim.channel,
    }
    return {key: value for key, value in found.items() if value is not None}


def key_village_as_object(claim: KeyVillageClaim) -> dict[str, Any]:
    found = {
        "level": _LEVELS[claim.level] if claim.level else None,
        "colour": claim.colour,
        "status": claim.status,
        "reason": claim.reason or None,
        "post": claim.post,
    }
    return {key: value for key, value in found.items() if value is not None}
