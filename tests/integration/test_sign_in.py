"""The door: passwords, sessions, guesses, foreign pages, tokens of the briefing's browser."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from dashboard.access import PAUSE, Access, Guesses, Visitor, hash_password, session_key
from dashboard.application import build_server
from dashboard.routes.sign_in import safe_path
from dashboard.viewing import Viewing
from situation.actions import put_user, retire_user
from situation.clock import Clock
from situation.errors import SituationError
from situation.model.regions import RegionCode
from situation.store.engine import Store, migrate_store
from tests.builders import Staged, county, story
from tests.serving import Client, served, share_fonts

AT = datetime(2026, 1, 16, 9, tzinfo=UTC)
SECRET = "a long enough secret"
OWN = {"sec-fetch-site": "same-origin"}


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[Store]:
    store = migrate_store(f"sqlite:///{tmp_path / 's.sqlite'}")
    put_user(store, "office", password_hash=hash_password(SECRET), role="office", by="test", at=AT)
    yield store
    store.close()


@pytest.fixture
def door(kept: Store, tmp_path: Path) -> Iterator[Client]:
    share_fonts(tmp_path)
    access = Access(kept, session_key(tmp_path))
    server = build_server(Viewing(Staged(story()), Clock()), tmp_path, public_screens=False, access=access)
    with served(server) as address:
        yield Client(address)


def sign_in(client: Client, password: str = SECRET, **more: str) -> int:
    form = {"name": "office", "password": password, "next": "/desk", **more}
    return client.post("/sign-in", form, headers=OWN).status


def test_the_right_password_opens_the_screens(door: Client) -> None:
    assert door.get("/api/v1/version").status == 401
    assert sign_in(door) == 303
    assert door.get("/api/v1/version").status == 200


def test_the_session_cookie_is_closed_to_scripts_and_other_sites(door: Client) -> None:
    answer = door.post("/sign-in", {"name": "office", "password": SECRET}, headers=OWN)
    cookie = str(answer.headers["set-cookie"]).lower()
    assert "httponly" in cookie and "samesite=lax" in cookie


def test_a_wrong_password_and_an_unknown_name_are_told_alike(door: Client) -> None:
    wrong = door.post("/sign-in", {"name": "office", "password": "x" * 9}, headers=OWN)
    unknown = door.post("/sign-in", {"name": "nobody", "password": "x" * 9}, headers=OWN)
    assert wrong.status == unknown.status == 401
    assert wrong.text.replace("office", "") == unknown.text.replace("nobody", "")
    assert "账号或密码不对" in wrong.text


def test_five_wrong_guesses_make_even_the_right_one_wait(door: Client) -> None:
    assert [sign_in(door, "wrong one") for _ in range(5)] == [401] * 5
    assert sign_in(door) == 429


def test_the_pause_ends() -> None:
    guesses, now = Guesses(), AT
    for _ in range(5):
        guesses.failed("a", "10.0.0.9", now)
    assert guesses.pause_until("a", "10.0.0.9", now) == now + PAUSE
    assert guesses.pause_until("a", "10.0.0.9", now + PAUSE + timedelta(seconds=1)) is None
    assert guesses.pause_until("a", "10.0.0.10", now) is None


def test_another_site_cannot_sign_somebody_in(door: Client) -> None:
    form = {"name": "office", "password": SECRET}
    assert door.post("/sign-in", form, headers={"sec-fetch-site": "cross-site"}).status == 403
    assert door.post("/sign-in", form, headers={"origin": "http://other.example"}).status == 403


def test_signing_out_ends_the_session(door: Client) -> None:
    sign_in(door)
    door.post("/sign-out", {}, headers=OWN)
    assert door.get("/api/v1/version").status == 401


def test_a_retired_account_is_out_at_the_next_request(door: Client, kept: Store) -> None:
    sign_in(door)
    retire_user(kept, "office", by="test", at=AT)
    assert door.get("/api/v1/version").status == 401


def test_a_new_password_ends_the_old_sessions(door: Client, kept: Store) -> None:
    sign_in(door)
    put_user(kept, "office", password_hash=hash_password("another secret"), role="office", by="test", at=AT)
    assert door.get("/api/v1/version").status == 401


def test_a_forged_cookie_is_nobody(door: Client) -> None:
    forged = {"cookie": "situation_session=eyJ1c2VyIjogIm9mZmljZSJ9.aaaa.bbbb"}
    assert door.get("/api/v1/version", forged).status == 401


def test_a_capture_token_works_once_and_only_as_made_here(kept: Store, tmp_path: Path, door: Client) -> None:
    token = Access(kept, session_key(tmp_path)).capture_token()
    assert door.get(f"/sign-in/capture?token={token}").status == 303
    assert door.get("/api/v1/version").status == 200
    door.cookies.clear()
    assert door.get(f"/sign-in/capture?token={token}").status == 403
    foreign = Access(kept, "another key").capture_token()
    assert door.get(f"/sign-in/capture?token={foreign}").status == 403


def test_the_session_key_is_made_once_for_its_owner_only(tmp_path: Path) -> None:
    key = session_key(tmp_path)
    assert key == session_key(tmp_path) and len(key) == 64
    assert stat.S_IMODE((tmp_path / "session.key").stat().st_mode) == 0o600


@pytest.mark.parametrize("path", ["//other.example", "/\\other.example", "https://other.example", "", "/a\nb"])
def test_after_signing_in_nobody_is_sent_to_another_host(path: str) -> None:
    assert safe_path(path) == "/desk"


def test_a_short_password_is_refused() -> None:
    with pytest.raises(SituationError):
        hash_password("1234567")


def test_a_township_reaches_its_own_villages_only() -> None:
    own, other = county().townships[:2]
    visitor = Visitor("t", "township", own.code)
    assert visitor.may_touch(county().children(own.code)[0].code, county())
    assert not visitor.may_touch(county().children(other.code)[0].code, county())
    assert not visitor.may_touch(RegionCode("990000000000"), county())
    assert not Visitor("v", "viewer").may_touch(county().villages[0].code, county())
