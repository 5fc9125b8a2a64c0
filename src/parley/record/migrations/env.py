"""Alembic's way in: runs the migrations on the connection that ``parley.record.migrate`` hands over."""

from __future__ import annotations

from alembic import context

# The tables are declared on the metadata of their columns: both modules are needed.
from parley.record import columns, sql  # noqa: F401

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=columns.metadata,
    render_as_batch=connection.dialect.name == "sqlite",
)
with context.begin_transaction():
    context.run_migrations()
