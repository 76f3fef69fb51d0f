"""Keeps what is dropped or pasted at the desk, unopened: the loader, another process, reads it into a preview.

Each arrival is a folder of its own under ``received`` in the home: the file, and ``sender.json`` telling by whom, for
which township and when. A folder whose name begins with a point is still being written.
"""

from __future__ import annotations

import json
import re
import secrets
import shutil
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, Final

from situation.model.regions import RegionCode

FOLDER: Final = "received"
NOTE: Final = "sender.json"
LARGEST: Final = 20 * 1024 * 1024
_UNSAFE: Final = re.compile(r"[\\/:*?\"<>|\x00-\x1f\x7f]")


class TooLarge(Exception):
    """More than ``LARGEST`` bytes."""


def keep_upload(
    home: Path, name: str, content: BinaryIO, *, by: str, township: RegionCode | None, received_at: datetime
) -> Path:
    """Copies, bounded, then shows the folder to the loader in one step."""
    stem = f"{received_at:%Y%m%dT%H%M%S}-{secrets.token_hex(4)}"
    hidden = home / FOLDER / f".{stem}"
    hidden.mkdir(parents=True)
    try:
        _copy(content, hidden / safe_name(name))
        note = {"by": by, "township": township, "received_at": received_at.isoformat()}
        (hidden / NOTE).write_text(json.dumps(note, ensure_ascii=False), "utf-8")
    except BaseException:
        shutil.rmtree(hidden, ignore_errors=True)
        raise
    shown = home / FOLDER / stem
    hidden.rename(shown)
    return shown


def _copy(content: BinaryIO, target: Path) -> None:
    size = 0
    with target.open("xb") as kept:
        while piece := content.read(1 << 20):
            size += len(piece)
            if size > LARGEST:
                raise TooLarge
            kept.write(piece)


def safe_name(name: str) -> str:
    """The file's own name without a path; never hidden, never the note's."""
    last = re.split(r"[\\/]", name)[-1]
    clean = _UNSAFE.sub("_", last).strip().lstrip(".~") or "未命名"
    stem, dot, suffix = clean.rpartition(".")
    short = f"{stem[:80]}{dot}{suffix[:10]}" if dot else clean[:80]
    return f"_{short}" if short == NOTE else short


def waiting_count(home: Path) -> int:
    """How many arrivals the loader has not taken yet."""
    folder = home / FOLDER
    return sum(not path.name.startswith(".") for path in folder.iterdir()) if folder.is_dir() else 0
