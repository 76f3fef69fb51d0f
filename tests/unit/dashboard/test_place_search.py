"""Places are found by whatever a hurried hand types."""

from __future__ import annotations

import pytest

from dashboard.place_search import PlaceSearch, plain
from situation.model.regions import NameKind, OtherName, Region, RegionCode, RegionKind, gazetteer

COUNTY, TOWN = RegionCode("990100000000"), RegionCode("990100101000")


def village(number: int, name: str, *other_names: OtherName) -> Region:
    return Region(RegionCode(f"990100101{number:03}"), name, RegionKind.VILLAGE, TOWN, other_names)


def search() -> PlaceSearch:
    former, alias = OtherName("上垄村", NameKind.FORMER), OtherName("老鹤坳", NameKind.ALIAS)
    return PlaceSearch(
        gazetteer(
            [
                Region(COUNTY, "清岚县", RegionKind.COUNTY),
                Region(TOWN, "栖梧镇", RegionKind.TOWNSHIP, COUNTY),
                village(201, "鹤坳村", former, alias),
                village(202, "重阳村"),
                village(203, "鹤坳北村"),
                village(204, "柳湾村"),
            ]
        )
    )


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("鹤坳村", "鹤坳村"),
        ("坳", "鹤坳村"),
        ("990100101204", "柳湾村"),
        ("heao", "鹤坳村"),
        ("HAC", "鹤坳村"),
        ("ｈａｃ", "鹤坳村"),
        (" h a c ", "鹤坳村"),
        ("hab", "鹤坳北村"),
        ("cyc", "重阳村"),
        ("qwz", "栖梧镇"),
        ("上垄", "鹤坳村"),
        ("slc", "鹤坳村"),
        ("老鹤坳", "鹤坳村"),
    ],
)
def test_a_place_is_found_by(typed: str, name: str) -> None:
    assert search().find(typed)[0].region.name == name


def test_a_former_name_says_so() -> None:
    found = search().find("上垄村")[0]
    assert (found.by, found.kind) == ("上垄村", NameKind.FORMER)
    assert found.township is not None
    assert found.township.name == "栖梧镇"


def test_a_whole_name_stands_before_a_longer_one() -> None:
    assert [f.region.name for f in search().find("鹤坳")][:2] == ["鹤坳村", "鹤坳北村"]


@pytest.mark.parametrize("typed", ["", "   ", "zzzz", "<script>"])
def test_nothing_is_found_by(typed: str) -> None:
    assert search().find(typed) == ()


def test_plain_text_has_no_width_and_no_case() -> None:
    assert plain(" ＡＢ c　") == "abc"
