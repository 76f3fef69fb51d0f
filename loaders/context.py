"""What is known about a file before its rows are read, and what one part of a file yields.

``Context`` flows down: from the file name and the receipt to the sheet, from the sheet's title to its rows; each
step may only add. ``Taken`` flows up: rows, skipped places with a reason, findings about the whole.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING

from loaders.layouts import Layout
from situation.clock import local_day
from situation.model.bulletins import Finding, Row, Skipped
from situation.model.regions import RegionCode
from situation.model.reports import Body

if TYPE_CHECKING:
    from situation.rules.placenames import PlaceIndex


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """Where a row stands in the world. ``on`` and ``township`` are None until something says them."""

    index: PlaceIndex
    file: str  # base name, for people
    received_at: datetime
    sender: RegionCode | None = None
    on: date | None = None  # the day this part speaks of, as far as it is known
    on_inferred: bool = False
    township: RegionCode | None = None  # of the whole file or table, when it says so; never the sender
    township_inferred: bool = False
    body: Body | None = None
    layouts: tuple[Layout, ...] = ()
    own_headers: Mapping[str, str] = field(default_factory=dict)  # of the county's own counters and checklists → key
    member: str | None = None  # inside a zip
    correction: bool = False

    @property
    def layout(self) -> Layout | None:
        """The first layout that fits the file and its sender."""
        region = self.index.gazetteer.find(self.sender) if self.sender else None
        names = (region.name, region.code) if region else ()
        return next((layout for layout in self.layouts if layout.applies(self.file, names)), None)

    @property
    def received_on(self) -> date:
        """The local day of receipt: what a bulletin without a date speaks of, and the hint for its year."""
        return local_day(self.received_at)

    @property
    def year_hint(self) -> date:
        return self.on or self.received_on

    @property
    def day(self) -> date:
        """The day to put on a row: what the file says, else the day of receipt."""
        return self.on or self.received_on

    @property
    def place(self) -> RegionCode | None:
        """The township to look names up in: what the file says, else its sender."""
        return self.township or self.sender


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What one part of a file (a sheet, a text) yields. ``on`` and ``township`` are set where the part said so."""

    rows: tuple[Row, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    findings: tuple[Finding, ...] = field(default_factory=tuple)
    on: date | None = None
    township: RegionCode | None = None
    correction: bool = False  # 更正, 补报, 以此为准, 最终版
    zero_report: bool = False  # said that there is nothing to report
    quarantine: bool = False  # a list of persons: keep nothing
    foreign: str = ""  # the other county it speaks of, as written
    layout: str = ""


def merged(parts: Iterable[Taken]) -> Taken:
    """Several parts as one: the latest day speaks for the file; two townships make it county-wide."""
    kept = tuple(parts)
    townships = {part.township for part in kept if part.township}
    return Taken(
        rows=tuple(row for part in kept for row in part.rows),
        skipped=tuple(skip for part in kept for skip in part.skipped),
        findings=tuple(finding for part in kept for finding in part.findings),
        on=max((part.on for part in kept if part.on), default=None),
        township=townships.pop() if len(townships) == 1 else None,
        correction=any(part.correction for part in kept),
        zero_report=any(part.zero_report for part in kept),
        quarantine=any(part.quarantine for part in kept),
        foreign=next((part.foreign for part in kept if part.foreign), ""),
        layout=next((part.layout for part in kept if part.layout), ""),
    )
