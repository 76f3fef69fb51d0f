"""The recipe in docs/bulletins.md works as printed, and its mistakes are told."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from loaders.layouts import load_layouts, read_layout
from loaders.proposing import propose_layout
from loaders.reading import read_bulletin
from situation.errors import WrongSettings
from situation.model.bulletins import Reading
from tests.samples.build import xlsx
from tests.samples.county import county, index

DOCS = Path(__file__).parents[3] / "docs" / "bulletins.md"
QINGSHI = next(region.code for region in county().townships if region.name == "青石镇")
TABLE = [
    ["报", "1.8"],
    ["填表", "1月7日"],
    ["村名", "在册选民", "到场参选"],
    ["石桥村", 800, 7000],
    ["东坪村", 600, 500],
]


def recipe() -> str:
    found = re.search(r"```toml\n(.*?)```", DOCS.read_text("utf-8"), re.DOTALL)
    assert found
    return found.group(1)


def read_with_recipe(name: str = "青石镇日报1.8.xlsx") -> Reading:
    (reading,) = read_bulletin(
        name,
        xlsx(TABLE, title="日报"),
        index(),
        received_at=datetime(2021, 1, 9, 1, tzinfo=UTC),
        sender=QINGSHI,
        layouts=(read_layout(recipe(), "qingshi.toml"),),
    )
    return reading


def test_recipe_names_the_headers_the_day_and_the_wrong_cell() -> None:
    reading = read_with_recipe()
    assert reading.layout == "青石镇日报"
    assert [dict(row.counts) for row in reading.rows] == [
        {"registered": 800, "voted": 700},
        {"registered": 600, "voted": 500},
    ]
    assert {str(row.on) for row in reading.rows} == {"2021-01-07"}


def test_correction_of_one_file_leaves_the_next_file_alone() -> None:
    reading = read_with_recipe("青石镇日报1.9.xlsx")
    assert reading.rows[0].counts["voted"] == 7000
    assert "R_VOTED_GT_REGISTERED" in reading.rows[0].problems


def test_layouts_of_a_folder_are_read_in_order_of_their_names(tmp_path: Path) -> None:
    (tmp_path / "b.toml").write_text(recipe(), "utf-8")
    (tmp_path / "a.toml").write_text('files = ["*"]\n', "utf-8")
    assert [layout.name for layout in load_layouts(tmp_path)] == ["a", "青石镇日报"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("colour = 1", "unknown entry 'colour'"),
        ('[headers]\n"到场" = "came"', "which is no key"),
        ('[[corrections]]\nfile = "x"\ncell = "A1"\nvalue = "1"', "needs a reason"),
        ('date = "somewhere"', "expected title, sheet, file"),
        ("name = ", "not TOML"),
    ],
)
def test_mistake_in_a_layout_is_told_with_its_entry(text: str, told: str) -> None:
    with pytest.raises(WrongSettings, match=re.escape(told)):
        read_layout(text, "wrong.toml")


def test_proposed_layout_names_each_unknown_header_and_completed_it_reads_the_file() -> None:
    content = xlsx([["青石镇1月8日"], ["村名", "花名册数", "到场参选"], ["石桥村", 800, 700]])
    proposed = propose_layout("日报.xlsx", content)
    assert '"花名册数" = ""  # 800' in proposed
    completed = proposed.replace('"花名册数" = ""', '"花名册数" = "registered"').replace(
        '"到场参选" = ""', '"到场参选" = "voted"'
    )
    layout = read_layout(completed, "completed.toml")
    received = datetime(2021, 1, 9, 1, tzinfo=UTC)
    (reading,) = read_bulletin("日报.xlsx", content, index(), received_at=received, layouts=(layout,))
    assert dict(reading.rows[0].counts) == {"registered": 800, "voted": 700}


def test_file_whose_headers_are_all_known_needs_no_layout() -> None:
    assert propose_layout("日报.xlsx", xlsx([["村名", "登记选民数"], ["石桥村", 800]])) == ""
