"""What is measured: a portal of its own in a scratch folder, or one that runs already."""

import os
import resource
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import psutil
from sqlalchemy import create_engine, text
from sqlalchemy.engine import URL, make_url

from portal.app import create_app
from portal.cli.bench.people import Cast, make_cast
from portal.cli.opened import opened_store, writing
from portal.cli.serve import env_of
from portal.errors import Invalid, Unavailable
from portal.settings import Settings, settings_from

START_SECONDS = 60
STOP_SECONDS = 10
WIDE = "10000000/minute"
READY = "The portal is ready."
APPLICATION = "portal.wsgi:app"


@dataclass(frozen=True)
class Target:
    """What is measured: an address, its people, the server's process where it is ours, and what was set for it."""

    address: str
    cast: Cast
    server: psutil.Process | None = None
    settings: Mapping[str, str] = field(default_factory=dict)


@contextmanager
def scratch_portal(
    clients: int,
    rooms: int = 1,
    *,
    are_posters: bool = False,
    database_url: str = "",
    application: str = APPLICATION,
    environ: Mapping[str, str] | None = None,
) -> Iterator[Target]:
    """A portal in a scratch folder with wide limits; with `database_url` on a new database of that cluster.

    `application` and `environ` are for a server that is put together differently.
    """
    raise_open_files()
    folder = Path(tempfile.mkdtemp(prefix="portal-bench-"))
    try:
        with _scratch_database(database_url) as store_url:
            settings, wide = _scratch_settings(folder, store_url, clients)
            with opened_store(settings, is_upgrading=True) as store, writing(store) as work:
                cast = make_cast(create_app(settings), work, clients, rooms, are_posters=are_posters)
            with _running(settings, folder, application, environ or {}) as server:
                yield Target(settings.base_url, cast, server, wide)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def running_portal(address: str, people_file: Path, clients: int) -> Target:
    """A portal that runs already, with people from `portal bench people`; raises Invalid when they are too few."""
    raise_open_files()
    cast = Cast.read(people_file)
    if len(cast.browsers) < clients:
        raise Invalid(f"{people_file} holds {len(cast.browsers)} people; {clients} are wanted.")
    return Target(address, cast)


def raise_open_files() -> None:
    """Let this process, and the servers that it starts, hold as many connections as the system allows."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


@contextmanager
def _scratch_database(database_url: str) -> Iterator[str]:
    """A database of our own beside the one that was named, dropped afterwards; what is there is never touched."""
    if not database_url:
        yield ""
        return
    url = make_url(database_url).set(drivername="postgresql+psycopg")
    name = f"portal_bench_{secrets.token_hex(6)}"
    _administer(url, f'CREATE DATABASE "{name}"')
    try:
        yield url.set(database=name).render_as_string(hide_password=False)
    finally:
        _administer(url, f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def _administer(url: URL, statement: str) -> None:
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    try:
        with engine.connect() as connection:
            connection.execute(text(statement))
    finally:
        engine.dispose()


def _scratch_settings(folder: Path, store_url: str, clients: int) -> tuple[Settings, dict[str, str]]:
    """Settings of a measurement, and those of them that are wider than a portal's defaults."""
    port = _free_port()
    wide: dict[str, str] = {name: WIDE for name in Settings.model_fields if name.startswith("limit_")}
    wide |= {"socket_rate": "1000", "socket_burst": "1000"}
    wide |= {
        name: str(10 * clients + 100) for name in Settings.model_fields if name.startswith("max_sockets")
    }
    own = {
        "data_dir": folder,
        "secret_key": secrets.token_hex(32),
        "base_url": f"http://127.0.0.1:{port}",
        "database_url": store_url,
        "port": port,
        "async_mode": "threading",
    }
    return settings_from({**own, **wide}), wide


@contextmanager
def _running(
    settings: Settings, folder: Path, application: str, environ: Mapping[str, str]
) -> Iterator[psutil.Process]:
    words = [sys.executable, "-m", "gunicorn", "--config", "python:portal.cli.hooks"]
    words += ["--bind", f"{settings.host}:{settings.port}", application]
    told = {
        **os.environ,
        **env_of(settings),
        "PORTAL_READY_MESSAGE": READY,
        "PORTAL_ASYNC_MODE": "gevent",
        **environ,
    }
    path = folder / "server.log"
    with path.open("wb") as log:
        server = subprocess.Popen(words, env=told, stdout=log, stderr=log)  # noqa: S603
        try:
            yield _worker(server, path)
        finally:
            _stop(server)


def _stop(server: "subprocess.Popen[bytes]") -> None:
    """End the server; nothing in it is worth waiting for."""
    everybody = psutil.Process(server.pid).children() if server.poll() is None else []
    server.terminate()
    try:
        server.wait(timeout=STOP_SECONDS)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()
    for one in everybody:
        with suppress(psutil.NoSuchProcess):
            one.kill()


def _worker(server: "subprocess.Popen[bytes]", log: Path) -> psutil.Process:
    """gunicorn's one worker, as soon as the portal in it is loaded."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and server.poll() is None:
        if READY in log.read_text(encoding="utf-8", errors="replace"):
            return psutil.Process(server.pid).children()[0]
        time.sleep(0.05)
    told = log.read_text(encoding="utf-8", errors="replace")[-500:]
    raise Unavailable(f"The portal did not start: {told}")


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port: int = probe.getsockname()[1]
        return port
