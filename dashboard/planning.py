"""What the plan page shows of one moment, and what a move in the what-if makes of the moves made so far. Pure.

``moves`` live in the browser until somebody saves them; every answer is worked out anew from the current snapshot.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Final

from situation.model.picture import Snapshot, VillagePicture
from situation.model.regions import Gazetteer, RegionCode
from situation.model.reports import Body
from situation.rules import planning, procedures
from situation.rules.packs import RulePack
from situation.rules.planning import Limits, Moves, Place
from situation.rules.schedule import Event, timeline
from situation.rules.whatif import Proposal

MOST_ROWS: Final = 60
MOST_PER_DAY: Final = 3
_FURTHEST: Final = 400  # days a village may be moved; more is a slip of the hand
Timelines = Mapping[RegionCode, Mapping[Body, tuple[Event, ...]]]


@dataclass(frozen=True, slots=True)
class PlanChoice:
    """What the address asks for."""

    township: RegionCode | None = None
    most: int = MOST_PER_DAY


@dataclass(frozen=True, slots=True)
class PlanRow:
    """One village of the Gantt."""

    village: VillagePicture
    place: Place
    events: Mapping[str, Event]  # of the committee
    party: Event | None
    moved_to: date | None
    is_broken: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanView:
    snapshot: Snapshot
    gazetteer: Gazetteer
    pack: RulePack
    chosen: PlanChoice
    first: date
    last: date
    rows: tuple[PlanRow, ...]
    row_count: int
    due: tuple[Event, ...]  # of the chosen township, most urgent first
    slips: tuple[tuple[int, Event], ...]
    places: tuple[Place, ...]  # of the whole county
    moves: Moves
    proposal: Proposal
    may_save: bool = False
    answered: int = 0
    load: Counter[tuple[str, date]] = field(default_factory=Counter)  # votes by township and day, moves made
    load_before: Counter[tuple[str, date]] = field(default_factory=Counter)

    @property
    def on(self) -> date:
        return self.snapshot.on

    @property
    def open_places(self) -> tuple[Place, ...]:
        """Those in view that have not voted."""
        return tuple(p for p in self.places if not p.has_voted and self.chosen.township in (None, p.group))

    @property
    def length(self) -> int:
        return (self.last - self.first).days + 1


def choice_from(query: Mapping[str, str]) -> PlanChoice:
    most = query.get("most", "")
    township = query.get("township") or None
    return PlanChoice(
        RegionCode(township) if township else None,
        int(most) if most.isdecimal() and 0 < int(most[:4]) < 1000 else MOST_PER_DAY,
    )


class TimelineBook:
    """Every dated event of every track: the one dear step. Only villages whose picture changed are worked out anew."""

    def __init__(self) -> None:
        self._on = date.min
        self._known: dict[RegionCode, tuple[VillagePicture, Mapping[Body, tuple[Event, ...]]]] = {}

    def of(self, snapshot: Snapshot, pack: RulePack) -> Timelines:
        before = self._known if self._on == snapshot.on else {}
        now = {}
        for village in snapshot.villages:
            known = before.get(village.code)
            now[village.code] = (
                known if known and known[0] is village else (village, _events(village, pack, snapshot.on))
            )
        self._known, self._on = now, snapshot.on
        return {code: events for code, (_, events) in now.items()}


def _events(village: VillagePicture, pack: RulePack, on: date) -> Mapping[Body, tuple[Event, ...]]:
    return {body: timeline(track, pack, on) for body, track in village.tracks.items()}


def places_of(snapshot: Snapshot) -> tuple[Place, ...]:
    return tuple(
        Place(
            village.code,
            village.township,
            village.tracks[procedures.committee_of(village.region.kind)],
            village.tracks.get(Body.PARTY),
        )
        for village in snapshot.villages
    )


def limits_of(snapshot: Snapshot, chosen: PlanChoice) -> Limits:
    """Days are looked for until the campaign's end, and a month past it where the end is near."""
    until = max(snapshot.campaign.ends_on, snapshot.on + timedelta(30))
    return Limits(snapshot.on, until, chosen.most)


def plan_view(
    snapshot: Snapshot, gazetteer: Gazetteer, pack: RulePack, known: Timelines, chosen: PlanChoice, moves: Moves
) -> PlanView:
    places = places_of(snapshot)
    by_code = {place.code: place for place in places}
    villages = [v for v in snapshot.villages if chosen.township in (None, v.township)]
    proposal = planning.rehearse(places, moves, pack, limits_of(snapshot, chosen))
    broken = {found.village_code for found in proposal.broken}
    rows = sorted(villages, key=lambda v: _urgency(by_code[v.code]))
    events = [e for v in villages for body, track in v.tracks.items() if track.last_on for e in known[v.code][body]]
    first, last = _axis(snapshot, places, moves)
    return PlanView(
        snapshot=snapshot,
        gazetteer=gazetteer,
        pack=pack,
        chosen=chosen,
        first=first,
        last=last,
        rows=tuple(_row(v, by_code[v.code], known[v.code], moves, broken) for v in rows[:MOST_ROWS]),
        row_count=len(rows),
        due=_due(events, snapshot.on),
        slips=_slips(events, snapshot.on),
        places=places,
        moves=moves,
        proposal=proposal,
        load=planning.votes_by_day(places, moves),
        load_before=planning.votes_by_day(places, {}),
    )


def _urgency(place: Place) -> tuple[bool, date, str]:
    """Those that vote next; who has voted comes last. A move changes no place in the list under the hand."""
    return place.has_voted, place.day or date.max, place.code


def _row(
    village: VillagePicture,
    place: Place,
    known: Mapping[Body, tuple[Event, ...]],
    moves: Moves,
    broken: set[RegionCode],
) -> PlanRow:
    events = {event.name: event for event in known[place.track.body]}
    party = next((e for e in known.get(Body.PARTY, ()) if e.name == "party_election"), None)
    return PlanRow(village, place, events, party, moves.get(village.code), village.code in broken)


def _axis(snapshot: Snapshot, places: Iterable[Place], moves: Moves) -> tuple[date, date]:
    """The campaign, widened for votes outside it by at most two months."""
    days = [day for place in places if (day := moves.get(place.code) or place.day)]
    starts, ends = snapshot.campaign.starts_on, snapshot.campaign.ends_on
    first = max(min([starts, *days]), starts - timedelta(60))
    return first, min(max([ends, *days]) + timedelta(2), ends + timedelta(60))


def _due(events: Iterable[Event], on: date) -> tuple[Event, ...]:
    open_events = [event for event in events if event.when(on) is not None]
    return tuple(sorted(open_events, key=lambda e: (e.due_on or date.max, e.name, e.village_code)))


def _slips(events: Iterable[Event], on: date) -> tuple[tuple[int, Event], ...]:
    behind = [(days, e) for e in events if not e.is_met and (days := e.slip(on)) is not None and days > 0]
    return tuple(sorted(behind, key=lambda slip: (-slip[0], slip[1].village_code, slip[1].name)))


# -- moves -------------------------------------------------------------------------


def read_moves(given: object, places: Iterable[Place], on: date) -> dict[RegionCode, date]:
    """What a browser sent, as far as it names villages that have not voted, and days in reach."""
    known = {place.code: place for place in places}
    found: dict[RegionCode, date] = {}
    for code, text in given.items() if isinstance(given, Mapping) else ():
        place, day = known.get(RegionCode(str(code))), day_of(text)
        if place and day and not place.has_voted and abs((day - on).days) <= _FURTHEST:
            found[place.code] = day
    return found


def day_of(text: object) -> date | None:
    try:
        return date.fromisoformat(str(text))
    except ValueError:
        return None


def next_moves(
    wish: Mapping[str, Any], moves: Moves, snapshot: Snapshot, pack: RulePack, chosen: PlanChoice
) -> dict[RegionCode, date]:
    """The moves after one more: by hand, all put off, spread over days, made lawful, one taken back, all taken back."""
    places, limits = places_of(snapshot), limits_of(snapshot, chosen)
    in_view = [place for place in places if chosen.township in (None, place.group)]
    kind, village = wish.get("kind"), str(wish.get("village", ""))
    if kind == "move":
        made = read_moves({**moves, RegionCode(village): wish.get("day")}, places, snapshot.on)
        return planning.adopted(places, {}, made)
    if kind == "shift":
        days = str(wish.get("days", "")).strip()
        number = int(days) if days.lstrip("-").isdecimal() and len(days) < 4 else 0
        return planning.adopted(places, {}, read_moves(planning.shifted(in_view, number, moves), places, snapshot.on))
    if kind == "spread":
        return planning.spread_out(places, [place.code for place in in_view], moves, pack, limits)
    if kind == "adopt":
        lawful = planning.rehearse(places, moves, pack, limits).lawful
        wanted = {code: day for code, day in lawful.items() if village in ("", code)}
        return planning.adopted(places, wanted, moves)
    if kind == "keep":
        return {code: day for code, day in moves.items() if code != village}
    return {} if kind == "clear" else dict(moves)
