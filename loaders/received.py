"""What was handed in at the desk: read here, kept as staged, taken over only when a person accepts it.

Each arrival is a folder with the file and ``sender.json`` (by, township, received_at). The web process wrote it
without opening the file; a folder whose name begins with a point is still being written.
"""

from __future__ import annotations

import json
import logging
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from loaders.intake import Intake
from situation.model.regions import RegionCode, region_code

FOLDER: Final = "received"
_NOTE: Final = "sender.json"
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class HandedIn:
    folder: Path
    file: Path
    by: str
    township: RegionCode | None
    received_at: datetime


def take_received(intake: Intake, folder: Path) -> int:
    """How many were taken. What cannot be taken stays, is told in the log, and never stops the others."""
    taken = 0
    for arrival in sorted(path for path in folder.glob("*") if path.is_dir() and not path.name.startswith(".")):
        try:
            for handed_in in _handed_in(arrival):
                _take(intake, handed_in)
            shutil.rmtree(arrival)
            taken += 1
        except Exception:
            _log.exception("%s could not be taken; it stays in %s", arrival.name, folder)
    return taken


def _handed_in(arrival: Path) -> Iterator[HandedIn]:
    note = json.loads((arrival / _NOTE).read_text("utf-8"))
    township = region_code(note["township"]) if note.get("township") else None
    received_at = datetime.fromisoformat(note["received_at"])
    for file in sorted(arrival.iterdir()):
        if file.name != _NOTE:
            yield HandedIn(arrival, file, str(note["by"]), township, received_at)


def _take(intake: Intake, given: HandedIn) -> None:
    taken = intake.take(
        given.file,
        source=f"desk: {given.by}"[:80],
        received_at=given.received_at,
        sender=given.township,
        is_trusted=False,
    )
    for reading, recorded in zip(taken.readings, taken.recorded, strict=True):
        _log.info("%s from the desk: %s, %d rows wait", reading.file, recorded.outcome, len(reading.rows))
