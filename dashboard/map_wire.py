"""What the map's browser filters, colours and replays by, beside the arrays that every map has.

A village's array goes on after the nine numbers of ``wire`` with five *facts*: ``groups`` (three bits for each of the
four bodies' stage groups, 7 where a place has no such body; bit 12: the committee is past its vote), ``turnout`` in
per mille, ``vote`` and ``last`` as days since the campaign began (the election day, the last report; −1: unknown),
``trouble`` (1 minor … 4 critical, of the worst open incident). A *replay* is each village's days on which its mark
changed: ``[day, mark, day, mark, …]``, a mark being light + stage·8 + progress·64 + flags·8192.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, Final

from dashboard.wire import Array, Flag, village_array
from situation.model.picture import DayMark, Snapshot, VillagePicture
from situation.model.reports import Body
from situation.rules.procedures import committee_of, is_done, is_voted, track_group
from situation.snapshot.live import Replay

_NO_BODY: Final = 7
_VOTED: Final = 1 << 12


def map_array(index: int, village: VillagePicture, snapshot: Snapshot) -> Array:
    """A village in the map's stream."""
    return [*village_array(index, village), *facts_of(village, snapshot.campaign.starts_on)]


def with_facts(villages: Iterable[VillagePicture], starts_on: date) -> list[Array]:
    return [[*village_array(i, village), *facts_of(village, starts_on)] for i, village in enumerate(villages)]


def facts_of(village: VillagePicture, starts_on: date) -> Array:
    trouble = max((incident.severity.rank + 1 for incident in village.incidents), default=0)
    days = (_day(on, starts_on) for on in (village.election_day, village.last_on))
    return [_groups(village), _turnout(village), *days, trouble]


def _groups(village: VillagePicture) -> int:
    committee = committee_of(village.region.kind)
    packed = 0
    for place, body in enumerate((Body.PARTY, committee, Body.SUPERVISION, Body.ECONOMIC)):
        track = village.tracks.get(body)
        packed |= (track_group(track) if track else _NO_BODY) << 3 * place
    track = village.tracks.get(committee)
    return packed | (_VOTED if track and (is_voted(track.stage) or is_done(track)) else 0)


def _turnout(village: VillagePicture) -> int:
    track = village.tracks.get(committee_of(village.region.kind))
    voted, registered = (track.count("voted"), track.count("registered")) if track else (None, None)
    return round(1000 * voted / registered) if voted and registered else -1


def _day(on: date | None, starts_on: date) -> int:
    return max(0, (on - starts_on).days) if on else -1


def replay_sheet(replay: Replay) -> dict[str, Any]:
    """All days of all villages, in the order of the arrays on the wire."""
    days = max((len(marks) for marks in replay.marks), default=0)
    return {"first": replay.first.isoformat(), "days": days, "villages": [_turns(marks) for marks in replay.marks]}


def _turns(marks: Iterable[DayMark]) -> Array:
    turns: Array = []
    for day, mark in enumerate(map(packed_mark, marks)):
        if not turns or turns[-1] != mark:
            turns += [day, mark]
    return turns


def packed_mark(mark: DayMark) -> int:
    chosen = (
        (Flag.KEY, mark.is_key),
        (Flag.INCIDENT, mark.has_incident),
        (Flag.UNREPORTED, mark.is_unreported),
        (Flag.AT_OFFICE, mark.is_escalated),
    )
    flags = sum(int(flag) for flag, is_set in chosen if is_set)
    return mark.colour.rank | mark.stage_group << 3 | mark.progress << 6 | flags << 13
