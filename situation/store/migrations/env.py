"""Alembic's entry: runs the numbered migrations on the connection it is given."""

from alembic import context

from situation.store.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
