"""A county of any size to measure with: wavy fields in rows, neighbours sharing every vertex; no likeness intended."""

from __future__ import annotations

import csv
import json
import math
import random
from pathlib import Path

COUNTY = "990100000000"
PER_TOWNSHIP = 25
_STEPS = 16  # vertices per side: 64 a village, half of what the invented county has
_CELL = 0.01  # degrees
_WEST, _SOUTH = 90.0, 35.0

Point = tuple[float, float]


def write_fields(folder: Path, villages: int, seed: int = 1) -> list[str]:
    """Writes regions.csv and boundaries.geojson; returns the village codes in order."""
    folder.mkdir(parents=True, exist_ok=True)
    codes = [_code(n) for n in range(villages)]
    columns = math.ceil(math.sqrt(villages))
    sides = _Sides(random.Random(seed))
    features = [
        {"type": "Feature", "properties": {"code": code}, "geometry": {"type": "Polygon", "coordinates": [ring]}}
        for n, code in enumerate(codes)
        for ring in [sides.ring(n % columns, n // columns)]
    ]
    collection = {"type": "FeatureCollection", "features": features}
    (folder / "boundaries.geojson").write_text(json.dumps(collection), "utf-8")
    with (folder / "regions.csv").open("w", encoding="utf-8", newline="") as out:
        lines = csv.writer(out)
        lines.writerow(["code", "county", "township_code", "township", "village", "kind", "aliases", "lon", "lat"])
        for n, code in enumerate(codes):
            township = code[:9] + "000"
            lines.writerow([code, "测量县", township, f"第{n // PER_TOWNSHIP + 1}镇", f"第{n + 1}村", "村", "", "", ""])
    return codes


def _code(n: int) -> str:
    township = n // PER_TOWNSHIP
    return f"99{township // 900 + 1:04}"[:6].ljust(6, "0") + f"{100 + township % 900:03}{201 + n % PER_TOWNSHIP}"


class _Sides:
    """Each side is drawn once and walked by both its fields."""

    def __init__(self, dice: random.Random) -> None:
        self._dice = dice
        self._drawn: dict[tuple[int, int, bool], list[Point]] = {}

    def ring(self, column: int, row: int) -> list[Point]:
        south, north = self._side(column, row, True), self._side(column, row + 1, True)
        west, east = self._side(column, row, False), self._side(column + 1, row, False)
        ring = [*south[:-1], *east[:-1], *north[::-1][:-1], *west[::-1]]
        return [*ring[:-1], ring[0]]

    def _side(self, column: int, row: int, level: bool) -> list[Point]:
        key = (column, row, level)
        if key not in self._drawn:
            dx, dy = (1, 0) if level else (0, 1)
            points = [(column + dx * k / _STEPS, row + dy * k / _STEPS) for k in range(_STEPS + 1)]
            shift = [0.0, *(self._dice.uniform(-0.08, 0.08) for _ in range(_STEPS - 1)), 0.0]
            self._drawn[key] = [
                (
                    round(_WEST + (x + (0 if level else s)) * _CELL, 6),
                    round(_SOUTH + (y + (s if level else 0)) * _CELL, 6),
                )
                for (x, y), s in zip(points, shift, strict=True)
            ]
        return self._drawn[key]
