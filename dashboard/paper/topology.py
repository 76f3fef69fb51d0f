"""Shapes as published, read for printing: rings of one object of a TopoJSON file."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from typing import Any

from situation.store.reading import ShapeSet

Point = tuple[float, float]
Ring = list[Point]


@dataclass(frozen=True, slots=True)
class PrintedLand:
    """All that the printed map draws, in degrees."""

    villages: Mapping[str, list[Ring]]  # by code; holes are rings too (even-odd)
    townships: Mapping[str, list[Ring]]
    outline: list[Ring]
    rivers: list[tuple[str, list[Point]]]
    lakes: list[Ring]
    spots: Mapping[str, Point]  # where a name may stand


def read_land(folder: Path, shapes: ShapeSet | None) -> PrintedLand | None:
    """The county's land, or None where no boundaries were published."""
    regions: Mapping[str, Any] = shapes.manifest["regions"] if shapes else {}
    entry = next((found for found in regions.values() if "leaves" in found["layers"]), None)
    if shapes is None or entry is None:
        return None
    room, layers = folder / shapes.hash, entry["layers"]
    leaves = _read(room, layers["leaves"])
    waters = _read(room, layers["waters"]) if "waters" in layers else {"features": []}
    outline = rings_of(_read(room, layers["outline"]), "outline") if "outline" in layers else {}
    spots = {code: (spot[0], spot[1]) for code, spot in entry.get("labels", {}).items()}
    rivers, lakes = _waters(waters)
    return PrintedLand(
        villages=rings_of(leaves, "leaves"),
        townships=rings_of(leaves, "townships") if "townships" in leaves["objects"] else {},
        outline=[ring for rings in outline.values() for ring in rings],
        rivers=rivers,
        lakes=lakes,
        spots=spots,
    )


def _read(room: Path, layer: Mapping[str, Any]) -> Any:
    return json.loads((room / layer["files"]["0"]).read_text("utf-8"))


def rings_of(topology: Mapping[str, Any], name: str) -> dict[str, list[Ring]]:
    arcs = _arcs(topology)
    return {
        geometry["id"]: [_ring(refs, arcs) for polygon in _polygons(geometry) for refs in polygon]
        for geometry in topology["objects"][name]["geometries"]
    }


def _arcs(topology: Mapping[str, Any]) -> list[Ring]:
    """Steps on a lattice become degrees."""
    (sx, sy), (tx, ty) = topology["transform"]["scale"], topology["transform"]["translate"]
    return [
        [(x * sx + tx, y * sy + ty) for x, y in accumulate(arc, lambda at, step: (at[0] + step[0], at[1] + step[1]))]
        for arc in topology["arcs"]
    ]


def _polygons(geometry: Mapping[str, Any]) -> list[list[list[int]]]:
    return [geometry["arcs"]] if geometry["type"] == "Polygon" else geometry["arcs"]


def _ring(refs: list[int], arcs: list[Ring]) -> Ring:
    points: Ring = []
    for ref in refs:
        arc = arcs[ref] if ref >= 0 else arcs[~ref][::-1]
        points += arc[1:] if points else arc
    return points


def _waters(collection: Mapping[str, Any]) -> tuple[list[tuple[str, list[Point]]], list[Ring]]:
    rivers: list[tuple[str, list[Point]]] = []
    lakes: list[Ring] = []
    for feature in collection["features"]:
        kind, shape = feature["properties"].get("kind", ""), feature["geometry"]
        parts = shape["coordinates"] if shape["type"].startswith("Multi") else [shape["coordinates"]]
        for part in parts:
            if "LineString" in shape["type"]:
                rivers.append((kind, [(p[0], p[1]) for p in part]))
            elif "Polygon" in shape["type"]:
                lakes += [[(p[0], p[1]) for p in ring] for ring in part]
    return rivers, lakes
