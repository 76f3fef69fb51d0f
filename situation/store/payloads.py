"""Values ↔ JSON. One adapter per kind of payload; what is read back is validated."""

from __future__ import annotations

from typing import Any

from pydantic import TypeAdapter

from situation.model.bulletins import Finding, Row, Skipped
from situation.model.reports import Report
from situation.model.standing import Override

REPORT = TypeAdapter(Report)
ROW = TypeAdapter(Row)
ROWS = TypeAdapter(tuple[Row, ...])
FINDINGS = TypeAdapter(tuple[Finding, ...])
SKIPPED = TypeAdapter(tuple[Skipped, ...])
OVERRIDE = TypeAdapter(Override)


def to_json(adapter: TypeAdapter[Any], value: object) -> Any:
    return adapter.dump_python(value, mode="json", exclude_defaults=True)
