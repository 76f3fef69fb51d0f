"""The campaign's calendar: 61 days, the first being day 1, and the chance each thing draws from."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

LOCAL = ZoneInfo("Asia/Shanghai")
START = date(2025, 12, 8)
LENGTH = 61
VOTING = range(32, 55)  # 8 to 30 January
TODAY = 40  # 16 January: the day the demo opens on

# how many of 286 villages vote on each day of the voting weeks; weekends carry most
VOTES = (9, 13, 26, 24, 12, 13, 13, 14, 18, 32, 27, 13, 10, 8, 7, 7, 8, 13, 10, 3, 2, 2, 2)


def date_of(day: int) -> date:
    return START + timedelta(days=day - 1)


def day_of(on: date) -> int:
    return (on - START).days + 1


def instant(day: int, hour: int, minute: int, second: int = 0) -> datetime:
    on = date_of(day)
    return datetime(on.year, on.month, on.day, hour, minute, second, tzinfo=LOCAL)


def chance(seed: int, *path: object) -> Random:
    """A source of chance of its own for each thing, so that one more draw here moves nothing there."""
    return Random("/".join(str(part) for part in (seed, *path)))
