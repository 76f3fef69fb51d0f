"""From commit to painted frame, and the bytes on the way: the product beside the usual Dash way, in one run.

Each update is a bulletin that changes 50 villages. Ours is timed from the return of the committing call in another
process to the second animation frame after the delta was applied; the usual way from the click to the same frame.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page

from benchmarks.browser import ROOT, chromium, free_port, serving
from benchmarks.fields import write_fields
from situation.actions import record_bulletin
from situation.clock import local_instant
from situation.model.bulletins import Outcome, Reading, Row
from situation.model.regions import RegionCode
from situation.model.reports import Body, ReportKind, StageCode, Where
from situation.settings import load_settings
from situation.store.engine import Store, open_store

COMMAND = (sys.executable, "-m", "situation_map")
CHANGED = 50
TODAY = date(2026, 1, 16)
WATCH = """
window.paintedVersion = 0;
document.addEventListener('situation-news', (event) => {
  const version = event.detail.version;
  requestAnimationFrame(() => requestAnimationFrame(() => {
    window.paintedVersion = version; window.paintedAt = Date.now();
  }));
});
new PerformanceObserver((list) => { for (const entry of list.getEntries()) (window.longTasks ||= []).push(entry.duration); })
  .observe({entryTypes: ['longtask']});
"""


def measure(villages: int, updates: int) -> dict[str, float]:
    with tempfile.TemporaryDirectory(prefix="bench-wall-") as folder, chromium() as browser:
        room = Path(folder)
        codes = write_fields(room, villages)
        ours = _ours(room, codes, updates, browser)
        usual = _usual(room, updates, browser)
    return {
        "villages": villages,
        "ours_ms": statistics.median(ours["latency"]) * 1000,
        "usual_ms": statistics.median(usual["latency"]) * 1000,
        "ours_bytes": statistics.median(ours["bytes"]),
        "usual_bytes": statistics.median(usual["bytes"]),
        "first_ours_ms": ours["first"] * 1000,
        "first_usual_ms": usual["first"] * 1000,
        "longest_task_ms": max(ours["blocked"], default=0.0),
    }


# -- ours ------------------------------------------------------------------------------


def _ours(room: Path, codes: list[str], updates: int, browser: Browser) -> dict[str, Any]:
    home, port = room / "home", free_port()
    _install(home, room)
    store = open_store(load_settings(home).store_url)
    for n, day in enumerate((TODAY - timedelta(days=2), TODAY - timedelta(days=1))):
        for start in range(0, len(codes), 1000):
            _commit(store, codes[start : start + 1000], day, 3 + n, f"past-{day}-{start}")
    url = f"http://127.0.0.1:{port}"
    with serving([*COMMAND, "serve", "--home", str(home), "--port", str(port)], f"{url}/healthz", cwd=ROOT):
        page = browser.new_page(viewport={"width": 1920, "height": 1080}, reduced_motion="reduce")
        page.add_init_script(WATCH)
        received = _count_events(page)
        started = time.time()
        page.goto(f"{url}/wall")
        page.wait_for_function("document.documentElement.dataset.painted !== undefined", timeout=20_000)
        first = time.time() - started
        page.wait_for_timeout(2000)
        page.evaluate("window.longTasks = []")
        latency, sizes = [], []
        for n in range(updates):
            batch = [codes[(n * CHANGED + k) % len(codes)] for k in range(min(CHANGED, len(codes)))]
            before = received["bytes"]
            version = _commit(store, batch, TODAY, 5 + n % 4, f"update-{n}")
            committed = time.time()
            page.wait_for_function(f"window.paintedVersion >= {version}", timeout=20_000)
            latency.append(page.evaluate("window.paintedAt") / 1000 - committed)
            page.wait_for_timeout(150)
            sizes.append(received["bytes"] - before)
        blocked = page.evaluate("window.longTasks || []")
        page.close()
    store.close()
    return {"latency": latency, "bytes": sizes, "first": first, "blocked": blocked}


def _install(home: Path, room: Path) -> None:
    opening = ["--rehearsal-from", "2026-01-16T12:00", "--speed", "0.001", "--public-screens"]
    span = ["--starts-on", "2026-01-12", "--ends-on", "2026-02-06"]
    for arguments in (
        ["init", *span, *opening],
        ["regions", "import", str(room / "regions.csv")],
        ["boundaries", "import", str(room / "boundaries.geojson")],
    ):
        subprocess.run(
            [*COMMAND, *arguments, "--home", str(home)], cwd=ROOT, check=True, capture_output=True, text=True
        )


def _commit(store: Store, codes: list[str], day: date, stage: int, name: str) -> int:
    rows = tuple(
        Row(
            kind=ReportKind.STATUS,
            where=Where(sheet="1", row=n + 5),
            township=RegionCode(code[:9] + "000"),
            village_code=RegionCode(code),
            body=Body.VILLAGE,
            on=day,
            stage=StageCode(f"V{stage:02}"),
        )
        for n, code in enumerate(codes)
    )
    at = local_instant(day, 11, 0)
    reading = Reading(
        file=f"{name}.xlsx", content_hash=name, fingerprint=name, outcome=Outcome.OK, on=day, rows=rows, correction=True
    )
    done = record_bulletin(store, reading, source="bench", sender=None, received_at=at, at=at, by="bench")
    assert done.version is not None
    return done.version


def _count_events(page: Page) -> dict[str, int]:
    received = {"bytes": 0}
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")

    def count(event: dict[str, Any]) -> None:
        if event["eventName"] == "delta":
            received["bytes"] += len(event["data"].encode())

    session.on("Network.eventSourceMessageReceived", count)
    return received


# -- the usual way ---------------------------------------------------------------------


def _usual(room: Path, updates: int, browser: Browser) -> dict[str, Any]:
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    command = [sys.executable, "-m", "benchmarks.usual_dash", str(room / "boundaries.geojson"), str(port), str(CHANGED)]
    with serving(command, url, cwd=ROOT):
        page = browser.new_page(viewport={"width": 1920, "height": 1080})
        sizes: list[int] = []
        page.on("response", lambda r: "_dash-update" in r.url and sizes.append(len(r.body())))
        started = time.time()
        page.goto(url)
        page.wait_for_function("!!document.querySelector('.leaflet-overlay-pane canvas')", timeout=20_000)
        page.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
        first = time.time() - started
        latency = []
        for n in range(1, updates + 1):
            clicked = time.time()
            page.evaluate("document.getElementById('change').click()")
            page.wait_for_function(f"window.paintedRevision >= {n}", timeout=120_000)
            latency.append(page.evaluate("window.paintedAt") / 1000 - clicked)
        page.wait_for_timeout(300)
        page.close()
    return {"latency": latency, "bytes": sizes[-updates:], "first": first}


def report(found: dict[str, float]) -> str:
    speed, size = found["usual_ms"] / found["ours_ms"], found["usual_bytes"] / found["ours_bytes"]
    return (
        f"{found['villages']:>6.0f} villages | commit → painted: ours {found['ours_ms']:.0f} ms, usual Dash "
        f"{found['usual_ms']:.0f} ms ({speed:.1f}× faster) | bytes per update: ours {found['ours_bytes']:.0f}, usual "
        f"{found['usual_bytes']:.0f} ({size:.0f}× smaller) | first view: ours {found['first_ours_ms']:.0f} ms, usual "
        f"{found['first_usual_ms']:.0f} ms | longest main-thread task {found['longest_task_ms']:.0f} ms"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--villages", type=int, nargs="+", default=[300, 8000])
    parser.add_argument("--updates", type=int, default=30)
    chosen = parser.parse_args()
    for villages in chosen.villages:
        print(report(measure(villages, chosen.updates)), flush=True)


if __name__ == "__main__":
    main()
