"""``/land``: which villages a map shows, under which names and by which shapes; ``/shapes``: the shapes themselves.

Shapes are written by ``geodata`` into the home, compressed once; their address holds the hash of their set, so a
browser keeps them for ever. The store says which set is shown now; earlier sets stay readable for pages that are open.
"""

from __future__ import annotations

import hashlib
import re
from pathlib import Path
from typing import Any, Final

from fastapi import APIRouter, Depends, HTTPException, Request, Response
from fastapi.responses import FileResponse

from dashboard.panels import as_json
from dashboard.viewing import Viewing
from dashboard.visitors import Gate
from dashboard.wire import villages_of
from situation.model.picture import Snapshot
from situation.model.regions import RegionKind
from situation.store.reading import ShapeSet

_ENCODINGS: Final = ((".br", "br"), (".gz", "gzip"))
_DIGEST: Final = re.compile(r"[0-9a-z]{3,64}\Z")
_NAME: Final = re.compile(r"[0-9A-Za-z_-]+(\.[0-9A-Za-z_-]+)*\Z")  # no path can be written with it


def land_sheet(snapshot: Snapshot, region: str, shapes: ShapeSet | None) -> dict[str, Any]:
    """Villages and townships in the order of the arrays on the wire."""
    place = {township.region.code: i for i, township in enumerate(snapshot.townships)}
    villages = [
        [v.code, v.region.name, place.get(v.township, -1), *(v.region.lon_lat or ())]
        for v in villages_of(snapshot, region)
    ]
    townships = [[t.region.code, t.region.name] for t in snapshot.townships]
    return {"region": region, **addresses(shapes, region), "villages": villages, "townships": townships}


def addresses(shapes: ShapeSet | None, region: str) -> dict[str, str]:
    """Where the shapes of all villages below a region are, and its waters; empty where there are none."""
    regions = shapes.manifest["regions"] if shapes else {}
    entry = regions.get(region) or next((r for r in regions.values() if r["kind"] == RegionKind.COUNTY), None)
    layers = entry["layers"] if entry else {}
    chosen = {"shapes": layers.get("leaves") or layers.get("children"), "waters": layers.get("waters")}
    return {
        name: f"/shapes/{shapes.hash}/{layer['files']['0']}" if shapes and layer else ""
        for name, layer in chosen.items()
    }


def router(viewing: Viewing, gate: Gate, shapes: Path) -> APIRouter:
    routes = APIRouter(dependencies=[Depends(gate.screens)])

    @routes.get("/land", include_in_schema=False)
    def land(request: Request, region: str = "") -> Response:
        text = as_json(land_sheet(viewing.snapshot(), region, viewing.shapes()))
        tag = f'"{hashlib.sha256(text.encode()).hexdigest()[:16]}"'
        if request.headers.get("if-none-match") == tag:
            return Response(status_code=304)
        return Response(text, media_type="application/json", headers={"ETag": tag, "Cache-Control": "no-cache"})

    @routes.get("/shapes/{digest}/{name}", include_in_schema=False)
    def shape(digest: str, name: str, request: Request) -> Response:
        if not (_DIGEST.match(digest) and _NAME.match(name)):
            raise HTTPException(404, "no such shapes")
        return _file(shapes / digest / name, request.headers.get("accept-encoding", ""))

    return routes


def _file(path: Path, accepted: str) -> Response:
    """The smallest form the browser takes."""
    headers = {"Cache-Control": "public, max-age=31536000, immutable", "Vary": "Accept-Encoding"}
    for suffix, encoding in _ENCODINGS:
        packed = path.with_name(path.name + suffix)
        if encoding in accepted and packed.is_file():
            headers["Content-Encoding"] = encoding
            return FileResponse(packed, media_type="application/json", headers=headers)
    if not path.is_file():
        raise HTTPException(404, "no such shapes")
    return FileResponse(path, media_type="application/json", headers=headers)
