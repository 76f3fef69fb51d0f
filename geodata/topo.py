"""The wire format: TopoJSON, each border once, points as small whole steps from the one before.

Beside the arcs there is little to send: per shape the arcs it runs along and its code. Why this form and no
other: docs/adr, "The wire format of shapes".
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

import numpy as np

from geodata.arcs import Polygon
from geodata.kinds import Floats
from geodata.lighten import Light
from geodata.plane import Plane
from situation.model.regions import RegionCode

EXTENSION = "topo.json"


def encode(
    light: Light,
    plane: Plane,
    objects: Mapping[str, tuple[Sequence[RegionCode], Sequence[tuple[Polygon, ...]]]],
    members: Mapping[RegionCode, Sequence[int]] | None = None,
) -> bytes:
    """``objects``: name → codes and their polygons; ``members``: positions in the first object."""
    corner = plane.degrees(light.origin)
    unit = light.unit * plane.degrees(np.ones(2))
    topology = {
        "type": "Topology",
        "transform": {"scale": [_short(v) for v in unit], "translate": [_short(v) for v in corner]},
        "objects": {
            name: {
                "type": "GeometryCollection",
                "geometries": [
                    _geometry(code, polygons, members) for code, polygons in zip(codes, shapes, strict=True)
                ],
            }
            for name, (codes, shapes) in objects.items()
        },
        "arcs": [_steps(line) for line in light.arcs.lines],
    }
    return json.dumps(topology, separators=(",", ":"), ensure_ascii=False).encode()


def _geometry(
    code: RegionCode, polygons: tuple[Polygon, ...], members: Mapping[RegionCode, Sequence[int]] | None
) -> dict[str, object]:
    alone = len(polygons) == 1
    geometry: dict[str, object] = {
        "type": "Polygon" if alone else "MultiPolygon",
        "arcs": polygons[0] if alone else list(polygons),
        "id": code,
    }
    if members and code in members:
        geometry["properties"] = {"members": _runs(members[code])}
    return geometry


def _steps(line: Floats) -> list[list[int]] | list[list[float]]:
    """Whole numbers, but where a narrow place needs finer points: then sums of powers of two, exact in any reader."""
    steps = np.concatenate([line[:1], np.diff(line, axis=0)])
    whole = np.round(steps).astype(np.int64)
    found: list[list[int]] | list[list[float]] = whole.tolist()
    if (steps != whole).any():
        found = [[int(v) if v.is_integer() else v for v in step] for step in steps.tolist()]
    return found


def _short(value: float) -> float:
    return float(f"{value:.12g}")


def _runs(positions: Sequence[int]) -> list[list[int]]:
    """First and count of each run: the villages of a township mostly follow each other."""
    runs: list[list[int]] = []
    for position in positions:
        if runs and sum(runs[-1]) == position:
            runs[-1][1] += 1
        else:
            runs.append([position, 1])
    return runs
