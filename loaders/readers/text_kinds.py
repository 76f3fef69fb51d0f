"""Everything that is text inside: HTML and XML posing as workbooks, CSV, web archives, prose and chat."""

from __future__ import annotations

import email
import email.policy
import re

from . import sniff
from .advice import Unreadable, corrupt, too_big, undecodable, unsupported
from .delimited import best_delimiter, csv_sheet, is_table
from .encoding import decoded
from .markup import html_parts
from .opendocument import ods_sheets
from .raw import Limits, RawPart, RawText
from .spreadsheet_xml import xml_sheets
from .word import word_parts

_HTML = re.compile(
    r"\A(?:\s|<!--(?:(?!-->).)*-->|<\?xml[^>]*>)*<(?:!doctype\s+html|html|head|body|table|meta|div|tr|style|title)\b",
    re.IGNORECASE | re.DOTALL,
)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_LINE_END = re.compile(r"\r\n|\r|\n")
_SHEET_NAMES = frozenset({"csv", "tsv", "tab"})
_BINARY_NAMES = frozenset({"xlsx", "xlsm", "xlsb", "xls", "et", "ods", "docx", "docm", "doc", "wps"})
_TEXT_NAMES = frozenset({"txt", "text", "csv", "tsv", "tab", "htm", "html", "xml", "md", ""})
_XML_KINDS = (
    ("urn:schemas-microsoft-com:office:spreadsheet", "xml"),
    ("schemas.microsoft.com/office/word/2003/wordml", "word"),
    ("schemas.microsoft.com/office/2006/xmlPackage", "word"),
    ("urn:oasis:names:tc:opendocument:xmlns:office", "ods"),
)


def text_parts(name: str, content: bytes, limits: Limits) -> tuple[str, list[RawPart]]:
    """The container's kind and its parts. Raises Unreadable."""
    extension = sniff.extension(name)
    text = _text(content, extension)
    head = text[:4096].lstrip()
    if head.startswith(("<?xml", "<Workbook")):
        for mark, kind in _XML_KINDS:
            if mark in text[:16_384]:
                return _xml(kind, content, text, limits)
    if _HTML.match(text[:65_536]):
        return "html", html_parts(text, limits)
    if re.match(r"(?:MIME-Version|From|Subject|Date|X-Document-Type):", head) and "multipart/related" in head:
        return "html", _web_archive(content, limits)
    if head.startswith("<?xml"):
        raise unsupported("xml")
    return _plain(text, extension, limits)


def _text(content: bytes, extension: str) -> str:
    try:
        text = decoded(content)
        if len(_CONTROL.findall(text[:20_000])) > 0.01 * min(len(text), 20_000):
            raise undecodable()
        return text
    except Unreadable as end:
        if extension in _BINARY_NAMES:
            raise corrupt("不是有效的 Office 文件") from end
        if extension in _TEXT_NAMES and not _is_binary(content):
            raise
        raise unsupported("unknown") from end


def _is_binary(content: bytes) -> bool:
    sample = content[:4096]
    return sum(b < 9 or 13 < b < 27 for b in sample) > 0.05 * len(sample)


def _xml(kind: str, content: bytes, text: str, limits: Limits) -> tuple[str, list[RawPart]]:
    # The declared encoding may be a lie: parse what we decoded, declared anew.
    body = re.sub(r"\A\s*<\?xml[^>]*\?>", "", text).encode("utf-8", "replace")
    if kind == "xml":
        return "xml", list(xml_sheets(body, limits))
    if kind == "ods":
        return "ods", list(ods_sheets(body, limits))
    return "docx", word_parts(body, limits)


def _web_archive(content: bytes, limits: Limits) -> list[RawPart]:
    """An .mht, Excel's "single file web page": the HTML parts that hold tables."""
    message = email.message_from_bytes(content, policy=email.policy.compat32)
    parts: list[RawPart] = []
    for piece in message.walk():
        payload = piece.get_payload(decode=True) if piece.get_content_type() == "text/html" else None
        if isinstance(payload, bytes) and b"<table" in payload.lower():
            parts.extend(html_parts(decoded(payload), limits, first_table=1 + len(parts)))
    return parts


def _plain(text: str, extension: str, limits: Limits) -> tuple[str, list[RawPart]]:
    if not text.strip():
        return "csv" if extension in _SHEET_NAMES else "txt", []
    poses = extension in _BINARY_NAMES and best_delimiter(text) is not None
    if extension in _SHEET_NAMES or poses or is_table(text):
        return "csv", [csv_sheet(text, limits)]
    lines = _LINE_END.split(text)
    if len(lines) > limits.lines:
        raise too_big(f"文字超过 {limits.lines} 行")
    return "txt", [RawText("text", tuple(enumerate(lines, start=1)))]
