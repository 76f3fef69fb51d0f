"""Days as instants for the browser's countdowns: milliseconds since 1970, in the county's own day."""

from __future__ import annotations

from datetime import date, timedelta

from situation.clock import local_instant


def deadline_instant(day: date) -> str:
    """A deadline ends with its day."""
    return str(round(local_instant(day + timedelta(days=1)).timestamp() * 1000))


def opened_instant(day: date) -> str:
    return str(round(local_instant(day).timestamp() * 1000))
