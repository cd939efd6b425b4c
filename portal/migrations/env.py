"""What Alembic runs for each command; see portal.migrations for how it gets the engine."""

from typing import Any

from alembic import context
from sqlalchemy import JSON, Connection, Engine

from portal.migrations import is_described
from portal.store.base import Instant
from portal.tables import METADATA


def render_item(kind: str, item: Any, _autogen: Any) -> str | bool:
    """Write our types as plain SQLAlchemy ones, so that an old migration does not depend on new code."""
    if kind == "type" and isinstance(item, Instant):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(item, JSON):
        return "sa.JSON().with_variant(postgresql.JSONB(), 'postgresql')"
    return False


def run(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=METADATA,
        render_as_batch=connection.dialect.name == "sqlite",
        render_item=render_item,  # type: ignore[arg-type]  # Alembic's own type is private
        compare_type=False,
        include_object=is_described,
        transaction_per_migration=True,
    )
    with context.begin_transaction():
        context.run_migrations()


engine: Engine = context.config.attributes["engine"]
with engine.connect() as opened:
    run(opened)
    opened.commit()
