"""Saves and restores a whole installation: every table as JSON lines, and the files of its home, in one .tar.gz.

The form is the same for SQLite and PostgreSQL, so a backup of one restores into the other.
"""

from __future__ import annotations

import io
import json
import tarfile
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Date, Table, select, text

from situation.errors import SituationError, StoreUnavailable
from situation.settings import FILE_NAME, load_settings
from situation.store.engine import Store, migrate_store
from situation.store.reading import read_version
from situation.store.tables import Instant, metadata

_TABLES = "tables/"
_LATER = {"walls"}  # tables that a backup of an older program has not
_FOLDERS = ("shapes", "archive", "layouts", "received", "briefings")
_BATCH = 2000


def save_home(store: Store, home: Path, out: Path) -> int:
    """Writes ``out``; returns the version it holds. Readers and writers go on meanwhile."""
    unfinished = out.with_suffix(out.suffix + ".tmp")
    with store.reading() as connection, tarfile.open(unfinished, "w:gz") as saved:
        version = read_version(connection)
        for table in metadata.sorted_tables:
            lines = (json.dumps(dict(row._mapping), default=_plain) for row in connection.execute(select(table)))
            _add_text(saved, f"{_TABLES}{table.name}.jsonl", "\n".join(lines))
        for path in _files(home):
            saved.add(path, arcname=f"home/{path.relative_to(home)}", recursive=False)
    unfinished.replace(out)
    return version


def restore_home(saved: Path, home: Path, store_url: str = "") -> int:
    """Makes ``home`` and its store from a backup, in one transaction. The store must be empty."""
    if (home / FILE_NAME).exists():
        raise SituationError(f"{home} already holds an installation; choose another --home")
    home.mkdir(parents=True, exist_ok=True)
    try:
        with tarfile.open(saved, "r:gz") as source:
            members = [m for m in source.getmembers() if m.name.startswith("home/") and m.isfile()]
            for member in members:
                member.name = member.name.removeprefix("home/")
            source.extractall(home, members=members, filter="data")
            return _restore_tables(source, store_url or load_settings(home).store_url)
    except tarfile.TarError as error:
        raise SituationError(f"{saved} is not a backup: {error}") from error


def _restore_tables(source: tarfile.TarFile, url: str) -> int:
    store = migrate_store(url)
    with store.writing() as connection:
        if read_version(connection):
            raise StoreUnavailable("the store to restore into is not empty")
        for table in metadata.sorted_tables:
            connection.execute(table.delete())
            batch = list(_rows(source, table))
            for start in range(0, len(batch), _BATCH):
                connection.execute(table.insert(), batch[start : start + _BATCH])
            if connection.dialect.name == "postgresql" and "id" in table.c and table.name != "state":
                connection.execute(
                    text(
                        f"SELECT setval(pg_get_serial_sequence('{table.name}', 'id'), "
                        f"(SELECT COALESCE(MAX(id), 1) FROM {table.name}))"
                    )
                )
        version = read_version(connection)
    store.close()
    return version


def _rows(source: tarfile.TarFile, table: Table) -> Iterator[dict[str, Any]]:
    name = f"{_TABLES}{table.name}.jsonl"
    member = source.extractfile(name) if name in source.getnames() else None
    if member is None and table.name not in _LATER:
        raise SituationError(f"the backup lacks the table {table.name}")
    for line in io.TextIOWrapper(member, "utf-8") if member else ():
        if line.strip():
            yield {name: _typed(table, name, value) for name, value in json.loads(line).items()}


def _typed(table: Table, name: str, value: Any) -> Any:
    kind = table.c[name].type
    if value is None:
        return None
    if isinstance(kind, Instant):
        return datetime.fromisoformat(value)
    return date.fromisoformat(value) if isinstance(kind, Date) else value


def _plain(value: object) -> str:
    if isinstance(value, datetime | date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no place in a backup")


def _add_text(saved: tarfile.TarFile, name: str, content: str) -> None:
    raw = content.encode()
    entry = tarfile.TarInfo(name)
    entry.size = len(raw)
    entry.mtime = int(datetime.now().timestamp())  # noqa: DTZ005 — a file time, not a fact
    saved.addfile(entry, io.BytesIO(raw))


def _files(home: Path) -> Iterator[Path]:
    yield from (p for p in (home / FILE_NAME, home / "archive.key", home / "session.key") if p.is_file())
    for name in _FOLDERS:
        yield from (p for p in sorted((home / name).rglob("*")) if p.is_file())
