"""A wall that came by its link: no prompt, still there after a restart, and it says so when the link is revoked."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

import dashboard.wall_links
from dashboard.access import Access, session_key
from dashboard.wall_links import hash_token, new_token
from situation.actions import add_wall, revoke_wall
from situation.clock import real_now
from situation.store.engine import Store, migrate_store
from tests.browser.conftest import Opening
from tests.browser.house import House, Watcher

pytestmark = pytest.mark.browser
REVOKED = "这块大屏的链接已撤销"


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[Store]:
    store = migrate_store(f"sqlite:///{tmp_path / 's.sqlite'}")
    yield store
    store.close()


@pytest.fixture
def link(kept: Store, house: House) -> str:
    """The house again, now with a door, and a link that opens it."""
    house.stop()
    house.access = Access(kept, session_key(house.home))
    house.start()
    token = new_token()
    add_wall(kept, "hall", token_hash=hash_token(token), by="test", at=real_now())
    return f"/wall/enter/{token}"


def test_a_wall_opens_by_its_link_without_prompt_or_cursor(open_page: Opening, link: str) -> None:
    page = open_page(link)
    assert page.url.endswith("/wall")
    expect(page.locator(".counter-red b")).to_be_visible()
    assert page.evaluate("getComputedStyle(document.body).cursor") == "none"
    assert page.evaluate("document.cookie") == ""  # closed to scripts
    page.goto(page.url.replace("/wall", "/desk"))
    expect(page.locator("h1")).to_have_text("请先登录")


def test_it_is_live_again_after_the_server_was_started_again(
    open_page: Opening, link: str, house: House, watchers: list[Watcher]
) -> None:
    page = open_page(link)
    watchers[-1].is_outage = True
    house.stop()
    house.start()
    page.evaluate("delete document.documentElement.dataset.painted")
    page.wait_for_function("document.documentElement.dataset.painted", timeout=30_000)
    page.reload()
    page.wait_for_function("document.documentElement.dataset.painted", timeout=30_000)


def test_an_open_wall_says_that_its_link_was_revoked(
    open_page: Opening, link: str, kept: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dashboard.wall_links, "RECHECK", 0.1)
    page = open_page(link)
    revoke_wall(kept, "hall", by="test", at=real_now())
    expect(page.locator("h1")).to_have_text(REVOKED, timeout=15_000)
    page.wait_for_timeout(17_000)  # nothing is live here: no lost link is claimed, no stream is asked for
    expect(page.locator("h1")).to_have_text(REVOKED)
    assert page.locator("html").get_attribute("data-link") is None


def test_a_wall_revoked_during_an_outage_says_so_when_it_comes_back(
    open_page: Opening, link: str, house: House, kept: Store, watchers: list[Watcher]
) -> None:
    page = open_page(link)
    watchers[-1].is_outage = True
    house.stop()
    revoke_wall(kept, "hall", by="test", at=real_now())
    house.start()
    expect(page.locator("h1")).to_have_text(REVOKED, timeout=30_000)
    refused = "401 (Unauthorized)"  # the browser notes each stream that is refused
    watchers[-1].complaints[:] = [c for c in watchers[-1].complaints if refused not in c]


def test_a_revoked_link_says_so(open_page: Opening, link: str, kept: Store, watchers: list[Watcher]) -> None:
    revoke_wall(kept, "hall", by="test", at=real_now())
    page = open_page(link, until_painted=False)
    expect(page.locator("h1")).to_have_text("此链接无效或已撤销")
    watchers[-1].complaints[:] = [c for c in watchers[-1].complaints if "403 (Forbidden)" not in c]
