"""The encoding of a Shapefile's table, told by its bytes: a .cpg is often missing and sometimes wrong.

Strict UTF-8 first, then GB18030 (not GBK: it breaks rare characters).
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from pathlib import Path

_ENOUGH = 20_000  # rows tried


def encoding_of(table: Path) -> str | None:
    """``UTF-8``, ``GB18030``, or None where neither reads every text."""
    try:
        texts = tuple(_texts(table))
    except (OSError, struct.error):
        return None
    for encoding in ("UTF-8", "GB18030"):
        if all(_reads(text, full, encoding) for text, full in texts):
            return encoding
    return None


def declared(table: Path) -> str | None:
    for suffix in (".cpg", ".CPG", ".Cpg"):
        page = table.with_suffix(suffix)
        if page.is_file():
            return page.read_text("ascii", "replace").strip() or None
    return None


def _reads(text: bytes, full: bool, encoding: str) -> bool:
    """A text that fills its column may be cut in the middle of its last character."""
    for cut in range(4 if full else 1):
        try:
            text[: len(text) - cut].decode(encoding)
        except UnicodeDecodeError:
            continue
        return True
    return False


def _texts(table: Path) -> Iterator[tuple[bytes, bool]]:
    with table.open("rb") as stream:
        head = stream.read(32)
        rows, head_size, row_size = struct.unpack("<IHH", head[4:12])
        columns: list[tuple[int, int]] = []
        offset = 1
        for descriptor in iter(lambda: stream.read(32), b""):
            if descriptor[:1] == b"\r" or len(descriptor) < 32:
                break
            yield descriptor[:11].split(b"\0")[0], True
            if descriptor[11:12] == b"C":
                columns.append((offset, descriptor[16]))
            offset += descriptor[16]
        stream.seek(head_size)
        for _ in range(min(rows, _ENOUGH)):
            row = stream.read(row_size)
            for start, size in columns:
                text = row[start : start + size].rstrip(b" \0")
                if text and not text.isascii():
                    yield text, len(text) > size - 4
