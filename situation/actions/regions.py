"""Publishes the administrative tree, and remembers further names that people decided on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Connection, select, update

from situation.errors import SituationError
from situation.model.regions import NameKind, OtherName, Region, RegionCode
from situation.store.engine import Store, next_version
from situation.store.reading import read_gazetteer
from situation.store.tables import region_names, regions


@dataclass(frozen=True, slots=True)
class Published:
    version: int | None  # None: nothing was new
    added: int
    changed: int
    unchanged: int


def publish_regions(store: Store, given: Iterable[Region], *, by: str, at: datetime) -> Published:
    """Add new regions, replace changed ones (the former row is kept); regions not given stay as they are.

    Names learnt from people stay; a region that is given with another name keeps the old one as a former name.
    """
    with store.writing() as connection:
        current = read_gazetteer(connection)
        new = list(given)
        changed = [r for r in new if r.code in current and not _is_same(current[r.code], r)]
        added = [r for r in new if r.code not in current]
        if not (changed or added):
            return Published(None, 0, 0, len(new))
        version = next_version(connection, kind="regions", by=by, at=at, target=f"{len(added)}+{len(changed)}")
        for region in changed:
            _withdraw(connection, region.code, version)
        _insert(connection, [*added, *changed], version, by)
        renamed = [(r, current[r.code].name) for r in changed if current[r.code].name != r.name]
        for region, former in renamed:
            _insert_names(connection, region.code, (OtherName(former, NameKind.FORMER),), version, by)
        return Published(version, len(added), len(changed), len(new) - len(added) - len(changed))


def learn_alias(connection: Connection, *, code: RegionCode, name: str, version: int, by: str) -> None:
    """Remember a person's decision, inside the transaction of the decision itself."""
    known = select(region_names.c.id).where(
        region_names.c.code == code, region_names.c.name == name, region_names.c.withdrawn_version.is_(None)
    )
    if connection.execute(known).first() is None:
        _insert_names(connection, code, (OtherName(name, NameKind.LEARNT),), version, by)


def withdraw_alias(store: Store, *, code: RegionCode, name: str, by: str, at: datetime, reason: str = "") -> None:
    with store.writing() as connection:
        version = next_version(connection, kind="alias_withdrawn", by=by, at=at, target=f"{code} {name}", reason=reason)
        done = connection.execute(
            update(region_names)
            .where(region_names.c.code == code, region_names.c.name == name)
            .where(region_names.c.kind == NameKind.LEARNT, region_names.c.withdrawn_version.is_(None))
            .values(withdrawn_version=version)
        )
        if not done.rowcount:
            raise SituationError(f"{code} has no learnt name {name!r}")


def _is_same(known: Region, given: Region) -> bool:
    """Further names we hold (learnt, former) do not make a region different."""
    names = set(known.other_names) >= set(given.other_names)
    return names and replace(known, other_names=()) == replace(given, other_names=())


def _withdraw(connection: Connection, code: RegionCode, version: int) -> None:
    """Names from people and from history outlive a new edition of the list."""
    connection.execute(
        update(regions)
        .where(regions.c.code == code, regions.c.withdrawn_version.is_(None))
        .values(withdrawn_version=version)
    )
    connection.execute(
        update(region_names)
        .where(region_names.c.code == code, region_names.c.withdrawn_version.is_(None))
        .where(region_names.c.kind == NameKind.ALIAS)
        .values(withdrawn_version=version)
    )


def _insert(connection: Connection, new: list[Region], version: int, by: str) -> None:
    rows = [
        {
            "code": r.code,
            "name": r.name,
            "kind": r.kind.value,
            "parent": r.parent,
            "lon": r.lon_lat[0] if r.lon_lat else None,
            "lat": r.lon_lat[1] if r.lon_lat else None,
            "valid_from": r.valid_from,
            "valid_to": r.valid_to,
            "version": version,
        }
        for r in new
    ]
    connection.execute(regions.insert(), rows)
    for region in new:
        _insert_names(connection, region.code, region.other_names, version, by)


def _insert_names(
    connection: Connection, code: RegionCode, names: tuple[OtherName, ...], version: int, by: str
) -> None:
    current = select(region_names.c.name, region_names.c.kind).where(
        region_names.c.code == code, region_names.c.withdrawn_version.is_(None)
    )
    known = {tuple(row) for row in connection.execute(current)}
    rows = [
        {
            "code": code,
            "name": n.name,
            "kind": n.kind.value,
            "valid_from": n.valid_from,
            "valid_to": n.valid_to,
            "by": by,
            "version": version,
        }
        for n in names
        if (n.name, n.kind.value) not in known
    ]
    if rows:
        connection.execute(region_names.insert(), rows)
