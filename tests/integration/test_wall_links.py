"""A wall's link at the door: it lets the screens be seen and nothing else, over restarts, until it is revoked."""

from __future__ import annotations

import json
import threading
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

import dashboard.wall_commands
import dashboard.wall_links
from dashboard.access import Access, hash_password, session_key
from dashboard.application import build_server
from dashboard.viewing import Viewing
from dashboard.wall_links import hash_token, new_token
from situation.actions import add_wall, put_user, revoke_wall
from situation.clock import Clock
from situation.errors import SituationError
from situation.settings import load_settings, write_settings
from situation.store.engine import Store, migrate_store
from tests.builders import Staged, story
from tests.serving import Client, served, share_fonts

AT = datetime(2026, 1, 16, 9, tzinfo=UTC)
SECRET = "a long enough secret"


@contextmanager
def serving(store: Store, home: Path) -> Iterator[str]:
    access = Access(store, session_key(home))
    viewing = Viewing(Staged(story()), Clock())
    with served(build_server(viewing, home, public_screens=False, access=access)) as address:
        yield address


@pytest.fixture
def door(store: Store, tmp_path: Path) -> Iterator[Client]:
    share_fonts(tmp_path)
    with serving(store, tmp_path) as address:
        yield Client(address)


def hang(store: Store, name: str = "hall") -> str:
    token = new_token()
    add_wall(store, name, token_hash=hash_token(token), by="test", at=AT)
    return token


def with_cookie(token: str) -> dict[str, str]:
    return {"cookie": f"situation_wall={token}"}


def page_texts(client: Client, path: str = "/wall") -> str:
    """What the shell lays out at a path, asked as the page's own script asks."""
    asked = {
        "output": "page.children",
        "outputs": {"id": "page", "property": "children"},
        "inputs": [{"id": "address", "property": "pathname", "value": path}],
        "state": [{"id": "address", "property": "search", "value": ""}],
        "changedPropIds": ["address.pathname"],
    }
    return json.dumps(client.post_json("/_dash-update-component", asked).json(), ensure_ascii=False)


def test_a_link_lets_a_browser_see_the_screens(door: Client, store: Store) -> None:
    token = hang(store)
    assert door.get("/land").status == 401
    answer = door.get(f"/wall/enter/{token}")
    assert (answer.status, answer.headers["location"]) == (303, "/wall")
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert door.get(f"/wall/enter/{token}?tour=1").headers["location"] == "/wall?tour=1"
    assert door.get("/land").status == door.get("/api/v1/version").status == 200
    assert "wall-overview" in page_texts(door)


def test_the_cookie_is_long_lived_closed_to_scripts_and_renewed_on_use(door: Client, store: Store) -> None:
    token = hang(store)
    entering, using = door.get(f"/wall/enter/{token}"), door.get("/wall", with_cookie(token))
    for answer in (entering, using):
        cookies = [c.lower() for c in answer.headers.get_all("set-cookie", []) if c.startswith("situation_wall=")]
        assert len(cookies) == 1
        assert all(part in cookies[0] for part in ("httponly", "samesite=lax", "max-age=34560000", "path=/"))
    assert door.get("/land", with_cookie(token)).headers["set-cookie"] is None


def test_a_wall_is_no_account(door: Client, store: Store) -> None:
    door.get(f"/wall/enter/{hang(store)}")
    assert "请先登录" in page_texts(door, "/desk")
    assert door.get("/sign-in").status == 200  # still asked who one is


def test_who_signs_in_at_a_wall_is_that_account(door: Client, store: Store) -> None:
    put_user(store, "office", password_hash=hash_password(SECRET), role="office", by="test", at=AT)
    door.get(f"/wall/enter/{hang(store)}")
    form = {"name": "office", "password": SECRET}
    assert door.post("/sign-in", form, {"sec-fetch-site": "same-origin"}).status == 303
    assert door.get("/sign-in").status == 303
    revoke_wall(store, "hall", by="test", at=AT)
    assert door.get("/land").status == 200


def test_a_revoked_wall_is_refused_at_the_next_request(door: Client, store: Store) -> None:
    token = hang(store)
    other = hang(store, "office")
    door.get(f"/wall/enter/{token}")
    revoke_wall(store, "hall", by="test", at=AT)
    assert [door.get(path).status for path in ("/land", "/api/v1/version", "/live?screen=wall")] == [401] * 3
    assert door.get("/wall/standing").json() == {"revoked": True}
    assert "这块大屏的链接已撤销" in page_texts(door)
    assert door.get("/land", with_cookie(other)).status == 200


def test_a_revoked_and_an_unknown_link_are_told_alike(door: Client, store: Store) -> None:
    token = hang(store)
    revoke_wall(store, "hall", by="test", at=AT)
    revoked, unknown = door.get(f"/wall/enter/{token}"), door.get(f"/wall/enter/{new_token()}?lang=zh")
    assert revoked.status == unknown.status == 403
    assert revoked.text == unknown.text and "此链接无效或已撤销" in revoked.text
    assert len(door.cookies) == 0


def test_without_a_link_nothing_is_revoked(door: Client) -> None:
    assert door.get("/wall/standing").json() == {"revoked": False}
    assert "请先登录" in page_texts(door)


def test_a_wall_is_still_in_after_the_server_was_started_again(store: Store, tmp_path: Path) -> None:
    share_fonts(tmp_path)
    token = hang(store)
    with serving(store, tmp_path) as address:
        assert Client(address).get("/land", with_cookie(token)).status == 200
    (tmp_path / "session.key").unlink()  # not even that one is needed
    with serving(store, tmp_path) as address:
        assert Client(address).get("/land", with_cookie(token)).status == 200


def test_an_open_stream_of_a_revoked_wall_is_told_so_and_ends(
    door: Client, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert dashboard.wall_links.RECHECK <= 50  # with the heartbeat in between, within a minute
    monkeypatch.setattr(dashboard.wall_links, "RECHECK", 0.1)
    token = hang(store)
    threading.Timer(0.5, revoke_wall, (store, "hall"), {"by": "test", "at": AT}).start()
    asked = urllib.request.Request(f"{door.address}/live?screen=wall", headers=with_cookie(token))
    with urllib.request.urlopen(asked, timeout=30) as stream:
        told = stream.read().decode()  # to its end
    assert "event: state" in told and told.rstrip().endswith("event: revoked\r\ndata: {}")


def test_the_command_line_prints_a_link_once_that_opens_the_wall(tmp_path: Path) -> None:
    share_fonts(tmp_path)
    write_settings(tmp_path, {"bulletins": {"archive": False}})
    store = migrate_store(load_settings(tmp_path).store_url)
    app = typer.Typer()
    dashboard.wall_commands.add_to(app)

    def run(*arguments: str) -> str:
        done = CliRunner().invoke(app, ["wall", *arguments, "--home", str(tmp_path)], catch_exceptions=False)
        assert done.exit_code == 0
        return done.stdout

    link = run("add", "一楼大厅", "--address", "http://wall.example:8050/").strip()
    assert link.startswith("http://wall.example:8050/wall/enter/")
    listed = run("list", "--json")
    assert [(w["name"], w["active"]) for w in map(json.loads, listed.splitlines())] == [("一楼大厅", True)]
    token = link.rsplit("/", 1)[1]
    saved = b"".join(p.read_bytes() for p in tmp_path.glob("*.sqlite*"))
    assert token.encode() not in saved and hash_token(token).encode() in saved
    with serving(store, tmp_path) as address:
        assert Client(address).get("/land", with_cookie(token)).status == 200
        run("revoke", "一楼大厅")
        assert Client(address).get("/land", with_cookie(token)).status == 401
    assert "revoked" in run("list")
    with pytest.raises(SituationError, match="there is no wall"):
        run("revoke", "一楼大厅")
    store.close()
