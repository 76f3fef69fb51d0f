"""Links by which a wall's browser is let in: made once, good until somebody revokes them.

Only the hash of a link's token comes here: whoever reads the store cannot open a wall with what is found.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, select, update

from situation.errors import SituationError
from situation.store.engine import Store, next_version
from situation.store.tables import walls


def add_wall(store: Store, name: str, *, token_hash: str, by: str, at: datetime) -> None:
    """A link under a name of its own, so that it can be revoked alone."""
    if not 0 < len(name.strip()) <= 80:
        raise SituationError(f"a wall needs a name of 1 to 80 characters, not {name!r}")
    with store.writing() as connection:
        if connection.execute(select(walls.c.id).where(*_standing(name))).first():
            raise SituationError(f"there is a wall {name!r} already: revoke it first, or choose another name")
        version = next_version(connection, kind="wall", by=by, at=at, target=name)
        connection.execute(walls.insert().values(name=name, token_hash=token_hash, added_at=at, version=version))


def revoke_wall(store: Store, name: str, *, by: str, at: datetime) -> None:
    with store.writing() as connection:
        version = next_version(connection, kind="wall_revoked", by=by, at=at, target=name)
        done = connection.execute(update(walls).where(*_standing(name)).values(withdrawn_version=version))
        if done.rowcount != 1:
            raise SituationError(f"there is no wall {name!r}: see situation-map wall list")


def _standing(name: str) -> tuple[ColumnElement[bool], ...]:
    return walls.c.name == name, walls.c.withdrawn_version.is_(None)
