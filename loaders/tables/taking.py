"""Row by row through one table: each source row becomes rows of the interchange form, or is skipped with a reason."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from typing import Any

from loaders import keys, persons, values, vocabulary
from loaders.advice import finding
from loaders.context import Context
from loaders.headings import Subject, is_correction
from loaders.judging import disposition_of
from loaders.readers.grid import is_blank
from loaders.readers.raw import CellValue
from loaders.tables import ledgers
from loaders.tables.columns import Column
from loaders.tables.fields import NUMBERS, Cells, Fields, read_fields, read_steps
from loaders.tables.finder import Table
from loaders.tables.grid import text_of
from loaders.tables.marks import Legend
from loaders.tables.placing import Placing
from loaders.tables.plan import Plan, filled
from loaders.tables.roles import Role, band_of, role_of
from loaders.values import Mark
from situation.model.bulletins import Disposition, Finding, Row, Skipped
from situation.model.regions import RegionCode
from situation.model.reports import Body, ReportKind
from situation.rules import procedures
from situation.rules.findings import law_findings, value_findings
from situation.rules.placenames import PlaceMatch

_LEDGERS = (Subject.INCIDENTS, Subject.KEY_VILLAGES, Subject.SUPERVISION)
_AVERAGE = re.compile("平均|均值|占比|比例")
_OF_VOTERS = frozenset(
    ("registered", "voted", "turnout", "issued", "returned", "valid", "invalid", "proxy", "mobile", "written_for",
     "stations", "boxes", "booths", "one_shot", "yijiantiao", "reps_total", "reps_female", "list_published",
     "candidates_published", "committee", "election_day", "handover")
)  # fmt: skip
_NONE: dict[str, Any] = {}  # shared by all rows that state nothing of a sort; never written to
masked = lru_cache(maxsize=20_000)(persons.mask_names)


@dataclass(frozen=True, slots=True)
class Total:
    """A subtotal row, kept for the cross-check."""

    row: int
    township: RegionCode | None
    counts: dict[str, tuple[int, str, str]]  # "V:registered" → value, cell, header


@dataclass(slots=True)
class TableReader:
    """One table being read; ``sources`` are the grid rows the taken rows came from."""

    context: Context
    table: Table
    plan: Plan
    subject: Subject
    legend: Legend
    rows: list[Row] = field(default_factory=list)
    sources: list[int] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    totals: list[Total] = field(default_factory=list)
    zero_report: bool = False
    correction: bool = False
    has_leading_totals: bool = False
    cells: Cells = field(init=False)
    placing: Placing = field(init=False)
    watched: tuple[Column, ...] = field(init=False)  # columns in which persons or formulas may stand
    shapes: dict[tuple[object, ...], Mapping[str, str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.cells = Cells(self.table.grid, self.legend)
        self.placing = Placing(self.context, self.plan, self.cells)
        self.cells.place = self.placing.column
        self.watched = tuple(c for c in self.table.columns if not c.is_personal and c.key != "code")

    def read(self) -> TableReader:
        self._skip(self.table.title_rows, Role.TITLE)
        self._skip(self.table.header_rows, Role.HEADER)
        for row in range(self.table.first, self.table.last):
            role = role_of(self.table, self.plan, row, self.context.index)
            if role is Role.DATA:
                self._take(row)
            elif role is not Role.BLANK:
                self._pass(row, role)
        return self

    # -- rows that are no reports --------------------------------------------------------------------------------

    def _skip(self, rows: Iterable[int], role: Role) -> None:
        for row in rows:
            self.skipped.append(Skipped(self.table.grid.where(row, self.placing.column), role.value))

    def _pass(self, row: int, role: Role) -> None:
        text = next(text_of(cell) for cell in self.table.grid.rows[row] if not is_blank(cell))
        if role is Role.BAND and (band := band_of(text, self.context.index)):
            self.placing.enter_band(band.township, vocabulary.body_of(band.body_text))
        elif role is Role.SUBTOTAL and not _AVERAGE.search(text):
            self.totals.append(self._total(row))
            township = self.totals[-1].township
            if township and (not self.rows or self.has_leading_totals):
                self.has_leading_totals = True  # each township's total stands above its villages
                self.placing.enter_band(township, None)
        self.zero_report = self.zero_report or role is Role.ZERO
        self.correction = self.correction or (role in (Role.NOTE, Role.FOOTER) and is_correction(text))
        self._skip([row], role)

    def _total(self, row: int) -> Total:
        grid = self.table.grid
        counts: dict[str, tuple[int, str, str]] = {}
        for body, columns in self.plan.groups.items():
            for column in _countable(columns) if self.plan.is_aggregate else columns:
                parsed = values.parse_count(grid.raw(row, column.index)) if column.key in NUMBERS else None
                if parsed and parsed.value is not None and not parsed.problems and column.key:
                    key = _aggregate_key(column.key, body) if self.plan.is_aggregate else column.key
                    letter = body.value if body and not self.plan.is_aggregate else ""
                    told = (parsed.value, grid.address(row, column.index), column.header)
                    counts.setdefault(f"{letter}:{key}", told)
        stated = self.context.index.find_townships_in(" ".join(map(text_of, grid.rows[row][:4])))
        return Total(row, stated[0] if len(stated) == 1 else None, counts)

    # -- rows that are -------------------------------------------------------------------------------------------

    def _take(self, row: int) -> None:
        if self.plan.is_aggregate:
            taken = list(self._aggregate(row))
        elif self.subject in _LEDGERS:
            taken = [self._ledger_row(row)]
        else:
            taken = list(self._village_rows(row))
        self.rows += taken
        self.sources += [row] * len(taken)
        if not taken:
            self._skip([row], Role.NO_VALUES)

    def _village_rows(self, row: int) -> Iterator[Row]:
        day, findings = self.placing.day(row)
        raw, place = self.placing.village(row, day)
        shared = [*place.findings, *findings, *self._cell_findings(row, day)]
        columns = self.placing.columns(row)
        for fields in self._fields_of(row, day, place, raw):
            yield from self._rows_of(row, raw, place, day, fields, shared, columns)

    def _fields_of(self, row: int, day: date, place: PlaceMatch, raw: str) -> list[Fields]:
        """One for each body the row speaks of; an empty one where it is the only body of the table."""
        cells = self.cells.at(row, day)
        stated = self.placing.stated_body(row, raw)
        by_body: dict[Body, Fields] = {}
        for said in self.plan.bodies or (None,):
            columns = self.plan.groups.get(said, ())
            told = said or stated or self._body_by_stage(columns) or self._body_beside(columns)
            body = self.placing.resolved(told, place, raw)
            fields = read_fields(cells, body, columns, self.plan.rate_is_percent)
            if said in self.plan.steps:
                read_steps(cells, self.plan.steps[said], fields)
            by_body[body] = _joined(by_body[body], fields) if body in by_body else fields
        if self.plan.steps:
            for fields in by_body.values():
                self._finish_matrix(fields)
        found = [fields for fields in by_body.values() if fields.says_something]
        if not found and len(by_body) == 1:
            found = list(by_body.values())
        remarks = self._remarks(row) if self.plan.remarks else []
        for fields in found:
            fields.notes += remarks
        return found

    def _body_by_stage(self, columns: tuple[Column, ...]) -> Body | None:
        """Where nobody says the body and only a stage stands: the body it names, or that alone knows it."""
        stage = next((c for c in columns if c.key == "stage"), None)
        text = text_of(self.cells.raw(stage)) if stage else ""
        if not text or any(c.key in NUMBERS and not is_blank(self.cells.raw(c)) for c in columns):
            return None
        named = vocabulary.body_of(text)
        if named or vocabulary.stage_of(text, Body.VILLAGE):
            return named
        return Body.PARTY if vocabulary.stage_of(text, Body.PARTY) else None

    def _body_beside(self, columns: tuple[Column, ...]) -> Body | None:
        """Where nobody says the body: beside numbers of a Party meeting, what does not speak of voters is the Party's."""
        alone = set(self.plan.bodies) - {None} == {Body.PARTY}
        return Body.PARTY if alone and columns and not any(c.key in _OF_VOTERS for c in columns) else None

    def _finish_matrix(self, fields: Fields) -> None:
        """A matrix with a column that says "done" says so; ticks at steps nobody knows are told."""
        if fields.flags.get("completed") and fields.stage:
            fields.stage = procedures.last_stage(fields.body)
            fields.columns["stage"] = fields.columns["flag:completed"]
        for column in self.plan.unknown_steps if fields.stage else ():
            if self.legend.mark(self.cells.raw(column)) in (Mark.DONE, Mark.DOING):
                fields.findings += self.cells.findings(("R_STAGE_UNKNOWN",), column)
                fields.notes.append(column.header)

    def _remarks(self, row: int) -> list[str]:
        texts = (text_of(self.table.grid.raw(row, column.index)) for column in self.plan.remarks)
        kept = (text for text in texts if text and not values.is_blank(text) and not persons.is_personal_cell(text))
        return [masked(text) for text in kept]

    def _cell_findings(self, row: int, day: date) -> list[Finding]:
        """Inert formula text and personal numbers anywhere in the row."""
        found: list[Finding] = []
        cells, here = self.table.grid.rows[row], None
        for column in self.watched:
            value = cells[column.index] if column.index < len(cells) else None
            codes = _alarms(value) if isinstance(value, str) or (type(value) is int and value > 10**10) else ()
            if codes:
                here = here or self.cells.at(row, day)
                measured = column.key in keys.COUNTS or column.key in keys.RATES
                found += here.findings([c for c in codes if c != "R_FORMULA_INJECTION" or not measured], column)
        return found

    def _rows_of(
        self, row: int, raw: str, place: PlaceMatch, day: date, fields: Fields, shared: list[Finding],
        columns: dict[str, int],
    ) -> Iterator[Row]:  # fmt: skip
        findings = [*shared, *fields.findings]
        if fields.counts or fields.dates or fields.rates:
            findings += self._checked(row, fields, day, {f.code for f in findings})
        is_plan = self.subject is Subject.PLAN
        plans = {**(fields.dates if is_plan else {}), **fields.plans}
        is_fact = not is_plan and (fields.says_facts or not plans)
        places = columns | {name: column.index for name, column in fields.columns.items()}
        made = Row(
            kind=ReportKind.STATUS, where=self.table.grid.where(row, self.placing.column),
            township=place.township or self.context.place, village_raw=masked(raw), village_code=place.code,
            candidates=place.candidates, match=place.match, body=fields.body, on=day, findings=tuple(findings),
            disposition=self._disposition(place, fields, findings), planned=not is_fact,
            cells=self.table.grid.cell_map(row, places, self.shapes),
            note="；".join(filter(None, (place.note, *fields.notes))),
            stage=fields.stage if is_fact else None, dates=(fields.dates if is_fact else plans) or _NONE,
            counts=fields.counts if is_fact and fields.counts else _NONE,
            rates=fields.rates if is_fact and fields.rates else _NONE,
            flags=fields.flags if is_fact and fields.flags else _NONE,
        )  # fmt: skip
        if is_fact or plans:
            yield made
        if is_fact and plans:
            yield replace(made, stage=None, dates=plans, counts=_NONE, rates=_NONE, flags=_NONE, planned=True)

    def _checked(self, row: int, fields: Fields, day: date, known: set[str]) -> Iterator[Finding]:
        """What the rules find in the row; a finding names a field, a clerk wants its header and cell."""
        checks = value_findings(fields.body, fields.dates, fields.counts, fields.rates, day)
        vote = fields.dates.get("election_day") or fields.dates.get("party_election")
        if vote and vote > day and fields.counts.get("voted") and self.subject is not Subject.PLAN:
            checks = (
                *checks,
                finding("R_FUTURE_DATE", column="election_day", seen=vote.isoformat(), expected=f"≤ {day}"),
            )
        for found in (*checks, *law_findings(fields.body, fields.dates, fields.counts)):
            if found.code not in known:
                names = (found.column, f"date:{found.column}", f"rate:{found.column}")
                column = next((fields.columns[name] for name in names if name in fields.columns), None)
                cell = self.table.grid.address(row, column.index) if column else ""
                yield replace(found, column=column.header, cell=cell) if column else found

    def _disposition(self, place: PlaceMatch, fields: Fields, findings: list[Finding]) -> Disposition:
        if self.subject is Subject.JOINT_REVIEW and self.context.body is None and self.plan.body is None:
            return Disposition.IGNORE  # whose candidates were reviewed is not said
        if place.part and fields.counts:
            return Disposition.REVIEW  # numbers of a part of the village are not the village's
        if not fields.says_facts and any(f.code == "R_STAGE_UNKNOWN" for f in findings):
            return Disposition.REVIEW  # the stage was all the row had to say
        return disposition_of(findings, place.match)

    # -- townships and ledgers -----------------------------------------------------------------------------------

    def _aggregate(self, row: int) -> Iterator[Row]:
        column = self.plan.township
        assert column is not None
        day, findings = self.placing.day(row)
        text = filled(self.table.grid, row, column)
        township = self.placing.township_of(text)
        if township is None:
            findings = [*findings, self.placing.unknown_township(row, column, text)]
        cells = self.cells.at(row, day)
        counts: dict[str, int] = {}
        rates: dict[str, float] = {}
        places: dict[str, int] = {}
        for said, columns in self.plan.groups.items():
            body = said or self.context.body or Body.VILLAGE
            fields = read_fields(cells, body, _countable(columns), self.plan.rate_is_percent)
            findings = [*findings, *fields.findings]
            named = {key: _aggregate_key(key, said) for key in fields.counts}
            counts = {name: fields.counts[key] for key, name in named.items()} | counts
            places |= {named.get(key, key): found.index for key, found in fields.columns.items()}
            rates |= fields.rates
        if counts or rates or findings:
            yield Row(
                kind=ReportKind.AGGREGATE, where=self.table.grid.where(row, column.index), township=township, on=day,
                counts=counts, rates=rates, cells=self.table.grid.cell_map(row, places, self.shapes),
                findings=tuple(findings), disposition=disposition_of(findings),
            )  # fmt: skip

    def _ledger_row(self, row: int) -> Row:
        day, findings = self.placing.day(row)
        raw, place = self.placing.village(row, day)
        findings = [*place.findings, *findings, *self._cell_findings(row, day)]
        columns = {c.key: c for c in reversed(self.table.columns) if c.key and not c.is_personal}
        if "stage" in columns:  # "状态" of a ledger is the line's, not a step of the election
            columns.setdefault("status", columns["stage"])
        said = vocabulary.body_of(filled(self.table.grid, row, self.plan.body)) if self.plan.body else None
        line = ledgers.Line(self.cells.at(row, day), columns, day)
        base = Row(
            kind=ReportKind.INCIDENT, where=self.table.grid.where(row, self.placing.column),
            township=place.township or self.context.place, village_raw=masked(raw), village_code=place.code,
            candidates=place.candidates, match=place.match, on=day,
            body=said and self.placing.resolved(said, place, raw),
            cells={name: self.table.grid.address(row, col) for name, col in self.placing.columns(row).items()},
        )  # fmt: skip
        if self.subject is Subject.KEY_VILLAGES:
            return ledgers.key_village_row(base, line, findings)
        return ledgers.incident_row(base, line, findings, self.subject)


def _countable(columns: Iterable[Column]) -> tuple[Column, ...]:
    """In a table of townships "已完成" is a number of villages, not a yes."""
    return tuple(
        replace(c, key="completed_count") if c.key == "completed" else c
        for c in columns
        if c.key in NUMBERS or c.key in keys.RATES or c.key == "completed"
    )


def _aggregate_key(key: str, said: Body | None) -> str:
    key = "completed" if key == "completed_count" else key
    return f"party_{key}" if said is Body.PARTY and key == "completed" else key


@lru_cache(maxsize=50_000)
def _alarms(value: CellValue) -> tuple[str, ...]:
    text = str(value)
    formula = ("R_FORMULA_INJECTION",) if isinstance(value, str) and values.is_formula_text(value) else ()
    personal = len(text) >= 11 and any(map(str.isdigit, text)) and persons.is_personal_cell(text)
    return (*formula, "R_PII_CELL") if personal else formula


def _joined(one: Fields, other: Fields) -> Fields:
    """Two column groups that speak of the same body; the first wins where both speak."""
    for name in ("dates", "counts", "rates", "flags", "plans", "columns"):
        setattr(one, name, {**getattr(other, name), **getattr(one, name)})
    one.stage = one.stage or other.stage
    one.findings += other.findings
    one.notes += other.notes
    return one
