"""Version and as-of inside the files themselves, so that a picture that was passed on still says what it shows."""

from __future__ import annotations

import re
import struct
import zlib
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Final

from situation import __version__


@dataclass(frozen=True, slots=True)
class Shown:
    """What the papers show, for their stamp."""

    on: date
    version: int
    as_of: str
    known_at: str | None


def stamp_of(shown: Shown) -> dict[str, str]:
    return {
        "Title": f"situation map {shown.on.isoformat()}",
        "Version": str(shown.version),
        "As-Of": shown.as_of,
        "Known-At": shown.known_at or "",
        "Software": f"situation-map {__version__}",
    }


def stamp_png(content: bytes, texts: dict[str, str]) -> bytes:
    """Text chunks behind the header chunk, where any viewer shows them."""
    header_end = 8 + 25  # signature and IHDR
    chunks = b""
    for name, text in texts.items():
        body = b"tEXt" + name.encode("latin-1") + b"\0" + text.encode("latin-1", "replace")
        chunks += struct.pack(">I", len(body) - 4) + body + struct.pack(">I", zlib.crc32(body))
    return content[:header_end] + chunks + content[header_end:]


_PDF_DATE: Final = re.compile(rb"/(CreationDate|ModDate) \(D:(\d{14})")


def stamp_pdf(content: bytes, shown: Shown) -> bytes:
    """The as-of instant in place of the hour of printing: the same length, so that no offset moves."""
    instant = datetime.fromisoformat(shown.known_at or shown.as_of).astimezone(UTC).strftime("%Y%m%d%H%M%S").encode()
    return _PDF_DATE.sub(lambda found: b"/" + found[1] + b" (D:" + instant, content)
