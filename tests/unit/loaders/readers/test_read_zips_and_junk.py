"""Archives, and bytes that mean harm or mean nothing: always an outcome, never an exception."""

from __future__ import annotations

import pickle
import re
import struct

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from loaders.readers import Limits, RawFile, RawSheet, read_container
from tests.unit.loaders.readers.bulletin_files import CSV_TEXT, ROWS, gbk_zipped, ods, word, xls, xlsb, xlsx, zipped

OUTCOMES = {None, "corrupt", "empty", "encrypted", "unsupported", "reject"}


def test_zip_with_gbk_names_gives_each_member_by_its_chinese_path() -> None:
    file = read_container("报送.zip", gbk_zipped({"青石镇/日报1.8.xlsx": xlsx(), "白沙镇.csv": CSV_TEXT.encode("gbk")}))
    paths = [(member.member or "").lstrip("_") for member in file.members]
    assert paths == ["青石镇/日报1.8.xlsx", "白沙镇.csv"]
    assert all(part.member == member.member for member in file.members for part in member.parts)
    assert [member.container for member in file.members] == ["xlsx", "csv"]


def test_zip_in_a_zip_is_opened_once_more_and_no_further() -> None:
    inner = zipped({"日报.xlsx": xlsx(), "深.zip": zipped({"x.csv": b"a,b\n1,2\n"})})
    file = read_container("a.zip", zipped({"内.zip": inner}))
    [middle] = file.members
    assert [(member.member, member.outcome) for member in middle.members] == [
        ("内.zip/日报.xlsx", None), ("内.zip/深.zip", "unsupported"),
    ]  # fmt: skip
    assert middle.members[0].parts[0].member == "内.zip/日报.xlsx"


def test_what_is_no_document_is_ignored_with_a_reason() -> None:
    file = read_container("a.zip", zipped({"__MACOSX/._a.xlsx": b"x", "~$a.xlsx": b"x", "a.xlsx": xlsx()}))
    assert [member.name for member in file.members] == ["a.xlsx"]
    assert [path for path, reason in file.ignored if reason] == ["__MACOSX/._a.xlsx", "~$a.xlsx"]


def test_one_broken_member_does_not_spoil_the_others() -> None:
    file = read_container("a.zip", zipped({"坏.xlsx": xlsx()[:900], "好.xlsx": xlsx(), "空.txt": b""}))
    assert [(m.name, m.outcome) for m in file.members] == [
        ("坏.xlsx", "corrupt"),
        ("好.xlsx", None),
        ("空.txt", "empty"),
    ]


def test_zip_without_documents_is_empty() -> None:
    assert read_container("a.zip", zipped({})).outcome == "empty"


def test_zip_with_a_password_is_encrypted() -> None:
    content = bytearray(zipped({"a.csv": CSV_TEXT.encode()}))
    content[6] |= 1
    content[content.index(b"PK\x01\x02") + 8] |= 1
    file = read_container("a.zip", bytes(content))
    assert (file.outcome, file.problems) == ("encrypted", ("F_ENCRYPTED",))


def test_zip_bomb_is_refused_before_it_is_unpacked() -> None:
    bomb = zipped({f"{i}.csv": b"0" * 2_000_000 for i in range(5)})
    for limits in (Limits(unpacked_bytes=5_000_000), Limits(ratio_from=1_000_000, ratio=100)):
        assert read_container("a.zip", bomb, limits).outcome == "reject"


def test_bombs_packed_in_members_share_one_budget() -> None:
    inner = zipped({"x.csv": b"0" * 900_000})
    file = read_container("a.zip", zipped({f"{i}.zip": inner for i in range(4)}), Limits(unpacked_bytes=2_000_000))
    assert [member.outcome for member in file.members].count("reject") >= 2


def test_too_many_members_and_too_large_a_file_are_refused() -> None:
    many = zipped({f"{i}.csv": b"a" for i in range(12)})
    assert read_container("a.zip", many, Limits(members=10)).outcome == "reject"
    assert read_container("a.xlsx", xlsx(), Limits(file_bytes=1000)).outcome == "reject"


def test_too_many_cells_are_refused() -> None:
    content = xlsx(rows=[[1] * 20] * 20)
    for name, body in (("a.xlsx", content), ("a.csv", b"1,1,1,1\n" * 100)):
        assert read_container(name, body, Limits(cells=300)).outcome == "reject"


SOUND = {
    "a.xlsx": xlsx(),
    "a.xls": xls(),
    "a.xlsb": xlsb(ROWS),
    "a.docx": word(lambda document: document.add_paragraph("柳湾村")),
    "a.ods": ods('<table:table table:name="a"><table:table-row><table:table-cell/></table:table-row></table:table>'),
    "a.zip": zipped({"a.xlsx": xlsx()}),
}


@pytest.mark.parametrize("name", list(SOUND))
def test_truncation_at_every_fiftieth_ends_in_an_outcome(name: str) -> None:
    content = SOUND[name]
    whole = read_container(name, content)
    for cut in range(1, 50):
        file = read_container(name, content[: len(content) * cut // 50])
        assert file.outcome is not None or file.fingerprint == whole.fingerprint, cut
        assert file.outcome in OUTCOMES and bool(file.message) == (file.outcome is not None)


def test_truncated_workbook_is_corrupt_and_keeps_its_name_out_of_doubt() -> None:
    content = xlsx()
    for cut in (100, len(content) // 2, len(content) - 30):
        file = read_container("日报.xlsx", content[:cut])
        assert (file.outcome, file.problems, file.container) == ("corrupt", ("F_CORRUPT",), "xlsx")


MAGIC = st.sampled_from([
    b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"%PDF", b"<html><table>", b"<?xml version='1.0'?>",
    b"sep=;\n",
    b"\xff\xfe", b"\xef\xbb\xbf", b"{\\rtf", b"MIME-Version: 1.0\nContent-Type: multipart/related\n\n",
])  # fmt: skip
NAMES = st.sampled_from(
    ["a.xlsx", "a.xls", "a.csv", "a.txt", "a.docx", "a.zip", "a.doc", "a", "~$a.xlsx", "a.xlsb", "a.ods"]
)


def check(file: RawFile) -> None:
    assert file.outcome in OUTCOMES
    assert bool(file.message) == (file.outcome is not None)
    assert bool(file.parts or file.members) or file.outcome is not None
    assert pickle.loads(pickle.dumps(file)) == file


@given(NAMES, MAGIC, st.binary(max_size=3000))
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_bytes_end_in_a_raw_file(name: str, magic: bytes, content: bytes) -> None:
    check(read_container(name, magic + content))


@given(NAMES, st.text(max_size=600), st.sampled_from(["utf-8", "gb18030", "utf-16"]))
@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_text_ends_in_a_raw_file(name: str, text: str, codec: str) -> None:
    check(read_container(name, text.encode(codec, "replace")))


@given(st.sampled_from(sorted(SOUND)), st.data())
@settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_flipped_bytes_end_in_a_raw_file(name: str, data: st.DataObject) -> None:
    content = bytearray(SOUND[name])
    for _ in range(data.draw(st.integers(1, 8))):
        at = data.draw(st.integers(0, len(content) - 1))
        content[at] = data.draw(st.integers(0, 255))
    check(read_container(name, bytes(content)))


def test_old_workbook_spread_over_all_its_rows_and_columns_is_refused() -> None:
    content = xls(lambda sheet: sheet.write(65535, 255, 1.5))
    assert read_container("a.xls", content, Limits(dense_cells=1_000_000)).outcome == "reject"


def test_old_workbook_that_lies_about_its_extent_is_read_as_it_is() -> None:
    told = struct.pack("<HH", 0x0200, 14)
    content = bytearray(xls())
    at = content.index(told) + 4
    struct.pack_into("<IIHH", content, at, 0, 0xFFFFFFF0, 0, 0xFFFF)
    assert read_container("a.xls", bytes(content)).fingerprint == read_container("a.xls", xls()).fingerprint


def test_old_workbook_whose_sheet_begins_between_records_is_corrupt() -> None:
    content = bytearray(xls())
    at = content.index(struct.pack("<H", 0x85), 512) + 4
    struct.pack_into("<I", content, at, struct.unpack_from("<I", content, at)[0] + 6)
    assert read_container("a.xls", bytes(content)).outcome == "corrupt"


def test_old_workbook_that_lies_about_its_texts_is_corrupt() -> None:
    content = bytearray(xls())
    at = next(
        m.start() for m in re.finditer(re.escape(struct.pack("<H", 0xFC)), content) if content[m.start() + 3] == 0
    )
    struct.pack_into("<I", content, at + 8, 0x7FFFFFF0)
    assert read_container("a.xls", bytes(content)).outcome == "corrupt"


@pytest.mark.slow
def test_large_old_workbook_is_read_to_its_last_row() -> None:
    content = xls(rows=[[f"第{r}村", *(r * c + 0.5 for c in range(1, 12))] for r in range(65_000)])
    assert len(content) > 109 * 128 * 512
    [part] = read_container("a.xls", content).parts
    assert isinstance(part, RawSheet) and part.rows[64_999][:2] == ("第64999村", 64_999.5)


@pytest.mark.parametrize(
    "content",
    [
        b"<!-- -->" * 8000 + b"x",
        b"<table>" + b"<tr><td colspan=2000 rowspan=9>x</td></tr>" * 60_000 + b"</table>",
        b'"' * 200_001,
        b"<div>" * 20_000 + b"<table></table>",
        b"a," * 300_000,
    ],
)
@pytest.mark.timeout(60)
def test_text_made_to_hang_a_reader_ends_soon(content: bytes) -> None:
    assert read_container("a.xls", content).outcome in OUTCOMES
