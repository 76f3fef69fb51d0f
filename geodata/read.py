"""Reads what people have: every format GDAL knows of boundaries, as texts and polygons, nothing interpreted.

Attributes are read at once (they are small), geometry by feature number when it is needed, so a set larger than
memory can be worked through county by county.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import pyogrio
import pyogrio.raw
import shapely

from geodata import dbf, sniff
from geodata.kinds import Ints, Shapes
from geodata.options import Options
from geodata.unpack import VectorFile, vector_files
from situation.errors import UnreadableFile

_READ_ERRORS = (
    pyogrio.errors.DataSourceError,
    pyogrio.errors.DataLayerError,
    pyogrio.errors.FeatureError,
    pyogrio.errors.GeometryError,
    pyogrio.errors.FieldError,
    ValueError,
    UnicodeError,
    RuntimeError,
)

_DEGREES = "EPSG:4326"
_TEXTS = (".geojson", ".json", ".topojson", ".kml")
_LARGE = 8 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Layer:
    """One layer of one file: its attributes as texts, its geometry on request."""

    label: str
    path: Path
    layer: str | None
    encoding: str
    crs: str | None  # as the file declares it
    geometry_type: str
    columns: Mapping[str, tuple[str, ...]]
    fids: Ints
    is_text: bool  # GeoJSON, TopoJSON, KML: only there the winding of rings is the author's own
    notes: tuple[str, ...] = ()

    def __len__(self) -> int:
        return len(self.fids)

    def shapes(self, rows: Sequence[int] | None = None) -> Shapes:
        """Polygons, points or None per row, flat; broken coordinates become None."""
        return shapes_of(self, rows)


def read_layers(paths: Iterable[Path], options: Options, room: Path) -> tuple[Layer, ...]:
    """Every boundary layer of every file. ``room``: an empty folder for what must be unpacked or rewritten."""
    layers: list[Layer] = []
    for path in paths:
        inside = room / f"in-{len(layers)}-{len(list(room.iterdir()))}"
        inside.mkdir()
        for file in vector_files(path, inside):
            layers.extend(_layers(file, options, inside))
    if not any(len(layer) for layer in layers):
        raise UnreadableFile(f"{', '.join(p.name for p in paths)}: there is not a single feature in it")
    return tuple(layers)


def _layers(file: VectorFile, options: Options, room: Path) -> Iterable[Layer]:
    path, encoding = sniff.vouch(file.path, file.label, room, options.encoding)
    notes: list[str] = []
    if path.suffix.lower() == ".shp":
        encoding = _table_encoding(path, file.label, options.encoding, notes)
    try:
        names = [(str(name), str(kind)) for name, kind in pyogrio.list_layers(path)]
        for name in _chosen(names, path, file.label, options, notes):
            layer = _layer(file.label, path, name, encoding, len(names) > 1, tuple(notes))
            yield _at_hand(layer, room) if layer.is_text and path.stat().st_size > _LARGE else layer
    except _READ_ERRORS as error:
        raise UnreadableFile(f"{file.label}: cannot be read as boundaries ({_first_line(error)})") from error


def _table_encoding(path: Path, label: str, told: str | None, notes: list[str]) -> str:
    if told:
        return told
    table = next((t for t in (path.with_suffix(s) for s in (".dbf", ".DBF", ".Dbf")) if t.is_file()), None)
    if table is None:
        raise UnreadableFile(f"{label}: the table of attributes (.dbf) is missing; without it no shape has a name")
    found, declared = dbf.encoding_of(table), dbf.declared(table)
    if found is None:
        notes.append(f"encoding: neither UTF-8 nor GB18030 reads every text; taken as {declared or 'GB18030'}")
        return declared or "GB18030"
    if declared is None:
        notes.append(f"encoding: no .cpg; the texts are {found}")
    elif not _same_encoding(found, declared):
        notes.append(f"encoding: the .cpg says {declared}, the texts are {found}")
    return found


def _same_encoding(found: str, declared: str) -> bool:
    plain = declared.upper().replace("-", "").replace("_", "")
    families = {"UTF-8": ("UTF8", "65001"), "GB18030": ("GB18030", "GBK", "GB2312", "936", "CP936", "ANSI936")}
    return plain in families[found]


def _chosen(
    names: list[tuple[str, str]], path: Path, label: str, options: Options, notes: list[str]
) -> tuple[str, ...]:
    """Of several layers the one with the most polygons; KML folders are parts of one layer. Said in the notes."""
    if options.layer == "*":
        return tuple(name for name, _ in names)
    if options.layer is not None:
        if len(names) > 1 and options.layer not in [name for name, _ in names]:
            raise UnreadableFile(f"{label}: no layer {options.layer!r}; it has {', '.join(n for n, _ in names)}")
        return (options.layer,) if len(names) > 1 else (names[0][0],)
    if len(names) <= 1 or path.suffix.lower() == ".kml":
        return tuple(name for name, _ in names)
    counted = [(_polygon_rank(kind), pyogrio.read_info(path, layer=name)["features"], name) for name, kind in names]
    best = max(counted, key=lambda c: (c[0], c[1]))
    others = ", ".join(f"{name} ({count})" for _, count, name in counted if name != best[2])
    notes.append(f"layers: took {best[2]} ({best[1]} features); set aside: {others}; --layer chooses another")
    return (best[2],)


def _polygon_rank(kind: str) -> int:
    return 2 if "Polygon" in kind else 1 if kind in ("Unknown", "None", "GeometryCollection") else 0


def _layer(label: str, path: Path, name: str, encoding: str, several: bool, notes: tuple[str, ...]) -> Layer:
    asked = encoding if path.suffix.lower() == ".shp" else None
    described = pyogrio.read_info(path, layer=name, encoding=asked)
    columns, fids = _table(path, name, asked)
    return Layer(
        label=f"{label}:{name}" if several else label,
        path=path,
        layer=name,
        encoding=encoding,
        crs=described["crs"] or (_DEGREES if described["driver"] == "TopoJSON" else None),  # it has no way to say
        geometry_type=str(described["geometry_type"]),
        columns=columns,
        fids=fids,
        is_text=path.suffix.lower() in _TEXTS,
        notes=notes,
    )


def _at_hand(layer: Layer, room: Path) -> Layer:
    """A text is read from its beginning each time; a large one is copied once into a form read by number."""
    shapes = shapely.to_wkb(shapes_of(layer, None))
    copy = room / f"copy-{len(list(room.iterdir()))}.gpkg"
    pyogrio.raw.write(copy, shapes, [], [], layer="shapes", geometry_type="Unknown", crs=_DEGREES, driver="GPKG")
    numbers = np.arange(1, len(shapes) + 1, dtype=np.int64)
    return replace(layer, path=copy, layer="shapes", fids=numbers)


def _table(path: Path, name: str, encoding: str | None) -> tuple[dict[str, tuple[str, ...]], Ints]:
    def read(asked: str | None) -> tuple[Any, Any, Any, Any]:
        found: tuple[Any, Any, Any, Any] = pyogrio.raw.read(
            path, layer=name, encoding=asked, read_geometry=False, return_fids=True, datetime_as_string=True
        )
        return found

    try:
        meta, fids, _, fields = read(encoding)
        again = None
    except UnicodeDecodeError:  # a text cut in the middle of a character: take the bytes and drop the stump
        meta, fids, _, fields = read("ISO-8859-1")
        again = encoding
    named = zip(meta["fields"], fields, strict=True)
    columns = {
        _decoded(str(field), again): tuple(_decoded(as_text(value), again) for value in values)
        for field, values in named
    }
    return columns, np.asarray(fids, dtype=np.int64)


def _decoded(text: str, encoding: str | None) -> str:
    return text.encode("latin-1", "ignore").decode(encoding, "ignore").strip() if encoding else text


def as_text(value: Any) -> str:
    """A code stored as a number loses its ".0"; nothing is the empty text."""
    if value is None or (isinstance(value, float | np.floating) and not math.isfinite(value)):
        return ""
    if isinstance(value, float | np.floating) and float(value).is_integer():
        return str(int(value))
    return str(value).strip()


def shapes_of(layer: Layer, rows: Sequence[int] | None) -> Shapes:
    asked: dict[str, Any] = {} if rows is None else {"fids": layer.fids[np.asarray(rows, dtype=np.int64)]}
    if layer.path.suffix.lower() == ".shp":
        asked["encoding"] = layer.encoding
    try:
        _, _, found, _ = pyogrio.raw.read(layer.path, layer=layer.layer, columns=[], force_2d=True, **asked)
    except _READ_ERRORS as error:
        raise UnreadableFile(f"{layer.label}: its shapes cannot be read ({_first_line(error)})") from error
    if found is None:
        return np.full(len(layer) if rows is None else len(rows), None, dtype=object)
    with np.errstate(invalid="ignore"):  # coordinates that are no numbers are told of later, by village
        return np.asarray(shapely.force_2d(shapely.from_wkb(found, on_invalid="fix")), dtype=object)


def _first_line(error: BaseException) -> str:
    return str(error).strip().split("\n")[0][:200]
