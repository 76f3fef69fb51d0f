"""Links of walls"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "walls",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("withdrawn_version", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_walls")),
    )
    op.create_index(op.f("ix_walls_token_hash"), "walls", ["token_hash"], unique=True)
    op.create_index(
        "uq_walls_current",
        "walls",
        ["name"],
        unique=True,
        sqlite_where=sa.text("withdrawn_version IS NULL"),
        postgresql_where=sa.text("withdrawn_version IS NULL"),
    )
