"""The fields one row states about one body, each with its cell, and what was wrong with each cell."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date

from loaders import keys, persons, values, vocabulary
from loaders.advice import finding
from loaders.readers.grid import is_blank
from loaders.readers.raw import CellValue
from loaders.tables.columns import Column
from loaders.tables.grid import Grid, text_of
from loaders.tables.marks import Legend
from loaders.tables.plan import Step
from loaders.values import Mark
from situation.model.bulletins import Finding
from situation.model.reports import Body, StageCode
from situation.rules import procedures

_RATE_TOLERANCE = 0.0015
NUMBERS = keys.COUNTS | keys.TOTALS | {"completed_count"}
_DAY_OF_STEP = {
    "P04": "review_done", "P05": "init_pub_start", "P06": "pre_pub_start", "P07": "party_election",
    "V02": "committee", "V03": "method_passed", "V04": "reg_start", "V05": "list_published", "V06": "reps_done",
    "V08": "review_done", "V09": "candidates_published", "V10": "election_day", "V11": "second_ballot",
    "V12": "result_published", "V13": "handover", "S03": "election_day", "E06": "election_day",
}  # fmt: skip


@dataclass(slots=True)
class Fields:
    """What is known so far of one body in one row."""

    body: Body
    stage: StageCode | None = None
    dates: dict[str, date] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)
    rates: dict[str, float] = field(default_factory=dict)
    flags: dict[str, bool] = field(default_factory=dict)
    plans: dict[str, date] = field(default_factory=dict)
    columns: dict[str, Column] = field(default_factory=dict)  # where each field was read
    findings: list[Finding] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def says_something(self) -> bool:
        return bool(self.says_facts or self.plans or self.findings)

    @property
    def says_facts(self) -> bool:
        return bool(self.stage or self.dates or self.counts or self.rates or self.flags)


@dataclass(slots=True)
class Cells:
    """The cells of one row after another, and what helps to read them; what was read once is remembered."""

    grid: Grid
    legend: Legend
    place: int = 0  # column of the village
    row: int = 0
    day: date = date.min  # for dates without a year
    known_dates: dict[tuple[object, date], values.ParsedDate] = field(default_factory=dict)
    known_flags: dict[object, bool | None] = field(default_factory=dict)

    def at(self, row: int, day: date) -> Cells:
        self.row, self.day = row, day
        return self

    def raw(self, column: Column) -> CellValue:
        return self.grid.raw(self.row, column.index)

    def address(self, column: Column) -> str:
        return self.grid.address(self.row, column.index)

    def date_of(self, value: CellValue, hint: date) -> values.ParsedDate:
        key = (value, hint) if not isinstance(value, float | bool) else (repr(value), hint)
        found = self.known_dates.get(key)
        if found is None:
            found = values.parse_date(value, hint, untyped=self.grid.sheet.kind == "csv")
            self.known_dates[key] = found
        return found

    def flag_of(self, value: CellValue) -> bool | None:
        key = (type(value), value)
        if key not in self.known_flags:
            self.known_flags[key] = self.legend.yes_no(value)
        return self.known_flags[key]

    def is_shared(self, column: Column) -> bool:
        """One number merged over several villages: whose it is nobody can tell."""
        grid = self.grid
        return grid.is_merged_down(self.row, column.index) and not grid.is_merged_down(self.row, self.place)

    def is_uncached(self, column: Column) -> bool:
        """A formula whose result was never worked out: the number exists and we cannot see it."""
        uncached = self.grid.sheet.uncached
        return bool(uncached) and self.grid.number(self.row, column.index) in uncached

    def findings(self, codes: Iterable[str], column: Column) -> list[Finding]:
        codes = tuple(codes)
        if not codes:
            return []
        text = text_of(self.raw(column))
        seen = "" if persons.is_personal_cell(text) else persons.mask_names(text)[:60]
        return [finding(code, column=column.header, cell=self.address(column), seen=seen) for code in codes]


def read_fields(cells: Cells, body: Body, columns: Iterable[Column], percent: dict[int, bool | None]) -> Fields:
    found = Fields(body)
    rates: list[Column] = []
    for column in columns:
        value = cells.raw(column)
        if is_blank(value):
            if column.key in keys.COUNTS and cells.is_uncached(column):
                found.findings += cells.findings(("R_BAD_NUMBER",), column)
            continue
        if column.key in keys.RATES:
            rates.append(column)  # read last: the counts tell 0.9 % from 90 %
        elif column.key in NUMBERS:
            _read_count(cells, column, value, found)
        elif column.key in keys.DATES:
            _read_date(cells, column, value, found, in_party(column.key, body))
        elif column.key in keys.FLAGS:
            _read_flag(cells, column, value, found)
        elif column.key == "stage":
            _read_stage(cells, column, value, found)
        elif column.key and keys.is_own(column.key):
            _read_own(cells, column, value, found, column.key)
    for column in rates:
        _read_rate(cells, column, found, percent.get(column.index))
    if found.stage:
        found.stage = in_body(found.stage, body)
    return found


def _read_count(cells: Cells, column: Column, value: CellValue, found: Fields) -> None:
    if cells.is_shared(column):
        found.findings += cells.findings(("R_BAD_NUMBER",), column)
        return
    count = _plain_count(value)
    if count is None:
        parsed = values.parse_count(value)
        found.findings += cells.findings(parsed.problems, column)
        count = parsed.value
    if count is not None and column.key and column.key not in found.counts:
        found.counts[column.key] = count
        found.columns[column.key] = column


def _read_own(cells: Cells, column: Column, value: CellValue, found: Fields, key: str) -> None:
    """The county's own counters and checklist entries, under the names its declarations give them."""
    kind, _, name = key.partition(":")
    read = _read_count if kind == "count" else _read_flag
    read(cells, replace(column, key=name), value, found)


def _plain_count(value: CellValue) -> int | None:
    """What nobody can misread: by far the most cells of a large file."""
    if type(value) is int:
        return value if 0 <= value < 10_000_000 else None
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 8:
        return int(value)
    return None


def _read_date(cells: Cells, column: Column, value: CellValue, found: Fields, key: str) -> None:
    parsed = cells.date_of(value, cells.day)
    if not parsed.value and parsed.problems and column.key is None:
        return
    found.findings += cells.findings(parsed.problems, column)
    if parsed.value:
        target = found.plans if column.planned or parsed.planned else found.dates
        if key not in target:
            target[key] = parsed.value
            found.columns[f"date:{key}"] = column


def _read_flag(cells: Cells, column: Column, value: CellValue, found: Fields) -> None:
    said = cells.flag_of(value)
    if said is None and column.key == "one_shot" and isinstance(value, str):
        said = vocabulary.one_shot_of(value)
    if said is None and column.key == "completed" and isinstance(value, str):
        _read_stage(cells, column, value, found)
        return
    if said is not None and column.key:
        found.flags[column.key] = said
        found.columns[f"flag:{column.key}"] = column


def _read_stage(cells: Cells, column: Column, value: CellValue, found: Fields) -> None:
    text = text_of(value)
    if values.is_blank(value):
        return
    stage = vocabulary.stage_of(text, found.body)
    if stage is None and len(text) == 1 and cells.legend.mark(value) is Mark.DONE:
        found.flags.setdefault("completed", True)  # √ below a body's name
        found.columns.setdefault("flag:completed", column)
        return
    if stage is None and cells.legend.mark(value) in (Mark.DOING, Mark.TODO):
        found.flags.setdefault("completed", False)  # 进行中: at work, at no step that is told
        found.columns.setdefault("flag:completed", column)
        return
    if stage is None:
        found.notes.append(persons.mask_names(text))
        found.findings += cells.findings(("R_STAGE_UNKNOWN",), column)
        return
    if found.stage is None or procedures.stage_index(stage) > procedures.stage_index(found.stage):
        found.stage = stage
        found.columns["stage"] = column


def _read_rate(cells: Cells, column: Column, found: Fields, is_percent: bool | None) -> None:
    """Where the counts stand beside it, they decide whether 0.9 is ninety percent or nine tenths of one."""
    value = cells.raw(column)
    parsed = values.parse_rate(value, is_percent)
    if isinstance(value, str) and value.strip().startswith("#"):
        return  # #DIV/0!: a rate that Excel could not work out before the vote
    found.findings += cells.findings(parsed.problems, column)
    if parsed.value is None or column.key is None:
        return
    found.rates[column.key] = _agreeing(parsed.value, value, found)
    found.columns[f"rate:{column.key}"] = column


def _agreeing(rate: float, value: CellValue, found: Fields) -> float:
    registered, voted = found.counts.get("registered"), found.counts.get("voted")
    if not registered or voted is None or not isinstance(value, int | float):
        return rate
    true = voted / registered
    fits = [form for form in (rate, float(value), value / 100) if abs(form - true) <= _RATE_TOLERANCE]
    return round(fits[0], 6) if fits else rate


def read_steps(cells: Cells, steps: Iterable[Step], found: Fields) -> None:
    """The furthest step entered: ticked, in hand, or dated. A date later than today is a plan."""
    for step in steps:
        value = cells.raw(step.column)
        if is_blank(value):
            continue
        stage = in_body(step.stage, found.body)
        mark = cells.legend.mark(value)
        if mark is None and not values.is_blank(value):
            mark = _read_step_date(cells, step.column, value, found, stage)
        if mark in (Mark.DONE, Mark.DOING):
            _enter(found, stage, step.column)


def _read_step_date(cells: Cells, column: Column, value: CellValue, found: Fields, stage: StageCode) -> Mark | None:
    if isinstance(value, str) and not any(char.isdigit() for char in value):
        return Mark.DOING if "中" in value else Mark.DONE if "完" in value and "未" not in value else None
    key = in_party(column.key, found.body) if column.key in keys.DATES else day_of_step(stage)
    parsed = cells.date_of(value, cells.day)
    found.findings += cells.findings(parsed.problems, column)
    if parsed.value is None:
        return None
    is_plan = column.planned or parsed.planned or parsed.value > cells.day
    if key:
        (found.plans if is_plan else found.dates).setdefault(key, parsed.value)
        found.columns[f"date:{key}"] = column
    return None if is_plan else Mark.DONE


def _enter(found: Fields, stage: StageCode, column: Column) -> None:
    if found.stage is None or procedures.stage_index(stage) > procedures.stage_index(found.stage):
        found.stage = stage
        found.columns["stage"] = column


def in_party(key: str, body: Body) -> str:
    """选举日 in a row of the party organisation is the day of its meeting."""
    return "party_election" if body is Body.PARTY and key == "election_day" else key


def day_of_step(stage: StageCode) -> str | None:
    return _DAY_OF_STEP.get(stage.replace("R", "V"))


def in_body(stage: StageCode, body: Body) -> StageCode:
    """Villagers' and residents' committees take the same steps under their own letter."""
    both = (Body.VILLAGE, Body.RESIDENTS)
    if stage[0] != body.value and body in both and Body(stage[0]) in both:
        return StageCode(body.value + stage[1:])
    return stage
