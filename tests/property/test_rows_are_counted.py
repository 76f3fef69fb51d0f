"""Nothing vanishes: each source row becomes exactly one of accepted, held, refused or skipped with a reason."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from loaders.readers.raw import RawSheet
from loaders.reading import read_bulletin
from loaders.tables.sheets import read_sheet
from situation.model.bulletins import Disposition, Reading
from tests.samples.build import csv, xlsx
from tests.samples.county import index

AT = datetime(2021, 1, 9, 1, 0, tzinfo=UTC)
HEADERS = (
    "序号",
    "村名",
    "乡镇",
    "登记选民数",
    "参加投票数",
    "参选率",
    "当前环节",
    "是否完成",
    "选举日",
    "备注",
    "应到会",
    "实到会",
)
NAMES = (
    *tuple(region.name for region in index().gazetteer.villages),
    "东平村",
    "某村",
    "合计",
    "小计",
    "示例村",
    "柳湾",
    "石桥村委会",
)
WORDS = (
    "是",
    "否",
    "√",
    "约1200",
    "12l4",
    "—",
    "",
    "2月31日",
    "1月8日",
    "89.97%",
    "0.9",
    "选民登记",
    "已完成",
    "注：√表示已完成",
)
cell = st.one_of(
    st.none(), st.sampled_from(NAMES + WORDS + ("青石镇", "白水乡", "一、青石镇（2个村）", "填表人：", "13800000000")),
    st.integers(-5, 99_999), st.floats(0, 120, allow_nan=False), st.text(max_size=6),
)  # fmt: skip
rows = st.lists(st.lists(cell, max_size=9), max_size=14)
headers = st.lists(st.sampled_from(HEADERS), min_size=2, max_size=8, unique=True)


def _read(content: bytes, name: str) -> Reading:
    (reading,) = read_bulletin(name, content, index(), received_at=AT)
    return reading


def _places(reading: Reading) -> Counter[tuple[tuple[str, Any], ...]]:
    """How often each source row is spoken for: several rows of one place count once."""
    taken = {tuple(sorted(row.where.as_loc().items())) for row in reading.rows}
    return Counter([*taken, *(tuple(sorted(skip.where.as_loc().items())) for skip in reading.skipped)])


@given(header=headers, body=rows)
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_each_row_of_a_csv_is_spoken_for_exactly_once(header: list[str], body: list[list[Any]]) -> None:
    reading = _read(csv([["青石镇换届日报（2021年1月8日）"], header, *body]), "任意.csv")
    places = _places(reading)
    assert all(times == 1 for times in places.values())
    if reading.rows:
        numbers = {dict(place)["record"] for place in places}
        said = {n for n, row in enumerate(body, start=3) if any(str(c or "").strip("\ufeff\u200b \r\n\t") for c in row)}
        assert said <= numbers or _has_line_breaks(body)


def _has_line_breaks(body: list[list[Any]]) -> bool:
    """Control characters may split or join records before our reader sees them."""
    return any(not str(c).isprintable() or '"' in str(c) for row in body for c in row if isinstance(c, str))


@given(header=headers, body=st.lists(st.sampled_from(NAMES), min_size=1, max_size=12))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_each_row_of_a_spreadsheet_is_spoken_for_exactly_once(header: list[str], body: list[str]) -> None:
    table = [["村名", *(h for h in header if h != "村名")], *([name, *[1] * (len(header) - 1)] for name in body)]
    reading = _read(xlsx(table), "任意.xlsx")
    places = _places(reading)
    assert all(times == 1 for times in places.values())
    assert {dict(place)["row"] for place in places} == set(range(1, len(table) + 1))


@given(header=headers, body=rows)
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_a_row_that_is_accepted_names_a_village_for_certain(header: list[str], body: list[list[Any]]) -> None:
    reading = _read(csv([["青石镇换届日报（2021年1月8日）"], header, *body]), "任意.csv")
    for row in reading.rows:
        if row.disposition is Disposition.ACCEPT and row.kind == "status":
            assert row.village_code is not None and row.match is not None and row.match.is_certain


@given(grid=st.lists(st.lists(cell, max_size=6), max_size=10))
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_grid_ends_in_rows_or_reasons_never_in_an_exception(grid: list[list[Any]]) -> None:
    from loaders.context import Context

    width = max(map(len, grid), default=0)
    cells = tuple(tuple(row) + (None,) * (width - len(row)) for row in grid)
    read_sheet(RawSheet("sheet", "1.8", 1, cells), Context(index=index(), file="任意", received_at=AT))


@given(content=st.binary(max_size=400))
@settings(max_examples=60, deadline=None)
def test_any_bytes_end_in_an_outcome(content: bytes) -> None:
    for name in ("任意.xlsx", "任意.csv", "任意"):
        for reading in read_bulletin(name, content, index(), received_at=AT):
            assert reading.outcome
