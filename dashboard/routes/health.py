"""``/healthz`` for those who watch the server, ``/metrics`` in the text form that Prometheus reads."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter
from fastapi.responses import PlainTextResponse

from dashboard.feed import Feed
from dashboard.trust import trust_in
from dashboard.viewing import Viewing
from situation.clock import real_now


def router(viewing: Viewing, feed: Feed) -> APIRouter:
    routes = APIRouter()

    @routes.get("/healthz", include_in_schema=False)
    def health() -> dict[str, Any]:
        snapshot = viewing.snapshot()
        trust = trust_in(snapshot, real_now(), viewing.clock.now())
        shown = {"on": snapshot.on, "as_of": snapshot.freshness.as_of.isoformat(timespec="seconds")}
        return {"status": "ok", "version": snapshot.version, **shown, "trust": trust.value, "boot": feed.boot}

    @routes.get("/metrics", include_in_schema=False, response_class=PlainTextResponse)
    def metrics() -> str:
        snapshot = viewing.snapshot()
        fresh = snapshot.freshness
        age = (real_now() - fresh.loaded_at).total_seconds() if fresh.loaded_at else -1
        figures = {
            "situation_version": snapshot.version,
            "situation_viewers": feed.viewer_count,
            "situation_loader_age_seconds": round(age, 1),
            "situation_townships_reported": fresh.reported_count,
            **{f'situation_villages{{colour="{c.value}"}}': n for c, n in snapshot.colour_counts.items()},
        }
        return "".join(f"{name} {value}\n" for name, value in figures.items())

    return routes
