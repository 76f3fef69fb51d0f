"""Reads the gazetteer an office keeps as CSV: one line per village, its township and county beside it.

Columns: ``code, county, township_code, township, village, kind (村|社区), aliases (|-separated), lon, lat``; further
``county_code, city, city_code, province, province_code, valid_from, valid_to`` where there are more levels or
changes. UTF-8 with or without BOM, or GB18030. All problems are told at once, with line and column.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from pypinyin import lazy_pinyin

from situation.errors import UnreadableFile
from situation.model.regions import NameKind, OtherName, Region, RegionCode, RegionKind, region_code

REQUIRED = ("code", "township_code", "township", "village", "kind")
_KINDS = {
    "村": RegionKind.VILLAGE,
    "village": RegionKind.VILLAGE,
    "社区": RegionKind.COMMUNITY,
    "community": RegionKind.COMMUNITY,
}
_FORMER = ("原", "曾用名", "former:")
_ABOVE = (
    ("province", RegionKind.PROVINCE, 2),
    ("city", RegionKind.CITY, 4),
    ("county", RegionKind.COUNTY, 6),
)
_MOST_PROBLEMS = 20


@dataclass(slots=True)
class _Book:
    regions: dict[str, Region] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)

    def add(self, region: Region) -> None:
        self.regions.setdefault(region.code, region)


def read_gazetteer_csv(path: Path) -> tuple[Region, ...]:
    """Every region the file names, parents made from their columns. Raises ``UnreadableFile`` with all problems."""
    reader = csv.DictReader(io.StringIO(_text(path)))
    missing = [name for name in REQUIRED if name not in (reader.fieldnames or ())]
    if missing:
        seen = ", ".join(reader.fieldnames or ()) or "nothing"
        raise UnreadableFile(f"{path.name}: the columns {', '.join(missing)} are missing; seen: {seen}")
    book = _Book()
    for line in reader:
        _take(book, reader.line_num, {k: (v or "").strip() for k, v in line.items() if isinstance(k, str)})
    if book.problems:
        more = len(book.problems) - _MOST_PROBLEMS
        told = book.problems[:_MOST_PROBLEMS] + ([f"… and {more} more"] if more > 0 else [])
        raise UnreadableFile(f"{path.name}:\n" + "\n".join(f"  {problem}" for problem in told))
    if not book.regions:
        raise UnreadableFile(f"{path.name} has no village; expected one line per village below the header")
    return tuple(book.regions.values())


def _text(path: Path) -> str:
    content = path.read_bytes()
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise UnreadableFile(f"{path.name} is neither UTF-8 nor GB18030 text; save it as CSV UTF-8")


def _take(book: _Book, line: int, cells: Mapping[str, str]) -> None:
    before = len(book.problems)
    book.problems.extend(f"line {line}, {problem}" for problem in _problems(cells))
    if len(book.problems) > before:
        return
    code = cells["code"]
    if code in book.lines:
        book.problems.append(f"line {line}, column code: {code} stands already in line {book.lines[code]}")
        return
    book.lines[code] = line
    parent: RegionCode | None = None
    for region in _above(cells, parent):
        book.add(region)
        parent = region.code
    township = Region(region_code(_padded(cells["township_code"])), cells["township"], RegionKind.TOWNSHIP, parent)
    book.add(township)
    book.add(_village(cells, township.code))


def _problems(cells: Mapping[str, str]) -> Iterator[str]:
    for name in REQUIRED:
        if not cells[name]:
            yield f"column {name}: empty"
    if cells["code"] and not (cells["code"].isdigit() and len(cells["code"]) == 12):
        yield f"column code: seen {cells['code']!r}, expected 12 digits (a spreadsheet may have damaged it)"
    if cells["township_code"] and not (cells["township_code"].isdigit() and len(cells["township_code"]) in (9, 12)):
        yield f"column township_code: seen {cells['township_code']!r}, expected 12 digits"
    if cells["kind"] and cells["kind"] not in _KINDS:
        yield f"column kind: seen {cells['kind']!r}, expected 村 or 社区"
    if bool(cells.get("lon")) != bool(cells.get("lat")):
        yield "columns lon, lat: give both or neither"
    yield from _bad_values(cells)


def _bad_values(cells: Mapping[str, str]) -> Iterator[str]:
    for name, limit in (("lon", 180.0), ("lat", 90.0)):
        try:
            if cells.get(name) and abs(float(cells[name])) > limit:
                yield f"column {name}: seen {cells[name]}, expected degrees within ±{limit:g}"
        except ValueError:
            yield f"column {name}: seen {cells[name]!r}, expected degrees"
    for name in ("valid_from", "valid_to"):
        try:
            _day(cells.get(name, ""))
        except ValueError:
            yield f"column {name}: seen {cells[name]!r}, expected a day such as 2025-12-31"


def _above(cells: Mapping[str, str], parent: RegionCode | None) -> Iterator[Region]:
    """Province, city and county, as far as the file names them; their codes from their columns or the village's."""
    for name, kind, digits in _ABOVE:
        if cells.get(name):
            code = region_code(_padded(cells.get(f"{name}_code") or cells["code"][:digits]))
            yield Region(code, cells[name], kind, parent)
            parent = code


def _village(cells: Mapping[str, str], township: RegionCode) -> Region:
    lon, lat = cells.get("lon"), cells.get("lat")
    return Region(
        code=region_code(cells["code"]),
        name=cells["village"],
        kind=_KINDS[cells["kind"]],
        parent=township,
        other_names=tuple(
            _other_name(text, cells["village"]) for text in cells.get("aliases", "").split("|") if text.strip()
        ),
        lon_lat=(float(lon), float(lat)) if lon and lat else None,
        valid_from=_day(cells.get("valid_from", "")),
        valid_to=_day(cells.get("valid_to", "")),
    )


def _other_name(text: str, present: str) -> OtherName:
    """A marked (原…) or complete other village name is a former one; a short form or a spelling is an alias."""
    name = text.strip()
    for mark in _FORMER:
        if name.startswith(mark) and len(name) > len(mark) + 1:
            return OtherName(name.removeprefix(mark).lstrip("：: "), NameKind.FORMER)
    (stem, suffix), (present_stem, present_suffix) = _split(name), _split(present)
    if not suffix or name == present:
        return OtherName(name)
    if stem == present_stem:
        return OtherName(name, NameKind.ALIAS if suffix == present_suffix else NameKind.FORMER)
    return OtherName(name, NameKind.ALIAS if lazy_pinyin(stem) == lazy_pinyin(present_stem) else NameKind.FORMER)


def _split(name: str) -> tuple[str, str]:
    suffix = next((s for s in ("社区", "大队", "村") if name.endswith(s) and len(name) > len(s)), "")
    return name.removesuffix(suffix), suffix


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _padded(code: str) -> str:
    return code.ljust(12, "0")
