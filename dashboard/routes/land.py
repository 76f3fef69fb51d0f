"""``/land``: which villages a map shows, under which names and by which shapes; ``/shapes``: the shapes themselves.

Shapes are written by ``geodata`` into the home, compressed once; their address holds the hash of their content, so a
browser keeps them for ever. What is served is chosen from the list of files that are there: a path from outside
never reaches the file system.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

from fastapi import APIRouter, Depends, HTTPException, Request, Response
from fastapi.responses import FileResponse

from dashboard.panels import as_json
from dashboard.viewing import Viewing
from dashboard.visitors import Gate
from dashboard.wire import villages_of
from situation.model.picture import Snapshot

_ENCODINGS = ((".br", "br"), (".gz", "gzip"))
_KINDS = {".json": "application/json", ".geojson": "application/geo+json", ".topojson": "application/json"}


def land_sheet(snapshot: Snapshot, region: str, shapes: str) -> dict[str, Any]:
    """Villages and townships in the order of the arrays on the wire."""
    place = {township.region.code: i for i, township in enumerate(snapshot.townships)}
    villages = [
        [v.code, v.region.name, place.get(v.township, -1), *(v.region.lon_lat or ())]
        for v in villages_of(snapshot, region)
    ]
    townships = [[t.region.code, t.region.name] for t in snapshot.townships]
    return {"region": region, "shapes": shapes, "villages": villages, "townships": townships}


def router(viewing: Viewing, gate: Gate, shapes: Path) -> APIRouter:
    routes = APIRouter(dependencies=[Depends(gate.screens)])

    @routes.get("/land", include_in_schema=False)
    def land(request: Request, region: str = "") -> Response:
        text = as_json(land_sheet(viewing.snapshot(), region, shapes_address(shapes, region)))
        tag = f'"{hashlib.sha256(text.encode()).hexdigest()[:16]}"'
        if request.headers.get("if-none-match") == tag:
            return Response(status_code=304)
        return Response(
            text, media_type="application/json", headers={"ETag": tag, "Cache-Control": "no-cache"}
        )

    @routes.get("/shapes/{digest}/{name}", include_in_schema=False)
    def shape(digest: str, name: str, request: Request) -> Response:
        accepted = request.headers.get("accept-encoding", "")
        found = _best_file(shapes, f"{digest}/{name}", accepted)
        if found is None:
            raise HTTPException(404, "no such shapes")
        path, encoding = found
        headers = {"Cache-Control": "public, max-age=31536000, immutable", "Vary": "Accept-Encoding"}
        if encoding:
            headers["Content-Encoding"] = encoding
        return FileResponse(
            path, media_type=_KINDS.get(Path(name).suffix, "application/json"), headers=headers
        )

    return routes


def shapes_address(shapes: Path, region: str) -> str:
    """The newest shapes of a region, or an empty text when no boundaries were imported."""
    wanted = {f"{region or 'county'}{suffix}" for suffix in _KINDS}
    found = [path for path in shapes.glob("*/*") if _plain_name(path.name) in wanted]
    if not found:
        return ""
    newest = max(found, key=lambda path: path.stat().st_mtime)
    return f"/shapes/{newest.parent.name}/{_plain_name(newest.name)}"


def _plain_name(name: str) -> str:
    return name.removesuffix(".br").removesuffix(".gz")


def _best_file(shapes: Path, relative: str, accepted: str) -> tuple[Path, str] | None:
    there = {str(path.relative_to(shapes)): path for path in shapes.glob("*/*") if path.is_file()}
    for suffix, encoding in _ENCODINGS:
        if encoding in accepted and relative + suffix in there:
            return there[relative + suffix], encoding
    return (there[relative], "") if relative in there else None
