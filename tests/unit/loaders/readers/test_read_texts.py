"""CSV, HTML, XML, Word, plain text: in every encoding an office sends, under every name it gives them."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders.readers import Limits, RawFile, RawSheet, RawText, read_container
from loaders.readers.encoding import is_mojibake
from tests.unit.loaders.readers.bulletin_files import CSV_TEXT, TABLE, ole, word, xls, xlsx, zipped

HANZI = bytes(b for high in range(0xB0, 0xF8) for low in range(0xA1, 0xFF) for b in (high, low)).decode(
    "gb2312", "ignore"
)
CSV_GRID = tuple(tuple(str(value) for value in row) for row in TABLE)
CHAT = "【换届日报】青石镇 1月8日\n截至1月8日17时：柳湾村登记选民1256人，参加投票1130人，参选率89.97%\n"


def table(file: RawFile, at: int = 0) -> RawSheet:
    assert file.outcome is None, file.message
    part = file.parts[at]
    assert isinstance(part, RawSheet)
    return part


def lines(file: RawFile, at: int = 0) -> tuple[tuple[int, str], ...]:
    assert file.outcome is None, file.message
    part = file.parts[at]
    assert isinstance(part, RawText)
    return part.lines


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
def test_csv_in_every_encoding(codec: str) -> None:
    file = read_container("日报.csv", CSV_TEXT.encode(codec))
    assert (file.container, file.problems, table(file).rows) == ("csv", (), CSV_GRID)


def test_rare_place_name_character_outside_gbk_survives() -> None:
    text = CSV_TEXT.replace("柳湾", "𡊮圩")
    assert table(read_container("a.csv", text.encode("gb18030"))).rows[1][0] == "𡊮圩村"


def test_unicode_text_with_tabs_under_txt_is_a_table() -> None:
    file = read_container("日报.txt", CSV_TEXT.replace(",", "\t").encode("utf-16"))
    assert (file.container, file.problems, table(file).rows) == ("csv", (), CSV_GRID)


@pytest.mark.parametrize("delimiter", [";", "\t", "|"])
def test_other_delimiters(delimiter: str) -> None:
    assert table(read_container("a.csv", CSV_TEXT.replace(",", delimiter).encode())).rows == CSV_GRID


def test_sep_line_names_the_delimiter_and_is_no_record() -> None:
    got = table(read_container("a.csv", ("sep=;\r\n" + CSV_TEXT.replace(",", ";")).encode("gbk")))
    assert (got.rows, got.first_row) == (CSV_GRID, 1)


def test_thousands_commas_inside_semicolons_do_not_cut() -> None:
    text = "村;登记;投票\n柳湾村;1,256;1,130\n石桥村;2,890;1,801\n"
    assert table(read_container("a.csv", text.encode())).rows[1] == ("柳湾村", "1,256", "1,130")


def test_quotes_line_breaks_trailing_commas_and_ragged_records() -> None:
    text = '村,"登 记\n选民数",备注,,\n柳湾村,1256,"含""外出"", 315",,\n\n石桥村,890\n'
    got = table(read_container("a.csv", text.encode("gbk")))
    assert got.rows == (
        ("村", "登 记\n选民数", "备注"), ("柳湾村", "1256", '含"外出", 315'), (None, None, None),
        ("石桥村", "890", None),
    )  # fmt: skip


def test_lone_quote_does_not_swallow_the_rest_of_the_file() -> None:
    text = '村,登记\n柳湾村,"1256\n石桥村,890\n'
    assert [row[0] for row in table(read_container("a.csv", text.encode())).rows] == ["村", "柳湾村", "石桥村"]


def test_csv_posing_as_workbook_is_read_and_told() -> None:
    for name in ("日报.xlsx", "日报.xls"):
        file = read_container(name, CSV_TEXT.encode("gbk"))
        assert (file.container, file.problems, table(file).rows) == ("csv", ("F_EXT_MISMATCH",), CSV_GRID)


HTML = """<html><head><meta charset="gbk"><style>td{x}</style></head><body><h3>青石镇&nbsp;换届日报</h3>
<table border=1><tr><th rowspan=2>村</th><th colspan=2>选民</th></tr><tr><td>登记<br>选民数</td><td>投票</td></tr>
<tr style="display:none"><td>柳湾村</td><td> 1256 </td><td><b>11</b>30</td></tr></table>
<p>填表人：</p><table><tr><td>第二</td></tr></table></body></html>"""


@pytest.mark.parametrize("codec", ["utf-8", "gbk", "utf-16"])
def test_html_posing_as_xls_gives_tables_spans_and_the_text_between(codec: str) -> None:
    file = read_container("日报.xls", HTML.encode(codec))
    assert (file.container, file.problems) == ("html", ("F_EXT_MISMATCH",))
    assert lines(file)[0][1].replace("\xa0", " ") == "青石镇 换届日报"
    got = table(file, 1)
    assert got.rows == (("村", "选民", None), (None, "登记\n选民数", "投票"), ("柳湾村", "1256", "1130"))
    assert got.merges == ((1, 1, 2, 1), (1, 2, 1, 3))
    assert got.hidden_rows == {3}
    assert (table(file, 3).index, table(file, 3).rows) == (2, (("第二",),))


def test_layout_table_gives_way_to_the_table_inside() -> None:
    html = "<table><tr><td><table><tr><td>柳湾村</td><td>5</td></tr></table></td></tr></table>"
    file = read_container("a.html", html.encode())
    assert [part.rows for part in file.parts if isinstance(part, RawSheet)] == [(("柳湾村", "5"),)]


def test_html_with_monstrous_spans_is_clipped_to_its_rows() -> None:
    html = "<table><tr><td rowspan=99999999 colspan=2>村</td><td>1</td></tr><tr><td>2</td></tr></table>"
    got = table(read_container("a.html", html.encode()))
    assert (got.rows, got.merges) == ((("村", None, "1"), (None, None, "2")), ((1, 1, 2, 2),))


def test_html_cut_off_in_the_middle_is_corrupt() -> None:
    assert read_container("a.xls", HTML.encode()[:250]).outcome == "corrupt"


XML = """<?xml version="1.0" encoding="{codec}"?><?mso-application progid="Excel.Sheet"?>
<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"
 xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"
 xmlns:x="urn:schemas-microsoft-com:office:excel"><Worksheet ss:Name="1.8"><Table>
<Column ss:Index="2" ss:Hidden="1"/>
<Row ss:Index="2"><Cell ss:MergeAcross="1" ss:MergeDown="1"><Data ss:Type="String">青石镇</Data></Cell>
<Cell ss:Index="4"><Data ss:Type="Number">1256</Data></Cell></Row>
<Row ss:Index="4" ss:Hidden="1"><Cell><Data ss:Type="String">柳湾村</Data></Cell>
<Cell><Data ss:Type="Number">1.8</Data></Cell>
<Cell><Data ss:Type="DateTime">2021-01-08T00:00:00.000</Data></Cell><Cell ss:Formula="=RC[-1]"/></Row>
</Table></Worksheet>
<Worksheet ss:Name="旧"><Table><Row><Cell><Data ss:Type="String">x</Data></Cell></Row></Table>
<x:WorksheetOptions><x:Visible>SheetHidden</x:Visible></x:WorksheetOptions></Worksheet></Workbook>"""


@pytest.mark.parametrize(("codec", "declared"), [("utf-8", "UTF-8"), ("gb18030", "GB2312"), ("gb18030", "UTF-8")])
def test_spreadsheet_xml_posing_as_xls(codec: str, declared: str) -> None:
    import datetime as dt

    file = read_container("日报.xls", XML.format(codec=declared).encode(codec))
    assert (file.container, set(file.problems)) == ("xml", {"F_EXT_MISMATCH", "F_HIDDEN_SHEET"})
    got = table(file)
    assert (got.name, got.first_row, got.merges) == ("1.8", 2, ((2, 1, 3, 2),))
    assert got.rows == (
        ("青石镇", None, None, 1256), (None,) * 4, ("柳湾村", 1.8, dt.date(2021, 1, 8), None),
    )  # fmt: skip
    assert (got.hidden_rows, got.hidden_cols, got.uncached) == ({4}, {2}, {(4, 4)})
    assert table(file, 1).hidden


def test_xml_entity_bomb_is_refused() -> None:
    bomb = '<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>'
    text = bomb + XML.format(codec="utf-8").split("?>", 2)[2].replace("青石镇", "&b;")
    assert read_container("a.xls", text.encode()).outcome == "reject"


def test_word_paragraphs_and_tables_stand_in_document_order_with_numbers() -> None:
    def fill(document: Any) -> None:
        document.add_paragraph("青石镇换届日报")
        document.add_paragraph("")
        grid = document.add_table(3, 3)
        grid.cell(0, 0).merge(grid.cell(0, 1)).text = "村民委员会"
        grid.cell(1, 0).merge(grid.cell(2, 0)).text = "柳湾村"
        grid.cell(2, 2).text = "1256"
        document.add_paragraph("一、今日选举")

    file = read_container("日报.docx", word(fill))
    assert lines(file, 0)[0] == (1, "青石镇换届日报")
    got = table(file, 1)
    assert got.rows == (("村民委员会", None, None), ("柳湾村", None, None), (None, None, "1256"))
    assert (got.kind, got.index, got.merges) == ("table", 1, ((1, 1, 1, 2), (2, 1, 3, 1)))
    assert lines(file, 2) == ((3, "一、今日选举"),)


def test_word_without_tables_is_paragraphs() -> None:
    file = read_container("日报.docx", word(lambda document: document.add_paragraph("柳湾村\n登记1256人")))
    assert lines(file) == ((1, "柳湾村\n登记1256人"),)


def test_tracked_changes_count_as_accepted_and_text_boxes_and_controls_are_read() -> None:
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    body = (
        "<w:p><w:r><w:t>柳湾村</w:t></w:r><w:del><w:r><w:delText>1130</w:delText><w:t>9</w:t></w:r></w:del>"
        "<w:ins><w:r><w:t>1103</w:t></w:r></w:ins><w:r><w:pict><w:txbxContent><w:p><w:r><w:t>盒中</w:t></w:r></w:p>"
        "</w:txbxContent></w:pict></w:r></w:p>"
        "<w:sdt><w:sdtContent><w:p><w:r><w:t>控件</w:t></w:r></w:p></w:sdtContent></w:sdt>"
    )
    document = f'<w:document xmlns:w="{space}"><w:body>{body}</w:body></w:document>'
    content = zipped({"[Content_Types].xml": b"<x/>", "word/document.xml": document.encode()})
    assert lines(read_container("a.docx", content)) == ((1, "柳湾村1103"), (1, "盒中"), (2, "控件"))


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_chat_text_is_numbered_lines_in_every_encoding(codec: str) -> None:
    file = read_container("粘贴.txt", CHAT.encode(codec))
    assert (file.container, file.problems) == ("txt", ())
    assert lines(file)[1][0] == 2 and lines(file)[1][1].startswith("截至1月8日17时")


def test_numbered_chat_with_ascii_commas_is_not_taken_for_csv() -> None:
    text = "#接龙\n1. 柳湾村, 登记1256, 投票1130, 已完成\n2. 石桥村, 登记890, 投票801, 已完成\n"
    assert read_container("接龙.txt", text.encode()).container == "txt"


@pytest.mark.parametrize("wrong", [("utf-8", "gb18030"), ("utf-8", "gbk"), ("gbk", "latin-1"), ("utf-8", "latin-1")])
def test_mojibake_is_refused_with_a_request_to_resend(wrong: tuple[str, str]) -> None:
    broken = CHAT.encode(wrong[0]).decode(wrong[1], errors="replace")
    file = read_container("日报.txt", broken.encode("utf-8"))
    assert (file.outcome, file.problems) == ("reject", ("F_MOJIBAKE",))
    assert "重新" in file.message


@pytest.mark.parametrize("word_", ["换届", "换届选举", "青石镇柳湾村", "登记选民数"])
def test_even_a_word_of_mojibake_is_refused(word_: str) -> None:
    broken = word_.encode().decode("gb18030", errors="replace")
    assert read_container("a.txt", broken.encode()).problems == ("F_MOJIBAKE",)


@given(st.lists(st.sampled_from(HANZI), min_size=3, max_size=40))
def test_no_chinese_text_is_taken_for_mojibake(characters: list[str]) -> None:
    assert not is_mojibake("".join(characters))


def test_mojibake_inside_a_workbook_is_refused() -> None:
    broken = "青石镇换届选举登记表".encode().decode("gb18030", errors="replace")
    assert read_container("a.xlsx", xlsx(rows=[[broken, 1], [broken, 2]])).problems == ("F_MOJIBAKE",)


@pytest.mark.parametrize("name", ["柳湾村", "㙟圩村", "繁體鎮選舉", "嘎查", "Ａ村"])
def test_sound_text_is_never_called_mojibake(name: str) -> None:
    file = read_container("a.csv", f"村,数\n{name},1\n{name}二组,2\n".encode())
    assert file.problems == ()


def test_short_gbk_text_that_happens_to_be_utf8_is_read_as_gbk() -> None:
    content = "目录一".encode("gbk")
    assert content.decode("utf-8") != "目录一"
    assert lines(read_container("a.txt", content)) == ((1, "目录一"),)


@pytest.mark.parametrize(
    "text", ["村,数\n柳\ufffd村,1\n石桥村,2\n", "村,数\n柳?村,1\n石桥村,2\n", "村,数\n?家村,1\n石桥村,2\n"]
)
def test_lost_characters_are_told(text: str) -> None:
    file = read_container("a.csv", text.encode())
    assert (file.outcome, file.problems) == (None, ("F_ENCODING",))


def test_a_few_broken_bytes_are_told_and_the_rest_is_read() -> None:
    content = (CSV_TEXT * 5).encode("utf-8")
    cut = content.index("社区".encode(), 300)
    file = read_container("a.csv", content[: cut + 1] + content[cut + 3 :])
    assert file.problems == ("F_ENCODING",) and len(table(file).rows) == 15


def test_question_in_a_chat_is_no_encoding_fault() -> None:
    assert read_container("a.txt", "柳湾村今天投票吗?请各位回复\n收到\n".encode()).problems == ()


@pytest.mark.parametrize(
    "content", [b"", b"\0" * 900, b"  \r\n\t\n", "\ufeff".encode(), "\u3000\n".encode(), b",,,\n,,\n"]
)
def test_nothing_but_blanks_is_empty(content: bytes) -> None:
    file = read_container("日报.csv", content)
    assert (file.outcome, file.problems) == ("empty", ("F_EMPTY",))


@pytest.mark.parametrize(
    ("name", "content", "word_in_advice"),
    [
        ("扫描.pdf", b"%PDF-1.4 ...", "PDF"),
        ("截图.jpg", b"\xff\xd8\xff\xe0" + b"\0" * 90, "图片"),
        ("截图.png", b"\x89PNG\r\n\x1a\n" + b"\0" * 90, "图片"),
        ("包.rar", b"Rar!\x1a\x07\0" + b"\0" * 90, "zip"),
        ("~$日报.xlsx", b"\x05user" + b"\0" * 160, "临时"),
        ("报告.ppt", ole(("PowerPoint Document", b"x")), "演示"),
    ],
)
def test_what_cannot_be_read_is_unsupported_with_advice(name: str, content: bytes, word_in_advice: str) -> None:
    file = read_container(name, content)
    assert (file.outcome, file.parts) == ("unsupported", ())
    assert word_in_advice in file.message


def test_picture_named_as_workbook_is_unsupported_and_told() -> None:
    file = read_container("日报.xlsx", b"\xff\xd8\xff\xe0" + b"\0" * 90)
    assert (file.outcome, set(file.problems)) == ("unsupported", {"F_UNSUPPORTED", "F_EXT_MISMATCH"})


DOC = ole(("WordDocument", b"\xec\xa5" + b"\0" * 60), ("1Table", b"x"))


def test_old_word_without_libreoffice_asks_for_docx(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    for name in ("日报.doc", "日报.wps"):
        file = read_container(name, DOC)
        assert (file.outcome, file.problems) == ("unsupported", ("F_UNSUPPORTED",))
        assert "另存为 .docx" in file.message
    assert read_container("日报.doc", b"{\\rtf1 x}").container == "rtf"


def office_program(folder: Path, monkeypatch: pytest.MonkeyPatch, body: str) -> None:
    """A program named soffice that does to its last argument what `body` says."""
    program = folder / "soffice"
    program.write_text(f"#!{sys.executable}\nimport sys, time, pathlib\nsource = pathlib.Path(sys.argv[-1])\n{body}\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(folder))


def test_old_word_is_read_through_the_office_program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "result.docx").write_bytes(word(lambda document: document.add_paragraph("柳湾村 登记1256人")))
    copy = f"source.with_suffix('.docx').write_bytes(pathlib.Path({str(tmp_path / 'result.docx')!r}).read_bytes())"
    office_program(tmp_path, monkeypatch, copy)
    file = read_container("日报.doc", DOC)
    assert (file.container, file.problems, lines(file)) == ("doc", (), ((1, "柳湾村 登记1256人"),))


def test_office_program_that_hangs_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    office_program(tmp_path, monkeypatch, "time.sleep(60)")
    assert read_container("日报.doc", DOC, Limits(convert_seconds=0.5)).outcome == "unsupported"


def test_office_program_that_fails_means_corrupt(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    office_program(tmp_path, monkeypatch, "sys.exit(1)")
    assert read_container("日报.doc", DOC).outcome == "corrupt"


def test_web_page_named_doc_is_read_as_what_it_is() -> None:
    file = read_container("日报.doc", HTML.encode())
    assert (file.container, file.problems) == ("html", ("F_EXT_MISMATCH",))


def test_contents_alike_have_one_fingerprint_whatever_the_encoding() -> None:
    a, b = (read_container("a.csv", CSV_TEXT.encode(codec)) for codec in ("utf-8", "gbk"))
    assert a.fingerprint == b.fingerprint and a.content_hash != b.content_hash
    assert read_container("a.xls", xls()).fingerprint != a.fingerprint
