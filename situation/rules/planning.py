"""Moving election days in thought: who may still be moved, by how much, spread how thin, and what follows a move.

``moves`` name new days for some villages; everything else stays as planned. Milestones not yet done follow their
vote, so the law is asked what is still possible, not what an outdated plan says.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from situation.model.regions import RegionCode
from situation.model.standing import Standing
from situation.rules import procedures
from situation.rules.packs import RulePack
from situation.rules.schedule import is_met, timeline
from situation.rules.whatif import Proposal, earliest_day, propose, with_day

Moves = Mapping[RegionCode, date]


@dataclass(frozen=True, slots=True)
class Place:
    """A village as a plan sees it: the track that votes, the Party's track before it, and whom it shares days with."""

    code: RegionCode
    group: str  # township or team
    track: Standing
    party: Standing | None = None

    @property
    def day(self) -> date | None:
        return self.track.day(procedures.vote_milestone(self.track.body))

    @property
    def has_voted(self) -> bool:
        return is_met(self.track, procedures.vote_milestone(self.track.body))


@dataclass(frozen=True, slots=True)
class Limits:
    """Within which days, and with how many votes of one group on one day."""

    on: date
    until: date
    most_per_day: int


def rehearse(places: Iterable[Place], moves: Moves, pack: RulePack, limits: Limits) -> Proposal:
    """Every deadline the moves would break, by name, and the nearest days that break none."""
    known = {place.code: place for place in places}
    tracks = {code: _freed(place.track) if code in moves else place.track for code, place in known.items()}
    return propose(
        tracks,
        {code: day for code, day in moves.items() if code in known},
        pack,
        limits.on,
        until=limits.until,
        groups={code: place.group for code, place in known.items()},
        most_per_day=limits.most_per_day,
        parties={code: place.party for code, place in known.items() if place.party},
    )


def shifted(places: Iterable[Place], days: int, moves: Moves) -> dict[RegionCode, date]:
    """The moves, with all these villages that have a day and have not voted put off by so many days."""
    put_off = {
        place.code: (moves.get(place.code) or place.day or date.min) + timedelta(days)
        for place in places
        if not place.has_voted and (place.code in moves or place.day)
    }
    return {**moves, **put_off}


def spread_out(
    places: Iterable[Place], chosen: Iterable[RegionCode], moves: Moves, pack: RulePack, limits: Limits
) -> dict[RegionCode, date]:
    """Lawful days for the chosen villages that have not voted, each as near as can be to the day it has."""
    everywhere = tuple(places)
    wanted = set(chosen)
    asked: dict[RegionCode, date] = {}
    for place in everywhere:
        if place.code in wanted and not place.has_voted:
            day = moves.get(place.code) or place.day or first_lawful(place, pack, limits.on)
            if day:
                asked[place.code] = day
    return adopted(everywhere, rehearse(everywhere, asked, pack, limits).lawful, moves)


def adopted(places: Iterable[Place], lawful: Moves, moves: Moves) -> dict[RegionCode, date]:
    """The moves with lawful days in place of their own; a village that may keep its day is not moved."""
    present = {place.code: place.day for place in places}
    found = {**moves, **lawful}
    return {code: day for code, day in found.items() if present.get(code) != day}


def first_lawful(place: Place, pack: RulePack, on: date) -> date | None:
    """The first day from tomorrow on which the village could vote; None when it has voted."""
    return earliest_day(_freed(place.track), pack, on, place.party, on + timedelta(1))


def votes_by_day(places: Iterable[Place], moves: Moves) -> Counter[tuple[str, date]]:
    """How many villages of each group vote on each day, with the moves made."""
    days = ((place.group, moves.get(place.code) or place.day) for place in places)
    return Counter((group, day) for group, day in days if day)


def followed(track: Standing, day: date, pack: RulePack, on: date) -> dict[str, date]:
    """The planned days that come with a new day of the vote: what is still to be done moves along, within the law."""
    vote = procedures.vote_milestone(track.body)
    before = track.day(vote)
    plans = {name.removeprefix("date:"): value.value for name, value in track.plans.items()}
    found = {vote: day}
    if before is None:
        return found
    latest = {event.name: event.latest for event in timeline(with_day(_freed(track), day), pack, on)}
    for name, planned in plans.items():
        if name == vote or not isinstance(planned, date) or is_met(track, name) or f"date:{name}" in track.values:
            continue
        moved = planned + (day - before)
        found[name] = max(on, min(moved, latest.get(name) or moved))
    return found


def _freed(track: Standing) -> Standing:
    """Without the plans of what is still to be done: they follow the vote."""
    plans = {name: value for name, value in track.plans.items() if is_met(track, name.removeprefix("date:"))}
    return replace(track, plans=plans)
