"""Takes pictures of pages that are fully drawn, and of no others.

A page says itself when it is drawn, and at which version (``data-painted`` on the document). A page that does not say
so in time, that shows another version than asked for, that logged an error or asked another host, gives no picture.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote, urlsplit

from dashboard.briefing.browser import find_browser
from situation.errors import SituationError

PATIENCE: Final = 90_000  # milliseconds; a first view also cuts the county's font
_IS_DRAWN: Final = """() => {
  const root = document.documentElement, isBare = root.dataset.page === "wall" && root.dataset.land === "none";
  return document.fonts.status === "loaded" && (root.dataset.painted || (isBare ? "bare" : ""));
}"""


class NotDrawn(SituationError):
    """The page was not what a picture may be taken of."""


@dataclass(frozen=True, slots=True)
class Sight:
    """What is to be photographed, and the version it must show."""

    path: str
    width: int
    height: int
    scale: float
    version: int


class Camera:
    """One browser, signed in by a token that works once."""

    def __init__(self, browser: Any, address: str, token: str) -> None:
        self._browser = browser
        self._address = address
        self._token = token
        self._state: Any = None

    def picture(self, sight: Sight, png: Path, pdf: Path | None = None) -> None:
        context = self._browser.new_context(
            viewport={"width": sight.width, "height": sight.height},
            device_scale_factor=sight.scale,
            storage_state=self._state,
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
            reduced_motion="reduce",
        )
        try:
            page = context.new_page()
            complaints = _listen(page, self._address)
            self._open(page, sight)
            self._state = context.storage_state()
            _wait(page, sight, complaints)
            if pdf is not None:
                page.emulate_media(media="print")
            page.screenshot(path=png, full_page=pdf is not None, animations="disabled")
            if pdf is not None:
                page.pdf(path=pdf, prefer_css_page_size=True, print_background=True)
        finally:
            context.close()

    def _open(self, page: Any, sight: Sight) -> None:
        path = sight.path
        if self._state is None:
            path = f"/sign-in/capture?token={quote(self._token)}&next={quote(sight.path, safe='')}"
        answer = page.goto(self._address + path, timeout=PATIENCE)
        if answer is None or not answer.ok:
            raise NotDrawn(f"{sight.path} could not be opened: the server answered {answer.status if answer else '-'}")


@contextmanager
def camera(address: str, token: str) -> Iterator[Camera]:
    from playwright.sync_api import Error, sync_playwright

    program = find_browser()
    if program is None:
        raise SituationError("no Chromium was found: install chromium, or name it in SITUATION_CHROMIUM")
    with sync_playwright() as play:
        # A page of our own server only: the sandbox needs rights that a service account often lacks.
        browser = play.chromium.launch(executable_path=program, args=["--no-sandbox", "--font-render-hinting=none"])
        try:
            yield Camera(browser, address, token)
        except Error as error:
            raise NotDrawn(f"the browser gave up: {error.message.splitlines()[0]}") from error
        finally:
            browser.close()


def _listen(page: Any, address: str) -> list[str]:
    complaints: list[str] = []
    host = urlsplit(address).netloc
    page.on("pageerror", lambda error: complaints.append(f"script error: {error}"))
    page.on("console", lambda said: complaints.append(f"console: {said.text}") if said.type == "error" else None)
    page.on(
        "request",
        lambda asked: complaints.append(f"asked another host: {asked.url}") if _is_foreign(asked.url, host) else None,
    )
    return complaints


def _is_foreign(url: str, host: str) -> bool:
    parts = urlsplit(url)
    return parts.scheme in ("http", "https", "ws", "wss") and parts.netloc != host


def _wait(page: Any, sight: Sight, complaints: list[str]) -> None:
    from playwright.sync_api import TimeoutError as TooLate

    try:
        drawn = page.wait_for_function(_IS_DRAWN, timeout=PATIENCE).json_value()
    except TooLate as error:
        told = "; ".join(complaints[:3]) or "it never said so"
        raise NotDrawn(f"{sight.path} was not fully drawn after {PATIENCE // 1000} s: {told}") from error
    if complaints:
        raise NotDrawn(f"{sight.path} was drawn with errors: {'; '.join(complaints[:3])}")
    if drawn not in (str(sight.version), "bare"):
        raise NotDrawn(f"{sight.path} shows version {drawn}, asked for was {sight.version}; try again")
    page.wait_for_timeout(300)  # one breath for the last frame
