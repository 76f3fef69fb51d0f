"""The tables. Facts are appended; withdrawing one writes the version at which it stopped to count.

Audit rows (``commits``) have no foreign keys, so the audit never stands in the way of the live facts.
"""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    Dialect,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class Instant(TypeDecorator[datetime]):
    """Aware UTC in and out; SQLite has no time zones, so UTC is kept bare there."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"a naive instant cannot be stored: {value!r}")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


Json = JSON().with_variant(JSONB(), "postgresql")
BigKey = BigInteger().with_variant(Integer(), "sqlite")  # SQLite counts only INTEGER keys by itself
Code = String(12)

state = Table(
    "state",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("version", Integer, nullable=False),
    CheckConstraint("id = 1", name="single"),
)

commits = Table(
    "commits",
    metadata,
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("at", Instant, nullable=False),  # campaign clock
    Column("written_at", Instant, nullable=False),  # real clock
    Column("kind", String(40), nullable=False),
    Column("by", String(80), nullable=False),
    Column("reason", Text, nullable=False, default=""),
    Column("target", Text, nullable=False, default=""),
)

regions = Table(
    "regions",
    metadata,
    Column("id", BigKey, primary_key=True),
    Column("code", Code, nullable=False, index=True),
    Column("name", Text, nullable=False),
    Column("kind", String(12), nullable=False),
    Column("parent", Code),
    Column("lon", Float),
    Column("lat", Float),
    Column("valid_from", Date),
    Column("valid_to", Date),
    Column("version", Integer, nullable=False),
    Column("withdrawn_version", Integer),
    CheckConstraint("(lon IS NULL) = (lat IS NULL)", name="lon_lat"),
    Index(
        "uq_regions_current",
        "code",
        unique=True,
        sqlite_where=text("withdrawn_version IS NULL"),
        postgresql_where=text("withdrawn_version IS NULL"),
    ),
)

region_names = Table(
    "region_names",
    metadata,
    Column("id", BigKey, primary_key=True),
    Column("code", Code, nullable=False, index=True),
    Column("name", Text, nullable=False),
    Column("kind", String(12), nullable=False),
    Column("valid_from", Date),
    Column("valid_to", Date),
    Column("by", String(80), nullable=False),
    Column("version", Integer, nullable=False),
    Column("withdrawn_version", Integer),
)

bulletins = Table(
    "bulletins",
    metadata,
    Column("id", BigKey, primary_key=True),
    Column("identity", String(64), nullable=False),
    Column("content_hash", String(64), nullable=False, index=True),
    Column("name", Text, nullable=False),
    Column("source", String(80), nullable=False),
    Column("sender", Code),
    Column("recorded_at", Instant, nullable=False),
    Column("state", String(12), nullable=False),
    Column("outcome", String(16), nullable=False),
    Column("on", Date),
    Column("township", Code),
    Column("covers", Json, nullable=False),  # township codes whose day is reported by it
    Column("correction", Boolean, nullable=False),
    Column("message", Text, nullable=False),
    Column("findings", Json, nullable=False),
    Column("skipped", Json, nullable=False),
    Column("staged_rows", Json),  # only while a person has not accepted them
    Column("accepted_count", Integer, nullable=False),
    Column("held_count", Integer, nullable=False),
    Column("refused_count", Integer, nullable=False),
    Column("version", Integer, nullable=False, index=True),
    Column("withdrawn_version", Integer, index=True),
    Index(
        "uq_bulletins_identity",
        "identity",
        unique=True,
        sqlite_where=text("withdrawn_version IS NULL"),
        postgresql_where=text("withdrawn_version IS NULL"),
    ),
)

arrivals = Table(
    "arrivals",
    metadata,
    Column("id", BigKey, primary_key=True),
    Column("bulletin_id", ForeignKey("bulletins.id"), nullable=False, index=True),
    Column("name", Text, nullable=False),
    Column("source", String(80), nullable=False),
    Column("received_at", Instant, nullable=False),
    Column("recorded_at", Instant, nullable=False),
)

reports = Table(
    "reports",
    metadata,
    Column("id", BigKey, primary_key=True),
    Column("key", String(40), nullable=False, index=True),
    Column("bulletin_id", ForeignKey("bulletins.id"), index=True),
    Column("kind", String(12), nullable=False),
    Column("village_code", Code, nullable=False, index=True),
    Column("on", Date, nullable=False, index=True),
    Column("recorded_at", Instant, nullable=False),
    Column("payload", Json, nullable=False),
    Column("version", Integer, nullable=False, index=True),
    Column("withdrawn_version", Integer, index=True),
    Column("withdrawn_at", Instant),
    CheckConstraint("(withdrawn_version IS NULL) = (withdrawn_at IS NULL)", name="withdrawn"),
)

totals = Table(
    "totals",
    metadata,
    Column("id", BigKey, primary_key=True),
    Column("bulletin_id", ForeignKey("bulletins.id"), nullable=False, index=True),
    Column("payload", Json, nullable=False),  # a township's own totals, for cross-checks
    Column("version", Integer, nullable=False),
)

rejections = Table(
    "rejections",
    metadata,
    Column("id", BigKey, primary_key=True),
    Column("bulletin_id", ForeignKey("bulletins.id"), nullable=False, index=True),
    Column("disposition", String(8), nullable=False),
    Column("village_code", Code, index=True),  # only where the name left no doubt
    Column("payload", Json, nullable=False),
    Column("version", Integer, nullable=False, index=True),
    Column("decided_version", Integer, index=True),
    Column("decision", String(8)),
    Column("decided_by", String(80)),
    CheckConstraint("(decided_version IS NULL) = (decision IS NULL)", name="decided_what"),
    CheckConstraint("(decided_version IS NULL) = (decided_by IS NULL)", name="decided_who"),
)

overrides = Table(
    "overrides",
    metadata,
    Column("id", BigKey, primary_key=True),
    Column("payload", Json, nullable=False),
    Column("village_code", Code, nullable=False),
    Column("version", Integer, nullable=False),
    Column("withdrawn_version", Integer),
)

shape_sets = Table(
    "shape_sets",
    metadata,
    Column("id", BigKey, primary_key=True),
    Column("hash", String(64), nullable=False),
    Column("manifest", Json, nullable=False),
    Column("source_name", Text, nullable=False),
    Column("version", Integer, nullable=False),
)

users = Table(
    "users",
    metadata,
    Column("name", String(80), primary_key=True),
    Column("password_hash", Text, nullable=False),
    Column("role", String(12), nullable=False),
    Column("township", Code),
    Column("is_active", Boolean, nullable=False),
    Column("version", Integer, nullable=False),
)

walls = Table(
    "walls",
    metadata,
    Column("id", BigKey, primary_key=True),
    Column("name", String(80), nullable=False),
    Column("token_hash", String(64), nullable=False, unique=True, index=True),
    Column("added_at", Instant, nullable=False),
    Column("version", Integer, nullable=False),
    Column("withdrawn_version", Integer),
    Index(
        "uq_walls_current",
        "name",
        unique=True,
        sqlite_where=text("withdrawn_version IS NULL"),
        postgresql_where=text("withdrawn_version IS NULL"),
    ),
)

heartbeats = Table(
    "heartbeats",
    metadata,
    Column("name", String(40), primary_key=True),
    Column("beat_at", Instant, nullable=False),  # real clock
    Column("due_at", Instant, nullable=False),
    Column("detail", Text, nullable=False),
)
