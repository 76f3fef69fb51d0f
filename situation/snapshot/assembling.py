"""From villages to the whole: townships, incidents in order, changes, the next votes. No rule of its own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta

from situation.model.picture import (
    Change,
    DayMark,
    TownshipPicture,
    VillagePicture,
)
from situation.model.regions import Region, RegionCode
from situation.model.standing import Colour, Incident
from situation.snapshot.reporting import Reporting

UPCOMING_DAYS = 3


def township_pictures(
    townships: Iterable[Region],
    villages: Sequence[VillagePicture],
    reporting: Reporting,
    on: date,
    at: datetime,
) -> tuple[TownshipPicture, ...]:
    counts: dict[RegionCode, Counter[Colour]] = {}
    done: Counter[RegionCode] = Counter()
    for village in villages:
        counts.setdefault(village.township, Counter())[village.colour] += 1
        done[village.township] += village.is_done
    is_due = reporting.is_due(on, at)
    return tuple(
        _township(region, counts[region.code], done[region.code], is_due, reporting, on)
        for region in townships
        if region.code in counts
    )


def _township(
    region: Region, counts: Counter[Colour], done_count: int, is_due: bool, reporting: Reporting, on: date
) -> TownshipPicture:
    arrival = reporting.of(region.code, on)
    return TownshipPicture(
        region=region,
        village_count=counts.total(),
        done_count=done_count,
        colour_counts=counts,
        has_reported=arrival is not None,
        is_due=is_due,
        reported_at=arrival.received_at if arrival else None,
        is_zero_report=bool(arrival and arrival.is_zero_report),
        last_on=reporting.last_on(region.code, on),
    )


def ordered_incidents(villages: Iterable[VillagePicture]) -> tuple[Incident, ...]:
    """Highest level first, then the nearest deadline."""
    found = [incident for village in villages for incident in village.incidents]
    return tuple(
        sorted(
            found,
            key=lambda i: (
                not i.is_escalated,
                -i.level.rank,
                i.deadline or date.max,
                -i.severity.rank,
                i.key,
            ),
        )
    )


def changes_since(before: Mapping[RegionCode, DayMark], villages: Iterable[VillagePicture]) -> tuple[Change, ...]:
    changed = (
        Change(village_code=v.code, before=before[v.code].colour, after=v.colour)
        for v in villages
        if v.code in before and before[v.code].colour is not v.colour
    )
    return tuple(sorted(changed, key=lambda c: (-c.after.rank, c.village_code)))


def upcoming_votes(villages: Iterable[VillagePicture], on: date) -> dict[date, tuple[RegionCode, ...]]:
    days = [on + timedelta(days=n + 1) for n in range(UPCOMING_DAYS)]
    found: dict[date, list[RegionCode]] = {day: [] for day in days}
    for village in villages:
        if village.election_day in found:
            found[village.election_day].append(village.code)
    return {day: tuple(codes) for day, codes in found.items()}
