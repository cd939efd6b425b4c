"""Put a row in, or change the one that is there, in one statement: two at the same moment are one row."""

from typing import Any

from sqlalchemy.dialects import postgresql, sqlite

from portal.store.work import Work


def upsert(work: Work, model: type[Any]) -> Any:
    """An INSERT that understands `on_conflict_do_update` and `on_conflict_do_nothing`, as this store writes them."""
    dialect = work.session.get_bind().dialect.name
    return postgresql.insert(model) if dialect == "postgresql" else sqlite.insert(model)
