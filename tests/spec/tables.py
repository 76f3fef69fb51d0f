"""Reads the text tables of this folder and answers each row through the real fold, packs and warnings.

A section is ``## RULE [BODY]``, then ``zh``, ``en`` and optional ``today``, ``packs``, ``kind`` lines, then a table.
Cells: a date, a whole number, yes or no, a stage; empty means: not reported. Columns: a field of the section's body,
``P.field`` of another body, ``plan field`` for a plan, ``incident.…``, ``key.…``, ``today``, ``reported``, and the
facts ``unreported`` (days) and ``waiting`` (rows).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from situation.model.regions import RegionKind
from situation.model.reports import (
    Body,
    IncidentClaim,
    IncidentStatus,
    KeyVillageClaim,
    Level,
    Report,
    ReportKind,
    Severity,
)
from situation.model.standing import Standing
from situation.rules import indicators
from situation.rules.fold import fold_track
from situation.rules.incidents import fold_incidents, fold_key_village
from situation.rules.packs import DEFAULT_PACKS, RulePack, load_packs
from situation.rules.warnings import VillageFacts, warn
from tests.claims import VILLAGE, report

FOLDER = Path(__file__).parent
RULE_FILES = ("party", "village", "residents", "others", "colours")
TODAY = "2021-01-10"
EXPECTED = "→"
_NOT_CLAIMS = ("today", "reported", "unreported", "waiting", EXPECTED)


@dataclass(frozen=True, slots=True)
class Section:
    rule: str
    body: Body | None
    zh: str
    en: str
    today: str
    packs: tuple[str, ...]
    kind: RegionKind
    columns: tuple[str, ...]
    rows: tuple[Mapping[str, str], ...]
    sums: Mapping[str, str] = field(default_factory=dict)  # of an indicator: all, villages, communities

    @property
    def pack(self) -> RulePack:
        return load_packs(self.packs)


def sections(name: str) -> Iterator[Section]:
    text = (FOLDER / f"{name}.txt").read_text("utf-8")
    for block in re.split(r"^## ", text, flags=re.MULTILINE)[1:]:
        yield _section(block)


def _section(block: str) -> Section:
    head, *lines = block.strip().splitlines()
    rule, _, body = head.partition(" ")
    said = dict(line.split(" ", 1) for line in lines if line[:1].isalpha())
    table = [[cell.strip() for cell in line.strip().strip("|").split("|")] for line in lines if line.startswith("|")]
    columns, *rows = table
    for row in rows:
        assert len(row) == len(columns), f"{head}: {row} does not fit {columns}"
    return Section(
        rule,
        Body(body) if body else None,
        said["zh"],
        said["en"],
        said.get("today", TODAY),
        tuple(name.strip() for name in said["packs"].split(",")) if "packs" in said else DEFAULT_PACKS,
        RegionKind(said.get("kind", "community" if body == "R" else "village")),
        tuple(columns),
        tuple(dict(zip(columns, row, strict=True)) for row in rows),
        dict(line[2:].split(" ", 1) for line in lines if line.startswith("= ")),
    )


def answer(section: Section, row: Mapping[str, str]) -> str:
    """The colour the rule gives for the row, or ``ok``."""
    on = date.fromisoformat(row.get("today") or section.today)
    found = warn(_facts(section, row, on), section.pack, on)
    colours = [reason.colour.value for reason in found.reasons if reason.rule == section.rule]
    return colours[0] if colours else "ok"


def _facts(section: Section, row: Mapping[str, str], on: date) -> VillageFacts:
    reports = list(_reports(section.body, row, on))
    tracks = {body: fold_track(VILLAGE, body, reports) for body in {told.body for told in reports if told.body}}
    return VillageFacts(
        section.kind,
        tracks,
        fold_incidents(VILLAGE, reports),
        fold_key_village(VILLAGE, reports),
        int(row.get("unreported") or 0),
        waiting_rows=int(row.get("waiting") or 0),
    )


def _reports(own: Body | None, row: Mapping[str, str], on: date) -> Iterator[Report]:
    told_on = row.get("reported") or str(on)
    claims: dict[tuple[Body, bool], dict[str, str]] = {}
    for column, cell in row.items():
        place, _, name = column.removeprefix("plan ").rpartition(".")
        if cell and column not in _NOT_CLAIMS and place not in ("incident", "key"):
            body = Body(place) if place else own
            assert body is not None, column
            claims.setdefault((body, column.startswith("plan ")), {})[name] = cell
    for (body, planned), cells in claims.items():
        yield status_report(body, told_on, cells, planned=planned)
    yield from _ledger_reports(row, on)


def status_report(body: Body, on: str, cells: Mapping[str, str], *, planned: bool = False) -> Report:
    """One report from written cells; the form of a cell says what it is."""
    return report(
        on,
        cells.get("stage"),
        body=body,
        counts={name: int(cell) for name, cell in cells.items() if cell.isdigit()},
        dates={name: cell for name, cell in cells.items() if re.fullmatch(r"\d{4}-\d\d-\d\d", cell)},
        flags={name: cell == "yes" for name, cell in cells.items() if cell in ("yes", "no")},
        planned=planned,
        document=f"{body}{planned}",
    )


def _ledger_reports(row: Mapping[str, str], on: date) -> Iterator[Report]:
    incident = {name.partition(".")[2]: cell for name, cell in row.items() if name.startswith("incident.")}
    if incident:
        deadline = incident.get("deadline")
        claim = IncidentClaim(
            "I99",
            status=IncidentStatus(incident.get("status", "处置中")),
            severity=Severity(incident.get("severity", "一般")),
            level=Level(incident.get("level", "乡镇")),
            deadline=date.fromisoformat(deadline) if deadline else None,
        )
        yield report(str(on), kind=ReportKind.INCIDENT, incident=claim, document="ledger")
    key = {name.partition(".")[2]: cell for name, cell in row.items() if name.startswith("key.")}
    if key:
        done, _, total = key.get("measures", "").partition("/")
        listed = KeyVillageClaim(
            status=key.get("status", "listed"),
            colour=key.get("colour") or None,
            measures_done=int(done) if done else None,
            measures_total=int(total) if total else None,
        )
        yield report(str(on), kind=ReportKind.KEY_VILLAGE, key_village=listed, document="register")


def measured(section: Section) -> dict[str, str]:
    """The indicator's shares over the places of the table, as ``part/of``."""
    shares: indicators.Shares = getattr(indicators, section.rule)([_place(row) for row in section.rows])
    return {name: f"{share.part}/{share.of}" for name, share in shares._asdict().items()}


def _place(row: Mapping[str, str]) -> indicators.Village:
    kind = RegionKind(row["kind"])
    body = Body.RESIDENTS if kind is RegionKind.COMMUNITY else Body.VILLAGE
    cells = {name: cell for name, cell in row.items() if name not in ("kind", "party", "second") and cell}
    reports = [status_report(body, "2021-01-09", cells)]
    if row.get("second"):
        reports.append(status_report(body, "2021-01-08", {"stage": row["second"]}))
    tracks: dict[Body, Standing] = {body: fold_track(VILLAGE, body, reports)}
    if row.get("party"):
        party = [status_report(Body.PARTY, "2021-01-09", {"stage": row["party"]})]
        tracks[Body.PARTY] = fold_track(VILLAGE, Body.PARTY, party)
    return kind, tracks
