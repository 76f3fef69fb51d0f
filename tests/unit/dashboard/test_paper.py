"""The daily page: its sentence, its printed map, its tables, the stamps in its files."""

from __future__ import annotations

import json
import re
import struct
import xml.etree.ElementTree as ET
import zlib
from dataclasses import replace
from datetime import date
from pathlib import Path

from dashboard.briefing.stamps import Shown, stamp_of, stamp_pdf, stamp_png
from dashboard.pages.briefing import digest_of
from dashboard.paper.printed_map import printed_map
from dashboard.paper.sentence import lead
from dashboard.paper.topology import PrintedLand, read_land, rings_of
from dashboard.words import Words
from situation.model.standing import Colour
from situation.store.reading import ShapeSet
from tests.builders import empty_county, story

ZH, EN = Words("zh"), Words("en")
SHOWN = Shown(date(2026, 1, 16), 1284, "2026-01-16T18:00:00+08:00", "2026-01-16T18:30:00+08:00")


def land() -> PrintedLand:
    """A chequered county: one square a village."""
    squares = {}
    for number, village in enumerate(story().villages):
        x, y = 100 + (number % 20) * 0.01, 30 + (number // 20) * 0.01
        squares[village.code] = [[(x, y), (x + 0.01, y), (x + 0.01, y + 0.01), (x, y + 0.01), (x, y)]]
    return PrintedLand(villages=squares, townships={}, outline=[], rivers=[], lakes=[], spots={})


def test_the_lead_says_what_the_counters_say() -> None:
    snapshot = story()
    text = "".join(piece for piece, _ in lead(snapshot, ZH))
    counts = snapshot.colour_counts
    assert text.startswith("截至1月16日18时，全县286个村(社区)中")
    assert f"预警{counts[Colour.RED]}个、关注{counts[Colour.YELLOW]}个" in text
    silent = [t for t in snapshot.townships if not t.has_reported]
    assert all(t.region.name in text for t in silent)
    assert f"所辖{sum(t.village_count for t in silent)}个" in text


def test_before_the_first_bulletin_no_percentage_is_invented() -> None:
    assert "%" not in "".join(piece for piece, _ in lead(empty_county(), ZH))


def test_the_lead_is_complete_in_english() -> None:
    text = "".join(piece for piece, _ in lead(story(), EN))
    assert not re.search("[截全县完率较昨计划投票]", re.sub(r"[^ ,.;]*(镇|乡|街道)", "", text))


def test_every_village_is_on_the_printed_map_and_every_warning_is_hatched() -> None:
    snapshot = story()
    drawn = ET.fromstring(printed_map(land(), snapshot, ZH, 340, 320))
    fills = [path.get("fill", "") for path in drawn.iter("{http://www.w3.org/2000/svg}path")]
    counts = snapshot.colour_counts
    assert sum(p.get("class") == "village" for p in drawn.iter("{http://www.w3.org/2000/svg}path")) == 286
    assert fills.count("url(#print-red)") == counts[Colour.RED]
    assert fills.count("url(#print-yellow)") == counts[Colour.YELLOW]
    assert fills.count("url(#print-unreported)") == sum(v.is_unreported for v in snapshot.villages)


def test_a_hostile_name_stays_text_on_the_printed_map() -> None:
    snapshot = story()
    red = next(v for v in snapshot.villages if v.colour is Colour.RED)
    wicked = replace(red, region=replace(red.region, name="<script>x</script>"))
    villages = tuple(wicked if v.code == red.code else v for v in snapshot.villages)
    text = printed_map(land(), replace(snapshot, villages=villages), ZH, 340, 320)
    assert "<script>" not in text and "&lt;script&gt;" in text


def test_shapes_are_read_from_their_steps_and_reversed_arcs() -> None:
    topology = {
        "transform": {"scale": [0.5, 0.5], "translate": [100, 30]},
        "arcs": [[[0, 0], [2, 0], [0, 2]], [[0, 0], [0, 2], [2, 0]]],
        "objects": {"leaves": {"geometries": [{"type": "Polygon", "id": "v", "arcs": [[0, -2]]}]}},
    }
    assert rings_of(topology, "leaves") == {"v": [[(100, 30), (101, 30), (101, 31), (100, 31), (100, 30)]]}


def test_without_boundaries_there_is_no_land(tmp_path: Path) -> None:
    assert read_land(tmp_path, None) is None
    assert read_land(tmp_path, ShapeSet("x", {"regions": {"c": {"layers": {}}}}, "f", 1)) is None


def test_a_picture_carries_its_version_and_as_of() -> None:
    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    plain = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", bytes(13)) + chunk(b"IEND", b"")
    stamped = stamp_png(plain, stamp_of(SHOWN))
    texts, at = {}, 8
    while at < len(stamped):
        size = struct.unpack(">I", stamped[at : at + 4])[0]
        kind, body = stamped[at + 4 : at + 8], stamped[at + 8 : at + 8 + size]
        assert struct.unpack(">I", stamped[at + 8 + size : at + 12 + size])[0] == zlib.crc32(kind + body)
        if kind == b"tEXt":
            name, _, text = body.partition(b"\0")
            texts[name.decode()] = text.decode()
        at += 12 + size
    assert (texts["Version"], texts["As-Of"]) == ("1284", "2026-01-16T18:00:00+08:00")


def test_a_pdf_is_dated_by_what_it_knows_not_by_when_it_was_made() -> None:
    plain = b"/CreationDate (D:20330102030405+00'00')\n/ModDate (D:20330102030405+00'00')"
    stamped = stamp_pdf(plain, SHOWN)
    assert stamped == plain.replace(b"20330102030405", b"20260116103000") and len(stamped) == len(plain)


def test_the_digest_names_what_is_counted() -> None:
    snapshot = story()
    other = replace(snapshot, villages=(replace(snapshot.villages[0], colour=Colour.RED), *snapshot.villages[1:]))
    assert digest_of(snapshot) == digest_of(replace(snapshot, version=1)) != digest_of(other)
    assert json.dumps(digest_of(snapshot))
