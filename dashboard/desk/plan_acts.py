"""Saving what was moved in the what-if: the new election days, and with them what is planned but not yet done."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from dashboard.access import Visitor
from dashboard.desk.forms import BadForm, Form
from dashboard.desk.office import Office
from dashboard.desk.permission import must_be_office
from dashboard.planning import PlanChoice, limits_of, places_of, read_moves
from situation.actions import TrackEdit, plan_tracks
from situation.model.regions import RegionCode
from situation.rules.planning import Place, followed, rehearse


def plan_days(office: Office, visitor: Visitor, form: Form) -> str:
    """All of the moves or none. What would break the law is saved only by somebody who says that he knows."""
    must_be_office(visitor, form)
    office.live.refresh()
    snapshot = office.live.snapshot()
    places = places_of(snapshot)
    moves = read_moves(dict(m.split("=", 1) for m in form.all("move") if "=" in m), places, snapshot.on)
    if not moves or len(moves) != len(form.all("move")):
        raise BadForm({"move": form.words("有的村已投票或不在名录，请刷新后再推演")})
    reason = form.text("reason", is_needed=True)
    limits = limits_of(snapshot, PlanChoice(most=form.number("most")))
    broken = rehearse(places, moves, office.live.pack, limits).broken
    if broken and form.raw("knowing") != "1":
        form.fault("knowing", form.words("违反 {n} 条：请改用合法日，或勾选知悉", n=len(broken)))
    form.check()
    edits = _edits(office, places, moves, snapshot.on, reason, form.number("based_on"))
    plan_tracks(office.store, edits, by=visitor.name, at=office.clock.now())
    return form.words("已保存 {n} 村的选举日", n=len(moves))


def _edits(
    office: Office, places: tuple[Place, ...], moves: Mapping[RegionCode, date], on: date, reason: str, based_on: int
) -> list[TrackEdit]:
    return [
        TrackEdit(
            village_code=place.code,
            body=place.track.body,
            on=on,
            reason=reason,
            based_on=based_on,
            dates=followed(place.track, moves[place.code], office.live.pack, on),
            planned=True,
        )
        for place in places
        if place.code in moves
    ]
