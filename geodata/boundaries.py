"""The two deeds of this package: look at boundary files and say what is wrong; make them into a shape set.

``check_boundaries`` changes nothing. ``import_boundaries`` writes ``<home>/shapes/<hash>/`` and says what a store
should know of it; publishing the hash is the store's own transaction, and publishing an older one is the way back.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import shapely

from geodata.county import Land, settle_land
from geodata.defects import Change, Defect, Kind
from geodata.join import Feature
from geodata.options import Options
from geodata.plane import Plane
from geodata.publish import Press
from geodata.quality import LayerRead
from geodata.report import QualityReport
from geodata.shelve import Shelf
from geodata.survey import Survey, by_county, plane_of, survey
from geodata.waters import write_waters
from situation.errors import SituationError, WrongSettings
from situation.model.regions import Gazetteer, RegionCode

Progress = Callable[[str, int, int], None]  # what is being done, how far, of how much
_LISTED = 50_000  # mended ones of a kind that are listed one by one; more of them are only counted
_PICTURES = 60  # per kind and batch that keep their shape for the report's drawings


@dataclass(frozen=True, slots=True)
class ShapeSetWritten:
    hash: str
    manifest: Mapping[str, object]
    report: QualityReport
    folder: Path


def check_boundaries(paths: Sequence[Path], gazetteer: Gazetteer, options: Options) -> QualityReport:
    with TemporaryDirectory(prefix="boundaries-") as room:
        found = survey(paths, gazetteer, options, Path(room))
        tally = _Tally(found)
        if found.is_located:
            plane = plane_of(found)
            for _, land in _lands(found, plane, _silent):
                tally.add(land, plane)
        return tally.report()


def import_boundaries(
    paths: Sequence[Path], gazetteer: Gazetteer, home: Path, options: Options, progress: Progress | None = None
) -> ShapeSetWritten:
    tell = progress or _silent
    press = Press(home)
    try:
        with TemporaryDirectory(prefix="boundaries-") as room:
            tell("read", 0, 1)
            found = survey(paths, gazetteer, options, Path(room))
            _refuse_unlocated(found)
            _refuse_strangers(found)
            plane, tally = plane_of(found), _Tally(found)
            shelf = Shelf(gazetteer, plane, press)
            _write_counties(found, plane, tally, shelf, tell)
            shelf.put_above()
            if options.waters:
                write_waters(options.waters, shelf, Path(room))
            tell("pack", 0, 1)
            shelf.weigh()
        if not tally.shaped:
            raise SituationError("no village of the gazetteer has a usable shape or a point; the check says why")
        manifest = press.publish(shelf.regions)
    finally:
        press.discard()
    set_hash = str(manifest["hash"])
    report = replace(tally.report(), set_hash=set_hash)
    return ShapeSetWritten(set_hash, manifest, report, home / "shapes" / set_hash)


def _write_counties(found: Survey, plane: Plane, tally: _Tally, shelf: Shelf, tell: Progress) -> None:
    done, total = 0, len(found.gazetteer.counties)
    for counties, land in _lands(found, plane, tell):
        tally.add(land, plane)
        for code in counties:
            shelf.put_county(found.gazetteer[code], land)
            done += 1
            tell("write", done, total)


def _silent(step: str, done: int, total: int) -> None:
    return None


def _refuse_unlocated(found: Survey) -> None:
    for layer, position in zip(found.layers, found.positions, strict=True):
        if position.used is None:
            evidence = "\n  ".join(fit.evidence() for fit in position.fits)
            advice = (
                f"it would fit as {position.proposed}: pass --accept-crs, or --crs {position.proposed}"
                if position.proposed
                else "no system tried puts it where the villages are: say which with --crs"
            )
            raise WrongSettings(
                f"{layer.label}: declares {position.declared or 'no coordinate system'}, which does not fit; "
                f"{advice}\n  {evidence}"
            )


def _refuse_strangers(found: Survey) -> None:
    if not any(feature.codes for feature in found.joined.features):
        seen = "; ".join(feature.wrote for feature in found.joined.features[:3]) or "no attributes"
        raise SituationError(
            f"none of {len(found.joined.features)} features is a region of the gazetteer; seen: {seen}; "
            "expected a column of 12-digit codes or of village names; --code-column and --name-column say which"
        )


def _lands(found: Survey, plane: Plane, tell: Progress) -> Iterator[tuple[list[RegionCode], Land]]:
    groups = by_county(found)
    winds = any(layer.is_text for layer in found.layers)
    done = 0
    for counties in _batches(found, groups):
        features = [feature for county in counties for feature in groups[county]]
        tell("mend", done, len(groups))
        yield counties, settle_land(found, plane, counties, features, winds)
        done += len(counties)


def _batches(found: Survey, groups: Mapping[RegionCode, Sequence[Feature]]) -> Iterator[list[RegionCode]]:
    """Counties mended in one piece share their borders too; a set too large for that goes county by county."""
    each = _vertices_per_feature(found)
    total = sum(len(features) for features in groups.values()) * each
    if total <= found.options.together:
        yield list(groups)
    else:
        yield from ([county] for county in groups)


def _vertices_per_feature(found: Survey) -> float:
    counts: list[float] = []
    for number, layer in enumerate(found.layers[:20]):
        rows = [f.row for f in found.joined.features if f.layer == number]
        if rows:
            counts.append(float(np.mean(shapely.get_num_coordinates(layer.shapes(rows[:: max(1, len(rows) // 200)])))))
    return max(counts, default=1.0)


class _Tally:
    """Adds up what the report says, batch by batch."""

    def __init__(self, found: Survey) -> None:
        self.found = found
        self.shaped: list[RegionCode] = []
        self.approximate: list[RegionCode] = []
        self.missing: list[RegionCode] = []
        self.defects: list[Defect] = list(_unmatched(found))
        self.listed: Counter[Kind] = Counter()
        self.unlisted: Counter[Kind] = Counter()
        self.changes: list[Change] = []
        self.before = self.after = 0.0
        self.valid: bool | None = None
        self.surroundings: dict[RegionCode, shapely.Geometry] = {}

    def add(self, land: Land, plane: Plane) -> None:
        self.shaped += land.codes
        self.approximate += sorted(land.approximate)
        self.missing += land.missing
        drawn = tuple(_with_few_pictures(land.defects))
        self._list(drawn)
        self._keep_surroundings(land, {code for d in drawn if d.picture is not None for code in d.regions}, plane)
        self.changes += land.changes
        self.before += land.covered_before
        self.after += land.covered_after
        here = bool(shapely.coverage_is_valid(land.shapes) and shapely.is_valid(land.shapes).all())
        self.valid = here and self.valid is not False

    def _list(self, found: Sequence[Defect]) -> None:
        """A file of 100,000 villages has millions of slivers: nobody reads them and no memory should hold them."""
        for defect in found:
            if defect.mended and self.listed[defect.kind] >= _LISTED:
                self.unlisted[defect.kind] += 1
            else:
                self.listed[defect.kind] += 1
                self.defects.append(defect)

    def _keep_surroundings(self, land: Land, wanted: set[RegionCode], plane: Plane) -> None:
        at = [n for n, code in enumerate(land.codes) if code in wanted]
        shapes = plane.to_degrees(shapely.simplify(land.shapes[at], plane.steps(2)))
        self.surroundings.update(zip([land.codes[n] for n in at], shapes, strict=True))

    def report(self) -> QualityReport:
        found = self.found
        mentioned = {code for d in self.defects for code in d.regions} | {c.code for c in self.changes}
        mentioned |= {*self.missing, *self.approximate}
        return QualityReport(
            layers=tuple(_layers(found)),
            names={code: found.gazetteer[code].name for code in sorted(mentioned)},
            village_count=len(found.expected),
            shaped_count=len(self.shaped),
            approximate=tuple(sorted(self.approximate)),
            missing=tuple(sorted(self.missing)),
            defects=tuple(self.defects),
            unlisted=dict(self.unlisted),
            changes=tuple(self.changes),
            covered_before=self.before,
            covered_after=self.after,
            is_valid=self.valid,
            gap_width=found.options.gap_width,
            surroundings=self.surroundings,
        )


def _with_few_pictures(defects: Sequence[Defect]) -> Iterator[Defect]:
    shown: dict[Kind, int] = {}
    for defect in sorted(defects, key=lambda d: -(d.square_metres or 0.0)):
        shown[defect.kind] = shown.get(defect.kind, 0) + 1
        yield defect if shown[defect.kind] <= _PICTURES else replace(defect, picture=None)


def _unmatched(found: Survey) -> Iterator[Defect]:
    for feature in found.joined.features:
        if not feature.codes:
            names = "、".join(found.gazetteer[code].name for code in feature.candidates)
            yield Defect(
                kind=Kind.UNMATCHED, regions=feature.candidates, mended=False,
                note=f"{feature.wrote or '(no name)'}{': ' + names + '?' if names else ''}",
            )  # fmt: skip
        elif feature.damaged:
            yield Defect(kind=Kind.DAMAGED_CODE, regions=feature.codes, note=feature.wrote)


def _layers(found: Survey) -> Iterator[LayerRead]:
    for layer, columns, position in zip(found.layers, found.joined.columns, found.positions, strict=True):
        named = {"code": columns.code, "name": columns.name, "township": columns.township}
        yield LayerRead(
            label=layer.label, features=len(layer), encoding=layer.encoding, position=position, notes=layer.notes,
            columns={role: heading for role, heading in named.items() if heading},
        )  # fmt: skip
