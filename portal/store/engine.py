"""SQLite and PostgreSQL, set up so that an acknowledged change survives and a page never waits for a writer."""

import select
import sqlite3
import warnings
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

from gevent.monkey import get_original
from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DisconnectionError

from portal.errors import Invalid
from portal.store.commit import Commit

try:
    import pysqlite3
except ImportError:  # no wheel for this platform; the standard driver is the fallback
    pysqlite3 = None

poll = get_original("select", "poll")
"""The plain one, which never switches; gevent's own is for waiting."""

SAFE_SQLITE = (3, 51, 3)
"""The first SQLite without the WAL-reset corruption (https://sqlite.org/wal.html, 2026)."""


@dataclass(frozen=True)
class Engines:
    """Readers and writers apart: on SQLite many readers and one writer, on PostgreSQL one pool."""

    reading: Engine
    writing: Engine

    def dispose(self) -> None:
        self.reading.dispose()
        self.writing.dispose()


def open_engines(store_url: str, *, is_gevent: bool = False) -> Engines:
    """Connect lazily to the store. Errors name a statement without its values, since they end up in the log.

    Raises Invalid for an address that is neither SQLite nor PostgreSQL.
    """
    url = make_url(store_url)
    match url.get_backend_name():
        case "sqlite":
            return _open_sqlite(store_url, url.database, is_gevent=is_gevent)
        case "postgresql":
            return _open_postgresql(store_url)
        case other:
            raise Invalid(f"The store is SQLite or PostgreSQL, not {other}.")


def sqlite_driver() -> ModuleType:
    """The newest SQLite there is: the bundled one, or Python's own."""
    return pysqlite3.dbapi2 if pysqlite3 is not None else sqlite3


def sqlite_warnings(driver: Any) -> Iterator[str]:
    """What an operator should know about the SQLite in use; nothing when it is sound."""
    remedy = "install the package pysqlite3, or use PostgreSQL."
    if driver.sqlite_version_info < SAFE_SQLITE:
        yield (
            f"SQLite {driver.sqlite_version} may damage its file in rare cases (fixed in 3.51.3); {remedy}"
        )
    with closing(driver.connect(":memory:")) as connection:
        (has_index,) = connection.execute("SELECT sqlite_compileoption_used('ENABLE_FTS5')").fetchone()
    if not has_index:
        yield (
            f"SQLite {driver.sqlite_version} was built without full-text search (FTS5), so each search reads all "
            f"rows of its workshop, which is slow in a large one; {remedy}"
        )


def _open_sqlite(store_url: str, database: str | None, *, is_gevent: bool) -> Engines:
    if not database or database == ":memory:":
        raise Invalid("The store needs a file: sqlite:///path/portal.sqlite3.")
    # Names, addresses and chats lie here: nobody else on the machine needs to look in.
    Path(database).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    for warning in sqlite_warnings(sqlite_driver()):
        warnings.warn(warning, RuntimeWarning, stacklevel=2)
    reading = create_engine(store_url, module=sqlite_driver(), hide_parameters=True)
    writing = create_engine(
        store_url, module=sqlite_driver(), hide_parameters=True, pool_size=1, max_overflow=0
    )
    event.listen(reading, "connect", _prepare_reader)
    event.listen(writing, "connect", _prepare_writer)
    # Not an event of the engine: SQLAlchemy would then look for listeners around every statement.
    writing.dialect.do_commit = Commit(is_gevent=is_gevent)  # type: ignore[assignment,method-assign]
    writing.dialect.do_begin = _begin_immediate  # type: ignore[assignment,method-assign]
    return Engines(reading, writing)


def _prepare_reader(connection: Any, _record: Any) -> None:
    _prepare(connection)
    connection.execute("PRAGMA query_only = ON")


def _prepare_writer(connection: Any, _record: Any) -> None:
    # The driver must not open transactions by itself: BEGIN IMMEDIATE takes the write lock at once.
    connection.isolation_level = None
    _prepare(connection)


def _prepare(connection: Any) -> None:
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA busy_timeout = 5000")


def _begin_immediate(connection: Any) -> None:
    connection.execute("BEGIN IMMEDIATE")


def _open_postgresql(store_url: str) -> Engines:
    engine = create_engine(
        make_url(store_url).set(drivername="postgresql+psycopg"),
        hide_parameters=True,
        pool_size=10,
        max_overflow=10,
        pool_timeout=3,
        connect_args={
            "options": "-c statement_timeout=5000 -c timezone=UTC",
            "connect_timeout": 3,
            # A peer whose machine is gone answers nothing at all: the kernel gives the connection up.
            "keepalives_idle": 5,
            "keepalives_interval": 2,
            "keepalives_count": 3,
            "tcp_user_timeout": 5000,
        },
    )
    event.listen(engine, "checkout", _refuse_broken)
    return Engines(engine.execution_options(postgresql_readonly=True), engine)


def _refuse_broken(connection: Any, _record: Any, _fairy: Any) -> None:
    """Let the pool connect anew where the server has hung up: an idle connection hears nothing but its end.

    Instead of pool_pre_ping, which asks over the network each time, waits for a server that stands still, and loses
    a gevent.Timeout meanwhile.
    """
    if not connection.closed:
        ears = poll()
        ears.register(connection.fileno(), select.POLLIN)
        if not ears.poll(0):
            return
    raise DisconnectionError
