"""What a sample must come out as: read from ``expected/<name>.json``, with what is usual left out there.

A row of the file: ``{"at": 5, "v": "柳湾村", "code": "101201"}`` — ``at`` is the row (record, line) in the file's
usual place, or a whole ``loc``. A code may be written by its last six digits: 101201 means 990199101201.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from situation.model.regions import RegionCode
from tests.samples.county import county

FOLDER = Path(__file__).with_name("expected")
PREFIX = "990199"
_USUAL_ROW: dict[str, Any] = {
    "kind": "status", "match": "exact", "body": "V", "stage": None, "dates": {}, "counts": {}, "rates": {},
    "flags": {}, "problems": [], "disposition": "accept",
}  # fmt: skip
_USUAL_FILE: dict[str, Any] = {"type": "file", "outcome": "ok", "problems": [], "township": "青石镇"}


@dataclass(frozen=True)
class Expectation:
    name: str
    file: str  # the name it is sent under
    received_at: datetime
    sender: RegionCode | None
    objects: list[dict[str, Any]]


@cache
def expectation(name: str) -> Expectation:
    raw = json.loads((FOLDER / f"{name}.json").read_text("utf-8"))
    file, on = raw.get("as", name), raw.get("on", "2021-01-08")
    place = raw.get("place", {"sheet": "Sheet1"})
    usual = {**_USUAL_ROW, "file": file, "report_date": on, "township": "青石镇", **raw.get("usual", {})}
    rows = [_row(row, usual, place) for row in raw.get("rows", [])]
    closing = {**_USUAL_FILE, "file": file, "report_date": on, **raw.get("file", {})}
    closing["rows"] = len(rows)
    closing["skipped"] = [{"loc": _loc(at, place), "why": why} for at, why in raw.get("skipped", [])]
    received = datetime.fromisoformat(raw.get("received_at", "2021-01-09T09:00+08:00"))
    sender = next((r.code for r in county().townships if r.name == raw.get("sender")), None)
    return Expectation(name, file, received, sender, [*rows, closing])


def _row(row: dict[str, Any], usual: dict[str, Any], place: dict[str, Any]) -> dict[str, Any]:
    found = {**usual, **{key: value for key, value in row.items() if key not in ("at", "v", "code")}}
    found["loc"] = _loc(row["at"], place)
    found["village_raw"] = row.get("v", "")
    if found["kind"] == "aggregate":
        found |= {"village_code": None, "match": None, "body": None}
    else:
        found["village_code"] = _code(row.get("code", "unmatched"))
    if "candidates" in row:
        found["candidates"] = [_code(code) for code in row["candidates"]]
    return found


def _code(text: str) -> str:
    return PREFIX + text if len(text) == 6 else text


def _loc(at: Any, place: dict[str, Any]) -> dict[str, Any]:
    """A number in the usual place: ``{"sheet": "Sheet1"}`` → row, ``{}`` with "unit" → record, line, …"""
    if isinstance(at, dict):
        return at
    unit = place.get("unit", "row")
    rest = {key: value for key, value in place.items() if key != "unit"}
    return rest | {unit: at} if not isinstance(at, list) else rest | {"row": at[0], "col": at[1]}
