"""Publishes a set of shapes. The files are written before; earlier sets stay, so a set can be rolled back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from situation.store.engine import Store, next_version
from situation.store.tables import shape_sets


def publish_shapes(
    store: Store, *, set_hash: str, manifest: Mapping[str, object], source_name: str, by: str, at: datetime
) -> int:
    """Returns the new version. Publishing an earlier hash again is the roll-back."""
    with store.writing() as connection:
        version = next_version(connection, kind="shapes", by=by, at=at, target=set_hash, reason=source_name)
        connection.execute(
            shape_sets.insert().values(hash=set_hash, manifest=dict(manifest), source_name=source_name, version=version)
        )
        return version
