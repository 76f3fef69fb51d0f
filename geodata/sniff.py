"""Whether a file is what its name says, before GDAL sees it; and texts that are not UTF-8 made so.

GDAL opens by content: a ".json" may be a pipeline description or a request to another host. Only files that
look like boundaries go further.
"""

from __future__ import annotations

import codecs
import re
from pathlib import Path

from situation.errors import UnreadableFile

_MAGIC = {".shp": b"\0\0\x27\x0a", ".gpkg": b"SQLite format 3\0", ".fgb": b"fgb"}
_TEXT = {".geojson", ".json", ".topojson", ".kml"}
_KINDS = {
    ".kml": re.compile(rb"<(\w+:)?kml[\s>]"),
    ".json": re.compile(
        rb'"type"\s*:\s*"(FeatureCollection|Feature|Topology|GeometryCollection|(Multi)?Polygon)"|"geometryType"\s*:'
    ),
}
_HEAD = 1 << 16
_CHUNK = 1 << 22


def vouch(path: Path, label: str, room: Path, encoding: str | None) -> tuple[Path, str]:
    """The path to open and the encoding found; a text in GB18030 is first written again as UTF-8 in ``room``."""
    suffix = path.suffix.lower()
    if suffix == ".gdb":
        return path, "UTF-8"
    with path.open("rb") as stream:
        head = stream.read(_HEAD)
    if not head:
        raise UnreadableFile(f"{label}: the file is empty")
    if suffix not in _TEXT:
        if not head.startswith(_MAGIC[suffix]):
            raise UnreadableFile(f"{label}: this is not a {suffix} file, whatever its name says")
        return path, "UTF-8"
    found = encoding or _text_encoding(path, label)
    if found.upper() != "UTF-8" or head.startswith(codecs.BOM_UTF8):
        path = _rewritten(path, "utf-8-sig" if found.upper() == "UTF-8" else found, room, label)
    _vouch_text(path, suffix, label)
    return path, found


def _vouch_text(path: Path, suffix: str, label: str) -> None:
    wanted = _KINDS[".kml" if suffix == ".kml" else ".json"]
    with path.open("rb") as stream:
        head = stream.read(_HEAD)
        stream.seek(max(0, path.stat().st_size - _HEAD))
        tail = stream.read()  # "type" may stand after the features
    if b"gdal_streamed_alg" in head or not (wanted.search(head) or wanted.search(tail)):
        kind = "KML" if suffix == ".kml" else "GeoJSON or TopoJSON"
        raise UnreadableFile(f"{label}: no {kind} boundaries in this file")


def _text_encoding(path: Path, label: str) -> str:
    for encoding in ("UTF-8", "GB18030"):
        decoder = codecs.getincrementaldecoder(encoding)()
        try:
            with path.open("rb") as stream:
                while chunk := stream.read(_CHUNK):
                    decoder.decode(chunk)
                decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            continue
        return encoding
    raise UnreadableFile(f"{label}: the text is neither UTF-8 nor GB18030; save it again as UTF-8")


def _rewritten(path: Path, encoding: str, room: Path, label: str) -> Path:
    target = room / f"utf8-{len(list(room.iterdir()))}{path.suffix.lower()}"
    try:
        with path.open(encoding=encoding, newline="") as source, target.open("w", encoding="utf-8", newline="") as sink:
            first = source.read(_CHUNK)
            sink.write(re.sub(r'(<\?xml[^>]*encoding=")[^"]*', r"\1UTF-8", first, count=1))
            while chunk := source.read(_CHUNK):
                sink.write(chunk)
    except (UnicodeDecodeError, LookupError) as error:
        raise UnreadableFile(f"{label}: the text is not {encoding} ({error})") from error
    return target
