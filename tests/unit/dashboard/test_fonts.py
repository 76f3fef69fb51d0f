"""The county's own web font holds every character a screen may show."""

from __future__ import annotations

from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from dashboard import fonts
from dashboard.fonts import FontCase, characters_for
from situation.model.regions import Region, RegionCode, RegionKind, gazetteer
from tests.builders import county

SMALL = gazetteer([Region(RegionCode("990100000000"), "垚县", RegionKind.COUNTY)])


def test_names_texts_and_rules_are_all_covered() -> None:
    characters = set(characters_for(county()))
    assert set("".join(region.name for region in county())) <= characters
    assert set("画面已停止更新 0123456789%↑−") <= characters
    assert set("候选人提名") <= characters  # a stage's name, from the rules


def test_without_the_systems_font_nothing_is_offered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fonts, "_FOLDERS", (tmp_path / "nowhere",))
    case = FontCase(tmp_path / "fonts")
    case.fill(SMALL)
    assert case.faces_css() == ""
    assert case.find("../settings.toml") is None


@pytest.mark.slow
def test_a_cut_font_draws_a_rare_name_and_is_made_once(tmp_path: Path) -> None:
    if not any((folder / source).is_file() for folder in fonts._FOLDERS for source in fonts._SOURCES.values()):
        pytest.skip("fonts-noto-cjk is not installed; make setup installs it")
    case = FontCase(tmp_path)
    case.fill(SMALL)
    made = {path.name: path.stat().st_mtime_ns for path in tmp_path.iterdir()}
    assert len(made) == 2
    assert all(name in case.faces_css() for name in made)
    assert ord("垚") in TTFont(tmp_path / next(iter(made))).getBestCmap()
    FontCase(tmp_path).fill(SMALL)
    assert {path.name: path.stat().st_mtime_ns for path in tmp_path.iterdir()} == made
