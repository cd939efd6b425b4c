"""What every test can ask for."""

from collections.abc import Iterator

import pytest

from portal.store.work import Store

pytest_plugins = ["tests.servers.fixtures", "tests.servers.live", "tests.visit"]


@pytest.fixture
def store(store_url: str) -> Iterator[Store]:
    """A store with all tables and no rows, once on SQLite and once on PostgreSQL."""
    opened = Store.at(store_url)
    yield opened
    opened.dispose()


@pytest.fixture
def sqlite_store(sqlite_store_url: str) -> Iterator[Store]:
    """The same on SQLite alone, where the kind of store makes no difference."""
    opened = Store.at(sqlite_store_url)
    yield opened
    opened.dispose()
