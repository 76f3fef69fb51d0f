"""A staged row beside what we hold true: what would be new, changed or unchanged. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from situation.model.bulletins import Disposition, Row
from situation.model.picture import VillagePicture
from situation.model.regions import RegionCode
from situation.model.reports import ReportKind, StageCode
from situation.model.standing import FieldValue, Standing
from situation.rules.procedures import is_stage, stage_index


class Verdict(StrEnum):
    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    HELD = "held"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class FieldChange:
    field: str  # as in ``Standing.values``
    before: FieldValue | None
    after: FieldValue


@dataclass(frozen=True, slots=True)
class PreviewRow:
    position: int  # in the staged bulletin: what ``accept_bulletin`` is told
    row: Row
    verdict: Verdict
    standing: Standing | None
    changes: tuple[FieldChange, ...] = ()
    stage_before: str = ""
    goes_back: bool = False  # the fold will hold it unless its document is a correction


def preview_rows(rows: tuple[Row, ...], villages: Mapping[RegionCode, VillagePicture]) -> tuple[PreviewRow, ...]:
    return tuple(
        preview_row(position, row, villages)
        for position, row in enumerate(rows)
        if row.disposition is not Disposition.IGNORE
    )


def preview_row(position: int, row: Row, villages: Mapping[RegionCode, VillagePicture]) -> PreviewRow:
    village = villages.get(row.village_code) if row.village_code else None
    standing = village.tracks.get(row.body) if village and row.body else None
    changes = tuple(_changes(row, standing))
    before = standing.stage if standing and standing.last_on else ""
    moves = row.stage is not None and row.stage != before
    back = bool(moves and before and row.stage and _is_before(row.stage, before))
    return PreviewRow(position, row, _verdict(row, standing, changes, moves), standing, changes, before, back)


def _verdict(row: Row, standing: Standing | None, changes: tuple[FieldChange, ...], moves: bool) -> Verdict:
    if row.disposition is Disposition.REVIEW:
        return Verdict.HELD
    if row.disposition is Disposition.REJECT:
        return Verdict.REFUSED
    if row.kind is not ReportKind.STATUS or standing is None or standing.last_on is None:
        return Verdict.NEW
    return Verdict.CHANGED if changes or moves else Verdict.UNCHANGED


def _changes(row: Row, standing: Standing | None) -> Iterator[FieldChange]:
    claims: dict[str, FieldValue] = dict(row.counts)
    claims |= {f"date:{name}": day for name, day in row.dates.items()}
    claims |= {f"flag:{name}": flag for name, flag in row.flags.items()}
    held = (standing.plans if row.planned else standing.values) if standing else {}
    for name, after in claims.items():
        known = held.get(name)
        if known is None or known.value != after:
            yield FieldChange(name, known.value if known else None, after)


def _is_before(stage: str, other: str) -> bool:
    return (
        is_stage(stage) and is_stage(other) and stage[0] == other[0] and stage_index_of(stage) < stage_index_of(other)
    )


def stage_index_of(code: str) -> int:
    return stage_index(StageCode(code))
