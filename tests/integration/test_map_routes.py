"""What the map asks by plain addresses: answered to whoever may see it, refused to whoever may not."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from urllib.parse import quote

import pytest

from dashboard.application import build_server
from dashboard.viewing import Viewing
from situation.clock import Clock, real_now
from situation.model.standing import Colour
from tests.builders import STARTS_ON, Staged, county, story
from tests.serving import Client, served, share_fonts


@pytest.fixture
def open_house(tmp_path: Path) -> Iterator[Client]:
    with served(house(tmp_path, public=True)) as address:
        yield Client(address)


@pytest.fixture
def closed_house(tmp_path: Path) -> Iterator[Client]:
    with served(house(tmp_path, public=False)) as address:
        yield Client(address)


def house(home: Path, *, public: bool) -> object:
    if not (home / "fonts").exists():
        share_fonts(home)
    situation = Staged(story())
    clock = Clock(anchor=real_now(), starts_at=situation.snapshot().at)
    return build_server(Viewing(situation, clock), home, public_screens=public)


def test_a_place_is_found_with_its_township(open_house: Client) -> None:
    wanted = county().villages[5]
    found = open_house.get(f"/map/search?q={quote(wanted.name)}").json()
    township = county().township_of(wanted.code)
    assert township is not None
    assert {"code": wanted.code, "township": township.name} in [{k: f[k] for k in ("code", "township")} for f in found]


def test_a_day_and_the_replay_agree(open_house: Client) -> None:
    on = STARTS_ON + timedelta(20)
    day = open_house.get(f"/map/day?on={on}").json()["villages"]
    replay = open_house.get("/map/replay").json()
    last = [
        [mark for at, mark in zip(turns[::2], turns[1::2], strict=True) if at <= 20][-1] for turns in replay["villages"]
    ]
    assert [mark & 7 for mark in last] == [array[1] for array in day]
    assert replay["first"] == STARTS_ON.isoformat()


@pytest.mark.parametrize("on", ["", "yesterday", "2026-13-40"])
def test_no_day_is_no_answer(open_house: Client, on: str) -> None:
    assert open_house.get(f"/map/day?on={on}").status == 422


def test_the_rows_asked_for_are_the_rows_given(open_house: Client) -> None:
    reds = [v for v in story().villages if v.colour is Colour.RED]
    answer = open_house.post("/map/rows", {"codes": ",".join(v.code for v in reds)})
    assert "attachment" in answer.headers["content-disposition"]
    rows = list(csv.DictReader(io.StringIO(answer.body.decode("utf-8-sig"))))
    assert [row["代码"] for row in rows] == [v.code for v in reds]


@pytest.mark.parametrize("path", ["/map/search?q=a", "/map/replay", "/map/day?on=2026-01-08"])
def test_a_closed_map_answers_nobody_who_is_not_signed_in(closed_house: Client, path: str) -> None:
    assert closed_house.get(path).status == 401


def test_a_closed_map_gives_no_rows(closed_house: Client) -> None:
    assert closed_house.post("/map/rows", {"codes": "990100001001"}).status == 401


def drawer(client: Client) -> str:
    """What the page's own callback is answered."""
    wish = {"code": story().villages[0].code, "day": "", "known": False, "search": "", "number": 1}
    asked = {
        "output": "map-drawer.children",
        "outputs": {"id": "map-drawer", "property": "children"},
        "inputs": [{"id": "map-chosen", "property": "data", "value": wish}],
        "state": [{"id": "address", "property": "pathname", "value": "/map"}],
        "changedPropIds": ["map-chosen.data"],
    }
    return client.post_json("/_dash-update-component", asked).text


def test_a_drawer_is_told_to_whoever_may_see_the_map(open_house: Client, closed_house: Client) -> None:
    name = json.dumps(story().villages[0].region.name).strip('"')
    assert name in drawer(open_house)
    assert name not in drawer(closed_house)
