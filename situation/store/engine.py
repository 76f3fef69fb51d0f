"""Opens the store, locks it for a write, counts its versions.

A write is one transaction that holds the single ``state`` row: writers queue, readers never wait. ``version``
rises by one with each committed write and names snapshots.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, create_engine, event, select, text, update
from sqlalchemy.engine import make_url
from sqlalchemy.exc import OperationalError

from situation.clock import real_now
from situation.errors import StoreUnavailable
from situation.store.tables import commits, state

CHANNEL = "situation_version"
_WRITES = "situation_writes"
_MIGRATIONS = Path(__file__).with_name("migrations")


@dataclass(frozen=True)
class Store:
    engine: Engine

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """One consistent view; nothing written through it is kept."""
        with self.engine.connect() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """One transaction, alone among writers: all of it or none."""
        with self.engine.connect().execution_options(**{_WRITES: True}) as connection, connection.begin():
            if self.engine.dialect.name != "sqlite":
                connection.execute(select(state.c.version).with_for_update())
            yield connection

    def close(self) -> None:
        self.engine.dispose()


def next_version(
    connection: Connection, *, kind: str, by: str, at: datetime, reason: str = "", target: str = ""
) -> int:
    """Raise the version inside a ``writing`` transaction and write its audit row."""
    version = connection.execute(update(state).values(version=state.c.version + 1).returning(state.c.version))
    number = int(version.scalar_one())
    connection.execute(
        commits.insert().values(
            version=number, at=at, written_at=real_now(), kind=kind, by=by, reason=reason, target=target
        )
    )
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_notify(:channel, :payload)"), {"channel": CHANNEL, "payload": str(number)})
    return number


def open_store(url: str) -> Store:
    """Open an existing store of the present schema version, or say what is wrong with it."""
    engine = _engine(url)
    try:
        with engine.connect() as connection:
            current = MigrationContext.configure(connection).get_current_revision()
    except OperationalError as error:
        raise StoreUnavailable(f"the store {_shown(url)} cannot be opened: {error.orig}") from error
    head = ScriptDirectory.from_config(_config(url)).get_current_head()
    if current != head:
        raise StoreUnavailable(
            f"the store {_shown(url)} has schema {current or 'none'}, this program needs {head}; "
            "run: situation-map init (new) or situation-map doctor --migrate (existing)"
        )
    return Store(engine)


def migrate_store(url: str) -> Store:
    """Create the store, or bring it to the present schema."""
    engine = _engine(url)
    config = _config(url)
    try:
        with engine.connect().execution_options(**{_WRITES: True}) as connection, connection.begin():
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
    except OperationalError as error:
        raise StoreUnavailable(f"the store {_shown(url)} cannot be opened: {error.orig}") from error
    return Store(engine)


def _config(url: str) -> Config:
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS))
    config.set_main_option("path_separator", "os")
    return config


def _shown(url: str) -> str:
    return make_url(url).render_as_string(hide_password=True)


def _engine(url: str) -> Engine:
    parsed = make_url(url)
    if parsed.get_backend_name() == "postgresql":
        return create_engine(parsed.set(drivername="postgresql+psycopg"), pool_pre_ping=True)
    engine = create_engine(parsed, connect_args={"timeout": 30})
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # BEGIN is said below, so that a writer takes its lock at once
    for pragma in ("journal_mode=WAL", "foreign_keys=ON", "synchronous=FULL", "busy_timeout=30000"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get(_WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
