"""The forms we hand out: filled and sent back, every value comes home, known by version and never guessed."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from datetime import UTC, date, datetime
from html import unescape
from pathlib import Path

import pytest
from openpyxl import load_workbook

from loaders.forms import FIRST_ROW, FORM_SHEET, HEADER_ROW, MARK_SHEET, forms, newest_form
from loaders.reading import read_bulletin
from loaders.templates import write_template
from situation.errors import SituationError
from situation.model.bulletins import Disposition, Outcome, Reading
from situation.model.regions import Gazetteer, Region, RegionCode, RegionKind, gazetteer
from situation.model.reports import Body, IncidentStatus, Level, ReportKind, Severity
from situation.rules import procedures
from situation.rules.placenames import PlaceIndex

ON = date(2026, 1, 8)
AT = datetime(2026, 1, 8, 9, 30, tzinfo=UTC)
TOWN = RegionCode("990101101000")


def place(code: str, name: str, kind: RegionKind, parent: str | None) -> Region:
    return Region(RegionCode(code), name, kind, RegionCode(parent) if parent else None)


@pytest.fixture
def county() -> Gazetteer:
    return gazetteer(
        [
            place("990101000000", "青岚县", RegionKind.COUNTY, None),
            place(TOWN, "石桥镇", RegionKind.TOWNSHIP, "990101000000"),
            place("990101101001", "柳湾社区", RegionKind.COMMUNITY, TOWN),
            place("990101101201", "柳湾村", RegionKind.VILLAGE, TOWN),
            place("990101101202", "=1+1村", RegionKind.VILLAGE, TOWN),
            place("990101102000", "云坪乡", RegionKind.TOWNSHIP, "990101000000"),
            place("990101102201", "柳湾村", RegionKind.VILLAGE, "990101102000"),
        ]
    )


def filled(
    path: Path, kind: str, county: Gazetteer, cells: Mapping[tuple[int, str, str], object], on: date | None = ON
) -> bytes:
    """The form with cells filled by (number of the line from 1, group, header), as a clerk would."""
    form = write_template(kind, county, TOWN, path, on)
    book = load_workbook(path)
    sheet = book[FORM_SHEET]
    where = {(c.group, c.header): n for n, c in enumerate(form.columns, start=1)}
    for (line, group, header), value in cells.items():
        cell = sheet.cell(FIRST_ROW + line, where[group, header])
        assert not cell.protection.locked, f"{cell.coordinate} cannot be filled"
        cell.value = value  # type: ignore[assignment]
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def read(content: bytes, county: Gazetteer, name: str = "表.xlsx") -> Reading:
    (reading,) = read_bulletin(name, content, PlaceIndex(county), received_at=AT)
    return reading


V, P = "村(居)委会", "党组织"
DAILY = {
    (1, P, "当前环节"): "资格联审",
    (1, V, "当前环节"): "推选居民代表、小组长",
    (2, P, "当前环节"): "党员大会选举",
    (2, P, "党员大会日期"): date(2025, 12, 30),
    (2, P, "应到会"): 50,
    (2, P, "实到会"): 45,
    (2, V, "当前环节"): "投票选举",
    (2, V, "选民名单公布日期"): date(2025, 12, 18),
    (2, V, "选举日"): ON,
    (2, V, "登记选民数"): 1256,
    (2, V, "参加投票人数"): 1130,
    (2, V, "应选职数"): 5,
    (2, V, "当选人数"): 5,
    (2, V, "其中女性"): 2,
    (2, V, "是否一次选举成功"): "是",
    (2, V, "是否完成"): "否",
    (2, "监督委员会", "当前环节"): "未启动",
    (2, "集体经济组织", "当前环节"): "推选社员代表",
}


def test_a_filled_daily_form_comes_home_whole(county: Gazetteer, tmp_path: Path) -> None:
    reading = read(filled(tmp_path / "f.xlsx", "daily", county, DAILY), county)
    assert (reading.outcome, reading.on, reading.township) == (Outcome.OK, ON, TOWN)
    assert (reading.findings, reading.layout) == ((), "daily v1")
    assert all(row.findings == () and row.disposition is Disposition.ACCEPT for row in reading.rows)
    rows = {(row.village_code, row.body): row for row in reading.rows}
    vote = rows["990101101201", Body.VILLAGE]
    assert vote.stage == "V10" and vote.on == ON
    assert vote.counts == {"registered": 1256, "voted": 1130, "posts": 5, "elected": 5, "female": 2}
    assert vote.dates == {"list_published": date(2025, 12, 18), "election_day": ON}
    assert vote.flags == {"one_shot": True, "completed": False}
    assert rows["990101101201", Body.PARTY].counts == {"due": 50, "present": 45}
    assert rows["990101101201", Body.ECONOMIC].stage == "E03"
    assert rows["990101101001", Body.RESIDENTS].stage == "R06"
    assert len(rows) == 6


def test_villages_left_blank_say_nothing(county: Gazetteer, tmp_path: Path) -> None:
    reading = read(filled(tmp_path / "f.xlsx", "daily", county, {(2, V, "登记选民数"): 3}), county)
    assert [row.village_code for row in reading.rows] == ["990101101201"]
    assert {skip.why for skip in reading.skipped} >= {"no_values", "form_mark"}


def test_every_stage_that_can_be_chosen_is_read_as_that_stage(county: Gazetteer, tmp_path: Path) -> None:
    for line, body in ((1, Body.RESIDENTS), (2, Body.VILLAGE)):
        for code in procedures.stages(body):
            content = filled(tmp_path / "f.xlsx", "daily", county, {(line, V, "当前环节"): procedures.stage_name(code)})
            (row,) = read(content, county).rows
            assert (row.stage, row.findings) == (code, ())


def test_results_come_home_whole(county: Gazetteer, tmp_path: Path) -> None:
    numbers = {
        "登记选民数": 900, "参加投票人数": 800, "发出选票": 800, "收回选票": 798, "有效票": 790, "无效票": 8,
        "委托投票": 20, "流动票箱投票": 12, "投票站数": 2, "应选职数": 5, "当选人数": 5, "其中女性": 2, "当选党员": 3,
        "35岁以下": 1, "大专以上": 2, "连任": 3, "村民代表数": 30, "妇女代表": 11,
    }  # fmt: skip
    cells: dict[tuple[int, str, str], object] = {(2, V, header): number for header, number in numbers.items()}
    cells[2, V, "选举日"] = date(2026, 1, 7)
    cells[2, V, "是否一肩挑"] = "是"
    reading = read(filled(tmp_path / "f.xlsx", "results", county, cells), county)
    (row,) = reading.rows
    assert (reading.findings, row.findings) == ((), ())
    assert sorted(row.counts.values()) == sorted(numbers.values()) and row.counts["reps_female"] == 11
    assert (row.dates, row.flags) == ({"election_day": date(2026, 1, 7)}, {"yijiantiao": True})


def test_a_ledger_line_comes_home_whole(county: Gazetteer, tmp_path: Path) -> None:
    line = {
        "编号": "7", "村(社区)": "柳湾村", "类别": "I03 宗族宗教干扰", "严重程度": "较重", "办理状态": "处置中", "层级": "县办",
        "来源": "访", "发生日期": date(2026, 1, 5), "涉及人数": 20, "反映事项": "两房头争执名单", "措施": "驻村组上门调解",
        "牵头单位": "县委统战部", "办理时限": date(2026, 1, 12), "是否挂牌": "是",
    }  # fmt: skip
    content = filled(tmp_path / "f.xlsx", "ledger", county, {(1, "", header): v for header, v in line.items()})
    reading = read(content, county)
    (row,) = reading.rows
    assert (row.kind, row.village_code, row.findings) == (ReportKind.INCIDENT, "990101101201", ())
    claim = row.incident
    assert claim is not None
    assert (claim.category, claim.severity, claim.status) == ("I03", Severity.SERIOUS, IncidentStatus.IN_HAND)
    assert (claim.level, claim.channel, claim.people, claim.listed) == (Level.OFFICE, "访", 20, True)
    assert (claim.occurred, claim.deadline) == (date(2026, 1, 5), date(2026, 1, 12))
    assert (claim.text, claim.measures, claim.lead_unit, claim.ref) == (
        "两房头争执名单",
        "驻村组上门调解",
        "县委统战部",
        "7",
    )


def test_a_schedule_comes_home_as_plans_not_facts(county: Gazetteer, tmp_path: Path) -> None:
    cells: dict[tuple[int, str, str], object] = {
        (2, P, "党员大会日期"): date(2026, 1, 6),
        (2, V, "选民名单公布日期"): date(2026, 1, 2),
        (2, V, "选举日"): date(2026, 1, 26),
        (2, "监督委员会", "选举日"): date(2026, 1, 28),
    }
    reading = read(filled(tmp_path / "f.xlsx", "schedule", county, cells), county)
    assert reading.findings == () and all(row.planned and not row.findings for row in reading.rows)
    plans = {row.body: row.dates for row in reading.rows}
    assert plans[Body.PARTY] == {"party_election": date(2026, 1, 6)}
    assert plans[Body.VILLAGE] == {"list_published": date(2026, 1, 2), "election_day": date(2026, 1, 26)}
    assert plans[Body.SUPERVISION] == {"election_day": date(2026, 1, 28)}


def test_a_name_that_looks_like_a_formula_stays_text(county: Gazetteer, tmp_path: Path) -> None:
    write_template("daily", county, TOWN, tmp_path / "f.xlsx")
    with zipfile.ZipFile(tmp_path / "f.xlsx") as archive:
        sheets = [unescape(archive.read(n).decode()) for n in archive.namelist() if n.startswith("xl/worksheets/")]
    assert len(sheets) == 2 and all("<t>=1+1村</t>" in sheet and "<f>" not in sheet for sheet in sheets)
    book = load_workbook(tmp_path / "f.xlsx")
    cell = book[FORM_SHEET].cell(FIRST_ROW + 3, 3)
    assert (cell.value, cell.data_type, cell.quotePrefix) == ("=1+1村", "s", True)


def test_the_header_is_locked_and_lists_offer_the_place_s_own_stages(county: Gazetteer, tmp_path: Path) -> None:
    form = write_template("daily", county, TOWN, tmp_path / "f.xlsx")
    book = load_workbook(tmp_path / "f.xlsx")
    sheet, hidden = book[FORM_SHEET], book[MARK_SHEET]
    assert sheet.protection.sheet and hidden.sheet_state == "hidden"
    assert all(sheet.cell(HEADER_ROW + 1, n + 1).protection.locked for n in range(len(form.columns)))
    offered = {str(cells): rule.formula1 for rule in sheet.data_validations.dataValidation for cells in [rule.sqref]}
    assert offered["H5"] != offered["H6 H7"] and offered["D5:D7" if "D5:D7" in offered else "D6 D7"]


def test_a_form_whose_header_was_changed_is_read_like_any_table(county: Gazetteer, tmp_path: Path) -> None:
    content = filled(tmp_path / "f.xlsx", "daily", county, DAILY)
    book = load_workbook(io.BytesIO(content))
    book[FORM_SHEET].insert_cols(4)
    out = io.BytesIO()
    book.save(out)
    reading = read(out.getvalue(), county)
    assert reading.layout == "" and "F_HIDDEN_SHEET" not in reading.problems
    assert any(row.counts.get("registered") == 1256 for row in reading.rows)


def test_the_mark_speaks_louder_than_names_of_sheet_and_file(county: Gazetteer, tmp_path: Path) -> None:
    reading = read(filled(tmp_path / "f.xlsx", "daily", county, DAILY), county, "云坪乡问题台账1.2.xlsx")
    assert (reading.township, reading.on, reading.layout) == (TOWN, ON, "daily v1")
    assert all(row.kind is ReportKind.STATUS for row in reading.rows)


def test_a_form_without_its_day_takes_the_day_of_receipt_and_says_so(county: Gazetteer, tmp_path: Path) -> None:
    reading = read(filled(tmp_path / "f.xlsx", "daily", county, DAILY, on=None), county)
    assert (reading.on, reading.on_inferred, reading.problems) == (ON, True, ("F_NO_DATE",))


def test_what_a_clerk_typed_into_a_count_is_told_with_its_cell(county: Gazetteer, tmp_path: Path) -> None:
    (row,) = read(filled(tmp_path / "f.xlsx", "daily", county, {(2, V, "登记选民数"): "千余"}), county).rows
    assert row.disposition is Disposition.REVIEW
    assert [(f.code, f.cell, f.column) for f in row.findings] == [("R_BAD_NUMBER", "L6", "村(居)委会/登记选民数")]


def test_forms_have_one_newest_version_each_and_unknown_ones_are_told() -> None:
    assert {form.kind for form in forms()} == {"daily", "results", "ledger", "schedule"}
    assert newest_form("daily").version == 1
    with pytest.raises(SituationError, match="there are daily"):
        newest_form("weekly")
