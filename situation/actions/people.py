"""Accounts of the desk: office (whole county), township (its own villages), viewer (looks only)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, update

from situation.errors import SituationError
from situation.model.regions import RegionCode
from situation.store.engine import Store, next_version
from situation.store.tables import users

ROLES = ("office", "township", "viewer")


def put_user(
    store: Store,
    name: str,
    *,
    password_hash: str,
    role: str,
    township: RegionCode | None = None,
    by: str,
    at: datetime,
) -> None:
    """Add an account, or replace its password, role and township."""
    if role not in ROLES:
        raise SituationError(f"a role is one of {', '.join(ROLES)}, not {role!r}")
    if (role == "township") != (township is not None):
        raise SituationError("the role township needs --township CODE, the other roles must not have one")
    with store.writing() as connection:
        version = next_version(connection, kind="user", by=by, at=at, target=name)
        connection.execute(delete(users).where(users.c.name == name))
        connection.execute(
            users.insert().values(
                name=name,
                password_hash=password_hash,
                role=role,
                township=township,
                is_active=True,
                version=version,
            )
        )


def retire_user(store: Store, name: str, *, by: str, at: datetime) -> None:
    with store.writing() as connection:
        version = next_version(connection, kind="user_retired", by=by, at=at, target=name)
        done = connection.execute(update(users).where(users.c.name == name).values(is_active=False, version=version))
        if done.rowcount != 1:
            raise SituationError(f"there is no account {name!r}")
