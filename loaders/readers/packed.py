"""Zip archives from strangers: size, ratio and number of members judged before anything is unpacked."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

from .advice import corrupt, encrypted, hostile, too_big
from .raw import Limits

_UTF8_FLAG, _ENCRYPTED_FLAG = 0x800, 0x1
_UNICODE_PATH = 0x7075


def opened(content: bytes, limits: Limits, members: int) -> zipfile.ZipFile:
    """The archive, within its limits. Raises Unreadable."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
        entries = archive.infolist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError, EOFError, OSError, struct.error) as error:
        raise corrupt("压缩结构不完整") from error
    if len(entries) > members:
        raise too_big(f"压缩包内有 {len(entries)} 个文件")
    unpacked = sum(entry.file_size for entry in entries)
    if unpacked > limits.unpacked_bytes:
        raise too_big(f"解压后有 {unpacked // 1024 // 1024} MB")
    if unpacked > limits.ratio_from and unpacked > limits.ratio * max(len(content), 1):
        raise hostile("压缩比异常（压缩炸弹）")
    return archive


def member_bytes(archive: zipfile.ZipFile, entry: zipfile.ZipInfo | str) -> bytes:
    """One member, checked against its checksum. Raises Unreadable."""
    try:
        found = archive.getinfo(entry) if isinstance(entry, str) else entry
        if found.flag_bits & _ENCRYPTED_FLAG:
            raise encrypted()
        return archive.read(found)
    except KeyError as error:
        raise corrupt("缺少组成部分") from error
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, ValueError, EOFError, OSError, RuntimeError,
            struct.error) as error:  # fmt: skip
        raise corrupt("压缩内容不完整") from error


def member_name(entry: zipfile.ZipInfo) -> str:
    """The name as the sender saw it: Chinese Windows writes GBK without saying so."""
    told = _unicode_path(entry.extra)
    if told or entry.flag_bits & _UTF8_FLAG:
        return told or entry.filename
    try:
        raw = entry.filename.encode("cp437")
    except UnicodeEncodeError:
        return entry.filename
    for codec in ("utf-8", "gb18030"):
        try:
            return raw.decode(codec)
        except UnicodeDecodeError:
            continue
    return entry.filename


def _unicode_path(extra: bytes) -> str | None:
    """Info-ZIP's extra field with the UTF-8 name, where an archiver added one."""
    while len(extra) >= 4:
        kind, size = struct.unpack_from("<HH", extra)
        if kind == _UNICODE_PATH and size > 5:
            return extra[9 : 4 + size].decode("utf-8", "replace")
        extra = extra[4 + size :]
    return None
