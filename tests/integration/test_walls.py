"""Links of walls in the store: hashed, one of a name, revocable, in the audit and in backups old and new."""

from __future__ import annotations

import tarfile
from datetime import UTC, datetime
from pathlib import Path

import pytest

from situation.actions import add_wall, revoke_wall
from situation.errors import SituationError
from situation.settings import write_settings
from situation.store.backup import restore_home, save_home
from situation.store.engine import Store, open_store
from situation.store.reading import WallLink, read_commits, read_version, read_wall, read_walls

AT = datetime(2026, 1, 8, 9, 30, tzinfo=UTC)
HASH, OTHER = "a" * 64, "b" * 64


def known(store: Store) -> list[WallLink]:
    with store.reading() as connection:
        return read_walls(connection)


def test_a_wall_is_found_by_its_hash_until_it_is_revoked(store: Store) -> None:
    add_wall(store, "一楼大厅", token_hash=HASH, by="test", at=AT)
    with store.reading() as connection:
        assert read_wall(connection, HASH) == WallLink("一楼大厅", AT, True)
        assert read_wall(connection, OTHER) is None
    revoke_wall(store, "一楼大厅", by="test", at=AT)
    assert known(store) == [WallLink("一楼大厅", AT, False)]


def test_each_act_on_a_wall_is_in_the_audit(store: Store) -> None:
    add_wall(store, "hall", token_hash=HASH, by="mei", at=AT)
    revoke_wall(store, "hall", by="lan", at=AT)
    with store.reading() as connection:
        told = [(c.kind, c.by, c.target) for c in read_commits(connection)]
    assert sorted(told) == [("wall", "mei", "hall"), ("wall_revoked", "lan", "hall")]


def test_a_name_stands_once_and_is_free_again_after_revoking(store: Store) -> None:
    add_wall(store, "hall", token_hash=HASH, by="test", at=AT)
    with pytest.raises(SituationError, match="revoke it first"):
        add_wall(store, "hall", token_hash=OTHER, by="test", at=AT)
    revoke_wall(store, "hall", by="test", at=AT)
    add_wall(store, "hall", token_hash=OTHER, by="test", at=AT)
    assert [wall.is_active for wall in known(store)] == [False, True]


def test_what_fails_leaves_no_version_behind(store: Store) -> None:
    with pytest.raises(SituationError, match="no wall 'hall'"):
        revoke_wall(store, "hall", by="test", at=AT)
    with pytest.raises(SituationError, match="1 to 80"):
        add_wall(store, " ", token_hash=HASH, by="test", at=AT)
    with store.reading() as connection:
        assert read_version(connection) == 0


@pytest.mark.parametrize("is_older", [False, True])
def test_a_backup_keeps_the_walls_and_one_from_before_them_is_read(
    store: Store, store_url: str, tmp_path: Path, is_older: bool
) -> None:
    add_wall(store, "hall", token_hash=HASH, by="test", at=AT)
    write_settings(tmp_path / "home", {"store": {"url": store_url}})
    saved = tmp_path / "saved.tar.gz"
    save_home(store, tmp_path / "home", saved)
    if is_older:
        saved = without_walls(saved)
    fresh = f"sqlite:///{tmp_path / 'fresh.sqlite'}"
    restore_home(saved, tmp_path / "other", fresh)
    restored = open_store(fresh)
    assert known(restored) == ([] if is_older else known(store))
    restored.close()


def without_walls(saved: Path) -> Path:
    older = saved.with_name("older.tar.gz")
    with tarfile.open(saved) as source, tarfile.open(older, "w:gz") as made:
        for member in source.getmembers():
            if member.name != "tables/walls.jsonl":
                made.addfile(member, source.extractfile(member))
    return older
