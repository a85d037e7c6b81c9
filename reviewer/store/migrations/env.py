"""Runs migrations on the connection that the program hands over."""

from __future__ import annotations

from alembic import context

from reviewer.store.migrate import is_ours
from reviewer.store.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
    include_object=is_ours,
    transaction_per_migration=False,
)
context.run_migrations()
