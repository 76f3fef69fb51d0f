"""What travels to a map: short arrays in the order of the villages' codes, and only those that differ.

A village is ``[index, light, stage, progress, flags, p1, p2, p3, p4]``: the light's rank (0 grey … 4 red), the stage
group 0–4, the share of stages done, a bit set of flags, and the four bodies' shares (party, committee, supervision,
economic; −1 where a community has none). A township is ``[index, done, villages, red, yellow, flags]``. At most 60
bytes each in JSON.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import IntFlag
from typing import Final

from situation.model.picture import Snapshot, TownshipPicture, VillagePicture
from situation.model.regions import RegionCode, RegionKind
from situation.model.reports import Body, Level
from situation.model.standing import Colour

Array = list[int]
Encode = Callable[[int, VillagePicture, Snapshot], Array]  # one village, its index, the whole it belongs to
_COMMITTEES: Final = (Body.VILLAGE, Body.RESIDENTS)


class Flag(IntFlag):
    KEY = 1
    INCIDENT = 2
    UNREPORTED = 4
    CONFLICT = 8
    AT_OFFICE = 16  # escalated to the county office: one ring
    AT_COUNTY = 32  # escalated to the county leader: two rings
    COMMUNITY = 64
    ESCALATION_FRESH = 128  # pulses until it is taken in hand


class TownshipFlag(IntFlag):
    UNREPORTED = 1  # past the cut-off without a bulletin
    REPORTED = 2


def village_array(index: int, village: VillagePicture) -> Array:
    party = village.body_progress.get(Body.PARTY, -1)
    committee = next((village.body_progress[b] for b in _COMMITTEES if b in village.body_progress), -1)
    others = (village.body_progress.get(b, -1) for b in (Body.SUPERVISION, Body.ECONOMIC))
    flags = int(_flags(village))
    return [
        index,
        village.colour.rank,
        village.stage_group,
        village.progress,
        flags,
        party,
        committee,
        *others,
    ]


def _flags(village: VillagePicture) -> Flag:
    ranks = [incident.level.rank for incident in village.incidents if incident.is_escalated]
    highest = max(ranks, default=0)
    chosen = (
        (Flag.KEY, village.key_village is not None),
        (Flag.INCIDENT, bool(village.incidents)),
        (Flag.UNREPORTED, village.is_unreported),
        (Flag.CONFLICT, village.has_conflict),
        (Flag.AT_OFFICE, highest == Level.OFFICE.rank),
        (Flag.AT_COUNTY, highest >= Level.COUNTY.rank),
        (Flag.COMMUNITY, village.region.kind is RegionKind.COMMUNITY),
        (
            Flag.ESCALATION_FRESH,
            any(i.is_escalated and i.status.value in _UNTAKEN for i in village.incidents),
        ),
    )
    flags = Flag(0)
    for flag, is_set in chosen:
        flags |= flag if is_set else Flag(0)
    return flags


_UNTAKEN: Final = frozenset({"新报", "反弹"})  # nobody has acknowledged it yet


def township_array(index: int, township: TownshipPicture) -> Array:
    is_owed = township.is_due and not township.has_reported
    flags = (TownshipFlag.UNREPORTED if is_owed else 0) | (TownshipFlag.REPORTED if township.has_reported else 0)
    red, yellow = (township.colour_counts.get(c, 0) for c in (Colour.RED, Colour.YELLOW))
    return [index, township.done_count, township.village_count, red, yellow, int(flags)]


def villages_of(snapshot: Snapshot, region: str) -> tuple[VillagePicture, ...]:
    """The villages below a region, in code order; an empty region means all of them."""
    if not region or all(township.region.code != region for township in snapshot.townships):
        return snapshot.villages
    return tuple(village for village in snapshot.villages if village.township == region)


def village_arrays(snapshot: Snapshot, region: str = "") -> list[Array]:
    return ArrayMemory().arrays(snapshot, region)


class ArrayMemory:
    """Encodes only the villages whose picture is another one than last time: the others have not changed."""

    def __init__(self, encode: Encode | None = None) -> None:
        self._encode = encode or (lambda index, village, _: village_array(index, village))
        self._known: tuple[tuple[VillagePicture, Array], ...] = ()

    def arrays(self, snapshot: Snapshot, region: str = "") -> list[Array]:
        villages = villages_of(snapshot, region)
        known = self._known if len(self._known) == len(villages) else ((None, []),) * len(villages)
        arrays = [
            array if village is before else self._encode(i, village, snapshot)
            for i, (village, (before, array)) in enumerate(zip(villages, known, strict=True))
        ]
        self._known = tuple(zip(villages, arrays, strict=True))
        return arrays


def township_arrays(snapshot: Snapshot) -> list[Array]:
    return [township_array(i, township) for i, township in enumerate(snapshot.townships)]


def differing(before: Sequence[Array], after: Sequence[Array]) -> list[Array]:
    """The arrays that must travel. Both sides are in the same order; another set of villages is a new state."""
    return [new for old, new in zip(before, after, strict=True) if old is not new and old != new]


def codes_of(snapshot: Snapshot, region: str = "") -> tuple[RegionCode, ...]:
    return tuple(village.code for village in villages_of(snapshot, region))
