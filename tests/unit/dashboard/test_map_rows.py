"""The table of a view: readable by a spreadsheet, harmless to it."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

import pytest

from dashboard.map_rows import harmless, rows_as_csv
from dashboard.words import Words
from situation.model.picture import VillagePicture
from situation.rules.packs import load_packs
from tests.builders import story
from tests.stories import broken_list


def table(*villages: VillagePicture, language: str = "zh") -> list[dict[str, str]]:
    townships = {t.region.code: t.region.name for t in story().townships}
    text = rows_as_csv(villages, townships, load_packs(), Words(language))
    assert text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_no_text_is_taken_for_a_formula(text: str) -> None:
    assert harmless(text) == f"'{text}"


def test_a_hostile_name_is_disarmed_and_kept() -> None:
    village = story().villages[0]
    hostile = replace(village, region=replace(village.region, name='=HYPERLINK("x")'))
    assert table(hostile)[0]["村(社区)"] == '\'=HYPERLINK("x")'


def test_a_row_tells_colour_reasons_and_stage_of_every_body() -> None:
    snapshot = story()
    broken = broken_list(next(v for v in snapshot.villages if v.region.kind.value == "village"), snapshot.on)
    row = table(broken)[0]
    assert row["代码"] == broken.code
    assert row["预警"] == "预警"
    assert row["预警理由"] == "选民名单公布至选举日不足20日"
    assert row["登记选民"] == "2134"
    assert row["社区居民委员会"] == ""
    assert row["村民委员会"] != ""


def test_unknown_stays_empty_and_english_is_complete() -> None:
    row = table(story().villages[0], language="en")[0]
    assert row["Turnout %"] == ""
    assert not any("一" <= letter <= "鿿" for title in row for letter in title)
