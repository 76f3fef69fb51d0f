"""Row by row through one table: each source row becomes rows of the interchange form, or is skipped with a reason."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date

from loaders import keys, ledgers, persons, values, vocabulary
from loaders.advice import finding
from loaders.context import Context
from loaders.headings import Subject
from loaders.judging import disposition_of
from loaders.readers.grid import is_blank
from loaders.tables.columns import Column
from loaders.tables.fields import NUMBERS, Cells, Fields, in_body, read_fields, read_steps
from loaders.tables.finder import Table
from loaders.tables.grid import Grid, text_of
from loaders.tables.marks import Legend
from loaders.tables.plan import Plan, filled
from loaders.tables.roles import Role, band_of, role_of
from loaders.values import Mark
from situation.model.bulletins import Disposition, Finding, Row, Skipped
from situation.model.regions import RegionCode, RegionKind
from situation.model.reports import Body, ReportKind
from situation.rules import procedures
from situation.rules.findings import law_findings, value_findings
from situation.rules.placenames import PlaceMatch

_PARTY_NAME = ("党支部", "党总支", "党委", "总支", "支部", "党组织")


@dataclass(frozen=True, slots=True)
class Total:
    """A subtotal row, kept for the cross-check."""

    row: int
    township: RegionCode | None
    counts: dict[str, tuple[int, str, str]]  # key with body → value, cell, header


@dataclass(slots=True)
class TableReader:
    """One table with what runs down it: the township of a band, the body of a band, the last village."""

    context: Context
    table: Table
    plan: Plan
    subject: Subject
    legend: Legend
    township: RegionCode | None = None
    body: Body | None = None
    last_village: str = ""
    township_cell: str = ""
    rows: list[Row] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    totals: list[Total] = field(default_factory=list)
    summands: list[tuple[int, RegionCode | None, dict[str, int]]] = field(default_factory=list)
    zero_report: bool = False

    @property
    def grid(self) -> Grid:
        return self.table.grid

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
            self.skipped.append(Skipped(self.grid.where(row, self._home_column), role.value))

    @property
    def _home_column(self) -> int:
        place = self.plan.village or self.plan.township
        return place.index if place else 0

    def _pass(self, row: int, role: Role) -> None:
        text = next(text_of(cell) for cell in self.grid.rows[row] if not is_blank(cell))
        if role is Role.BAND and (band := band_of(text, self.context.index)):
            self.township = band.township or self.township
            self.body = vocabulary.body_of(band.body_text) or self.body
            self.township_cell = ""
        elif role is Role.SUBTOTAL:
            self.totals.append(self._total(row))
        self.zero_report = self.zero_report or role is Role.ZERO
        self._skip([row], role)

    def _total(self, row: int) -> Total:
        counts = {}
        for body, columns in self.plan.groups.items():
            for column in _countable(columns) if self.plan.is_aggregate else columns:
                if column.key in NUMBERS:
                    parsed = values.parse_count(self.grid.raw(row, column.index))
                    if parsed.value is not None and not parsed.problems:
                        name = f"{body.value if body else ''}:{column.key}"
                        counts[name] = (parsed.value, self.grid.address(row, column.index), column.header)
        stated = self.context.index.find_townships_in(" ".join(map(text_of, self.grid.rows[row][:4])))
        return Total(row, stated[0] if len(stated) == 1 else None, counts)

    # -- rows that are ------------------------------------------------------------------------------------------

    def _take(self, row: int) -> None:
        if self.plan.is_aggregate:
            taken = list(self._aggregate(row))
        elif self.subject in (Subject.INCIDENTS, Subject.KEY_VILLAGES, Subject.SUPERVISION):
            taken = [self._ledger_row(row)]
        else:
            taken = list(self._village_rows(row))
        if taken:
            self.rows += taken
        else:
            self._skip([row], Role.NO_VALUES)

    def _cells(self, row: int, day: date) -> Cells:
        return Cells(self.grid, row, day, self.legend)

    def _place(self, row: int, day: date) -> tuple[str, PlaceMatch]:
        """The village as written and as understood, in the township that stands nearest."""
        raw = self._written(row)
        if not raw and filled(self.grid, row, self.plan.body):
            raw = self.last_village  # one row per body, the village written once
        self.last_village = raw
        township, wrong = self._row_township(row)
        code = self.grid.value(row, self.plan.code.index) if self.plan.code else None
        found = self.context.index.match(raw, township, code, self._kind_hint(), day)
        if wrong and not found.findings:
            found = replace(found, findings=(wrong,))
        return raw, replace(found, findings=tuple(self._at_village(row, f) for f in found.findings))

    def _written(self, row: int) -> str:
        """The village exactly as the cell has it."""
        value = self.grid.value(row, self.plan.village.index) if self.plan.village else None
        return value if isinstance(value, str) else text_of(value)

    def _at_village(self, row: int, found: Finding) -> Finding:
        column = self.plan.code if found.code == "R_CODE_CORRUPT" else self.plan.village
        if found.cell or column is None:
            return found
        return replace(found, column=column.header, cell=self.grid.address(row, column.index))

    def _row_township(self, row: int) -> tuple[RegionCode | None, Finding | None]:
        column = self.plan.township
        if column is None:
            return self.township or self.context.place, None
        text = filled(self.grid, row, column) or self.township_cell
        self.township_cell = text
        if not text:
            return self.township or self.context.place, None
        code = self.context.index.match_township(text)
        if code:
            return code, None
        wrong = finding(
            "R_TOWNSHIP_MISMATCH", column=column.header, cell=self.grid.address(row, column.index), seen=text
        )
        return None, wrong

    def _place_cells(self, row: int, on_cell: str) -> dict[str, str]:
        cells = {
            "report_date": on_cell,
            "village": self._address(row, self.plan.village),
            "township": self._address(row, self.plan.township),
        }
        return {name: cell for name, cell in cells.items() if cell}

    def _address(self, row: int, column: Column | None) -> str:
        return self.grid.address(row, column.index) if column and filled(self.grid, row, column) else ""

    def _kind_hint(self) -> RegionKind | None:
        header = self.plan.village.levels[-1] if self.plan.village and self.plan.village.levels else ""
        if "社区" in header and "村" not in header:
            return RegionKind.COMMUNITY
        return RegionKind.VILLAGE if header == "行政村" else None

    def _on(self, row: int) -> tuple[date, list[Finding], str]:
        """The day of the row: its own column, else the table's."""
        column = self.plan.on
        value = self.grid.value(row, column.index) if column else None
        if column is None or values.is_blank(value):
            return self.context.day, [], ""
        parsed = values.parse_date(value, self.context.year_hint, untyped=self.grid.sheet.kind == "csv")
        problems = list(parsed.problems)
        if parsed.value and parsed.value > self.context.received_on:
            problems.append("R_FUTURE_DATE")
        cells = self._cells(row, self.context.day)
        cell = self.grid.address(row, column.index) if parsed.value else ""
        return parsed.value or self.context.day, cells.findings(problems, column), cell

    def _village_rows(self, row: int) -> Iterator[Row]:
        day, on_findings, on_cell = self._on(row)
        raw, place = self._place(row, day)
        shared = [*place.findings, *on_findings, *self._cell_findings(row)]
        stated = self._row_body(row, raw)
        found = [fields for fields in self._fields_of(row, day, stated, place, raw)]
        for fields in found:
            fields.cells |= self._place_cells(row, on_cell)
        for fields in found:
            yield from self._rows_of(row, raw, place, day, fields, shared)

    def _fields_of(self, row: int, day: date, stated: Body | None, place: PlaceMatch, raw: str) -> Iterator[Fields]:
        """One for each body the row speaks of; an empty one where it is the only body of the table."""
        cells = self._cells(row, day)
        by_body: dict[Body, Fields] = {}
        for said in self.plan.bodies or (None,):
            body = self._resolved(said or stated, place, raw)
            fields = read_fields(cells, body, self.plan.groups.get(said, ()), self.plan.rate_is_percent)
            read_steps(cells, self.plan.steps.get(said, ()), fields)
            by_body[body] = _joined(by_body[body], fields) if body in by_body else fields
        for fields in by_body.values():
            self._finish_matrix(cells, fields)
        saying = [fields for fields in by_body.values() if fields.says_something]
        remarks = self._remarks(row)
        for fields in saying or ([*by_body.values()] if len(by_body) == 1 else []):
            fields.notes += remarks
            counts = {f"{fields.body.value}:{key}": count for key, count in fields.counts.items()}
            self.summands.append((row, place.township, counts))
            yield fields

    def _finish_matrix(self, cells: Cells, fields: Fields) -> None:
        """A matrix with a column that says "done" says so; ticks at steps nobody knows are told."""
        if not self.plan.steps:
            return
        if fields.flags.get("completed") and fields.stage:
            fields.stage = procedures.last_stage(fields.body)
            fields.cells["stage"] = fields.cells["flag:completed"]
        if fields.stage:
            for column in self.plan.unknown_steps:
                if cells.legend.mark(cells.raw(column)) in (Mark.DONE, Mark.DOING):
                    fields.findings += cells.findings(("R_STAGE_UNKNOWN",), column)
                    fields.notes.append(column.header)

    def _row_body(self, row: int, raw: str) -> Body | None:
        text = filled(self.grid, row, self.plan.body)
        said = vocabulary.body_of(text) if text else None
        if said or self.body or self.context.body:
            return said or self.body or self.context.body
        return Body.PARTY if raw.endswith(_PARTY_NAME) else None

    def _resolved(self, body: Body | None, place: PlaceMatch, raw: str) -> Body:
        """Community rows are the residents' committee even below 村委会, and the reverse."""
        body = body or Body.VILLAGE
        if body not in (Body.VILLAGE, Body.RESIDENTS):
            return body
        region = self.context.index.gazetteer.find(place.code) if place.code else None
        if region:
            return Body.RESIDENTS if region.kind is RegionKind.COMMUNITY else Body.VILLAGE
        kinds = {self.context.index.gazetteer[code].kind for code in place.candidates}
        if kinds == {RegionKind.COMMUNITY} or any(word in raw for word in ("社区", "居委会", "居民委员会")):
            return Body.RESIDENTS
        return Body.VILLAGE

    def _remarks(self, row: int) -> list[str]:
        texts = (text_of(self.grid.raw(row, column.index)) for column in self.plan.remarks)
        kept = (text for text in texts if text and not values.is_blank(text) and not persons.is_personal_cell(text))
        return [persons.mask_names(text) for text in kept]

    def _cell_findings(self, row: int) -> list[Finding]:
        """Inert formula text and personal numbers anywhere in the row."""
        cells = self._cells(row, self.context.day)
        found: list[Finding] = []
        for column in self.table.columns:
            value = cells.raw(column)
            if column.is_personal or not isinstance(value, str | int) or column.key == "code":
                continue
            if isinstance(value, str) and values.is_formula_text(value) and column.key not in keys.COUNTS | keys.RATES:
                found += cells.findings(("R_FORMULA_INJECTION",), column)
            if persons.is_personal_cell(str(value)) if _may_be_personal(value) else False:
                found += cells.findings(("R_PII_CELL",), column)
        return found

    def _rows_of(
        self, row: int, raw: str, place: PlaceMatch, day: date, fields: Fields, shared: list[Finding]
    ) -> Iterator[Row]:
        fields.stage = in_body(fields.stage, fields.body) if fields.stage else None
        findings = [*shared, *fields.findings]
        known = {f.code for f in findings}
        checks = [*value_findings(fields.body, fields.dates, fields.counts, fields.rates, day)]
        checks += law_findings(fields.body, fields.dates, fields.counts)
        findings += [_at_cell(f, fields) for f in checks if f.code not in known]
        where = self.grid.where(row, self._home_column)
        base = Row(
            kind=ReportKind.STATUS, where=where, township=place.township or self.context.place,
            village_raw=persons.mask_names(raw), village_code=place.code, candidates=place.candidates, match=place.match,
            body=fields.body, on=day, cells=fields.cells, note="；".join(filter(None, (place.note, *fields.notes))),
        )  # fmt: skip
        is_plan = self.subject is Subject.PLAN
        plans = {**(fields.dates if is_plan else {}), **fields.plans}
        disposition = self._disposition(place, fields, findings)
        if not is_plan and (fields.says_facts or not plans):
            yield replace(
                base, stage=fields.stage, dates=fields.dates, counts=fields.counts, rates=fields.rates,
                flags=fields.flags, findings=tuple(findings), disposition=disposition,
            )  # fmt: skip
        if plans:
            yield replace(base, dates=plans, planned=True, findings=tuple(findings), disposition=disposition)

    def _disposition(self, place: PlaceMatch, fields: Fields, findings: list[Finding]) -> Disposition:
        found = disposition_of(findings, place.match)
        if self.subject is Subject.JOINT_REVIEW and self.context.body is None and self.plan.body is None:
            return Disposition.IGNORE  # whose candidates were reviewed is not said
        unknown_stage = any(f.code == "R_STAGE_UNKNOWN" for f in findings)
        other = fields.counts or fields.dates or fields.rates or fields.flags or fields.stage
        if unknown_stage and not other:
            return Disposition.REVIEW  # the stage was all the row had to say
        if place.part and fields.counts:
            return Disposition.REVIEW  # numbers of a part of the village are not the village's
        return found

    # -- townships and ledgers -----------------------------------------------------------------------------------

    def _aggregate(self, row: int) -> Iterator[Row]:
        column = self.plan.township
        assert column is not None
        day, findings, _ = self._on(row)
        text = filled(self.grid, row, column)
        township = self.context.index.match_township(text)
        if township is None:
            findings = [*findings, finding(
                "R_TOWNSHIP_MISMATCH", column=column.header, cell=self.grid.address(row, column.index), seen=text
            )]  # fmt: skip
        cells = self._cells(row, day)
        counts: dict[str, int] = {}
        rates: dict[str, float] = {}
        where_found: dict[str, str] = {}
        for said, columns in self.plan.groups.items():
            fields = read_fields(cells, said or self.context.body or Body.VILLAGE, _countable(columns), self.plan.rate_is_percent)
            findings = [*findings, *fields.findings]
            for key, value in fields.counts.items():
                name = _aggregate_key(key, said)
                counts.setdefault(name, value)
                where_found.setdefault(name, fields.cells.get(key, ""))
            rates |= fields.rates
            self.summands.append((row, township, {f"{said.value if said else ''}:{k}": v for k, v in fields.counts.items()}))
        if counts or rates or findings:
            yield Row(
                kind=ReportKind.AGGREGATE, where=self.grid.where(row, column.index), township=township, on=day,
                counts=counts, rates=rates, cells=where_found, findings=tuple(findings),
                disposition=disposition_of(findings),
            )  # fmt: skip

    def _ledger_row(self, row: int) -> Row:
        day, findings, on_cell = self._on(row)
        raw, place = self._place(row, day)
        findings = [*place.findings, *findings, *self._cell_findings(row)]
        texts = {c.key: c for c in reversed(self.table.columns) if c.key and not c.is_personal}
        if "stage" in texts:  # "状态" of a ledger is the line's, not a step of the election
            texts.setdefault("status", texts["stage"])
        said = vocabulary.body_of(filled(self.grid, row, self.plan.body)) if self.plan.body else None
        line = ledgers.Line(self._cells(row, day), texts, day, self.context.received_on)
        base = Row(
            kind=ReportKind.INCIDENT, where=self.grid.where(row, self._home_column),
            township=place.township or self.context.place, village_raw=persons.mask_names(raw), village_code=place.code,
            candidates=place.candidates, match=place.match, on=day, cells=self._place_cells(row, on_cell),
            body=self._resolved(said, place, raw) if said else None,
        )  # fmt: skip
        if self.subject is Subject.KEY_VILLAGES:
            return ledgers.key_village_row(base, line, findings)
        return ledgers.incident_row(base, line, findings, self.subject)


def _countable(columns: Iterable[Column]) -> tuple[Column, ...]:
    """In a table of townships "已完成" is a number of villages, not a yes."""
    return tuple(
        replace(c, key="completed_count") if c.key == "completed" else c
        for c in columns
        if c.key in keys.COUNTS | keys.TOTALS | keys.RATES or c.key == "completed"
    )


def _aggregate_key(key: str, said: Body | None) -> str:
    key = "completed" if key == "completed_count" else key
    return f"party_{key}" if said is Body.PARTY and key == "completed" else key


def _may_be_personal(value: object) -> bool:
    text = value if isinstance(value, str) else str(value)
    return len(text) >= 11 and any(char.isdigit() for char in text)


def _joined(one: Fields, other: Fields) -> Fields:
    """Two column groups that speak of the same body; the first wins where both speak."""
    for name in ("dates", "counts", "rates", "flags", "plans", "cells", "headers"):
        setattr(one, name, {**getattr(other, name), **getattr(one, name)})
    one.stage = one.stage or other.stage
    one.findings += other.findings
    one.notes += other.notes
    return one


def _at_cell(found: Finding, fields: Fields) -> Finding:
    """A finding of the rules names a field; a clerk wants its header and cell."""
    names = (found.column, f"date:{found.column}", f"rate:{found.column}")
    name = next((name for name in names if name in fields.cells), "")
    if not name or found.cell:
        return found
    return replace(found, column=fields.headers.get(name, found.column), cell=fields.cells[name])
