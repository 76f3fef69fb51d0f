"""The bulletins: every file opens, says what was so, arrives when townships' papers do, and names nobody."""

from __future__ import annotations

import csv
import io
import re
import subprocess
import sys
import zipfile
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import openpyxl
import pytest
from docx import Document
from python_calamine import CalamineWorkbook

from demo.bulletins import main as write_bulletins
from demo.campaign import Campaign
from demo.days import LENGTH, LOCAL, TODAY, date_of
from demo.habits import HABITS
from demo.mail import delivery_of, missing_on
from demo.places import read_county
from demo.writer import Post, Writer

ROOT = Path(__file__).resolve().parents[3]
Posts = dict[int, tuple[Post, ...]]
REAL_PHONE = re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)")
NAME = re.compile(r"[一-鿿]某某?")


@pytest.fixture(scope="module")
def campaign() -> Campaign:
    return Campaign(read_county(), 1)


@pytest.fixture(scope="module")
def writer(campaign: Campaign) -> Writer:
    return Writer(campaign)


@pytest.fixture(scope="module")
def post_by_day(writer: Writer) -> Posts:
    return {day: writer.posts_of(day) for day in range(1, LENGTH + 1)}


@pytest.fixture(scope="module")
def posts(post_by_day: Posts) -> list[Post]:
    return [post for day in (1, 8, 24, 33, TODAY, 45, LENGTH) for post in post_by_day[day]]


def rows_in(name: str, content: bytes) -> Iterator[list[str]]:
    """Every row of a file's tables and every line of its text, as a stranger's program would read them."""
    match name.rsplit(".", 1)[1]:
        case "xlsx":
            for sheet in openpyxl.load_workbook(io.BytesIO(content)):
                yield from (["" if v is None else str(v) for v in row] for row in sheet.iter_rows(values_only=True))
        case "xls":
            book = CalamineWorkbook.from_filelike(io.BytesIO(content))
            for sheet_name in book.sheet_names:
                yield from ([str(v) for v in row] for row in book.get_sheet_by_name(sheet_name).to_python())
        case "csv":
            text = content.decode("utf-8-sig" if content[:3] == b"\xef\xbb\xbf" else "gb18030")
            yield from csv.reader(io.StringIO(text))
        case "docx":
            document = Document(io.BytesIO(content))
            yield from ([paragraph.text] for paragraph in document.paragraphs)
            for table in document.tables:
                yield from ([cell.text for cell in row.cells] for row in table.rows)
        case "txt":
            yield from ([line] for line in content.decode().splitlines())
        case "zip":
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                for entry in archive.infolist():
                    yield from rows_in(entry.filename, archive.read(entry))
        case other:
            raise AssertionError(other)


def test_every_file_opens_and_has_rows(posts: list[Post]) -> None:
    for post in posts:
        assert any(any(cell.strip() for cell in row) for row in rows_in(post.name, post.content)), post.name


def test_every_kind_of_file_is_written(posts: list[Post]) -> None:
    kinds = Counter(post.name.rsplit(".", 1)[1] for post in posts)
    assert set(kinds) == {"xlsx", "xls", "csv", "docx", "txt", "zip"}


def test_nobody_can_be_called_and_nobody_is_named(posts: list[Post]) -> None:
    for post in posts:
        text = "\n".join("\t".join(row) for row in rows_in(post.name, post.content))
        assert not REAL_PHONE.search(text), post.name
        filled_in = re.findall(r"(?:填表人|填报人|审核人)：(\S+)", text)
        assert all(NAME.fullmatch(name) for name in filled_in), post.name


def test_the_same_seed_writes_the_same_bytes(campaign: Campaign, post_by_day: Posts) -> None:
    again = Writer(Campaign(read_county(), campaign.seed)).posts_of(TODAY)
    assert again == post_by_day[TODAY]


def test_file_names_are_unique_in_the_inbox(post_by_day: Posts) -> None:
    names = Counter(post.name for day in range(1, LENGTH + 1) for post in post_by_day[day])
    assert [name for name, count in names.items() if count > 1] == []


def test_a_table_says_what_was_so(campaign: Campaign, post_by_day: Posts) -> None:
    post = next(p for p in post_by_day[33] if p.name == "青筠镇换届日报1月9日.xlsx")
    rows = [row for row in rows_in(post.name, post.content) if row[0].isdigit()]
    township = next(t for t in campaign.county.townships if t.name == "青筠镇")
    assert len(rows) == len(township.villages)
    for row, village in zip(rows, township.villages, strict=True):
        values = campaign.courses[village.code].committee.values_on(33)
        assert row[12] == str(values["registered"])
        assert row[13] == str(values.get("voted", ""))


def test_csv_keeps_rare_characters(post_by_day: Posts) -> None:
    post = next(p for p in post_by_day[TODAY] if p.name.startswith("砚池乡"))
    assert "㙍头村委会" in {row[2] for row in rows_in(post.name, post.content)}


def test_zip_members_are_named_in_gbk(post_by_day: Posts) -> None:
    post = next(p for p in post_by_day[33] if p.name.endswith(".zip"))
    with zipfile.ZipFile(io.BytesIO(post.content)) as archive:
        (entry,) = archive.infolist()
    assert not entry.flag_bits & 0x800
    assert entry.filename.encode("cp437").decode("gb18030").startswith("梨岭乡换届材料")


def test_the_workbook_of_a_tick_table_ticks_the_steps_entered(campaign: Campaign, post_by_day: Posts) -> None:
    post = next(p for p in post_by_day[33] if p.name.startswith("荻洲镇换届推进表"))
    sheet = openpyxl.load_workbook(io.BytesIO(post.content))["党组织进度"]
    township = next(t for t in campaign.county.townships if t.name == "荻洲镇")
    ticks = [sum(v == "√" for v in row) for row in sheet.iter_rows(min_row=4, values_only=True) if row[1]]
    stages = [int(campaign.courses[v.code].tracks["P"].stage_on(33)[1:]) for v in township.villages]
    assert ticks == stages


def test_none_to_three_townships_are_missing_each_day_and_two_on_the_opening_day(campaign: Campaign) -> None:
    counts = [len(missing_on(campaign, day)) for day in range(1, LENGTH + 1)]
    assert set(counts) <= {0, 1, 2, 3} and sum(counts) > 30
    names = {t.name for t in campaign.county.townships if t.code in missing_on(campaign, TODAY)}
    assert names == {"霜坪乡", "梨岭乡"}


def test_papers_arrive_by_the_cut_off_or_next_morning(campaign: Campaign) -> None:
    for day in range(1, LENGTH + 1):
        for township in campaign.county.townships:
            delivery = delivery_of(campaign, township, day)
            if delivery is None:
                assert township.code in missing_on(campaign, day)
                continue
            lag = (delivery.arrives_at.astimezone(LOCAL).date() - date_of(day)).days
            assert lag in ((1, 2) if delivery.is_late else (0,))
            assert delivery.is_late or delivery.arrives_at.hour < 18


def test_a_correction_follows_its_slip_with_the_right_number(campaign: Campaign, post_by_day: Posts) -> None:
    corrected = [p for day in range(32, 55) for p in post_by_day[day] if "更正" in p.name]
    assert len(corrected) >= 10
    for right in corrected:
        wrong = next(p for p in post_by_day[right.day] if p.name == right.name.replace("（更正）", ""))
        assert right.arrives_at > wrong.arrives_at
        assert list(rows_in(right.name, right.content)) != list(rows_in(wrong.name, wrong.content))


def test_quiet_days_bring_zero_reports(post_by_day: Posts) -> None:
    zero = [p for day in range(2, 12) for p in post_by_day[day] if "零报告" in p.name]
    assert zero and all("零报告" in p.content.decode() for p in zero)


def test_a_grave_incident_reaches_the_county_the_same_afternoon(post_by_day: Posts) -> None:
    ledger = next(p for p in post_by_day[37] if p.name.startswith("鹭埠镇问题台账"))
    assert ledger.arrives_at.hour <= 14
    assert any("鹭埠-" in row[1] and row[9] == "重大" for row in rows_in(ledger.name, ledger.content) if len(row) > 9)


def test_the_register_of_key_villages_comes_on_mondays_and_on_change(post_by_day: Posts) -> None:
    days = [day for day in range(1, LENGTH + 1) if any("挂牌台账" in post.name for post in post_by_day[day])]
    assert 37 in days and {8, 15, 22, 29, 36, 43} <= set(days) and 1 not in days


def test_habits_fit_the_county_and_are_of_every_shape() -> None:
    assert {township.name for township in read_county().townships} == set(HABITS)
    assert len({habit.shape for habit in HABITS.values()}) >= 8


def test_files_are_written_whole_and_dated_by_their_arrival(tmp_path: Path) -> None:
    truth = tmp_path / "truth.jsonl"
    arguments = ["--out", str(tmp_path / "out"), "--from", "39", "--to", "39", "--truth", str(truth)]
    assert write_bulletins(arguments) == 0
    (folder,) = (tmp_path / "out").iterdir()
    assert folder.name == "2026-01-15"
    assert not [path for path in folder.iterdir() if path.name.startswith(".")]
    arrivals = [datetime.fromtimestamp(path.stat().st_mtime, UTC) for path in folder.iterdir()]
    assert all(arrival >= datetime(2026, 1, 15, tzinfo=LOCAL) for arrival in arrivals)
    assert truth.read_text("utf-8").count('"kind": "status"') == 1099


def test_the_demo_knows_nothing_of_the_product() -> None:
    code = "import sys, demo.run, demo.bulletins; print(*sys.modules)"
    found = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    loaded = {module.split(".")[0] for module in found.stdout.split()}
    assert not loaded & {"situation", "loaders", "geodata", "dashboard", "situation_map"}
