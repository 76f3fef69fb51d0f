"""How far the picture can be trusted to be current: the ladder 实时 → 稍旧 → 过时. 断线 is known only to the browser.

A loader that polls each hour is late after a quarter of an hour and stale after two missed runs; one that polls
each few seconds (the demo) is measured in minutes, so that a breath does not turn the wall amber.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

from situation.model.picture import Snapshot

_MINUTE = timedelta(minutes=1)
QUIET_LIMIT = timedelta(hours=26)  # no bulletin for longer than a day and a bit, while the campaign runs


class Trust(StrEnum):
    EMPTY = "empty"  # before the first bulletin
    LIVE = "live"
    LATE = "late"
    STALE = "stale"


def trust_in(snapshot: Snapshot, real: datetime, campaign_now: datetime) -> Trust:
    """``real`` measures the loader, ``campaign_now`` the silence of the townships."""
    if is_empty(snapshot):
        return Trust.EMPTY
    overdue = loader_lateness(snapshot, real)
    interval = _interval(snapshot)
    if overdue > max(2 * interval, 2 * _MINUTE) or _is_silent(snapshot, campaign_now):
        return Trust.STALE
    return Trust.LATE if overdue > min(15 * _MINUTE, max(interval, _MINUTE)) else Trust.LIVE


def is_empty(snapshot: Snapshot) -> bool:
    """Nothing has been reported yet: figures would be invented zeros."""
    return all(village.last_on is None for village in snapshot.villages)


def loader_lateness(snapshot: Snapshot, real: datetime) -> timedelta:
    due = snapshot.freshness.loader_due_at
    return max(timedelta(0), real - due) if due else timedelta(0)


def missed_runs(snapshot: Snapshot, real: datetime) -> int:
    lateness, interval = loader_lateness(snapshot, real), _interval(snapshot)
    return 1 + int(lateness / interval) if lateness and interval else 0


def _interval(snapshot: Snapshot) -> timedelta:
    loaded, due = snapshot.freshness.loaded_at, snapshot.freshness.loader_due_at
    return due - loaded if loaded and due else timedelta(0)


def _is_silent(snapshot: Snapshot, campaign_now: datetime) -> bool:
    runs = snapshot.campaign.starts_on <= snapshot.on <= snapshot.campaign.ends_on
    return runs and campaign_now - snapshot.freshness.as_of > QUIET_LIMIT
