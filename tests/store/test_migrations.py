"""The migrations make the tables that the models describe, up and down, on both stores."""

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect

from portal.migrations import current_revision, downgrade, is_current, is_described, upgrade
from portal.store.work import Store
from portal.tables import METADATA


@pytest.fixture
def empty_store(empty_store_url: str) -> Store:
    return Store.at(empty_store_url)


def test_the_migrations_and_the_models_agree(empty_store: Store) -> None:
    upgrade(empty_store)

    with empty_store.engines.writing.connect() as connection:
        differences = compare_metadata(
            MigrationContext.configure(connection, opts={"include_object": is_described}), METADATA
        )
    empty_store.dispose()

    assert differences == []


def test_an_upgrade_can_be_repeated_and_taken_back(empty_store: Store) -> None:
    assert current_revision(empty_store) is None
    upgrade(empty_store)
    upgrade(empty_store)
    assert is_current(empty_store)

    downgrade(empty_store, "base")

    left = inspect(empty_store.engines.writing).get_table_names()
    empty_store.dispose()
    assert left == ["alembic_version"]
