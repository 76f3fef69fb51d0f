"""``/land``: which villages a map shows, under which names and by which shapes; ``/shapes``: the shapes themselves.

Shapes are written by ``geodata`` into the home, compressed once; their address holds the hash of their set, so a
browser keeps them for ever. The store says which set is shown now; earlier sets stay readable for pages that are open.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
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
    """Villages and townships in the order of the arrays on the wire, each with the middle of its widest place."""
    entry = _entry(shapes, region)
    spots = entry.get("labels", {})
    place = {township.region.code: i for i, township in enumerate(snapshot.townships)}
    villages = [
        [v.code, v.region.name, place.get(v.township, -1), *(spots.get(v.code) or v.region.lon_lat or ())]
        for v in villages_of(snapshot, region)
    ]
    townships = [[t.region.code, t.region.name, *spots.get(t.region.code, ())] for t in snapshot.townships]
    return {"region": region, **_addresses(shapes, entry), "villages": villages, "townships": townships}


def _entry(shapes: ShapeSet | None, region: str) -> Mapping[str, Any]:
    """What the set's manifest says of a region; without one, of the county."""
    regions: Mapping[str, Any] = shapes.manifest["regions"] if shapes else {}
    county = (found for found in regions.values() if found["kind"] == RegionKind.COUNTY)
    return regions.get(region) or next(county, {})


def _addresses(shapes: ShapeSet | None, entry: Mapping[str, Any]) -> dict[str, str]:
    """Where the shapes of all villages below a region are, and its waters; empty where there are none."""
    layers = entry.get("layers", {})
    chosen = {"shapes": layers.get("leaves") or layers.get("children"), "waters": layers.get("waters")}
    return {
        name: f"/shapes/{shapes.hash}/{layer['files']['0']}" if shapes and layer else ""
        for name, layer in chosen.items()
    }


class _Sheets:
    """Sheets as they are sent; made anew only when names or shapes change, not with every commit."""

    def __init__(self, viewing: Viewing) -> None:
        self._viewing = viewing
        self._made: dict[str, tuple[object, str, str]] = {}

    def sheet(self, region: str) -> tuple[str, str]:
        snapshot, shapes = self._viewing.snapshot(), self._viewing.shapes()
        ground = (shapes.hash if shapes else "", tuple(v.region for v in villages_of(snapshot, region)))
        known = self._made.get(region)
        if known is None or known[0] != ground:
            text = as_json(land_sheet(snapshot, region, shapes))
            known = (ground, f'"{hashlib.sha256(text.encode()).hexdigest()[:16]}"', text)
            self._made[region] = known
        return known[1], known[2]


def router(viewing: Viewing, gate: Gate, shapes: Path) -> APIRouter:
    routes = APIRouter(dependencies=[Depends(gate.screens)])

    sheets = _Sheets(viewing)

    @routes.get("/land", include_in_schema=False)
    def land(request: Request, region: str = "") -> Response:
        tag, text = sheets.sheet(region)
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
