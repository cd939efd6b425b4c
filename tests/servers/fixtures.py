"""The fixtures that hand private servers to tests, and what happens where a server cannot be had."""

import os
import shutil
import signal
from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from typing import TypeVar

import pytest
from playwright.sync_api import Browser

from portal.migrations import upgrade
from portal.store.work import Store
from tests.servers.chromium import Chromium, People
from tests.servers.hls import HlsServer
from tests.servers.oidc import Oidc
from tests.servers.portal import Portal, start_demo, start_serve
from tests.servers.postgresql import Postgres
from tests.servers.process import MissingServerError
from tests.servers.redis import Redis
from tests.servers.smtp import Smtp

REQUIRE = "PORTAL_TESTS_REQUIRE"

Server = TypeVar("Server")
Report = TypeVar("Report", pytest.TestReport, pytest.CollectReport)


def pytest_configure() -> None:
    # A build machine ends a run with SIGTERM, and starts it with SIGINT ignored; both must be like Ctrl-C, which leaves
    # time to stop the servers.
    for ends in (signal.SIGTERM, signal.SIGINT):
        signal.signal(ends, signal.default_int_handler)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    # Here and not as `-m "not soak"` in addopts, which any other -m on the command line would replace.
    if "soak" not in str(config.getoption("markexpr")):
        config.hook.pytest_deselected(items=[item for item in items if item.get_closest_marker("soak")])
        items[:] = [item for item in items if not item.get_closest_marker("soak")]
    # From the first browser test on, Playwright's loop runs in the main thread: asyncio.run() refuses there.
    items.sort(key=lambda item: "browser" in getattr(item, "fixturenames", ()))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    return _without_skips(report)


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    report = yield
    return _without_skips(report)


def _without_skips(report: Report) -> Report:
    """Where all servers are promised, a test that is left out is a failure with the reason it gave."""
    if os.environ.get(REQUIRE) == "all" and report.skipped and not hasattr(report, "wasxfail"):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
        report.outcome = "failed"
        report.longrepr = f"{reason.removeprefix('Skipped: ')}, and {REQUIRE}=all allows no skip"
    return report


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[Postgres]:
    """The cluster that all tests share; ask for `postgres_url` to have a database."""
    server = _or_skip(Postgres)
    yield server
    server.close()


@pytest.fixture
def postgres_url(postgres_server: Postgres) -> Iterator[str]:
    """An empty database of this test's own."""
    address = postgres_server.new_database()
    yield address
    postgres_server.drop(address)


@pytest.fixture
def redis_server(tmp_path: Path) -> Iterator[Redis]:
    """A Redis of this test's own, which it may stop, kill and start."""
    server = _or_skip(lambda: Redis(tmp_path))
    yield server
    server.kill()


@pytest.fixture
def smtp_server() -> Iterator[Smtp]:
    """A mail server of this test's own, which it may stop or tell to refuse."""
    server = Smtp()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def oidc_provider(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Oidc]:
    """An OpenID Connect provider that all tests share; each uses subjects of its own."""
    server = Oidc(tmp_path_factory.mktemp("oidc"))
    yield server
    server.stop()


@pytest.fixture(scope="session")
def hls_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[HlsServer]:
    """Real streams from ffmpeg; each test gives its own names to those it begins."""
    server = _or_skip(lambda: HlsServer(tmp_path_factory.mktemp("hls")))
    yield server
    server.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_store_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a store without tables, once for each kind of store."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'store.sqlite3'}"
    return str(request.getfixturevalue("postgres_url"))


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with all tables, to be copied."""
    path = tmp_path_factory.mktemp("sqlite") / "template.sqlite3"
    make_tables(f"sqlite:///{path}")
    return path


@pytest.fixture
def sqlite_store_url(sqlite_template: Path, tmp_path: Path) -> str:
    """A SQLite store of this test's own with all tables and no rows."""
    path = tmp_path / "portal.sqlite3"
    shutil.copy(sqlite_template, path)
    return f"sqlite:///{path}"


@pytest.fixture
def postgres_store_url(postgres_server: Postgres) -> Iterator[str]:
    """A PostgreSQL store of this test's own with all tables and no rows."""
    address = postgres_server.new_database(postgres_server.prepared("tables", make_tables))
    yield address
    postgres_server.drop(address)


@pytest.fixture(params=["sqlite", "postgresql"])
def store_url(request: pytest.FixtureRequest) -> str:
    """The address of a store with all tables and no rows, once for each kind of store."""
    kind = "sqlite" if request.param == "sqlite" else "postgres"
    return str(request.getfixturevalue(f"{kind}_store_url"))


def make_tables(address: str) -> None:
    """Make the tables as an installation has them: by the migrations."""
    store = Store.at(address)
    upgrade(store)
    store.dispose()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The one Chromium of this run; ask for `people` to have visitors."""
    chromium = _or_skip(Chromium)
    yield chromium.browser
    chromium.close()


@pytest.fixture
def people(browser: Browser) -> Iterator[People]:
    """Visitors with a browser each; at the end none of them may have seen an error or another host."""
    visitors = People(browser)
    yield visitors
    visitors.check()


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    """The demo, running for all tests; a test that breaks much starts its own with `start_portal`."""
    running = start_demo(tmp_path_factory.mktemp("demo"))
    yield running
    running.stop()


@pytest.fixture
def start_portal(tmp_path: Path) -> Iterator[Callable[..., Portal]]:
    """Start portals of this test's own: `start_portal()` the demo, `start_portal("serve")` a real one."""
    running: list[Portal] = []

    def start(how: str = "demo", **settings: str) -> Portal:
        data_dir = tmp_path / f"portal-{len(running) + 1}"
        start_one = start_demo if how == "demo" else start_serve
        running.append(start_one(data_dir, **settings))
        return running[-1]

    yield start
    for portal in running:
        if portal.process.is_running:
            portal.stop()


def _or_skip(start: Callable[[], Server]) -> Server:
    try:
        return start()
    except MissingServerError as missing:
        pytest.skip(str(missing))
