"""Of what a row speaks: which day, which township, which village, which body."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date

from loaders import values, vocabulary
from loaders.advice import finding
from loaders.context import Context
from loaders.tables.columns import Column
from loaders.tables.fields import Cells
from loaders.tables.grid import Grid, text_of
from loaders.tables.plan import KINDS, Plan, filled
from situation.model.bulletins import Finding
from situation.model.regions import RegionCode, RegionKind
from situation.model.reports import Body
from situation.rules.placenames import PlaceMatch

_PARTY_NAME = ("党支部", "党总支", "党委", "总支", "支部", "党组织")
_COMMUNITY_WORDS = ("社区", "居委会", "居民委员会")


@dataclass(slots=True)
class Placing:
    """What runs down a table: the township of a band, the body of a band, a village written once for several rows."""

    context: Context
    plan: Plan
    cells: Cells
    township: RegionCode | None = None
    body: Body | None = None
    last_village: str = ""
    township_text: str = ""
    townships: dict[str, RegionCode | None] = field(default_factory=dict)

    @property
    def grid(self) -> Grid:
        return self.cells.grid

    @property
    def column(self) -> int:
        """Where a row's name stands."""
        place = self.plan.village or self.plan.township
        return place.index if place else 0

    def enter_band(self, township: RegionCode | None, body: Body | None) -> None:
        self.township = township or self.township
        self.body = body or self.body
        self.township_text = ""

    def day(self, row: int) -> tuple[date, list[Finding]]:
        """The day of the row: its own column, else the table's."""
        column = self.plan.on
        value = self.grid.value(row, column.index) if column else None
        if column is None or values.is_blank(value):
            return self.context.day, []
        parsed = self.cells.date_of(value, self.context.year_hint)
        problems = parsed.problems
        if parsed.value and parsed.value > self.context.received_on:
            problems = (*problems, "R_FUTURE_DATE")
        found = parsed.value or self.context.day
        return found, self.cells.at(row, found).findings(problems, column) if problems else []

    def village(self, row: int, day: date) -> tuple[str, PlaceMatch]:
        """The village as written and as understood, in the township that stands nearest."""
        raw = self._written(row)
        if not raw and filled(self.grid, row, self.plan.body):
            raw = self.last_village
        self.last_village = raw
        township, wrong = self._row_township(row)
        code = self.grid.value(row, self.plan.code.index) if self.plan.code else None
        found = self.context.index.match(raw, township, code, self._kind_hint(row), day)
        if wrong and not found.findings:
            return raw, replace(found, findings=(wrong,))
        if found.findings:
            return raw, replace(found, findings=tuple(self._at_village(row, f) for f in found.findings))
        return raw, found

    def _written(self, row: int) -> str:
        """The village exactly as the cell has it."""
        value = self.grid.value(row, self.plan.village.index) if self.plan.village else None
        return value if isinstance(value, str) else text_of(value)

    def _at_village(self, row: int, found: Finding) -> Finding:
        column = self.plan.code if found.code == "R_CODE_CORRUPT" else self.plan.village
        if found.cell or column is None:
            return found
        return replace(found, column=column.header, cell=self.grid.address(row, column.index))

    def _row_township(self, row: int) -> tuple[RegionCode | None, Finding | None]:
        column = self.plan.township
        if column is None:
            return self.township or self.context.place, None
        text = filled(self.grid, row, column) or self.township_text
        self.township_text = text
        if not text:
            return self.township or self.context.place, None
        code = self.township_of(text)
        return (code, None) if code else (None, self.unknown_township(row, column, text))

    def township_of(self, text: str) -> RegionCode | None:
        if text not in self.townships:
            self.townships[text] = self.context.index.match_township(text)
        return self.townships[text]

    def unknown_township(self, row: int, column: Column, text: str) -> Finding:
        cell = self.grid.address(row, column.index)
        return finding("R_TOWNSHIP_MISMATCH", column=column.header, cell=cell, seen=text)

    def _kind_hint(self, row: int) -> RegionKind | None:
        if self.plan.kind and (kind := KINDS.get(filled(self.grid, row, self.plan.kind))):
            return kind
        header = self.plan.village.levels[-1] if self.plan.village and self.plan.village.levels else ""
        if "社区" in header and "村" not in header:
            return RegionKind.COMMUNITY
        return RegionKind.VILLAGE if header == "行政村" else None

    def columns(self, row: int) -> dict[str, int]:
        """The columns that told the place and the day, for the trace back to their cells."""
        named = {"report_date": self.plan.on, "village": self.plan.village, "township": self.plan.township}
        return {name: c.index for name, c in named.items() if c and filled(self.grid, row, c)}

    def stated_body(self, row: int, raw: str) -> Body | None:
        """What the row's own column says, else the band, else the title, else an unmistakable name."""
        text = filled(self.grid, row, self.plan.body) if self.plan.body else ""
        said = vocabulary.body_of(text) if text else None
        if said or self.body or self.context.body:
            return said or self.body or self.context.body
        if {Body.VILLAGE, Body.RESIDENTS} & set(self.plan.bodies):
            return None  # the columns say whose they are, whatever stands behind the name
        return Body.PARTY if raw.endswith(_PARTY_NAME) else None

    def resolved(self, body: Body | None, place: PlaceMatch, raw: str) -> Body:
        """Community rows are the residents' committee even below 村委会, and the reverse."""
        body = body or Body.VILLAGE
        if body not in (Body.VILLAGE, Body.RESIDENTS):
            return body
        gazetteer = self.context.index.gazetteer
        if place.code:
            return Body.RESIDENTS if gazetteer[place.code].kind is RegionKind.COMMUNITY else Body.VILLAGE
        kinds = {gazetteer[code].kind for code in place.candidates}
        if kinds == {RegionKind.COMMUNITY} or any(word in raw for word in _COMMUNITY_WORDS):
            return Body.RESIDENTS
        return Body.VILLAGE
