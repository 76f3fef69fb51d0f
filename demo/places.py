"""The list of villages as the demo's strangers know it: read from the same CSV the product is given.

Only names, kinds and codes: townships write bulletins, they do not draw maps.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

SHIPPED = Path(__file__).parent / "county" / "regions.csv"


@dataclass(frozen=True, slots=True)
class Village:
    code: str
    name: str
    is_community: bool
    township: str
    former: tuple[str, ...] = ()

    @property
    def committee(self) -> str:
        """The body its people vote for: the residents' committee (R) or the villagers' committee (V)."""
        return "R" if self.is_community else "V"

    @property
    def bodies(self) -> tuple[str, ...]:
        return ("P", "R", "S") if self.is_community else ("P", "V", "S", "E")


@dataclass(frozen=True, slots=True)
class Township:
    code: str
    name: str
    villages: tuple[Village, ...]


@dataclass(frozen=True, slots=True)
class County:
    name: str
    townships: tuple[Township, ...]

    @property
    def villages(self) -> tuple[Village, ...]:
        return tuple(village for township in self.townships for village in township.villages)


def read_county(path: Path = SHIPPED) -> County:
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    grouped: dict[tuple[str, str], list[Village]] = {}
    for row in sorted(rows, key=lambda row: row["code"]):
        grouped.setdefault((row["township_code"], row["township"]), []).append(_village(row))
    townships = tuple(Township(code, name, tuple(found)) for (code, name), found in grouped.items())
    return County(rows[0]["county"], townships)


def _village(row: dict[str, str]) -> Village:
    former = tuple(name for name in (row.get("aliases") or "").split("|") if name)
    return Village(row["code"], row["village"], row["kind"] == "社区", row["township"], former)
