"""What every test can ask for."""

import os
from collections.abc import Iterator

import pytest

from portal.store.work import Store

pytest_plugins = ["tests.servers.fixtures", "tests.servers.live", "tests.visit"]


BROWSERS = {"people", "chromium", "browser"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """On a build machine a test with a browser that fails is tried up to twice more, and named as such at the end.

    A neighbour of that machine may take the processor for longer than any wait foresees; a fault of ours fails each time.
    """
    if os.environ.get("PORTAL_TESTS_REQUIRE") != "all":
        return
    for item in items:
        if BROWSERS & set(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.flaky(reruns=2))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say why a test was tried again: one that passes in the end would take its reason along."""
    for report in terminalreporter.stats.get("rerun", ()):
        terminalreporter.section(f"tried again: {report.nodeid}")
        terminalreporter.line(str(report.longreprtext)[-4000:])


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
