"""What a person may say about a boundary file before it is read; nothing here is ever guessed at silently."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from situation.model.regions import RegionCode


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    layer: str | None = None  # of a container with several
    encoding: str | None = None
    crs: str | None = None  # "EPSG:4527", "GCJ-02", "BD-09", with " swapped" appended where axes are
    accept_crs: bool = False  # take the proposal of the check
    code_column: str | None = None
    name_column: str | None = None
    township_column: str | None = None
    outline: Path | None = None  # the county's own outline, to find the CRS and clip approximate cells
    waters: Path | None = None  # rivers and lakes drawn under the villages
    matches: tuple[tuple[str, RegionCode], ...] = ()  # a person's decisions: a name or code as written → region
    gap_width: float = 50.0  # metres: narrower gaps are closed, wider ones are reported and kept
    on: date | None = None  # regions as they stood on this day
    together: int = 1_500_000  # vertices mended in one piece; more are mended county by county
