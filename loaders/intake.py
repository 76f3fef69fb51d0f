"""From a file to the store: read it, record each bulletin in it, keep the original, leave the inbox clean.

The order of steps makes a sudden death harmless: the file stays in the inbox until its bulletin is committed, and a
file met again after its commit is a duplicate that only needs putting away.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from loaders.archive import Archive
from loaders.layouts import Layout, load_layouts
from loaders.own_headers import own_headers
from loaders.reading import read_bulletin
from situation.actions import Recorded, record_bulletin
from situation.clock import Clock
from situation.model.bulletins import Outcome, Reading
from situation.model.regions import RegionCode
from situation.rules.declared import load_declared
from situation.rules.placenames import PlaceIndex
from situation.settings import Settings
from situation.store.engine import Store
from situation.store.reading import read_gazetteer, read_version

_UNFINISHED = (".tmp", ".part", ".partial", ".crdownload")


@dataclass(frozen=True, slots=True)
class Taken:
    """One file and what became of each bulletin in it."""

    path: Path
    readings: tuple[Reading, ...]
    recorded: tuple[Recorded, ...]


class Intake:
    """One loader's hands. Knows the present names; learns new ones as people decide on them."""

    def __init__(self, store: Store, settings: Settings, *, by: str = "loader") -> None:
        self._store = store
        self._by = by
        self._archive = Archive.of(settings)
        self._layouts: tuple[Layout, ...] = load_layouts(settings.home / "layouts")
        self._own_headers = own_headers(load_declared(settings.own_text(settings.rules.declared)))
        self._index: PlaceIndex | None = None
        self._version = -1
        self.clock: Clock = settings.make_clock()

    def read(self, path: Path, *, received_at: datetime, sender: RegionCode | None) -> tuple[Reading, ...]:
        """Pure but for the bytes of the file and the names in force."""
        return read_bulletin(
            path.name,
            path.read_bytes(),
            self.index(),
            received_at=received_at,
            sender=sender,
            layouts=self._layouts,
            own_headers=self._own_headers,
        )

    def take(
        self,
        path: Path,
        *,
        source: str,
        received_at: datetime,
        sender: RegionCode | None,
        is_trusted: bool = True,
    ) -> Taken:
        readings = self.read(path, received_at=received_at, sender=sender)
        return self.record(path, readings, source=source, received_at=received_at, sender=sender, is_trusted=is_trusted)

    def record(
        self,
        path: Path,
        readings: tuple[Reading, ...],
        *,
        source: str,
        received_at: datetime,
        sender: RegionCode | None,
        is_trusted: bool = True,
    ) -> Taken:
        recorded = tuple(
            record_bulletin(
                self._store,
                reading,
                source=source,
                sender=sender,
                received_at=received_at,
                at=self.clock.now(),
                by=self._by,
                is_trusted=is_trusted,
            )
            for reading in readings
        )
        if not any(r.outcome is Outcome.QUARANTINE for r in readings):
            self._archive.keep(path)
        return Taken(path, readings, recorded)

    def index(self) -> PlaceIndex:
        """Rebuilt when the store moved on: a decision at the desk may have taught a name."""
        with self._store.reading() as connection:
            version = read_version(connection)
            if self._index is None or version != self._version:
                gazetteer = read_gazetteer(connection)
                if self._index is None or gazetteer != self._index.gazetteer:
                    self._index = PlaceIndex(gazetteer)
                self._version = version
        return self._index


def bulletins_in(paths: list[Path]) -> Iterator[Path]:
    """Files as given, folders in name order; what is still being written or is an editor's shadow is passed over."""
    for path in paths:
        if path.is_dir():
            yield from (p for p in sorted(path.rglob("*")) if p.is_file() and not is_passed_over(p))
        else:
            yield path


def is_passed_over(path: Path) -> bool:
    return path.name.startswith((".", "~$")) or path.suffix.lower() in _UNFINISHED
