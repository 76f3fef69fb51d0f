"""Cuts a coverage into the files screens load: one per parent region and level of detail.

``R.children.0``: the direct children of R as they fill a 4K screen. ``R.leaves.0`` and ``.1``: all villages of a
county, the second four times finer. ``R.outline.0``: R alone. Neighbouring files need not match; within one file
every border is shared.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import shapely

from geodata.county import Land
from geodata.kinds import Shapes
from geodata.labels import Label, labels
from geodata.levels import dissolved, dissolved_arcs
from geodata.lighten import Light, lighten, pixel_of
from geodata.mend import mend
from geodata.plane import Plane
from geodata.publish import Press
from geodata.topo import EXTENSION, encode
from situation.model.regions import Gazetteer, Region, RegionCode

LEAF_DETAILS = {"0": 1.0, "1": 0.25}  # pixels of the county's view
Entry = dict[str, object]


@dataclass(slots=True)
class Shelf:
    """The set being written: its files, and what the manifest says of each region."""

    gazetteer: Gazetteer
    plane: Plane
    press: Press
    regions: dict[RegionCode, Entry] = field(default_factory=dict)
    outlines: dict[RegionCode, shapely.Geometry] = field(default_factory=dict)  # on the lattice
    _state: dict[RegionCode, tuple[bool, bool]] = field(default_factory=dict)

    def put_county(self, county: Region, land: Land) -> None:
        leaves = [leaf.code for leaf in self.gazetteer.leaves_below(county.code)]
        at = {code: n for n, code in enumerate(land.codes)}
        codes = [code for code in leaves if code in at]
        shapes = land.shapes[[at[code] for code in codes]]
        for region in self._parents_below(county):
            self._put_parent(region, codes, shapes, land)
        if codes:
            self._put_leaves(county, codes, shapes, land)
        approximate = [code for code in codes if code in land.approximate]
        self._note(county, leaves, approximate, land)

    def _parents_below(self, region: Region) -> list[Region]:
        children = self.gazetteer.children(region.code)
        below = [parent for child in children for parent in self._parents_below(child)]
        return [region, *below] if children else below

    def _put_parent(self, parent: Region, codes: Sequence[RegionCode], shapes: Shapes, land: Land) -> None:
        at = {code: n for n, code in enumerate(codes)}
        groups = {
            child.code: [at[leaf.code] for leaf in self.gazetteer.leaves_below(child.code) if leaf.code in at]
            for child in self.gazetteer.children(parent.code)
        }
        groups = {code: found for code, found in sorted(groups.items()) if found}
        entry = self._entry(parent)
        lacking = set(land.missing)
        missing = [leaf.code for leaf in self.gazetteer.leaves_below(parent.code) if leaf.code in lacking]
        entry["missing"], entry["approximate"] = missing, [c for c in groups if c in land.approximate]
        if groups:
            self._put_children(parent, list(groups), dissolved(shapes, groups))
        spots = {code: land.points[code] for code in missing if code in land.points}
        entry["labels"] = {**_mapping(entry["labels"]), **{c: [*_spot(p), 0] for c, p in spots.items()}}

    def _put_children(self, parent: Region, codes: Sequence[RegionCode], shapes: Shapes) -> None:
        entry = self._entry(parent)
        light = lighten(shapes, pixel_of(shapely.total_bounds(shapes)))
        self._layer(parent, "children", codes, {"0": self._encoded(light, {"children": (codes, light.arcs.shapes)})})
        whole = np.array([shapely.coverage_union_all(shapes)], dtype=object)
        outline = lighten(whole, pixel_of(shapely.total_bounds(whole)))
        self._layer(parent, "outline", [parent.code], {
            "0": self._encoded(outline, {"outline": ([parent.code], outline.arcs.shapes)})
        })  # fmt: skip
        self.outlines[parent.code] = whole[0]
        entry["bbox"] = [round(float(v), 6) for v in shapely.total_bounds(self.plane.to_degrees(whole))]
        entry["labels"] = {**_mapping(entry["labels"]), **_lists(labels(codes, shapes, self.plane))}

    def _put_leaves(self, county: Region, codes: Sequence[RegionCode], shapes: Shapes, land: Land) -> None:
        pixel = pixel_of(shapely.total_bounds(shapes))
        encoded: dict[str, bytes] = {}
        for detail, share in LEAF_DETAILS.items():
            light = lighten(shapes, pixel * share)
            encoded[detail] = self._with_townships(light, codes)
        self._layer(county, "leaves", codes, encoded)
        entry = self._entry(county)
        entry["labels"] = {**_mapping(entry["labels"]), **_lists(labels(codes, shapes, self.plane))}

    def _with_townships(self, light: Light, codes: Sequence[RegionCode]) -> bytes:
        members: dict[RegionCode, list[int]] = {}
        for position, code in enumerate(codes):
            township = self.gazetteer.township_of(code)
            if township:
                members.setdefault(township.code, []).append(position)
        members = dict(sorted(members.items()))
        above = [dissolved_arcs(light.arcs, positions) for positions in members.values()]
        return encode(
            light, self.plane, {"leaves": (codes, light.arcs.shapes), "townships": (list(members), above)}, members
        )

    def put_above(self) -> None:
        """Cities and provinces, from the counties up; counties mended apart are fitted to each other here."""
        above = [r for r in self.gazetteer if self.gazetteer.children(r.code) and r.code not in self.regions]
        for region in sorted(above, key=lambda r: -len(self.gazetteer.path(r.code))):
            children = [c.code for c in self.gazetteer.children(region.code) if c.code in self.outlines]
            self._note_above(region)
            if children:
                self._put_children(region, children, self._fitted(children))

    def _fitted(self, codes: Sequence[RegionCode]) -> Shapes:
        shapes = np.array([self.outlines[code] for code in codes], dtype=object)
        if shapely.coverage_is_valid(shapes):
            return shapes
        pixel = pixel_of(shapely.total_bounds(shapes))
        grid = max(round(pixel / 32), 1)  # what differs by less is not seen; most disagreements end here
        coarse = shapely.set_precision(shapely.set_precision(shapes, grid), 0, mode="pointwise")
        return mend(codes, coarse, self.plane, self.plane.metres(2 * pixel), {}).shapes

    def _note(
        self, county: Region, leaves: Sequence[RegionCode], approximate: Sequence[RegionCode], land: Land
    ) -> None:
        entry = self._entry(county)
        entry["approximate"] = list(approximate)
        lacking = set(land.missing)
        entry["missing"] = [code for code in leaves if code in lacking]

    def _note_above(self, region: Region) -> None:
        self._entry(region)

    def _encoded(self, light: Light, objects: Mapping[str, tuple[Sequence[RegionCode], Sequence[object]]]) -> bytes:
        return encode(light, self.plane, objects)  # type: ignore[arg-type]

    def _layer(self, region: Region, kind: str, codes: Sequence[RegionCode], details: Mapping[str, bytes]) -> None:
        names = {
            detail: self.press.write(f"{region.code}.{kind}.{detail}.{EXTENSION}", content)
            for detail, content in details.items()
        }
        layers = self._entry(region)["layers"]
        assert isinstance(layers, dict)
        layers[kind] = {"files": names, "codes": list(codes)}

    def weigh(self) -> None:
        """Bytes on the wire, once everything is packed."""
        for entry in self.regions.values():
            layers = entry["layers"]
            assert isinstance(layers, dict)
            for layer in layers.values():
                sizes = {detail: self.press.size_of(name) for detail, name in layer["files"].items()}
                layer |= {"bytes": sizes["0"], "sizes": sizes}

    def _entry(self, region: Region) -> Entry:
        return self.regions.setdefault(region.code, {
            "layers": {}, "bbox": None, "labels": {}, "approximate": [], "missing": [], "kind": region.kind.value
        })  # fmt: skip


def _mapping(value: object) -> dict[RegionCode, list[float]]:
    assert isinstance(value, dict)
    return value


def _lists(found: Mapping[RegionCode, Label]) -> dict[RegionCode, list[float]]:
    return {code: list(label) for code, label in found.items()}


def _spot(point: tuple[float, float]) -> tuple[float, float]:
    return round(point[0], 6), round(point[1], 6)
