"""One Chromium for all browser tests; each page fails its test on a console error or a request to another host."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.house import House, Watcher

FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking",
         "--disable-component-update", "--disable-sync")  # fmt: skip
Opening = Callable[..., Page]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    assert found, "the browser tests need Debian's chromium: make setup installs it"
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=found, args=list(FLAGS))
        yield launched
        launched.close()


@pytest.fixture(scope="session")
def screens_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("home")


@pytest.fixture
def house(screens_home: Path) -> Iterator[House]:
    opened = House(screens_home)
    opened.start()
    yield opened
    opened.stop()


@pytest.fixture
def watchers() -> Iterator[list[Watcher]]:
    made: list[Watcher] = []
    yield made
    assert [complaint for watcher in made for complaint in watcher.complaints] == []


@pytest.fixture
def open_page(browser: Browser, house: House, watchers: list[Watcher]) -> Iterator[Opening]:
    """Opens a path at a size and waits until it is wholly drawn."""
    pages: list[Page] = []

    def opening(path: str, width: int = 1920, height: int = 1080, until_painted: bool = True) -> Page:
        page = browser.new_page(viewport={"width": width, "height": height})
        pages.append(page)
        watchers.append(Watcher(page, house.address))
        page.goto(house.address + path)
        if until_painted:
            page.wait_for_function("document.documentElement.dataset.painted", timeout=30_000)
        return page

    yield opening
    for page in pages:
        page.close()
