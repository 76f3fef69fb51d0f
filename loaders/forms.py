"""The forms a township fills (forms.toml), and the mark by which a filled one is known again with certainty.

The mark is a hidden sheet that names kind, version and township. A marked form is read by its version's columns;
nothing about it is guessed. If its header no longer stands as handed out, it is read like any other table.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Any, Final, Literal

from loaders import keys
from loaders.context import Context, Taken
from loaders.headings import Subject
from loaders.readers.raw import RawFile, RawSheet
from loaders.tables.columns import Column
from loaders.tables.finder import Table
from loaders.tables.grid import Grid, grid_of, text_of
from loaders.tables.marks import Legend
from loaders.tables.plan import Plan
from loaders.tables.taking import TableReader
from loaders.values import parse_date
from situation.errors import SituationError
from situation.model.regions import RegionCode, RegionKind
from situation.model.reports import Body
from situation.rules.placenames import PlaceIndex

MARK_SHEET: Final = "situation-map"
FORM_SHEET: Final = "填报"
MARK: Final = "situation-map form"
DATE_ROW, DATE_COLUMN = 1, 3  # of the report's day, from 0: D2
GROUP_ROW, HEADER_ROW, FIRST_ROW = 2, 3, 4


@dataclass(frozen=True, slots=True, kw_only=True)
class FormColumn:
    header: str
    key: str
    group: str = ""
    body: Body | None = None
    kind: Literal["text", "count", "day", "yes", "list"] = "text"
    list: str = ""
    width: int = 13


@dataclass(frozen=True, slots=True)
class Form:
    kind: str
    version: int
    zh: str
    subject: Subject
    rows: int  # to choose a place in; 0: the places are listed
    columns: tuple[FormColumn, ...]

    @property
    def name(self) -> str:
        return f"{self.kind} v{self.version}"

    def index(self, key: str) -> int | None:
        return next((i for i, column in enumerate(self.columns) if column.key == key), None)


@dataclass(frozen=True, slots=True)
class FormMark:
    """What a filled form says of itself."""

    form: Form
    township: RegionCode | None


@cache
def forms() -> tuple[Form, ...]:
    raw = tomllib.loads((files("loaders") / "forms.toml").read_text("utf-8"))
    return tuple(_form(table) for table in raw["form"])


def _form(table: dict[str, Any]) -> Form:
    columns = (c | {"body": Body(c["body"])} if "body" in c else c for c in table["columns"])
    rows = 0 if table["rows"] == "villages" else int(table["rows"])
    made = tuple(FormColumn(**column) for column in columns)
    return Form(table["kind"], table["version"], table["zh"], Subject(table["subject"]), rows, made)


def newest_form(kind: str) -> Form:
    known = [form for form in forms() if form.kind == kind]
    if not known:
        names = ", ".join(dict.fromkeys(form.kind for form in forms()))
        raise SituationError(f"there is no form {kind!r}; there are {names}")
    return max(known, key=lambda form: form.version)


# -- known again -------------------------------------------------------------------


def mark_of(raw: RawFile, index: PlaceIndex) -> FormMark | None:
    """None for any other file, for a version we do not know, and for a form of another county."""
    sheet = next((part for part in raw.parts if isinstance(part, RawSheet) and is_mark(part)), None)
    told = {text_of(row[0]): text_of(row[1]) for row in sheet.rows if len(row) > 1} if sheet else {}
    form = next((f for f in forms() if [f.kind, str(f.version)] == [told.get("kind"), told.get("version")]), None)
    township = index.gazetteer.find(told.get("township", ""))
    if form is None or township is None or township.kind is not RegionKind.TOWNSHIP:
        return None
    return FormMark(form, township.code)


def is_mark(sheet: RawSheet) -> bool:
    return sheet.name == MARK_SHEET and sheet.hidden and bool(sheet.rows) and text_of(sheet.rows[0][0]) == MARK


def read_form(sheet: RawSheet, context: Context, mark: FormMark) -> Taken | None:
    """The filled sheet by its version's columns; None where they no longer stand as handed out."""
    grid, form = grid_of(sheet), mark.form
    if (sheet.first_row, sheet.first_col) != (1, 1) or not _stands(grid, form):
        return None
    stated = parse_date(grid.value(DATE_ROW, DATE_COLUMN), context.year_hint).value
    here = replace(context, on=stated or context.on, township=mark.township, body=None)
    reader = TableReader(here, _table(grid, form), _plan(form), form.subject, Legend()).read()
    return Taken(
        rows=tuple(reader.rows), skipped=tuple(reader.skipped), on=here.on, township=mark.township, layout=form.name,
        zero_report=reader.zero_report,
    )  # fmt: skip


def _stands(grid: Grid, form: Form) -> bool:
    if len(grid.rows) <= HEADER_ROW:
        return False
    header = [grid.text(HEADER_ROW, index) for index in range(len(grid.rows[HEADER_ROW]))]
    while header and not header[-1]:
        header.pop()
    return header == [text_of(column.header) for column in form.columns]


def _columns(form: Form) -> tuple[Column, ...]:
    return tuple(
        Column(
            index, tuple(filter(None, (c.group, c.header))), c.key, c.body, planned=form.subject is Subject.PLAN
        )
        for index, c in enumerate(form.columns)
    )  # fmt: skip


def _table(grid: Grid, form: Form) -> Table:
    titles = (grid.text(0, 0),)
    return Table(grid, titles, (0, 1), (GROUP_ROW, HEADER_ROW), _columns(form), FIRST_ROW, len(grid.rows))


def _plan(form: Form) -> Plan:
    columns = _columns(form)
    by_key = {column.key: column for column in columns}
    told = keys.COUNTS | keys.DATES | keys.FLAGS | {"stage"}
    bodies = dict.fromkeys(c.body for c in columns if c.body)
    return Plan(
        village=by_key["village"], township=None, code=by_key.get("code"), kind=None, body=None, on=None,
        groups={body: tuple(c for c in columns if c.body is body and c.key in told) for body in bodies},
        steps={}, unknown_steps=(), remarks=tuple(c for c in columns if c.key == "remark"), rate_is_percent={},
    )  # fmt: skip
