"""Addresses beside the pages: shapes, land, API, health; who may ask, and what no address can reach."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import brotli
import pytest

from dashboard.application import build_server
from dashboard.viewing import Viewing
from situation.clock import Clock, real_now
from situation.store.reading import ShapeSet
from tests.builders import Staged, county, story
from tests.serving import Client, served, share_fonts

COUNTY = county().counties[0].code
SHAPES = b'{"type":"Topology","objects":{},"arcs":[]}'


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("home")
    share_fonts(made)
    folder = made / "shapes" / "5ea5e75e75e7"
    folder.mkdir(parents=True)
    (folder / "leaves.json").write_bytes(SHAPES)
    (folder / "leaves.json.br").write_bytes(brotli.compress(SHAPES))
    (made / "settings.toml").write_text("secret = true")
    return made


@pytest.fixture(scope="module")
def situation() -> Staged:
    staged = Staged(story())
    layers = {"leaves": {"files": {"0": "leaves.json"}}}
    first = staged.snapshot().villages[0].code
    entry = {"kind": "county", "layers": layers, "labels": {first: [90.5, 35.5, 0.01]}}
    staged.shape_set = ShapeSet("5ea5e75e75e7", {"regions": {COUNTY: entry}}, "test", 1)
    return staged


def app_of(situation: Staged, home: Path, *, public: bool) -> Iterator[Client]:
    clock = Clock(anchor=real_now(), starts_at=situation.snapshot().at, speed=1e-9)
    with served(build_server(Viewing(situation, clock), home, public_screens=public)) as address:
        yield Client(address)


@pytest.fixture(scope="module")
def client(situation: Staged, home: Path) -> Iterator[Client]:
    yield from app_of(situation, home, public=True)


def test_shapes_are_sent_packed_and_kept_for_ever(client: Client) -> None:
    packed = client.get("/shapes/5ea5e75e75e7/leaves.json", {"accept-encoding": "gzip, br"})
    assert brotli.decompress(packed.body) == SHAPES
    assert "immutable" in packed.headers["cache-control"]
    assert packed.headers["vary"].lower() == "accept-encoding"
    assert client.get("/shapes/5ea5e75e75e7/leaves.json").body == SHAPES


@pytest.mark.parametrize("path", [
    "/shapes/5ea5e75e75e7/..%2f..%2fsettings.toml", "/shapes/..%2f/settings.toml", "/shapes/../settings.toml",
    "/shapes/5ea5e75e75e7/none.json", "/fonts/..%2fsettings.toml", "/assets/..%2fasgi.py",
])  # fmt: skip
def test_no_address_reaches_beside_the_shapes(client: Client, path: str) -> None:
    answer = client.get(path)
    assert b"secret" not in answer.body
    assert b"create_server" not in answer.body
    assert answer.status == 404 or b"<html" in answer.body


def test_the_land_sheet_lists_villages_in_the_order_of_the_wire(client: Client, situation: Staged) -> None:
    answer = client.get("/land")
    sheet = answer.json()
    assert [row[0] for row in sheet["villages"]] == [v.code for v in situation.snapshot().villages]
    assert sheet["villages"][0][3:] == [90.5, 35.5, 0.01]  # the widest place, from the shapes' own manifest
    assert sheet["shapes"] == "/shapes/5ea5e75e75e7/leaves.json"
    assert client.get("/land", {"if-none-match": answer.headers["etag"]}).status == 304


def test_all_screens_speak_of_one_snapshot(client: Client, situation: Staged) -> None:
    snapshot = situation.snapshot()
    told = client.get("/api/v1/snapshot").json()
    villages = client.get("/api/v1/villages").json()
    assert told["version"] == client.get("/api/v1/version").json()["version"] == snapshot.version
    assert told["colours"] == {c.value: n for c, n in snapshot.colour_counts.items()}
    assert [v["colour"] for v in villages] == [v.colour.value for v in snapshot.villages]
    assert len(client.get("/api/v1/incidents").json()) == told["incidents_open"] == len(snapshot.incidents)


def test_the_api_describes_itself_and_says_what_it_cannot_find(client: Client) -> None:
    described = client.get("/api/v1/openapi.json").json()
    assert {"/api/v1/snapshot", "/api/v1/villages", "/api/v1/incidents"} <= set(described["paths"])
    assert client.get("/api/v1/villages/000000000000").status == 404
    assert client.get("/api/v1/nothing").status == 404


def test_health_and_metrics_are_told_without_a_session(situation: Staged, home: Path) -> None:
    for client in app_of(situation, home, public=False):
        assert client.get("/healthz").json()["status"] == "ok"
        assert 'situation_villages{colour="red"} 6' in client.get("/metrics").text


@pytest.mark.parametrize("path", ["/live?screen=wall", "/land", "/api/v1/villages", "/shapes/5ea5e75e75e7/leaves.json"])
def test_nothing_is_told_where_screens_are_not_public(situation: Staged, home: Path, path: str) -> None:
    for client in app_of(situation, home, public=False):
        assert client.get(path).status == 401


def test_a_closed_wall_asks_to_sign_in(situation: Staged, home: Path) -> None:
    asked = {"output": "page.children", "outputs": {"id": "page", "property": "children"},
             "inputs": [{"id": "address", "property": "pathname", "value": "/wall"}], "changedPropIds": [],
             "state": [{"id": "address", "property": "search", "value": ""}]}  # fmt: skip
    for client in app_of(situation, home, public=False):
        answer = client.post_json("/_dash-update-component", asked)
        assert "请先登录" in json.dumps(answer.json(), ensure_ascii=False)
        assert situation.snapshot().villages[0].region.name not in answer.text


def test_the_head_of_a_page_is_in_its_language(client: Client) -> None:
    english = client.get("/wall?lang=en").text
    assert '<html lang="en" data-theme="dark" data-page="wall">' in english
    assert "This picture is no longer updated" in english
    assert '<html lang="zh-CN"' in client.get("/wall").text


def test_an_address_cannot_write_markup_into_the_page(client: Client) -> None:
    page = client.get("/wall?lang=%3Cscript%3Ealert(1)%3C/script%3E&x=%3C/script%3E%3Cimg%20src=x%3E").text
    assert "alert(1)" not in page
    assert "<img" not in page


def test_replacing_the_situation_is_seen_by_the_api(client: Client, situation: Staged) -> None:
    situation.show(replace(situation.snapshot(), version=4711))
    for _ in range(50):
        if client.get("/api/v1/version").json()["version"] == 4711:
            return
        time.sleep(0.1)
    raise AssertionError("the API still tells the old version")
