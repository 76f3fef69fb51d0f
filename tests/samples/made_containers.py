"""Containers: the same table in every wrapping, and wrappings that cannot be opened."""

from __future__ import annotations

import io
import zipfile

from tests.samples.build import csv, docx, html, xls, xlsx, zipped
from tests.samples.make import sample

ROWS = [
    ["青石镇换届日报（2021年1月8日）"],
    ["村名", "登记选民数", "参加投票数"],
    ["柳湾村", 1256, 1130],
    ["石桥村", 800, 700],
]


@sample("container_old.xls")
def old_xls() -> bytes:
    return xls(ROWS)


@sample("container_wps.et")
def wps_et() -> bytes:
    return xls(ROWS)


@sample("container_xlsx_named.xls")
def xlsx_named_xls() -> bytes:
    return xlsx(ROWS)


@sample("container_csv_named.xlsx")
def csv_named_xlsx() -> bytes:
    return csv(ROWS)


@sample("container_utf8_bom.csv")
def utf8_bom() -> bytes:
    return csv(ROWS, "utf-8-sig")


@sample("container_gbk.csv")
def gbk() -> bytes:
    return csv(ROWS, "gb18030")


@sample("container_utf16_tabs.txt")
def utf16_tabs() -> bytes:
    return csv(ROWS, "utf-16", "\t")


@sample("container_semicolons.csv")
def semicolons() -> bytes:
    return b"sep=;\r\n" + csv(ROWS, "utf-8", ";")


@sample("container_gbk_html.xls")
def gbk_html() -> bytes:
    return html(ROWS, encoding="gb18030")


@sample("container_word.docx")
def word() -> bytes:
    return docx([], [ROWS])


@sample("container_zip_with_gbk_names.zip")
def zip_gbk() -> bytes:
    return zipped({"青石镇日报1.8.xlsx": xlsx([["村名", "登记选民数"], ["石桥村", 800]])}, "gbk")


@sample("container_empty.xlsx")
def empty() -> bytes:
    return b""


@sample("container_truncated.xlsx")
def truncated() -> bytes:
    return xlsx(ROWS)[:2000]


@sample("container_picture.jpg")
def picture() -> bytes:
    return b"\xff\xd8\xff\xe0\x00\x10JFIF" + bytes(200)


@sample("container_scan.pdf")
def scan() -> bytes:
    return b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


@sample("container_mojibake.csv")
def mojibake() -> bytes:
    text = csv([["村名", "登记选民数"], ["柳湾村换届选举委员会", 1256], ["石桥村换届选举委员会", 800]] * 3).decode()
    return text.encode().decode("gb18030", "replace").encode()


@sample("container_zip_of_nothing.zip")
def zip_of_nothing() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w"):
        pass
    return buffer.getvalue()
