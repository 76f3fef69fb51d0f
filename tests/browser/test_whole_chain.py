"""The product as it runs: two processes, a file saved into the inbox, a wall that changes; a web process killed and
started again under an open wall. Nothing is staged here."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.house import Watcher

ROOT = Path(__file__).parents[2]
COMMAND = (sys.executable, "-m", "situation_map")
DAY = "2026-01-16"
PAINTED = "document.documentElement.dataset.painted"


@dataclass
class Running:
    home: Path
    port: int
    web: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def serve(self) -> None:
        command = [*COMMAND, "serve", "--home", str(self.home), "--port", str(self.port)]
        self.web = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        limit = time.monotonic() + 60
        while time.monotonic() < limit:
            try:
                with urllib.request.urlopen(f"{self.address}/healthz", timeout=2):
                    return
            except (urllib.error.URLError, TimeoutError, ConnectionError):
                time.sleep(0.2)
        raise AssertionError("the web process did not come up")

    def kill(self) -> None:
        assert self.web is not None
        os.kill(self.web.pid, signal.SIGKILL)
        self.web.wait()


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    home = tmp_path_factory.mktemp("chain") / "home"
    county = ROOT / "demo" / "county"
    for arguments in (
        ["init", "--starts-on", "2025-12-08", "--ends-on", "2026-02-06", "--public-screens", "--poll-seconds", "0.5",
         "--rehearsal-from", f"{DAY}T12:00", "--speed", "0.01"],
        ["regions", "import", str(county / "regions.csv")],
        ["boundaries", "import", str(county / "boundaries.geojson")],
    ):  # fmt: skip
        subprocess.run([*COMMAND, *arguments, "--home", str(home)], cwd=ROOT, check=True, capture_output=True)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        chain = Running(home, free.getsockname()[1])
    loader = subprocess.Popen(
        [*COMMAND, "watch", "--home", str(home)], cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    chain.serve()
    yield chain
    chain.kill()
    loader.terminate()
    loader.wait()


@pytest.fixture
def wall(running: Running, browser: Browser) -> Iterator[tuple[Page, Watcher]]:
    page = browser.new_page(viewport={"width": 1920, "height": 1080})
    watcher = Watcher(page, running.address)
    page.goto(f"{running.address}/wall")
    page.wait_for_function(PAINTED, timeout=30_000)
    yield page, watcher
    page.close()


def save_bulletin(running: Running, folder: Path, number: int, stage: str) -> None:
    """Written aside and moved in, as a share does; the same village at another stage each time."""
    path = folder / f"岚城街道日报{number}.csv"
    lines = ["乡镇,村（社区）,当前环节,填报日期,登记选民数", f"岚城街道,锦枫社区,{stage},{DAY},{1000 + number}"]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8-sig")
    shutil.move(path, running.home / "inbox" / path.name)


def version_on(page: Page) -> int:
    return int(page.evaluate(f"+({PAINTED} || 0)"))


def test_a_file_saved_into_the_inbox_changes_the_wall(
    running: Running, wall: tuple[Page, Watcher], tmp_path: Path
) -> None:
    page, watcher = wall
    for number, stage in enumerate(("选民登记", "资格联审"), 1):
        before = version_on(page)
        save_bulletin(running, tmp_path, number, stage)
        page.wait_for_function(f"+{PAINTED} > {before}", timeout=30_000)
    assert page.locator("#wall-trust").inner_text().count("1/18") == 1
    assert watcher.complaints == []


def test_a_killed_web_process_is_said_and_its_return_shows_the_present(
    running: Running, wall: tuple[Page, Watcher], tmp_path: Path
) -> None:
    page, _ = wall  # a refused connection is a console error of the browser's own: it is what this test makes
    before = version_on(page)
    running.kill()
    save_bulletin(running, tmp_path, 7, "投票选举")
    page.wait_for_function("document.documentElement.dataset.link === 'lost'", timeout=40_000)
    running.serve()
    page.wait_for_function(f"document.documentElement.dataset.link === 'ok' && +{PAINTED} > {before}", timeout=60_000)
    assert page.url.endswith("/wall")
