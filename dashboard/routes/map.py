"""What the map asks beside its stream: places by name, the whole replay, one day in full, the rows of a view."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Depends, Form, Query, Request
from fastapi.responses import Response
from starlette.concurrency import run_in_threadpool

from dashboard.map_rows import rows_as_csv
from dashboard.map_wire import replay_sheet, with_facts
from dashboard.panels import as_json
from dashboard.place_search import FoundPlace
from dashboard.viewing import Viewing
from dashboard.visitors import Gate
from dashboard.words import Words, choose_language
from situation.clock import local_instant
from situation.model.picture import VillagePicture
from situation.model.regions import NameKind
from situation.rules.incidents import category_name

_LONGEST_NUMBER = 5  # longer ones are codes
_NO_STORE = {"Cache-Control": "no-store"}


def known_until(day: date, known: bool) -> datetime | None:
    """As we knew it when the day ended; None: as we know it now."""
    return local_instant(day, 23, 59) if known else None


def router(viewing: Viewing, gate: Gate) -> APIRouter:
    routes = APIRouter(prefix="/map", dependencies=[Depends(gate.screens)], include_in_schema=False)

    @routes.get("/search")
    def search(request: Request, q: Annotated[str, Query(max_length=60)] = "") -> Response:
        words = choose_language(request.query_params, request.cookies)
        return _json([*_incidents(viewing, q, words), *(_place(found, words) for found in viewing.places().find(q))])

    @routes.get("/replay")
    def replay() -> Response:
        return _json(replay_sheet(viewing.replay()))

    @routes.get("/day")
    def one_day(on: date, known: bool = False) -> Response:
        villages = viewing.pictures_on(on, known_until(on, known))
        return _json({"on": on.isoformat(), "villages": with_facts(villages, viewing.snapshot().campaign.starts_on)})

    @routes.post("/rows")
    async def rows(
        request: Request,
        codes: Annotated[str, Form(max_length=600_000)] = "",
        on: Annotated[date | None, Form()] = None,
        known: Annotated[bool, Form()] = False,
    ) -> Response:
        words = choose_language(request.query_params, request.cookies)
        return await run_in_threadpool(_table, viewing, frozenset(codes.split(",")), on, known, words)

    return routes


def shown_villages(viewing: Viewing, on: date | None, known: bool) -> tuple[VillagePicture, ...]:
    """Of now, or of the day that the map shows."""
    return viewing.snapshot().villages if on is None else viewing.pictures_on(on, known_until(on, known))


def _table(viewing: Viewing, codes: frozenset[str], on: date | None, known: bool, words: Words) -> Response:
    snapshot = viewing.snapshot()
    chosen = [v for v in shown_villages(viewing, on, known) if v.code in codes]
    townships = {t.region.code: t.region.name for t in snapshot.townships}
    text = rows_as_csv(chosen, townships, viewing.pack, words)
    title = words("换届进度")
    name = f"{title}-{on or snapshot.on}-v{snapshot.version}.csv"
    headers = {**_NO_STORE, "Content-Disposition": f"attachment; filename*=UTF-8''{quote(name)}"}
    return Response(text, media_type="text/csv; charset=utf-8", headers=headers)


def _incidents(viewing: Viewing, wanted: str, words: Words) -> list[Mapping[str, Any]]:
    """Open incidents by their number in the ledger: “#37” or “37”; numbers are each township's own."""
    number = wanted.strip().lstrip("#＃")
    if not number.isdecimal() or len(number) > _LONGEST_NUMBER:
        return []
    villages = {v.code: v for v in viewing.snapshot().villages}
    townships = {t.region.code: t.region.name for t in viewing.snapshot().townships}
    return [
        {
            "code": incident.village_code,
            "name": villages[incident.village_code].region.name,
            "kind": "incident",
            "township": townships.get(villages[incident.village_code].township, ""),
            "by": f"#{incident.ref} {category_name(incident.category, words.language)}",
        }
        for incident in viewing.snapshot().incidents
        if incident.ref == number
    ]


def _place(found: FoundPlace, words: Words) -> Mapping[str, Any]:
    how = {NameKind.FORMER: words("曾用名 {name}", name=found.by), None: found.by}
    return {
        "code": found.region.code,
        "name": found.region.name,
        "kind": found.region.kind.value,
        "township": found.township.name if found.township else "",
        "by": how.get(found.kind, words("又名 {name}", name=found.by)),
    }


def _json(content: Any) -> Response:
    return Response(as_json(content), media_type="application/json", headers=_NO_STORE)
