"""The day on paper: files that say what they show, the same bytes again, and no picture of what is not drawn."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from dashboard.access import Access, session_key
from dashboard.briefing import capture
from dashboard.briefing.capture import NotDrawn, Sight, camera
from dashboard.briefing.issue import issue_briefing
from geodata.boundaries import import_boundaries
from geodata.options import Options
from situation.actions import publish_regions, publish_shapes
from situation.errors import SituationError
from tests.builders import REGIONS, county
from tests.integration.desk_house import DAY, FIRST, NOW, DeskHouse, bulletin, desk_house, row

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def house(tmp_path: Path) -> Iterator[DeskHouse]:
    with desk_house(tmp_path / "home") as made:
        publish_regions(made.store, county(), by="test", at=NOW)
        written = import_boundaries([REGIONS.parent / "boundaries.geojson"], county(), made.home, Options())
        publish_shapes(made.store, set_hash=written.hash, manifest=written.manifest, source_name="b", by="test", at=NOW)
        made.take(
            bulletin("日报.xlsx", row(FIRST, 3, counts={"registered": 1200})), received_at=NOW - timedelta(hours=1)
        )
        yield made


def test_a_day_s_papers_say_what_they_show_and_come_out_the_same_again(house: DeskHouse, tmp_path: Path) -> None:
    first = issue_briefing(house.settings, DAY, tmp_path / "one", known_at=NOW)
    house.take(bulletin("later.xlsx", row(FIRST, 3, counts={"registered": 1300})), received_at=NOW)
    kinds = [path.suffix for path in first]
    assert kinds == [".json", ".pdf", ".png", ".png"]
    note = json.loads(first[0].read_text("utf-8"))
    assert note["on"] == DAY.isoformat() and str(note["version"]) in first[1].name
    assert b"As-Of\x00" + note["as_of"].encode() in first[2].read_bytes()
    assert first[1].read_bytes().startswith(b"%PDF")
    archived = house.home / "briefings" / DAY.isoformat()
    assert sorted(p.name for p in archived.iterdir()) == sorted(p.name for p in first)
    assert [p for p in (tmp_path / "one").iterdir() if p.name.startswith(".")] == []


def test_the_same_knowledge_gives_the_same_bytes(house: DeskHouse, tmp_path: Path) -> None:
    one = issue_briefing(house.settings, DAY, tmp_path / "one", known_at=NOW)
    two = issue_briefing(house.settings, DAY, tmp_path / "two", known_at=NOW)
    assert [p.read_bytes() for p in one] == [p.read_bytes() for p in two]


def test_a_day_outside_the_campaign_is_refused(house: DeskHouse, tmp_path: Path) -> None:
    with pytest.raises(SituationError, match="outside the campaign"):
        issue_briefing(house.settings, DAY + timedelta(1), tmp_path / "out")


def test_a_page_of_another_version_gives_no_picture(house: DeskHouse, tmp_path: Path) -> None:
    token = Access(house.store, session_key(house.home)).capture_token()
    wrong = Sight(f"/briefing/{DAY}", 794, 1123, 1.0, house.version + 1)
    with camera(house.address, token) as eye, pytest.raises(NotDrawn, match="shows version"):
        eye.picture(wrong, tmp_path / "x.png")
    assert not (tmp_path / "x.png").exists()


def test_a_page_that_never_says_it_is_drawn_gives_no_picture(
    house: DeskHouse, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(capture, "PATIENCE", 4000)
    token = Access(house.store, session_key(house.home)).capture_token()
    with camera(house.address, token) as eye, pytest.raises(NotDrawn, match="not fully drawn"):
        eye.picture(Sight("/desk", 794, 1123, 1.0, house.version), tmp_path / "x.png")


def test_a_running_server_is_photographed_by_its_address(house: DeskHouse, tmp_path: Path) -> None:
    files = issue_briefing(house.settings, DAY, tmp_path / "out", url=house.address)
    assert f"v{house.version}" in files[1].name
    with pytest.raises(NotDrawn, match="shows 2026-01-16 now"):
        issue_briefing(house.settings, DAY - timedelta(1), tmp_path / "out", url=house.address)
