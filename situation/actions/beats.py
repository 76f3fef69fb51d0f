"""A process says it is alive. No version: a heartbeat is not a fact of the election."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete

from situation.store.engine import Store
from situation.store.tables import heartbeats


def beat(store: Store, name: str, *, beat_at: datetime, due_at: datetime, detail: str = "") -> None:
    """``due_at``: by when the next beat should have come; both on the real clock."""
    with store.writing() as connection:
        connection.execute(delete(heartbeats).where(heartbeats.c.name == name))
        connection.execute(heartbeats.insert().values(name=name, beat_at=beat_at, due_at=due_at, detail=detail))
