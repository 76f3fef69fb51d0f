"""What leaves as plain facts: standing, incidents, warnings, rejections. The same facts, the same bytes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from situation.model.bulletins import Rejection
from situation.model.picture import VillagePicture
from situation.model.reports import Body
from situation.model.standing import FieldValue, Incident, Standing


def standing_lines(villages: Iterable[Mapping[Body, Standing]]) -> Iterator[dict[str, Any]]:
    """One object per village and body, in the order given."""
    for tracks in villages:
        for body in Body:
            if body in tracks:
                yield _standing(tracks[body])


def _standing(track: Standing) -> dict[str, Any]:
    """``values``: counts and flags; ``dates``, ``plans`` and ``rates`` apart."""
    known = {name: _plain(track.values[name].value) for name in sorted(track.values)}
    return {
        "village_code": track.village_code,
        "body": track.body.value,
        "stage": track.stage,
        "values": {n: v for n, v in known.items() if not n.startswith(("date:", "rate:"))},
        "dates": {n.removeprefix("date:"): v for n, v in known.items() if n.startswith("date:")},
        "rates": {n.removeprefix("rate:"): v for n, v in known.items() if n.startswith("rate:")},
        "plans": {n.removeprefix("date:"): _plain(track.plans[n].value) for n in sorted(track.plans)},
        "held": [f"{f.code} {f.field} {f.seen}" for f in track.findings if f.held],
        "conflicts": [conflict.field for conflict in track.conflicts],
    }


def incident_lines(incidents: Iterable[Incident]) -> Iterator[dict[str, Any]]:
    for incident in sorted(incidents, key=lambda i: (i.village_code, i.category, i.key)):
        yield {
            "village_code": incident.village_code,
            "category": incident.category,
            "people": incident.people,
            "deadline": _plain(incident.deadline),
            "occurred": _plain(incident.occurred),
            "status": incident.status.value,
            "severity": incident.severity.value,
            "level": incident.level.value,
            "listed": incident.listed,
            "opened_on": _plain(incident.opened_on),
            "closed_on": _plain(incident.closed_on),
            "reopened": incident.reopened_count,
        }


def warning_lines(villages: Iterable[VillagePicture]) -> Iterator[dict[str, Any]]:
    for village in villages:
        yield {
            "village_code": village.code,
            "colour": village.colour.value,
            "computed": village.computed.value,
            "manual": village.manual,
            "reasons": [
                {
                    "rule": reason.rule,
                    "colour": reason.colour.value,
                    "body": reason.body.value if reason.body else None,
                    "value": reason.value,
                    "threshold": reason.threshold,
                    "since": _plain(reason.since),
                    "report": reason.report_key,
                    "field": reason.field,
                }
                for reason in village.reasons
            ],
        }


def rejection_lines(rejections: Iterable[Rejection]) -> Iterator[dict[str, Any]]:
    for rejection in rejections:
        yield {
            "id": rejection.id,
            "file": rejection.bulletin_name,
            "loc": rejection.row.where.as_loc(),
            "village_raw": rejection.row.village_raw,
            "disposition": rejection.disposition.value,
            "candidates": list(rejection.row.candidates),
            "findings": [
                {
                    "code": f.code,
                    "column": f.column,
                    "cell": f.cell,
                    "seen": f.seen,
                    "expected": f.expected,
                    "advice": f.advice,
                }
                for f in rejection.row.findings
            ],
        }


def _plain(value: FieldValue | None) -> FieldValue | None:
    return value.isoformat() if isinstance(value, date) else value
