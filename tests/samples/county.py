"""The small invented county the samples speak of: four townships, twenty-one villages and communities."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

from situation.model.regions import Gazetteer, NameKind, OtherName, Region, RegionKind, gazetteer, region_code
from situation.rules.placenames import PlaceIndex

_FILE = Path(__file__).with_name("regions.csv")


@cache
def county() -> Gazetteer:
    with _FILE.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    root = region_code(rows[0]["code"][:6] + "000000")
    regions = {root: Region(root, rows[0]["county"], RegionKind.COUNTY)}
    for row in rows:
        township = region_code(row["township_code"] + "000")
        regions[township] = Region(township, row["township"], RegionKind.TOWNSHIP, root)
        code = region_code(row["code"])
        kind = RegionKind.COMMUNITY if row["kind"] == "社区" else RegionKind.VILLAGE
        regions[code] = Region(code, row["village"], kind, township, _other_names(row))
    return gazetteer(regions.values())


def _other_names(row: dict[str, str]) -> tuple[OtherName, ...]:
    return (
        *(OtherName(name, NameKind.ALIAS) for name in row["aliases"].split("|") if name),
        *(OtherName(name, NameKind.FORMER) for name in row["former"].split("|") if name),
    )


@cache
def index() -> PlaceIndex:
    return PlaceIndex(county())
