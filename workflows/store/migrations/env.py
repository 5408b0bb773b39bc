"""Alembic's entry: always inside a transaction that `workflows.store.schema` opened."""

from typing import Any

from alembic import context

from workflows.store.tables import metadata
from workflows.store.types import Instant, Json


def render(kind: str, thing: Any, _context: Any) -> Any:
    """Our own column types by their names in written migrations."""
    if kind == "type" and thing is Json:
        return "types.Json"
    if kind == "type" and isinstance(thing, Instant):
        return "types.Instant()"
    return False


connection = context.config.attributes["connection"]
context.configure(
    connection=connection, target_metadata=metadata, compare_type=True, render_item=render
)
context.run_migrations()
