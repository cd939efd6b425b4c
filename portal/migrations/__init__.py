"""The history of the tables, by Alembic; inside the package, so that each installation upgrades itself."""

from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from portal.store.work import Store

HERE = Path(__file__).parent


def is_described(_thing: Any, name: str | None, kind: str, _is_in_store: bool, _other: Any) -> bool:
    """Whether models describe it; the tables and indexes of the full-text search are made by their migration alone."""
    return not (name or "").startswith("search_" if kind == "table" else "ix_search_")


def alembic_config(store: Store) -> Config:
    """Alembic's configuration for one store; env.py takes the engine from its attributes."""
    settings = Config()
    settings.set_main_option("script_location", str(HERE))
    settings.attributes["engine"] = store.engines.writing
    return settings


def upgrade(store: Store, revision: str = "head") -> None:
    """Bring the tables up to a revision; doing it twice is the same as once."""
    command.upgrade(alembic_config(store), revision)


def downgrade(store: Store, revision: str) -> None:
    """Take the tables back to an older revision."""
    command.downgrade(alembic_config(store), revision)


def current_revision(store: Store) -> str | None:
    """The revision of the store's tables, None for an empty store."""
    with store.engines.reading.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def is_current(store: Store) -> bool:
    """Whether the tables are those that this version of the portal needs."""
    return current_revision(store) == ScriptDirectory(str(HERE)).get_current_head()
