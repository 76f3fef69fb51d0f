"""Writes the forms a township fills: its places listed with their codes, lists to choose from, the header locked.

The hidden sheet holds the mark by which the reader knows the form again, and the lists. Names are written as inert
text, whatever they begin with.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any, Final

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from loaders import forms
from loaders.forms import FIRST_ROW, GROUP_ROW, HEADER_ROW, Form, FormColumn
from situation.model.regions import Gazetteer, Region, RegionCode, RegionKind
from situation.model.reports import Body, IncidentStatus, Level, Severity
from situation.rules import procedures
from situation.rules.categories import categories

_TOP, _LINE = PatternFill("solid", fgColor="E9EDF1"), Side("thin", color="B9C4CD")
_BOX = Border(_LINE, _LINE, _LINE, _LINE)
_CHANNELS: Final = ("信", "访", "电", "网", "日报", "督导")
_FIXED: Final = frozenset({"seq", "code"})
_HINTS: Final[Mapping[str, tuple[str, Any, str]]] = {
    "count": ("请填写不小于 0 的整数，不详的留空", "whole", "0"),
    "day": ("请填写日期，如 2026-01-08", "date", "36526"),  # 2000-01-01
}


def write_template(kind: str, gazetteer: Gazetteer, township: RegionCode, out: Path, on: date | None = None) -> Form:
    """Writes the newest version of a form; ``on`` fills in the day."""
    form, place = forms.newest_form(kind), gazetteer[township]
    villages = gazetteer.leaves_below(township)
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = forms.FORM_SHEET
    hidden = book.create_sheet(forms.MARK_SHEET)
    hidden.sheet_state = "hidden"
    lists = _Lists(hidden, _words(villages))
    _mark(hidden, form, place)
    _head(sheet, form, place, on)
    _body(sheet, form, villages, lists)
    _lock(sheet)
    out.parent.mkdir(parents=True, exist_ok=True)
    book.save(out)
    return form


def _words(villages: Iterable[Region]) -> dict[str, tuple[str, ...]]:
    """What may be chosen, by the name a column asks for; stages by body."""
    found: dict[str, tuple[str, ...]] = {
        f"stages {body.value}": tuple(procedures.stage_name(code) for code in procedures.stages(body)) for body in Body
    }
    found["categories"] = tuple(f"{c.code} {c.zh}" for c in categories())
    for name, kind in (("severities", Severity), ("statuses", IncidentStatus), ("levels", Level)):
        found[name] = tuple(member.value for member in kind)
    return found | {"channels": _CHANNELS, "villages": tuple(v.name for v in villages), "yes": ("是", "否")}


class _Lists:
    """The lists stand in the hidden sheet, a column each: a list written into the rule itself may not be long."""

    def __init__(self, sheet: Worksheet, words: Mapping[str, tuple[str, ...]]) -> None:
        self._places: dict[str, str] = {}
        for number, (name, entries) in enumerate(words.items(), start=4):
            for row, entry in enumerate(entries, start=1):
                _put(sheet.cell(row, number), entry)
            letter = get_column_letter(number)
            self._places[name] = f"'{sheet.title}'!${letter}$1:${letter}${max(len(entries), 1)}"

    def rule(self, name: str) -> DataValidation:
        return _rule(DataValidation("list", formula1=self._places[name], allow_blank=True), "请从列表中选择")


def _mark(sheet: Worksheet, form: Form, place: Region) -> None:
    told = ((forms.MARK, ""), ("kind", form.kind), ("version", str(form.version)), ("township", place.code))
    for row, (name, value) in enumerate(told, start=1):
        _put(sheet.cell(row, 1), name)
        _put(sheet.cell(row, 2), value)


def _head(sheet: Worksheet, form: Form, place: Region, on: date | None) -> None:
    width = len(form.columns)
    sheet.merge_cells(start_row=1, end_row=1, start_column=1, end_column=width)
    title = _put(sheet.cell(1, 1), f"{place.name}{form.zh}")
    title.font, title.alignment = Font(bold=True, size=16), Alignment("center", "center")
    sheet.row_dimensions[1].height = 32
    _put(sheet.cell(2, 1), "填报日期")
    day: Any = sheet.cell(forms.DATE_ROW + 1, forms.DATE_COLUMN + 1)
    day.value = on
    day.number_format, day.border, day.protection = "yyyy-mm-dd", _BOX, Protection(locked=False)
    _put(sheet.cell(2, 6), "只填白格；不详的留空；无进展的村不填。勿增删列，勿填个人姓名、电话、证件号码。")
    for index, column in enumerate(form.columns, start=1):
        for row, text in ((GROUP_ROW + 1, column.group), (HEADER_ROW + 1, column.header)):
            cell = _put(sheet.cell(row, index), text)
            cell.fill, cell.border, cell.font = _TOP, _BOX, Font(bold=True)
            cell.alignment = Alignment("center", "center", wrap_text=True)
        sheet.column_dimensions[get_column_letter(index)].width = column.width
    _merge_groups(sheet, form)
    sheet.row_dimensions[HEADER_ROW + 1].height = 34
    village = form.index("village") or 0
    sheet.freeze_panes = f"{get_column_letter(village + 2)}{FIRST_ROW + 1}"


def _merge_groups(sheet: Worksheet, form: Form) -> None:
    start = 0
    for index in range(1, len(form.columns) + 1):
        group = form.columns[start].group
        if index < len(form.columns) and group and form.columns[index].group == group:
            continue
        if group and index - start > 1:
            row = GROUP_ROW + 1
            sheet.merge_cells(start_row=row, end_row=row, start_column=start + 1, end_column=index)
        start = index


def _body(sheet: Worksheet, form: Form, villages: tuple[Region, ...], lists: _Lists) -> None:
    count = form.rows or len(villages)
    for number in range(count):
        village = None if form.rows else villages[number]
        for index, column in enumerate(form.columns, start=1):
            cell: Any = sheet.cell(FIRST_ROW + 1 + number, index)
            cell.border = _BOX
            _fill(cell, column, number, village)
    for index, column in enumerate(form.columns, start=1):
        _guide(sheet, column, get_column_letter(index), villages, count, lists)


def _fill(cell: Any, column: FormColumn, number: int, village: Region | None) -> None:
    if village and column.key in ("code", "village", "seq"):
        told = {"code": village.code, "village": village.name, "seq": str(number + 1)}[column.key]
        _put(cell, told)
        cell.fill = _TOP
        return
    applies = village is None or column.body is None or _elects(village, column.body)
    cell.protection = Protection(locked=not applies)
    cell.number_format = {"day": "yyyy-mm-dd", "count": "0"}.get(column.kind, "@")
    if not applies:
        cell.fill = _TOP


def _elects(village: Region, body: Body) -> bool:
    """The column of the committee serves villages and communities alike."""
    return body is Body.VILLAGE or body in procedures.bodies_of(village.kind)


def _guide(
    sheet: Worksheet, column: FormColumn, letter: str, villages: tuple[Region, ...], count: int, lists: _Lists
) -> None:
    """What may be entered in the column: a list, a whole number, a day."""
    whole = f"{letter}{FIRST_ROW + 1}:{letter}{FIRST_ROW + count}"
    if column.kind in _HINTS:
        hint, kind, least = _HINTS[column.kind]
        _add(
            sheet,
            _rule(DataValidation(kind, operator="greaterThanOrEqual", formula1=least, allow_blank=True), hint),
            whole,
        )
    elif column.kind == "yes":
        _add(sheet, lists.rule("yes"), whole)
    elif column.list == "stages" and column.body is not None:
        for kind in (RegionKind.VILLAGE, RegionKind.COMMUNITY):
            rows = [FIRST_ROW + 1 + n for n, village in enumerate(villages) if village.kind is kind]
            body = procedures.committee_of(kind) if column.body is Body.VILLAGE else column.body
            if rows:
                _add(sheet, lists.rule(f"stages {body.value}"), *(f"{letter}{row}" for row in rows))
    elif column.list:
        _add(sheet, lists.rule(column.list), whole)


def _rule(rule: DataValidation, hint: str) -> DataValidation:
    rule.error, rule.errorTitle, rule.showErrorMessage = hint, "请核对", True
    rule.prompt, rule.showInputMessage = hint, True
    return rule


def _add(sheet: Worksheet, rule: DataValidation, *ranges: str) -> None:
    for cells in ranges:
        rule.add(cells)
    sheet.add_data_validation(rule)


def _lock(sheet: Worksheet) -> None:
    """Without a password: against slips, not against people."""
    guard = sheet.protection
    guard.sheet, guard.formatColumns, guard.formatRows, guard.sort, guard.autoFilter = True, False, False, False, False


def _put(cell: Any, text: str) -> Any:
    """As text, never as a formula."""
    cell.value = text or None
    if text:
        cell.data_type = "s"
        cell.number_format = "@"
        cell.quotePrefix = True
    return cell
