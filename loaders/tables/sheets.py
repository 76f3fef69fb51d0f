"""One sheet: its tables found, each read in the light of its own title, the sheet's name and the file."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

from loaders import keys, persons
from loaders.advice import finding
from loaders.context import Context, Taken, merged
from loaders.headings import Heading, Subject, read_heading, subject_of
from loaders.layouts import Layout
from loaders.readers.grid import is_blank
from loaders.readers.raw import RawSheet
from loaders.tables.finder import Table, find_tables, halves, oriented
from loaders.tables.grid import Grid, grid_of, text_of
from loaders.tables.marks import Legend
from loaders.tables.plan import Plan, plan_of
from loaders.tables.taking import TableReader
from loaders.tables.totals import check_totals
from loaders.values import is_blank as says_nothing
from situation.model.bulletins import Finding, Skipped
from situation.model.regions import RegionCode

_FILLED_IN = re.compile("(填报|填表|制表|报送|上报|统计)(时间|日期)|^ *日期")
_OF_ALL = re.compile("全[县区市旗]|各(?:乡镇|镇街|街镇)")
_CONTACT = re.compile("电话|手机|联系方式")
_LEDGER_KEYS = {"issue", "category", "people", "measure", "status", "severity", "occurred", "channel", "closed"}
_KEY_VILLAGE_KEYS = {"reason", "colour", "duty", "listed", "level", "measures_done", "measure", "deadline", "closed"}
_MEASURES = {"registered", "voted", "turnout", "due", "present", "election_day", "completed"}


def read_sheet(sheet: RawSheet, context: Context, above: tuple[str, ...] = ()) -> Taken:
    """``above``: the lines that stand before the table in a document."""
    layout = context.layout
    grid = oriented(grid_of(sheet))
    overrides = {**context.own_headers, **(layout.headers if layout else {})}
    tables = list(_tables(grid, overrides))
    cut_off = _skipped_above(grid, sheet) if grid.transposed else ()
    if not tables:
        return _nothing_found(sheet, context, above)
    lead = tuple(text for row in sheet.rows[: grid.top] for text in map(text_of, row) if text) if grid.top else ()
    taken: list[Taken] = [Taken(skipped=cut_off)]
    legend = Legend()
    _learn(legend, sheet)
    inherited = context
    pages: list[TableReader] = []  # of the table being read
    for table in tables:
        if not (table.is_continued and len(taken) > 1):
            before = replace(context, on=inherited.on, township=_township_so_far(table, context, inherited))
            inherited = _in_light_of(table, before, (*above, *lead), sheet, layout)
            taken.append(Taken(findings=tuple(check_totals(pages))))
            pages = []
        taken.append(_read_table(table, inherited, legend, layout, (*above, *lead), pages))
    found = merged([*taken, Taken(findings=tuple(check_totals(pages)))])
    return replace(found, layout=layout.name if layout else "")


def _township_so_far(table: Table, context: Context, before: Context) -> RegionCode | None:
    """The township of the table above, unless this one speaks of the whole county."""
    return context.township if any(map(_OF_ALL.search, table.title)) else before.township


def _tables(grid: Grid, overrides: dict[str, str]) -> Iterator[Table]:
    found = find_tables(grid, overrides)
    parts = halves(grid, found[0]) if found else ()
    if not parts:
        yield from found
        return
    for number, part in enumerate(parts):
        for table in find_tables(part, overrides):
            titles = tuple(dict.fromkeys((*found[0].title, *table.title)))
            rows = table.title_rows if number == 0 else ()  # a title stands over both halves and is told once
            yield replace(table, title=titles, title_rows=rows)


def _skipped_above(grid: Grid, sheet: RawSheet) -> tuple[Skipped, ...]:
    upright = grid_of(sheet)
    return tuple(
        Skipped(upright.where(row, 0), "title") for row in range(grid.top) if not all(map(is_blank, sheet.rows[row]))
    )


def _nothing_found(sheet: RawSheet, context: Context, above: tuple[str, ...]) -> Taken:
    """No header anywhere: say so for every row, so that nothing vanishes."""
    grid = grid_of(sheet)
    texts = [text_of(cell) for row in sheet.rows[:30] for cell in row if isinstance(cell, str)]
    heading = read_heading((*above, *texts), context.index, context.year_hint)
    why = "zero_report" if heading.zero_report else "no_header"
    skipped = tuple(
        Skipped(grid.where(row, 0), why) for row, cells in enumerate(grid.rows) if not all(map(is_blank, cells))
    )
    return Taken(
        skipped=skipped, on=heading.on, township=heading.township, zero_report=heading.zero_report,
        correction=heading.correction, quarantine=persons.looks_like_roster(texts[:12]),
    )  # fmt: skip


def _learn(legend: Legend, sheet: RawSheet) -> None:
    """Legends stand above or below the table: look at the first and the last rows."""
    ends = sheet.rows if len(sheet.rows) <= 400 else (*sheet.rows[:10], *sheet.rows[-40:])
    marks: set[str] = set()
    for row in ends:
        for cell in row:
            if isinstance(cell, str):
                if len(cell) <= 2:
                    marks.add(cell.strip())
                else:
                    legend.learn(cell)
    legend.look_at(marks)


def _in_light_of(
    table: Table, context: Context, above: tuple[str, ...], sheet: RawSheet, layout: Layout | None
) -> Context:
    """The context of a table: its title, then the lines above it, then the sheet's name, then the file."""
    index, hint = context.index, context.year_hint
    own = read_heading(table.title, index, hint)
    before = read_heading(above, index, hint)
    name = read_heading((sheet.name,), index, hint, loose=True)
    below = read_heading(_dated_footers(table), index, hint)
    places = (own, before, name, replace(below, townships=(), body=None, correction=False))
    if layout and layout.date:
        on = _day_by_layout(layout, places, context, sheet)
    else:
        on = next((place.on for place in places if place.on), None) or context.on
    township = next((place.township for place in places if place.township), None) or context.township
    if layout and layout.township:
        township = index.match_township(layout.township) or township
    body = (layout.body if layout else None) or next((place.body for place in places if place.body), None)
    return replace(
        context, on=on, township=township, body=body or context.body,
        correction=context.correction or any(place.correction for place in places),
    )  # fmt: skip


def _dated_footers(table: Table) -> tuple[str, ...]:
    """Lines below the rows that say when the table was filled in."""
    rows = range(max(table.first, table.last - 8), table.last)
    lines = (" ".join(table.grid.text(row, col) for col in range(min(table.grid.width, 30))) for row in rows)
    return tuple(line for line in lines if _FILLED_IN.search(line))


def _day_by_layout(layout: Layout, places: tuple[Heading, ...], context: Context, sheet: RawSheet) -> date | None:
    own, _before, name, _below = places
    if layout.date.startswith("cell:"):
        text = _cell_text(sheet, layout.date.removeprefix("cell:"))
        return read_heading((text,), context.index, context.year_hint, loose=True).on or context.on
    return {"title": own.on, "sheet": name.on, "file": context.on, "received": context.received_on}[layout.date]


def _cell_text(sheet: RawSheet, address: str) -> str:
    grid = grid_of(sheet)
    for row in range(min(len(grid.rows), 50)):
        for col in range(len(grid.rows[row])):
            if grid.address(row, col) == address.upper():
                return grid.text(row, col)
    return ""


def subject_of_table(table: Table, plan: Plan, titles: Iterable[str], layout: Layout | None) -> Subject:
    """The title proposes, the columns decide."""
    if layout and layout.subject:
        return layout.subject
    told = next((found for title in titles if (found := subject_of(title))), None)
    named = table.keys()
    measured = bool(named & _MEASURES) or bool(plan.steps)
    is_status = measured or "stage" in named
    if told is Subject.PLAN:
        return Subject.PLAN if named & keys.DATES or plan.steps else Subject.STATUS
    if told in (Subject.INCIDENTS, Subject.SUPERVISION) and named & {"issue", "category"} and not measured:
        return told
    if told is Subject.KEY_VILLAGES and named & _KEY_VILLAGE_KEYS and not measured:
        return told
    if told is Subject.JOINT_REVIEW:
        return told
    if "issue" in named and len(named & _LEDGER_KEYS) >= 3 and not is_status:
        return Subject.INCIDENTS
    if "reason" in named and len(named & _KEY_VILLAGE_KEYS) >= 2 and not is_status:
        return Subject.KEY_VILLAGES
    return Subject.STATUS


def _read_table(
    table: Table, context: Context, legend: Legend, layout: Layout | None, above: tuple[str, ...],
    pages: list[TableReader],
) -> Taken:  # fmt: skip
    own = read_heading(table.title, context.index, context.year_hint)
    told = Taken(on=context.on, township=own.township or context.township, correction=context.correction)
    if _is_roster(table):
        return replace(told, quarantine=True)
    plan = plan_of(table, context.index, context.place, context.body)
    titles = (*reversed(table.title), *reversed(above), table.grid.sheet.name, context.file)
    subject = subject_of_table(table, plan, titles, layout)
    reader = TableReader(context, table, plan, subject, legend).read()
    pages.append(reader)
    personal = _personal_columns(table)
    is_wide = plan.township is not None or len({row.township for row in reader.rows if row.township}) > 1
    return replace(
        told, rows=tuple(reader.rows), skipped=tuple(reader.skipped), findings=personal,
        township=None if is_wide and own.township is None else told.township,
        zero_report=own.zero_report or reader.zero_report,
        correction=told.correction or reader.correction,
        foreign=_foreign_codes(table, plan, context),
        on=_one_day(reader) if plan.on is not None and context.on is None else told.on,
    )  # fmt: skip


def _foreign_codes(table: Table, plan: Plan, context: Context) -> str:
    """Codes that are whole, all of one other county and none of ours."""
    if plan.code is None:
        return ""
    texts = {table.grid.text(row, plan.code.index) for row in range(table.first, min(table.last, table.first + 400))}
    codes = {text for text in texts if re.fullmatch(r"\d{12}", text)}
    ours = {region.code[:6] for region in context.index.gazetteer.counties}
    theirs = {code[:6] for code in codes}
    return f"代码 {theirs.pop()} 的县（区）" if len(codes) >= 2 and len(theirs) == 1 and not theirs & ours else ""


def _is_roster(table: Table) -> bool:
    """A list of persons. A ledger of troubles may have a column too many for who complained: that one is dropped."""
    headers = [column.levels[-1] for column in table.columns if column.levels]
    named = table.keys()
    if "issue" in named and named & {"village", "township"}:
        headers = [header for header in headers if not _CONTACT.search(header)]
    return persons.looks_like_roster(headers)


def _one_day(reader: TableReader) -> date | None:
    """The latest day of the rows' own date column; a row from the future is that row's fault, not the file's."""
    days = [row.on for row in reader.rows if row.on and "report_date" in row.cells]
    past = [day for day in days if day <= reader.context.received_on]
    return max(past or days, default=None)


def _personal_columns(table: Table) -> tuple[Finding, ...]:
    found = []
    for column in table.columns:
        cells = (row[column.index] for row in table.grid.rows[table.first : table.last] if column.index < len(row))
        if column.is_personal and not all(map(says_nothing, cells)):
            cell = table.grid.address(table.header_rows[-1], column.index)
            found.append(finding("F_PII_COLUMN", column=column.header, cell=cell, seen=column.header))
    return tuple(found)
