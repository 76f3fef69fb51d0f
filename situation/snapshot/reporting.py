"""Which township reported which day, and which one owes a bulletin at an instant."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from situation.clock import local_day, local_instant
from situation.model.regions import RegionCode
from situation.store.reading import Arrival

MOST_DAYS = 60  # of silence in a row: longer makes no difference


@dataclass(frozen=True, slots=True)
class Reporting:
    """Days reported by township. A day is due after its cut-off, from ``starts_on`` to ``ends_on``."""

    cut_off: time
    starts_on: date | None
    ends_on: date | None
    days: Mapping[RegionCode, Mapping[date, Arrival]] = field(default_factory=dict)

    def of(self, township: RegionCode, on: date) -> Arrival | None:
        return self.days.get(township, {}).get(on)

    def last_on(self, township: RegionCode, until: date) -> date | None:
        return max((d for d in self.days.get(township, {}) if d <= until), default=None)

    def is_due(self, on: date, at: datetime) -> bool:
        if self.starts_on is None or on < self.starts_on or (self.ends_on is not None and on > self.ends_on):
            return False
        return at >= local_instant(on, self.cut_off.hour, self.cut_off.minute)

    def unreported_days(self, township: RegionCode, on: date, at: datetime) -> int:
        """How many due days in a row, up to and including ``on``, brought nothing."""
        reported = self.days.get(township, {})
        day = on if self.is_due(on, at) else on - timedelta(days=1)
        count = 0
        while count < MOST_DAYS and self.is_due(day, at) and day not in reported:
            count += 1
            day -= timedelta(days=1)
        return count


def reporting(arrivals: Iterable[Arrival], cut_off: time, starts_on: date | None, ends_on: date | None) -> Reporting:
    days: dict[RegionCode, dict[date, Arrival]] = {}
    for arrival in sorted(arrivals, key=lambda a: a.received_at, reverse=True):
        days.setdefault(arrival.township, {})[arrival.on] = arrival
    first = min((a.on for a in arrivals), default=None)
    return Reporting(cut_off, starts_on or first, ends_on, days)


def end_of(day: date) -> datetime:
    """The instant at which a past day is looked at: its last minute, cut-off passed."""
    return local_instant(day, 23, 59)


def instant_for(day: date, now: datetime) -> datetime:
    return now if local_day(now) <= day else end_of(day)
