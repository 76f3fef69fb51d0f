"""From what a person names — a file, a folder, an archive — to the vector files in it, archives opened safely.

A bomb, a path that climbs out, an archive in an archive in an archive: a clear refusal, never a full disk.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from situation.errors import UnreadableFile

READABLE = (".shp", ".gpkg", ".geojson", ".json", ".topojson", ".kml", ".fgb", ".gdb")
ARCHIVES = (".zip", ".kmz")
_MEMBERS = 20_000
_UNPACKED = 16 << 30
_RATIO = 250  # text of coordinates packs 3 to 30 times
_SMALL = 64 << 20  # below this no ratio is suspicious
_DEPTH = 2
_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class VectorFile:
    label: str  # as a person would call it: archive, then member
    path: Path


def vector_files(path: Path, room: Path) -> tuple[VectorFile, ...]:
    """``room`` is an empty folder to unpack into; the caller removes it."""
    if not path.exists():
        raise UnreadableFile(f"{path}: there is no such file or folder")
    found = tuple(_files(path, path.name, room, 0))
    if not found:
        raise UnreadableFile(
            f"{path.name}: no boundary file in it; expected Shapefile, GeoPackage, GeoJSON, TopoJSON, "
            "KML/KMZ, FlatGeobuf or FileGDB, alone, in a folder or in a .zip"
        )
    return found


def _files(path: Path, label: str, room: Path, depth: int) -> Iterator[VectorFile]:
    suffix = path.suffix.lower()
    if suffix in READABLE and (path.is_file() or suffix == ".gdb"):
        yield VectorFile(label, path)
    elif path.is_dir():
        for child in sorted(path.iterdir()):
            if not child.name.startswith((".", "__MACOSX")):
                yield from _files(child, f"{label}/{child.name}" if depth else child.name, room, max(depth, 1))
    elif suffix in ARCHIVES:
        if depth > _DEPTH:
            raise UnreadableFile(f"{label}: archives inside archives inside archives are not opened")
        target = room / f"{depth}-{len(list(room.iterdir()))}"
        _unpack(path, label, target)
        for child in sorted(target.iterdir()):
            if not child.name.startswith((".", "__MACOSX")):
                yield from _files(child, f"{label}/{child.name}", room, depth + 1)


def _unpack(archive: Path, label: str, target: Path) -> None:
    target.mkdir(parents=True)
    try:
        with zipfile.ZipFile(archive) as opened:
            members = opened.infolist()
            _refuse_bombs(members, label)
            for member in members:
                _write(opened, member, label, target)
    except zipfile.BadZipFile as error:
        raise UnreadableFile(f"{label}: the archive is damaged ({error}); ask for it again") from error
    except (RuntimeError, NotImplementedError) as error:
        raise UnreadableFile(f"{label}: the archive is encrypted or packed in a way not read here ({error})") from error
    except (OSError, EOFError, ValueError) as error:
        raise UnreadableFile(f"{label}: the archive cannot be unpacked ({error})") from error


def _refuse_bombs(members: list[zipfile.ZipInfo], label: str) -> None:
    unpacked, packed = sum(m.file_size for m in members), sum(m.compress_size for m in members)
    if len(members) > _MEMBERS or unpacked > _UNPACKED:
        raise UnreadableFile(f"{label}: {len(members)} files of {unpacked >> 20} MB together; too much to unpack")
    if unpacked > _SMALL and unpacked > _RATIO * max(packed, 1):
        raise UnreadableFile(f"{label}: unpacks to {unpacked // max(packed, 1)} times its size; refused as a bomb")


def _write(opened: zipfile.ZipFile, member: zipfile.ZipInfo, label: str, target: Path) -> None:
    name = PurePosixPath(member_name(member).replace("\\", "/"))
    if name.is_absolute() or ".." in name.parts or ":" in name.as_posix():
        raise UnreadableFile(f"{label}: the member {name} points outside the archive; refused")
    place = target.joinpath(*name.parts)
    if member.is_dir():
        place.mkdir(parents=True, exist_ok=True)
        return
    place.parent.mkdir(parents=True, exist_ok=True)
    left = member.file_size
    with opened.open(member) as source, place.open("wb") as sink:
        while chunk := source.read(_CHUNK):
            left -= len(chunk)
            if left < 0:
                raise UnreadableFile(f"{label}: {name} is larger than the archive says; refused")
            sink.write(chunk)


def member_name(member: zipfile.ZipInfo) -> str:
    """Windows writes member names in the system's own encoding and does not say so."""
    if member.flag_bits & 0x800:
        return member.filename
    raw = member.filename.encode("cp437", "replace")
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return member.filename
