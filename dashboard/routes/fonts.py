"""``/fonts``: the county's own web font. Until it is made, pages use the fonts of the machine they hang on."""

from __future__ import annotations

from fastapi import APIRouter, HTTPException, Response
from fastapi.responses import FileResponse

from dashboard.fonts import FontCase


def router(case: FontCase) -> APIRouter:
    routes = APIRouter(prefix="/fonts")

    @routes.get("/faces.css", include_in_schema=False)
    def faces() -> Response:
        return Response(case.faces_css(), media_type="text/css", headers={"Cache-Control": "no-cache"})

    @routes.get("/{name}", include_in_schema=False)
    def font(name: str) -> FileResponse:
        path = case.find(name)
        if path is None:
            raise HTTPException(404, "no such font")
        headers = {"Cache-Control": "public, max-age=31536000, immutable"}
        return FileResponse(path, media_type="font/woff2", headers=headers)

    return routes
