"""Where a file's coordinates are: what it declares, what would make it fit, and the evidence.

Nothing is applied that the file does not declare or a person has not accepted. Candidates are judged by the
gazetteer's points (does each village's point lie in its shape, how far is it off) or by the county's outline.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pyproj
import shapely

from geodata import gcj
from geodata.kinds import Floats, Shapes
from geodata.plane import METRES_PER_DEGREE
from situation.errors import WrongSettings

SWAPPED = " swapped"
DEGREES = "EPSG:4326"
_SHIFTED = {"GCJ-02": gcj.from_gcj, "BD-09": gcj.from_bd}
_OLD_DATUMS = ("Xian 1980", "Beijing 1954", "Xian_1980", "Beijing_1954")
_FITS = 0.6  # of the points must lie in their shapes
_SURELY = 0.9
_NEAR = 150.0  # metres by which shapes may be off as a whole
_SHIFT = 60.0  # metres: no shifted system lies nearer, hardly any gazetteer's points are off by more
_PLAUSIBLE = (70.0, 0.0, 140.0, 56.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """How well a coordinate system puts the shapes where they belong."""

    crs: str
    inside: float | None  # share of village points within their own shape
    off: float | None  # metres between the middles of shapes and points, as a whole
    doubt: float = 0.0  # metres by which that may be chance
    overlap: float | None  # share of the county's outline covered, where one is given
    where: tuple[float, float, float, float]

    @property
    def is_good(self) -> bool:
        if self.inside is not None and self.off is not None:
            return self.inside >= _SURELY or (self.inside >= _FITS and self.off <= max(_NEAR, 4 * self.doubt))
        if self.overlap is not None:
            return self.overlap >= 0.9
        return _is_plausible(self.where)

    @property
    def rank(self) -> tuple[float, float]:
        known = self.inside if self.inside is not None else self.overlap
        return (round(20 * (known or 0.0)) / 20, -(self.off or 0.0))

    def evidence(self) -> str:
        west, south, east, north = self.where
        parts = [f"{self.crs}: {west:.4f}–{east:.4f} E, {south:.4f}–{north:.4f} N"]
        if self.inside is not None and self.off is not None:
            off = f"{self.off:.0f} m" if self.off < 10_000 else f"{self.off / 1000:.0f} km"
            parts.append(f"{self.inside:.0%} of village points in their own shape, shapes off by {off}")
        if self.overlap is not None:
            parts.append(f"covers {self.overlap:.0%} of the county's outline")
        return "; ".join(parts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """The coordinate system used, or proposed."""

    declared: str | None
    used: str | None  # None: a person must say, or accept the proposal
    proposed: str | None
    fits: tuple[Fit, ...]  # the best first
    notes: tuple[str, ...] = ()


Expected = tuple[Floats, Floats]  # positions in the sample, their points in degrees


def locate(
    sample: Shapes,
    points: Sequence[tuple[float, float] | None],
    declared: str | None,
    told: str | None,
    accept: bool,
    outline: shapely.Geometry | None,
) -> Position:
    """``sample``: some shapes as they are in the file, with the gazetteer's point of each where it has one."""
    notes = _datum_notes(declared)
    if told is not None:
        said = (fit(sample, points, told, outline),)
        return Position(declared=declared, used=told, proposed=None, fits=said, notes=notes)
    known = any(point is not None for point in points) or outline is not None
    tried = [fit(sample, points, crs, outline) for crs in _candidates(sample, points, declared, outline)]
    fits = tuple(sorted((f for f in tried if np.isfinite(f.where).all()), key=lambda f: f.rank, reverse=True))
    own = next((f for f in fits if f.crs == declared), None)
    best = next((f for f in fits if f.is_good), None) if known else _only_plausible(fits)
    if own is not None and (_stands(own, fits[0]) if known else _may_be(own, best)):
        if not known:
            notes += ("no village points and no outline to check the position against",)
        return Position(declared=declared, used=declared, proposed=None, fits=fits[:4], notes=notes)
    proposed = best.crs if best else None
    return Position(declared=declared, used=proposed if accept else None, proposed=proposed, fits=fits[:4], notes=notes)


def _stands(own: Fit, best: Fit) -> bool:
    return own.is_good and not _much_better(best, own)


def _may_be(own: Fit, better: Fit | None) -> bool:
    """Nothing to check against: what is declared is believed unless only something else lies in China."""
    on_earth = -180 <= own.where[0] <= own.where[2] <= 180 and -85 <= own.where[1] <= own.where[3] <= 85
    return on_earth and (better is None or better is own)


def fit(
    sample: Shapes, points: Sequence[tuple[float, float] | None], crs: str, outline: shapely.Geometry | None
) -> Fit:
    shapes = to_degrees(sample, crs)
    where = tuple(float(v) for v in shapely.total_bounds(shapes))
    at = [n for n, point in enumerate(points) if point is not None]
    inside, off, doubt, overlap = None, None, 0.0, None
    if at and np.isfinite(where).all():
        given = np.array([points[n] for n in at], dtype=np.float64)
        inside = float(np.mean(shapely.intersects_xy(shapes[at], *given.T)))
        off, doubt = _offset(shapely.get_coordinates(shapely.centroid(shapes[at])), given)
    if outline is not None and np.isfinite(where).all():
        overlap = _overlap(shapely.box(*where), shapely.box(*outline.bounds))
    placed = (where[0], where[1], where[2], where[3])
    return Fit(crs=crs, inside=inside, off=off, doubt=doubt, overlap=overlap, where=placed)


def _offset(middles: Floats, given: Floats) -> tuple[float, float]:
    """Of all together: single points are anywhere in their village, their middle is not."""
    if len(middles) != len(given):
        return float("inf"), 0.0
    squeeze = np.array([np.cos(np.radians(np.clip(np.median(given[:, 1]), -89, 89))), 1.0])
    apart = (middles - given) * squeeze * METRES_PER_DEGREE
    spread = float(np.hypot(*apart.std(axis=0)))
    return float(np.hypot(*np.median(apart, axis=0))), spread / float(np.sqrt(len(given)))


def _overlap(one: shapely.Geometry, two: shapely.Geometry) -> float:
    return float(one.intersection(two).area / max(one.union(two).area, 1e-12))


def _much_better(best: Fit, own: Fit) -> bool:
    if best.crs == own.crs or best.inside is None or own.inside is None:
        return False
    nearer = (own.off or 0.0) - (best.off or 0.0) > max(_SHIFT, 4 * own.doubt)
    return best.inside > own.inside + 0.15 or (best.inside >= own.inside and nearer)


def _only_plausible(fits: Sequence[Fit]) -> Fit | None:
    """Without anything to compare with, a system is proposed only where no other puts the shapes in China."""
    possible = [f for f in fits if _is_plausible(f.where) and f.crs not in _SHIFTED]
    return possible[0] if len(possible) == 1 else None


def _is_plausible(where: tuple[float, float, float, float]) -> bool:
    west, south, east, north = _PLAUSIBLE
    return where[0] >= west and where[1] >= south and where[2] <= east and where[3] <= north


# -- candidates --------------------------------------------------------------------------------------------------


def _candidates(
    sample: Shapes,
    points: Sequence[tuple[float, float] | None],
    declared: str | None,
    outline: shapely.Geometry | None,
) -> list[str]:
    west, south, east, north = (float(v) for v in shapely.total_bounds(sample))
    found = [declared] if declared else []
    if max(abs(west), abs(east)) <= 180 and max(abs(south), abs(north)) <= 180:
        found += [DEGREES, *_SHIFTED, DEGREES + SWAPPED]
    else:
        longitude = _longitude(points, outline)
        for x, suffix in (((west + east) / 2, ""), ((south + north) / 2, SWAPPED)):
            found += [f"EPSG:{code}{suffix}" for code in _projected(x, longitude)]
    return list(dict.fromkeys(found))


def _longitude(points: Sequence[tuple[float, float] | None], outline: shapely.Geometry | None) -> float | None:
    given = [point[0] for point in points if point is not None]
    return float(np.median(given)) if given else float(outline.centroid.x) if outline is not None else None


def _projected(easting: float, longitude: float | None) -> Iterator[int]:
    """CGCS2000's Gauss-Krüger zones, 3 and 6 degrees wide, and Web Mercator."""
    zone = int(easting // 1_000_000)
    if 25 <= zone <= 45:
        yield 4488 + zone
    if 13 <= zone <= 23:
        yield 4478 + zone
    if zone == 0 and longitude is not None:
        middle = round(longitude / 3)
        yield from (4534 + third - 25 for third in (middle, middle - 1, middle + 1) if 25 <= third <= 45)
        sixth = int(longitude // 6) + 1
        yield from (4502 + s - 13 for s in (sixth, sixth - 1, sixth + 1) if 13 <= s <= 23)
    yield 3857


def _datum_notes(declared: str | None) -> tuple[str, ...]:
    name = crs_name(declared)
    if any(old in name for old in _OLD_DATUMS):
        return (f"{name}: an old datum; PROJ shifts nothing here, shapes may be off by up to 100 m",)
    return ()


def crs_name(declared: str | None) -> str:
    if declared is None or declared in _SHIFTED:
        return declared or ""
    try:
        return str(pyproj.CRS.from_user_input(declared.removesuffix(SWAPPED)).name)
    except pyproj.exceptions.CRSError:
        return declared


# -- doing it ----------------------------------------------------------------------------------------------------


def to_degrees(shapes: Shapes, crs: str) -> Shapes:
    """Longitude and latitude, WGS-84 or CGCS2000 alike."""
    forward = _transform(crs)
    return np.asarray(shapely.transform(shapes, forward), dtype=object) if forward else shapes


def _transform(crs: str) -> Callable[[Floats], Floats] | None:
    if crs.endswith(SWAPPED):
        inner = _transform(crs.removesuffix(SWAPPED))
        return (lambda xy: inner(xy[:, ::-1])) if inner else (lambda xy: xy[:, ::-1])
    if crs in _SHIFTED:
        return _SHIFTED[crs]
    try:
        source = pyproj.CRS.from_user_input(crs)
    except pyproj.exceptions.CRSError as error:
        raise WrongSettings(
            f"{crs!r} is no coordinate system known here; expected for example EPSG:4490, EPSG:4527, GCJ-02, BD-09"
        ) from error
    if source.is_geographic and source.to_epsg() in (4326, 4490):
        return None
    project = pyproj.Transformer.from_crs(source, DEGREES, always_xy=True)

    def forward(xy: Floats) -> Floats:
        return np.stack(project.transform(xy[:, 0], xy[:, 1]), axis=1)

    return forward
