"""What a correction does to a row told before, or becomes when that row stands in another document."""

from __future__ import annotations

from dataclasses import replace

from loaders import persons
from loaders.advice import finding
from loaders.prose.corrections import Correction
from loaders.prose.rows import Spot, bare_row, checked
from situation.model.bulletins import Disposition, Row
from situation.model.regions import RegionCode
from situation.model.reports import ReportKind


def is_meant(row: Row, code: RegionCode | None, correction: Correction) -> bool:
    if row.kind is not ReportKind.STATUS or row.village_code != code or row.planned:
        return False
    if correction.key == "turnout":
        return "turnout" in row.rates
    if correction.key:
        return correction.key in row.counts and correction.old in (None, row.counts[correction.key])
    return correction.old is not None and correction.old in row.counts.values()


def put_right(row: Row, correction: Correction) -> Row | None:
    """The corrected number supersedes the one told before in this text; no row is added."""
    keys = [correction.key] if correction.key else [k for k, v in row.counts.items() if v == correction.old]
    if len(keys) != 1 or keys[0] is None:
        return None
    key, counts, rates = keys[0], dict(row.counts), dict(row.rates)
    if key == "turnout":
        rates[key] = float(correction.new)
    else:
        counts[key] = int(correction.new)
        if key in ("registered", "voted"):
            rates.pop("turnout", None)  # it was told of the wrong number
    note = "；".join(filter(None, (row.note, f"更正：{correction.old or ''}→{correction.new}")))
    return checked(replace(row, counts=counts, rates=rates, note=note), row.findings)


def correction_row(spot: Spot, raw: str, correction: Correction, line: str) -> Row:
    """The document it corrects is another one. Which number is meant must be said, else a person decides."""
    row, place = bare_row(spot, raw)
    if correction.key is None:
        seen = persons.mask_names(line)
        found = finding("R_BAD_NUMBER", seen=seen, expected="写明更正哪一项数字")
        return replace(row, findings=(*place.findings, found), disposition=Disposition.REVIEW, note=seen)
    if correction.key == "turnout":
        row = replace(row, rates={"turnout": float(correction.new)})
    else:
        row = replace(row, counts={correction.key: int(correction.new)})
    return checked(row, place.findings, place.part)
