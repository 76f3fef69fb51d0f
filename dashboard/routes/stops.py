"""``/wall/stops``: what the wall's tour and 逐村过 go through, asked anew by the wall whenever it was told news."""

from __future__ import annotations

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from dashboard.panels import as_json
from dashboard.parts.wall_stops import told, tour_stops, walk_stops
from dashboard.viewing import Viewing
from dashboard.visitors import Gate
from dashboard.words import choose_language


def router(viewing: Viewing, gate: Gate) -> APIRouter:
    routes = APIRouter(dependencies=[Depends(gate.screens)], include_in_schema=False)

    @routes.get("/wall/stops")
    def stops(request: Request, walk: bool = False) -> Response:
        words = choose_language(request.query_params, request.cookies)
        found = (walk_stops if walk else tour_stops)(viewing.snapshot(), viewing.pack, words)
        content = as_json([told(stop, words) for stop in found])
        return Response(content, media_type="application/json", headers={"Cache-Control": "no-store"})

    return routes
