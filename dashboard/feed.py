"""The one task that turns commits into events for every open page.

Many times a second it asks for news (one indexed row). A *channel* is a page, a region and a language; its viewers share one delta,
encoded once. Each channel keeps the last events in a ring: a browser that comes back names the last one it saw and
gets what it missed, or the whole state. Event ids are ``<boot>-<sequence>``: another boot means another memory,
hence a whole state. Heartbeats carry the server's clocks: nothing on a page depends on the clock of its machine.
"""

from __future__ import annotations

import asyncio
import gc
import logging
import secrets
from collections import deque
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from itertools import count
from typing import Any, Final

from sse_starlette import ServerSentEvent

from dashboard.page import Panel
from dashboard.panels import as_json, render_panels
from dashboard.patches import difference
from dashboard.trust import missed_runs, trust_in
from dashboard.viewing import Viewing
from dashboard.wire import Array, ArrayMemory, Encode, codes_of, differing, township_arrays
from dashboard.words import Words
from situation.clock import real_now
from situation.model.picture import Snapshot
from situation.model.regions import RegionCode

log = logging.getLogger(__name__)
POLL: Final = 0.04  # seconds between two questions for the version
HEARTBEAT: Final = 5.0
REDRAW: Final = timedelta(seconds=15)  # cut-offs and deadlines pass without a commit
RING: Final = 240  # events a channel remembers: two minutes of the busiest day


@dataclass(frozen=True, slots=True)
class Channel:
    screen: str
    region: str
    language: str


@dataclass(frozen=True, slots=True)
class Picture:
    """What a channel's browsers hold, to find what differs from it."""

    codes: tuple[RegionCode, ...]
    shapes: str  # hash of the set: other shapes are another land
    villages: list[Array]
    townships: list[Array]
    panels: Mapping[str, Any]  # id → its children as JSON values
    version: int


@dataclass(slots=True)
class Line:
    """A channel's memory."""

    picture: Picture
    ring: deque[tuple[int, ServerSentEvent]] = field(default_factory=lambda: deque(maxlen=RING))
    since: int = 0  # events after this sequence are in the ring
    _whole: str = ""  # the picture as a state, encoded once for all who need it

    def show(self, picture: Picture) -> None:
        self.picture, self._whole = picture, ""

    @property
    def whole(self) -> str:
        if not self._whole:
            self._whole = state_text(self.picture)
        return self._whole

    def after(self, seen: int) -> list[tuple[int, ServerSentEvent]] | None:
        """The events a browser missed, or none at all when they are no longer remembered."""
        oldest = self.ring[0][0] - 1 if len(self.ring) == RING else self.since
        return None if seen < oldest else [event for event in self.ring if event[0] > seen]


class Feed:
    def __init__(
        self,
        viewing: Viewing,
        screens: Mapping[str, Mapping[str, Panel]],
        assets: str,
        encoders: Mapping[str, Encode | None] | None = None,
    ) -> None:
        """``encoders`` says of a screen how its villages travel, where not as ``wire.village_array``."""
        self.boot = secrets.token_hex(4)
        self.viewer_count = 0
        self._viewing = viewing
        self._screens = screens
        self._encoders = encoders or {}
        self._memories: dict[tuple[str, str], ArrayMemory] = {}
        self._assets = assets  # version of the page's own code
        self._sequence = 0
        self._lines: dict[Channel, Line] = {}
        self._rendered: dict[tuple[int, str, str], Mapping[str, Any]] = {}
        self._news = asyncio.Event()
        self._beat = ""
        self._beat_number = 0
        self._drawn_at = real_now()

    async def run(self) -> None:
        """Runs as long as the server does; a failing store is a late heartbeat, not the end of the feed."""
        await asyncio.to_thread(self._viewing.snapshot)
        gc.freeze()  # all that was folded at the start lives long: sweeping it would stall every later change
        for turn in count():
            try:
                await self.poll()
                if turn % int(HEARTBEAT / POLL) == 0:
                    await self.beat()
            except Exception:
                log.exception("the live feed could not ask the store; trying again")
            await asyncio.sleep(POLL)

    async def poll(self) -> None:
        """One question for news; on news a delta for each channel: first the land, then the panels that changed."""
        is_old = real_now() - self._drawn_at > REDRAW
        if not is_old and not await asyncio.to_thread(self._viewing.has_news):
            return
        self._drawn_at = real_now()
        snapshot = await asyncio.to_thread(self._viewing.renew)
        self._rendered.clear()
        lines = list(self._lines.items())
        for channel, line in lines:
            self._publish(line, await asyncio.to_thread(self._land, channel, snapshot, line.picture.panels))
        self._wake()
        for channel, line in lines:
            panels = await asyncio.to_thread(self._panels, channel, snapshot)
            self._publish(line, replace(line.picture, panels=panels))
        self._wake()

    def _publish(self, line: Line, after: Picture) -> None:
        before = line.picture
        line.show(after)
        if (before.codes, before.shapes) != (after.codes, after.shapes):
            self._remember(line, "state", line.whole)
        elif text := delta_text(before, after):
            self._remember(line, "delta", text)

    def _remember(self, line: Line, name: str, text: str) -> None:
        self._sequence += 1
        event = ServerSentEvent(text, event=name, id=f"{self.boot}-{self._sequence}")
        line.ring.append((self._sequence, event))

    async def beat(self) -> None:
        snapshot = await asyncio.to_thread(self._viewing.snapshot)
        self._beat = self.heartbeat(snapshot)
        self._beat_number += 1
        self._wake()

    def heartbeat(self, snapshot: Snapshot) -> str:
        """Server time, campaign time and speed, version, and how old everything is."""
        real, clock, fresh = real_now(), self._viewing.clock, snapshot.freshness
        now = clock.now()
        content: dict[str, Any] = {
            "boot": self.boot, "assets": self._assets, "version": snapshot.version,
            "real": milliseconds(real), "clock": milliseconds(now), "speed": clock.speed,
            "trust": trust_in(snapshot, real, now).value, "missed": missed_runs(snapshot, real),
            "as_of": milliseconds(fresh.as_of), "due": milliseconds(fresh.loader_due_at),
            "loaded": milliseconds(fresh.loaded_at),
        }  # fmt: skip
        return as_json(content)

    def _wake(self) -> None:
        news, self._news = self._news, asyncio.Event()
        news.set()

    def _panels(self, channel: Channel, snapshot: Snapshot) -> Mapping[str, Any]:
        """Drawn once for all regions of a screen."""
        key = (snapshot.version, channel.screen, channel.language)
        if key not in self._rendered:
            panels = self._screens.get(channel.screen, {})
            self._rendered[key] = render_panels(panels, snapshot, Words(channel.language))
        return self._rendered[key]

    def _picture(self, channel: Channel, snapshot: Snapshot) -> Picture:
        return self._land(channel, snapshot, self._panels(channel, snapshot))

    def _land(self, channel: Channel, snapshot: Snapshot, panels: Mapping[str, Any]) -> Picture:
        shapes = self._viewing.shapes()
        return Picture(
            codes_of(snapshot, channel.region),
            shapes.hash if shapes else "",
            self._memory(channel).arrays(snapshot, channel.region),
            township_arrays(snapshot),
            panels,
            snapshot.version,
        )

    def _memory(self, channel: Channel) -> ArrayMemory:
        """One for all languages: what is encoded once is compared by identity."""
        made = ArrayMemory(self._encoders.get(channel.screen))
        return self._memories.setdefault((channel.screen, channel.region), made)

    async def _line(self, channel: Channel) -> Line:
        snapshot = await asyncio.to_thread(self._viewing.snapshot)
        if all(township.region.code != channel.region for township in snapshot.townships):
            channel = replace(channel, region="")  # what is no township is the whole: few channels, whoever asks
        if channel not in self._lines:
            picture = await asyncio.to_thread(self._picture, channel, snapshot)
            self._lines.setdefault(channel, Line(picture, since=self._sequence))
        return self._lines[channel]

    async def listen(self, channel: Channel, last_event_id: str) -> AsyncIterator[ServerSentEvent]:
        """All a browser must be told, from where it left off."""
        line = await self._line(channel)
        self.viewer_count += 1
        try:
            yield ServerSentEvent(self.heartbeat(self._viewing.snapshot()), event="hello")
            seen, missed = self._resume(line, last_event_id)
            beats = self._beat_number
            for event in missed:
                yield event
            while True:
                news = self._news
                missed_since = line.after(seen)
                if missed_since is None:
                    seen, missed = self._resume(line, "")
                    missed_since = [(seen, event) for event in missed]
                for number, event in missed_since:
                    seen = number
                    yield event
                if beats != self._beat_number:
                    beats = self._beat_number
                    yield ServerSentEvent(self._beat, event="beat")
                if news is self._news:
                    await news.wait()
        finally:
            self.viewer_count -= 1

    def _resume(self, line: Line, last_event_id: str) -> tuple[int, list[ServerSentEvent]]:
        boot, _, number = last_event_id.partition("-")
        if boot == self.boot and number.isdigit():
            remembered = line.after(int(number))
            if remembered is not None:
                return max([int(number), *(n for n, _ in remembered)]), [event for _, event in remembered]
        whole = ServerSentEvent(line.whole, event="state", id=f"{self.boot}-{self._sequence}")
        return self._sequence, [whole]


def milliseconds(instant: Any) -> int | None:
    return None if instant is None else round(instant.timestamp() * 1000)


def state_text(picture: Picture) -> str:
    """Everything: for a first view, and for a browser that was away too long."""
    return as_json({
        "version": picture.version, "whole": True, "villages": picture.villages,
        "townships": picture.townships, "panels": picture.panels,
    })  # fmt: skip


def delta_text(before: Picture, after: Picture) -> str:
    """Only what differs, or an empty text. Panels travel as patches of what the browser holds."""
    changed = {name: difference(before.panels.get(name), now) for name, now in after.panels.items()}
    panels = {name: patches for name, patches in changed.items() if patches}
    villages = differing(before.villages, after.villages)
    townships = differing(before.townships, after.townships)
    if not (panels or villages or townships or before.version != after.version):
        return ""
    return as_json({"version": after.version, "villages": villages, "townships": townships, "panels": panels})
