"""A real portal for the tests of the live parts: gunicorn and gevent, shared by all of them, with wide limits."""

from collections.abc import Iterator

import pytest

from portal.migrations import upgrade
from portal.store.work import Store
from tests.servers.portal import Portal, start_serve

WIDE = dict.fromkeys(
    ("limit_sign_in", "limit_mail", "limit_read", "limit_post", "limit_upload", "limit_ask", "limit_vote"),
    "100000/minute",
)


@pytest.fixture(scope="session")
def live_portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    """`portal serve` on SQLite, running for all live tests; each makes a workshop of its own in it."""
    folder = tmp_path_factory.mktemp("live")
    store = Store.at(f"sqlite:///{folder / 'portal.sqlite3'}")
    upgrade(store)
    store.dispose()
    running = start_serve(folder, **WIDE)
    yield running
    running.stop()


@pytest.fixture(scope="session")
def live_store(live_portal: Portal) -> Iterator[Store]:
    """The store of that portal, opened beside it."""
    store = Store.at(f"sqlite:///{live_portal.data_dir / 'portal.sqlite3'}")
    yield store
    store.dispose()
