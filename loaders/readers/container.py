"""The one door: bytes of any kind in, a RawFile out, never an exception."""

from __future__ import annotations

import hashlib
import logging
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from . import sniff
from .advice import Unreadable, corrupt, empty, encrypted, mojibake, too_big, unsupported
from .encoding import has_lost_characters, is_mojibake
from .grid import fingerprint
from .office import converted_to_docx
from .opendocument import ods_sheets
from .packed import member_bytes, member_name, opened
from .raw import Limits, RawFile, RawPart, RawSheet
from .text_kinds import text_parts
from .word import word_parts
from .workbook_xls import ole_kind, xls_sheets
from .workbook_xlsb import xlsb_sheets
from .workbook_xlsx import xlsx_sheets

_log = logging.getLogger(__name__)
_LIMITS = Limits()
_PACKAGE_MEMBERS = 10_000
_PACKAGES = (
    ("xl/workbook.bin", "xlsb"), ("xl/workbook.xml", "xlsx"), ("word/document.xml", "docx"),
    ("ppt/presentation.xml", "ppt"), ("OFD.xml", "ofd"),
)  # fmt: skip
_CONTENT_TYPES = ((b"sheet.binary", "xlsb"), (b"spreadsheetml", "xlsx"), (b"wordprocessingml", "docx"))
_OFFICE = frozenset({"xlsx", "xlsm", "xlsb", "xls", "et", "ods", "docx", "docm", "doc", "wps", "ppt", "pptx"})


def read_container(name: str, content: bytes, limits: Limits = _LIMITS) -> RawFile:
    """What `content` says. Every failure is an outcome with a sentence for the sender."""
    return _read(name, content, limits, _Budget(limits.unpacked_bytes), depth=0)


@dataclass(slots=True)
class _Budget:
    """What is left of the unpacked bytes one delivery may cost, shared by all members of a zip."""

    unpacked_bytes: int

    def spend(self, archive: zipfile.ZipFile) -> zipfile.ZipFile:
        self.unpacked_bytes -= sum(entry.file_size for entry in archive.infolist())
        if self.unpacked_bytes < 0:
            raise too_big("解压后的总量")
        return archive


@dataclass(slots=True)
class _Reading:
    """One file on its way through the door: what is known of it so far."""

    name: str
    content: bytes
    limits: Limits
    budget: _Budget
    depth: int
    container: str = ""
    parts: list[RawPart] = field(default_factory=list)
    members: list[RawFile] = field(default_factory=list)
    ignored: list[tuple[str, str]] = field(default_factory=list)


def _read(name: str, content: bytes, limits: Limits, budget: _Budget, depth: int) -> RawFile:
    at = _Reading(name, content, limits, budget, depth)
    try:
        _open(at)
        problems = _judged(at)
    except Unreadable as end:
        return _ended(at, end)
    except Exception as error:
        # What none of the readers foresaw is a damaged file to the office; the log names the place for us.
        _log.exception("reader failed on a %s file: %s", at.container or "nameless", type(error).__name__)
        return _ended(at, corrupt())
    return RawFile(
        name, _hash(content), at.container, tuple(at.parts), problems,
        fingerprint=fingerprint(at.parts) if at.parts else _joint_fingerprint(at.members),
        members=tuple(at.members), ignored=tuple(at.ignored),
    )  # fmt: skip


def _joint_fingerprint(members: list[RawFile]) -> str:
    return _hash("".join(sorted(member.fingerprint for member in members)).encode())


def _ended(at: _Reading, end: Unreadable) -> RawFile:
    problems = (*end.problems, *_mismatch(at))
    digest = _hash(at.content)
    return RawFile(
        at.name, digest, at.container, problems=tuple(dict.fromkeys(problems)), outcome=end.outcome,
        message=end.message, fingerprint=digest, members=tuple(at.members), ignored=tuple(at.ignored),
    )  # fmt: skip


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _mismatch(at: _Reading) -> tuple[str, ...]:
    return ("F_EXT_MISMATCH",) if at.container and sniff.name_lies(at.name, at.container) else ()


def _judged(at: _Reading) -> tuple[str, ...]:
    """Problems of a file that could be read; raises when what was read is worthless."""
    if at.container == "zip":
        return _mismatch(at)
    at.parts = [part for part in at.parts if not isinstance(part, RawSheet) or part.rows]
    if not at.parts:
        raise empty()
    words = "\n".join(_distinct_words(at.parts))
    if is_mojibake(words):
        raise mojibake()
    problems = list(_mismatch(at))
    if any(isinstance(part, RawSheet) and part.hidden for part in at.parts):
        problems.append("F_HIDDEN_SHEET")
    if has_lost_characters(words):
        problems.append("F_ENCODING")
    return tuple(problems)


def _distinct_words(parts: list[RawPart]) -> Iterator[str]:
    for part in parts:
        if isinstance(part, RawSheet):
            yield part.name
            yield from dict.fromkeys(v for row in part.rows for v in row if isinstance(v, str))
        else:
            yield from (text for _, text in part.lines)


def _open(at: _Reading) -> None:
    stray = sniff.stray_reason(at.name)
    if stray:
        at.container = stray
        raise unsupported(stray)
    if len(at.content) > at.limits.file_bytes:
        raise too_big(f"{len(at.content) // 1024 // 1024} MB")
    if not at.content[:1_000_000].strip(b"\0 \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise empty()
    guess = sniff.first_guess(at.content)
    if guess == "zip":
        _open_zip(at)
    elif guess == "ole":
        _open_ole(at)
    elif guess == "rtf":
        _open_converted(at, "rtf")
    elif guess == "text":
        at.container, parts = text_parts(at.name, at.content, at.limits)
        at.parts.extend(parts)
    else:
        at.container = guess
        raise unsupported(guess)


def _open_zip(at: _Reading) -> None:
    extension = sniff.extension(at.name)
    at.container = {"xlsm": "xlsx", "et": "xlsx", "docm": "docx"}.get(extension, extension) if (
        extension in _OFFICE or extension == "zip"
    ) else "zip"  # fmt: skip
    archive = at.budget.spend(opened(at.content, at.limits, _PACKAGE_MEMBERS))
    at.container = _package_kind(archive)
    if at.container == "xlsx":
        at.parts.extend(xlsx_sheets(at.content, archive, at.limits))
    elif at.container == "xlsb":
        at.parts.extend(xlsb_sheets(at.content, archive, at.limits))
    elif at.container == "docx":
        at.parts.extend(word_parts(member_bytes(archive, _document_part(archive)), at.limits))
    elif at.container == "ods":
        at.parts.extend(ods_sheets(member_bytes(archive, "content.xml"), at.limits))
    elif at.container == "odt":
        _open_converted(at, "odt")
    elif at.container == "zip":
        _open_members(at, archive)
    else:
        raise unsupported(at.container)


def _package_kind(archive: zipfile.ZipFile) -> str:
    names = set(archive.namelist())
    for part, kind in _PACKAGES:
        if part in names:
            return kind
    if "mimetype" in names and "content.xml" in names:
        told = member_bytes(archive, "mimetype")[:200]
        if b"encryption-data" in member_bytes(archive, "META-INF/manifest.xml"):
            raise encrypted()
        return "ods" if b"spreadsheet" in told else "odt" if b"text" in told else "ppt"
    if "[Content_Types].xml" in names:
        types = member_bytes(archive, "[Content_Types].xml")
        for mark, kind in _CONTENT_TYPES:
            if mark in types:
                return kind
    return "zip"


def _document_part(archive: zipfile.ZipFile) -> str:
    names = archive.namelist()
    return next((n for n in ("word/document.xml", "word/document2.xml") if n in names), "word/document.xml")


def _open_ole(at: _Reading) -> None:
    extension = sniff.extension(at.name)
    at.container = {"et": "xls", "wps": "doc"}.get(extension, extension) if extension in _OFFICE else "ole"
    at.container, stream = ole_kind(at.content)
    if at.container == "xls":
        at.parts.extend(xls_sheets(stream, at.limits))
    else:
        _open_converted(at, at.container)


def _open_converted(at: _Reading, kind: str) -> None:
    at.container = kind
    docx = converted_to_docx(at.content, kind, at.limits)
    archive = at.budget.spend(opened(docx, at.limits, _PACKAGE_MEMBERS))
    at.parts.extend(word_parts(member_bytes(archive, "word/document.xml"), at.limits))


def _open_members(at: _Reading, archive: zipfile.ZipFile) -> None:
    entries = [entry for entry in archive.infolist() if not entry.is_dir()]
    if len(entries) > at.limits.members:
        raise too_big(f"压缩包内有 {len(entries)} 个文件")
    if at.depth >= at.limits.zip_depth:
        raise Unreadable("unsupported", "压缩包套压缩包层数过多。请解压后重新发送。", "F_UNSUPPORTED")
    for entry in entries:
        path = member_name(entry)
        stray = sniff.stray_reason(path)
        if stray:
            at.ignored.append((path, unsupported(stray).message))
        else:
            at.members.append(_member(at, archive, entry, path))
    if not at.members:
        raise empty()
    ends = {member.outcome for member in at.members}
    if ends == {"encrypted"}:
        raise encrypted()


def _member(at: _Reading, archive: zipfile.ZipFile, entry: zipfile.ZipInfo, path: str) -> RawFile:
    name = sniff.base_name(path)
    try:
        content = member_bytes(archive, entry)
    except Unreadable as end:
        return replace(_ended(_Reading(name, b"", at.limits, at.budget, at.depth), end), member=path)
    return _inside(_read(name, content, at.limits, at.budget, at.depth + 1), path)


def _inside(file: RawFile, path: str) -> RawFile:
    """The file and all that is in it, addressed from the outer archive."""
    return replace(
        file,
        member=path,
        parts=tuple(replace(part, member=path) for part in file.parts),
        members=tuple(_inside(member, f"{path}/{member.member}") for member in file.members),
    )
