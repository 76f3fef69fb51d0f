"""The only place that asks what time it is. Instants are aware UTC; days are the county's local days.

A ``Clock`` may be a rehearsal (演练): it starts at a chosen instant and runs faster, so that an invented or a past
campaign can be played through. Heartbeats and outages always use ``real_now``.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

LOCAL = ZoneInfo("Asia/Shanghai")


def real_now() -> datetime:
    return datetime.now(UTC)


def local_day(instant: datetime) -> date:
    return instant.astimezone(LOCAL).date()


def local_instant(day: date, hour: int = 0, minute: int = 0) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=LOCAL).astimezone(UTC)


@dataclass(frozen=True, slots=True)
class Clock:
    """The campaign's clock: real time, or a rehearsal's."""

    anchor: datetime | None = None  # real instant at which the rehearsal started
    starts_at: datetime | None = None  # the instant it showed then
    speed: float = 1.0  # campaign seconds per real second

    @property
    def is_rehearsal(self) -> bool:
        return self.anchor is not None

    def now(self) -> datetime:
        return self.shown_at(real_now())

    def shown_at(self, real: datetime) -> datetime:
        """What this clock showed at a real instant."""
        if self.anchor is None or self.starts_at is None:
            return real
        return self.starts_at + timedelta(seconds=(real - self.anchor).total_seconds() * self.speed)

    def today(self) -> date:
        return local_day(self.now())
