"""``/live``: the stream of one page. The browser's own EventSource reconnects and says what it saw last."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Header, Query, Request
from sse_starlette import EventSourceResponse

from dashboard.feed import Channel, Feed
from dashboard.visitors import Gate, session_of
from dashboard.wall_links import WallLinks, token_of, while_linked
from dashboard.words import LANGUAGES


def router(feed: Feed, gate: Gate, screens: frozenset[str], walls: WallLinks | None = None) -> APIRouter:
    routes = APIRouter(dependencies=[Depends(gate.screens)])

    @routes.get("/live", include_in_schema=False)
    async def live(
        request: Request,
        screen: Annotated[str, Query(max_length=40)],
        region: Annotated[str, Query(pattern=r"^(\d{12})?$")] = "",
        lang: Annotated[str, Query(max_length=5)] = "zh",
        last_event_id: Annotated[str, Header(max_length=60)] = "",
        seen: Annotated[str, Query(max_length=60)] = "",
    ) -> EventSourceResponse:
        """``seen`` is the last event id of a page that had to open a new EventSource after sleep."""
        language = lang[:2] if lang[:2] in LANGUAGES else "zh"
        channel = Channel(screen if screen in screens else "", region, language)
        events = feed.listen(channel, last_event_id or seen)
        if walls is not None and session_of(request).get("wall"):
            events = while_linked(events, walls, token_of(request))
        return EventSourceResponse(
            events,
            ping=3600,  # our own heartbeats say more than a comment line
            send_timeout=30,
            headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"},
        )

    return routes
