"""A PostgreSQL of our own: one cluster for all tests, a new database for each."""

import contextlib
import itertools
import os
import pwd
import shutil
import signal
import tempfile
from collections.abc import Callable
from pathlib import Path

import psutil
import psycopg
from psycopg import sql

from tests.servers.process import (
    Account,
    BrokenServerError,
    MissingServerError,
    Process,
    find_program,
    free_port,
)

# Nothing here outlives the tests, so nothing is made to survive a power cut.
SPEED = ("fsync=off", "full_page_writes=off", "synchronous_commit=off", "autovacuum=off")


PREFIX = "portal-postgres-"
ROOM = 1_000_000_000


class Postgres:
    """A cluster in a folder of its own, on a free loopback port and on a socket in that folder."""

    def __init__(self, *, is_durable: bool = False, is_on_disk: bool = False) -> None:
        """With `is_durable`, what was acknowledged survives a restart, though not a power cut.

        With `is_on_disk` it survives that too: the cluster is as its package sets it up.
        """
        self._options: tuple[str, ...] = (*SPEED, "synchronous_commit=on") if is_durable else SPEED
        if is_on_disk:
            self._options = ()
        self._initdb, self._postgres = _find_programs()
        self._account = _account()
        self._folder = _new_folder(is_on_disk=is_on_disk)
        if self._account:
            os.chown(self._folder, self._account.uid, self._account.gid)
        self._numbers = itertools.count(1)
        self._templates: dict[str, str] = {}
        self._make_cluster()
        self.port = free_port()
        self.start()

    def start(self) -> None:
        """Start the cluster, at first or again after it was killed or stopped, on the same port."""
        sockets = f"unix_socket_directories={self._folder}"
        options = (f"port={self.port}", "listen_addresses=127.0.0.1", sockets, *self._options)
        settings = [word for option in options for word in ("-c", option)]
        self.process = Process(
            [self._postgres, "-D", str(self._folder / "data"), *settings],
            self._folder / "log",
            folder=self._folder,
            account=self._account,
            end_with=signal.SIGINT,
        )
        self.process.wait_until_ready(self._answers, seconds=30)

    def new_database(self, template: str = "template0") -> str:
        """Make a database that looks like the template and return its address."""
        name = f"test_{next(self._numbers)}"
        self._admin(
            sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY").format(
                sql.Identifier(name), sql.Identifier(template)
            )
        )
        return self.url(name)

    def prepared(self, what: str, prepare: Callable[[str], None]) -> str:
        """The name of a template that `prepare` filled, given its address; filled once, then only copied."""
        if what not in self._templates:
            address = self.new_database()
            prepare(address)
            self._templates[what] = address.rpartition("/")[2]
        return self._templates[what]

    def drop(self, address: str) -> None:
        """Remove a database, also from under connections that a test forgot."""
        name = address.rpartition("/")[2]
        self._admin(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))

    def url(self, database: str) -> str:
        return f"postgresql+psycopg://portal@127.0.0.1:{self.port}/{database}"

    def crash(self) -> None:
        """End it as `pg_ctl stop -m immediate` does: all connections break, and the next start recovers from the log."""
        os.kill(self.process.pid, signal.SIGQUIT)
        self.process.wait(20)

    def freeze(self) -> None:
        """Let all its processes stand still; the kernel still takes connections and data for them."""
        self._frozen = [psutil.Process(self.process.pid)]
        self._frozen[0].suspend()
        self._frozen += self._frozen[0].children(recursive=True)
        for process in self._frozen[1:]:
            with contextlib.suppress(psutil.NoSuchProcess):
                process.suspend()

    def thaw(self) -> None:
        for process in self._frozen:
            with contextlib.suppress(psutil.NoSuchProcess):
                process.resume()

    def close(self) -> None:
        """Stop the cluster and remove all that it wrote."""
        try:
            self.process.stop()
        finally:
            shutil.rmtree(self._folder, ignore_errors=True)

    def _make_cluster(self) -> None:
        to = ["-D", str(self._folder / "data"), "-U", "portal", "-A", "trust", "-E", "UTF8"]
        command = [self._initdb, *to, "--no-locale", "--no-sync"]
        making = Process(command, self._folder / "log", folder=self._folder, account=self._account)
        if making.wait(60):
            shutil.rmtree(self._folder, ignore_errors=True)
            raise BrokenServerError(f"initdb failed:\n{making.tail()}")

    def _connect(self) -> psycopg.Connection:
        return psycopg.connect(
            host=str(self._folder), port=self.port, user="portal", dbname="postgres", autocommit=True
        )

    def _admin(self, statement: sql.Composed) -> None:
        with self._connect() as connection:
            connection.execute(statement)

    def _answers(self) -> bool:
        try:
            self._connect().close()
        except psycopg.OperationalError:
            return False
        return True


def _new_folder(*, is_on_disk: bool) -> Path:
    """A folder in memory where there is room: a new database takes 20 ms there and up to 300 ms on a disk.

    Not pytest's folder: that one is closed to the account that the server runs under.
    """
    memory = Path("/dev/shm")
    has_room = memory.is_dir() and shutil.disk_usage(memory).free > ROOM
    parent = memory if has_room and not is_on_disk else Path(tempfile.gettempdir())
    for left in parent.glob(f"{PREFIX}*"):
        # Tests that were killed leave their folder; the number in its name is the process that made it.
        if not Path(f"/proc/{left.name.split('-')[2]}").exists():
            shutil.rmtree(left, ignore_errors=True)
    return Path(tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-", dir=parent))


def _find_programs() -> tuple[str, str]:
    initdb = find_program("initdb", "/usr/lib/postgresql/*/bin/initdb")
    postgres = find_program("postgres", "/usr/lib/postgresql/*/bin/postgres")
    if not initdb or not postgres:
        raise MissingServerError("PostgreSQL is not installed here (Debian's package postgresql has it)")
    return initdb, postgres


def _account() -> Account | None:
    """Who runs the server: PostgreSQL refuses root, so root borrows an account that every system has."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(name, entry.pw_uid, entry.pw_gid)
    raise MissingServerError("PostgreSQL refuses to run as root, and there is no account postgres or nobody")
