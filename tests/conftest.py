"""Shared by all tests: a store on SQLite and on PostgreSQL, a clock that stands still, a blocked network."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.engine import make_url

from situation.clock import Clock
from situation.store.engine import Store, _engine, migrate_store
from tests.postgres import running_server

NOON = datetime(2026, 1, 8, 4, 0, tzinfo=UTC)  # 12:00 in the county


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    # Not below pytest's own folder: that one is closed to the server's user.
    with tempfile.TemporaryDirectory(prefix="situation-pg-") as folder, running_server(Path(folder)) as url:
        yield url


@pytest.fixture
def postgres_url(postgres_server: str, request: pytest.FixtureRequest) -> Iterator[str]:
    """A fresh database for one test."""
    name = f"t{abs(hash(request.node.nodeid))}"
    admin = _engine(postgres_server).execution_options(isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    yield make_url(postgres_server).set(database=name).render_as_string(hide_password=False)
    with admin.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    admin.dispose()


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def store_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "postgres":
        return str(request.getfixturevalue("postgres_url"))
    return f"sqlite:///{tmp_path / 'situation.sqlite'}"


@pytest.fixture
def store(store_url: str) -> Iterator[Store]:
    """An empty store; each test that asks for it runs on SQLite and on PostgreSQL."""
    opened = migrate_store(store_url)
    yield opened
    opened.close()


@pytest.fixture
def clock() -> Clock:
    """Shows noon of 8 January 2026 and all but stands still."""
    from situation.clock import real_now

    return Clock(anchor=real_now(), starts_at=NOON, speed=1e-9)
