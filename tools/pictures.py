"""``make pictures``: the screenshots of docs/pictures, taken from the running product on the invented county.

Day 40 of the rehearsal at 18:24, after the cut-off: past days are loaded with their own times, then the clock all but
stands still, so that two runs show the same moment.
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from demo.campaign import Campaign
from demo.days import LENGTH, TODAY, VOTING, date_of, instant
from demo.places import SHIPPED, read_county
from demo.product import SOME_HELD, Product
from demo.run import ACCOUNT, PASSWORD, posts_between
from demo.writer import Writer

OUT = Path(__file__).parents[1] / "docs" / "pictures"
FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking", "--disable-sync")
PAINTED = "document.documentElement.dataset.painted !== undefined"


def install(product: Product, seed: int) -> None:
    campaign, moment = Campaign(read_county(), seed), instant(TODAY, 18, 24)
    past = product.home / "past"
    product.home.mkdir(parents=True, exist_ok=True)
    for post in posts_between(Writer(campaign), 1, None, moment):
        post.write_dated(past / date_of(post.day).isoformat())
    plan = product.home / "plan.csv"
    votes = sorted(course.planned_vote for course in campaign.courses.values())
    days = (f"{date_of(day)},{sum(v + 2 <= day for v in votes)}" for day in range(1, LENGTH + 1))
    plan.write_text("\n".join(("day,completions", *days)), "utf-8")
    county = campaign.county.name
    product.run(
        "init", "--title", f"{county}村(社区)“两委”换届选情地图", "--county", county, "--starts-on", date_of(1),
        "--ends-on", date_of(LENGTH), "--voting-from", date_of(VOTING[0]), "--voting-to", date_of(VOTING[-1]),
        "--public-screens", "--plan", plan, "--rehearsal-from", moment.isoformat(), "--speed", "0.0001",
    )  # fmt: skip
    land = SHIPPED.parent
    product.run("regions", "import", SHIPPED)
    product.run("boundaries", "import", land / "boundaries.geojson", "--waters", land / "waters.geojson")
    product.run("user", "add", ACCOUNT, "--role", "office", "--password", PASSWORD)
    product.run("load", past, "--received-at", "mtime", accept=(0, SOME_HELD))


@contextmanager
def running(product: Product) -> Iterator[None]:
    product.start()
    try:
        product.wait_until_up()
        time.sleep(6)  # the loader's first heartbeat
        yield
    finally:
        product.stop()


def context(browser: Browser, width: int, height: int, scale: float = 1) -> BrowserContext:
    size = {"width": width, "height": height}
    return browser.new_context(viewport=size, device_scale_factor=scale, reduced_motion="reduce")  # type: ignore[arg-type]


def shoot(page: Page, address: str, name: str, *, wait_for: str = PAINTED, full: bool = False) -> None:
    page.goto(address)
    page.wait_for_function(wait_for, timeout=60_000)
    page.wait_for_timeout(1500)
    page.screenshot(path=OUT / f"{name}.png", full_page=full)


def sign_in(page: Page, address: str) -> None:
    page.goto(f"{address}/sign-in?next=/desk")
    page.fill("[name=name]", ACCOUNT)
    page.fill("[name=password]", PASSWORD)
    page.click("button[type=submit]")
    page.wait_for_url("**/desk")


def take(product: Product, browser: Browser) -> None:
    site = product.address
    for name, path, width, height, scale in (
        ("wall-1080", "/wall", 1920, 1080, 1),
        ("wall-4k", "/wall", 3840, 2160, 1),
        ("wall-en", "/wall?lang=en", 1920, 1080, 1),
        ("map", "/map", 1440, 900, 2),
        ("phone-map", "/map", 390, 844, 2),
        ("map-village", "/map?village=990100101203", 1440, 900, 2),
    ):
        with context(browser, width, height, scale) as chosen:
            shoot(chosen.new_page(), site + path, name)
    with context(browser, 1440, 900, 2) as chosen:
        page = chosen.new_page()
        shoot(
            page,
            f"{site}/briefing/{date_of(TODAY)}",
            "briefing",
            wait_for="document.fonts.status === 'loaded'",
            full=True,
        )
        sign_in(page, site)
        page.wait_for_timeout(3000)
        page.screenshot(path=OUT / "desk.png")
        page.goto(f"{site}/plan")
        page.wait_for_timeout(4000)
        page.screenshot(path=OUT / "plan.png")
        page.goto(f"{site}/desk")
        page.wait_for_timeout(3000)
        page.set_viewport_size({"width": 390, "height": 844})
        page.wait_for_timeout(800)
        page.screenshot(path=OUT / "phone-desk.png")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--port", type=int, default=28611)
    parser.add_argument("--home", type=Path, help="an installation made by an earlier run")
    chosen = parser.parse_args()
    OUT.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="pictures-") as folder, sync_playwright() as playwright:
        product = Product(chosen.home or Path(folder) / "home", chosen.port)
        if not chosen.home or not chosen.home.exists():
            install(product, chosen.seed)
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=list(FLAGS))
        with running(product):
            take(product, browser)
        browser.close()


if __name__ == "__main__":
    main()
