"""One delta for all viewers of a channel; a browser that was away gets what it missed, or everything."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import pytest
from sse_starlette import ServerSentEvent

from dashboard.feed import RING, Channel, Feed
from dashboard.page import Panel
from dashboard.viewing import Viewing
from dashboard.words import Words
from situation.clock import Clock, local_instant, real_now
from situation.model.picture import Snapshot
from situation.model.regions import RegionCode
from situation.model.standing import Colour
from tests.builders import Staged, county, snapshot_of, story

COUNTY = Channel("wall", "", "zh")


def version_panel(snapshot: Snapshot, words: Words) -> str:
    return f"{words('截至 {when}', when=words.moment(snapshot.at))} v{snapshot.version}"


PANELS: dict[str, Panel] = {"head": version_panel, "still": lambda snapshot, words: words("全县总览")}


class Stage:
    """A feed over a staged situation, and one viewer's ears."""

    def __init__(self) -> None:
        self.first = story()
        self.situation = Staged(self.first)
        clock = Clock(anchor=real_now(), starts_at=local_instant(self.first.on, 18, 24), speed=1e-9)
        self.feed = Feed(Viewing(self.situation, clock), {"wall": PANELS}, "assets-1")

    def hears(self, channel: Channel = COUNTY, last: str = "") -> AsyncIterator[ServerSentEvent]:
        return self.feed.listen(channel, last)

    async def redden(self, index: int, version: int) -> None:
        villages = list(self.situation.snapshot().villages)
        villages[index] = replace(villages[index], colour=Colour.RED, computed=Colour.RED)
        self.situation.show(snapshot_of(villages, self.first.on, version=version))
        await self.feed.poll()


def content(event: ServerSentEvent) -> Any:
    return json.loads(event.data or "")


async def take(stream: AsyncIterator[ServerSentEvent], count: int) -> list[ServerSentEvent]:
    return [await asyncio.wait_for(anext(stream), 5) for _ in range(count)]


def test_a_new_viewer_is_greeted_and_gets_everything() -> None:
    async def scene() -> None:
        stage = Stage()
        hello, state = await take(stage.hears(), 2)
        assert (hello.event, state.event) == ("hello", "state")
        assert content(hello)["assets"] == "assets-1"
        assert content(hello)["clock"] == round(local_instant(stage.first.on, 18, 24).timestamp() * 1000)
        assert len(content(state)["villages"]) == len(county().villages)
        assert content(state)["panels"]["still"] == "全县总览"

    asyncio.run(scene())


def test_a_commit_reaches_viewers_as_its_land_and_then_the_panels_that_changed() -> None:
    async def scene() -> None:
        stage = Stage()
        one, other = stage.hears(), stage.hears()
        await take(one, 2)
        await take(other, 2)
        await stage.redden(6, version=1285)
        (land, panels), (land_again, panels_again) = await take(one, 2), await take(other, 2)
        assert land is land_again and panels is panels_again  # encoded once
        assert [row[:2] for row in content(land)["villages"]] == [[6, 4]]
        assert content(land)["panels"] == {} and content(panels)["villages"] == []
        assert list(content(panels)["panels"]) == ["head"]  # what did not change stays at home
        assert len(land.data or "") + len(panels.data or "") < 600

    asyncio.run(scene())


def test_a_viewer_that_was_away_gets_what_it_missed() -> None:
    async def scene() -> None:
        stage = Stage()
        viewer = stage.hears()
        _, state = await take(viewer, 2)
        for number in range(3):
            await stage.redden(10 + number, version=1285 + number)
        _, *missed = await take(stage.hears(last=state.id or ""), 7)
        assert [event.event for event in missed] == ["delta"] * 6
        assert [content(event)["villages"][0][0] for event in missed[::2]] == [10, 11, 12]

    asyncio.run(scene())


@pytest.mark.parametrize("last", ["another-boot-7", "", "garbage"])
def test_an_unknown_last_event_is_answered_with_everything(last: str) -> None:
    async def scene() -> None:
        _, state = await take(Stage().hears(last=last), 2)
        assert content(state)["whole"] is True

    asyncio.run(scene())


def test_a_viewer_that_missed_more_than_the_ring_gets_everything() -> None:
    async def scene() -> None:
        stage = Stage()
        _, state = await take(stage.hears(), 2)
        for number in range(RING + 2):
            await stage.redden(0, version=2000 + number)
        _, again = await take(stage.hears(last=state.id or ""), 2)
        assert (again.event, content(again)["version"]) == ("state", 2000 + RING + 1)

    asyncio.run(scene())


def test_other_villages_are_a_new_state_not_a_delta() -> None:
    async def scene() -> None:
        stage = Stage()
        viewer = stage.hears()
        await take(viewer, 2)
        stage.situation.show(snapshot_of(stage.first.villages[:-1], stage.first.on, version=1285))
        await stage.feed.poll()
        (event,) = await take(viewer, 1)
        assert event.event == "state"
        assert len(content(event)["villages"]) == len(county().villages) - 1

    asyncio.run(scene())


def test_a_township_channel_hears_only_of_its_villages() -> None:
    async def scene() -> None:
        stage = Stage()
        township = stage.first.villages[0].township
        viewer = stage.hears(Channel("map", RegionCode(township), "zh"))
        await take(viewer, 2)
        await stage.redden(len(stage.first.villages) - 1, version=1285)
        (event,) = await take(viewer, 1)
        assert content(event)["villages"] == []

    asyncio.run(scene())


def test_languages_are_channels_of_their_own() -> None:
    async def scene() -> None:
        stage = Stage()
        _, state = await take(stage.hears(Channel("wall", "", "en")), 2)
        assert content(state)["panels"]["still"] == "The county"

    asyncio.run(scene())


def test_heartbeats_come_without_news() -> None:
    async def scene() -> None:
        stage = Stage()
        viewer = stage.hears()
        await take(viewer, 2)
        await stage.feed.beat()
        (event,) = await take(viewer, 1)
        assert (event.event, content(event)["trust"]) == ("beat", "live")

    asyncio.run(scene())


def test_a_viewer_that_leaves_is_not_counted() -> None:
    async def scene() -> None:
        stage = Stage()
        viewer = stage.hears()
        await take(viewer, 2)
        assert stage.feed.viewer_count == 1
        await viewer.aclose()  # type: ignore[attr-defined]
        assert stage.feed.viewer_count == 0

    asyncio.run(scene())


def test_regions_that_are_no_townships_share_one_channel() -> None:
    async def scene() -> None:
        stage = Stage()
        for number in range(20):
            await take(stage.hears(Channel("wall", f"{number:012}", "zh")), 2)
        assert len(stage.feed._lines) == 1

    asyncio.run(scene())
