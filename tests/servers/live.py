"""A real portal for the tests of the live parts: gunicorn and gevent, shared by all of them, with wide limits."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from portal.store.work import Store
from tests.servers.hls import HlsServer
from tests.servers.portal import Portal, start_serve

WIDE = dict.fromkeys(
    (
        "limit_sign_in",
        "limit_pair",
        "limit_mail",
        "limit_read",
        "limit_post",
        "limit_upload",
        "limit_ask",
        "limit_vote",
    ),
    "100000/minute",
)
QUICK = {"socket_rate": "1000", "socket_burst": "2000"}
"""A person of the role matrix asks everything within seconds, as no browser does."""


@pytest.fixture(scope="session")
def live_portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    """`portal serve` on SQLite, running for all live tests; each makes a workshop of its own in it."""
    yield from _served(tmp_path_factory.mktemp("live"))


@pytest.fixture(scope="session")
def live_store(live_portal: Portal) -> Iterator[Store]:
    """The store of that portal, opened beside it."""
    yield from _opened(live_portal)


@pytest.fixture(scope="session")
def streaming_portal(hls_server: HlsServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    """Another one, whose operator lets it play from the host of the tests' streams."""
    yield from _served(tmp_path_factory.mktemp("on-air"), stream_hosts=hls_server.origin)


@pytest.fixture(scope="session")
def streaming_store(streaming_portal: Portal) -> Iterator[Store]:
    """The store of that portal, opened beside it."""
    yield from _opened(streaming_portal)


def _served(folder: Path, **settings: str) -> Iterator[Portal]:
    running = start_serve(folder, **WIDE, **QUICK, **settings)
    yield running
    running.stop()


def _opened(portal: Portal) -> Iterator[Store]:
    store = Store.at(f"sqlite:///{portal.data_dir / 'portal.sqlite3'}")
    yield store
    store.dispose()
