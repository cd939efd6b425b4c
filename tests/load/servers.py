"""The servers that are measured side by side, each behind the same Target: ours, Node's, the stock one, the bare one."""

import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import psutil

from portal.cli.bench.people import Browser, Cast
from portal.cli.bench.scratch import APPLICATION, Target, raise_open_files, scratch_portal
from tests.servers.process import (
    BrokenServerError,
    MissingServerError,
    Process,
    accepts,
    find_program,
    free_port,
)

HERE = Path(__file__).parent
CHECKOUT = HERE.parents[1]
NODE_FOLDER = CHECKOUT / "tests" / "node"


def ours(
    clients: int, rooms: int = 1, *, rate: float = 0, database_url: str = ""
) -> AbstractContextManager[Target]:
    """The portal; with a rate it speaks by itself, past the store."""
    environ = {"PYTHONPATH": str(CHECKOUT), **_speaking(clients, rate)}
    application = "tests.load.fanout_app:app" if rate else APPLICATION
    return scratch_portal(clients, rooms, database_url=database_url, application=application, environ=environ)


def node(clients: int, rooms: int = 1, *, rate: float = 0) -> AbstractContextManager[Target]:
    """Node's socket.io, which keeps nothing."""
    words = [_node_program(), str(HERE / "node_server.mjs")]
    return _reference(words, clients, rooms, {"NODE_ENV": "production", **_speaking(clients, rate)})


def stock(clients: int, rooms: int = 1, *, rate: float = 0) -> AbstractContextManager[Target]:
    """Flask-SocketIO on gevent as it comes; it has no voice of its own."""
    if rate:
        raise ValueError("The stock server does not speak by itself.")
    words = [sys.executable, "-W", "ignore", "-m", "gevent.monkey", str(HERE / "stock_server.py")]
    return _reference(words, clients, rooms, {})


def bare(clients: int, rooms: int = 1, *, rate: float = 0) -> AbstractContextManager[Target]:
    """A plain send to each connection; it cannot do anything else."""
    words = [sys.executable, str(HERE / "bare_server.py")]
    return _reference(words, clients, rooms, _speaking(clients, rate))


SERVERS: Mapping[str, Callable[..., AbstractContextManager[Target]]] = {
    "ours": ours,
    "node": node,
    "stock": stock,
    "bare": bare,
}


def _speaking(clients: int, rate: float) -> dict[str, str]:
    return {"LOAD_RATE": str(rate), "LOAD_CLIENTS": str(clients), "LOAD_THREAD": "1"} if rate else {}


@contextmanager
def _reference(words: list[str], clients: int, rooms: int, environ: Mapping[str, str]) -> Iterator[Target]:
    raise_open_files()
    port = free_port()
    folder = Path(tempfile.mkdtemp(prefix="portal-load-"))
    path = {"PATH": str(Path(sys.executable).parent) + ":/usr/local/bin:/usr/bin:/bin"}
    server = Process([*words, str(port)], folder / "log", environ={**path, **environ}, folder=folder)
    try:
        server.wait_until_ready(lambda: accepts(port), seconds=20)
        cast = Cast((Browser("", "none"),) * clients, tuple(range(1, rooms + 1)))
        yield Target(f"http://127.0.0.1:{port}", cast, psutil.Process(server.pid))
    finally:
        server.kill()
        shutil.rmtree(folder, ignore_errors=True)


def _node_program() -> str:
    """Node, with the packages of the lock file beside it; raises MissingServerError."""
    program, npm = find_program("node"), find_program("npm")
    if not program:
        raise MissingServerError("Node is not installed here (Debian's package nodejs has it)")
    installed = NODE_FOLDER / "node_modules" / ".package-lock.json"
    lock = NODE_FOLDER / "package-lock.json"
    if not installed.exists() or installed.stat().st_mtime < lock.stat().st_mtime:
        if not npm:
            raise MissingServerError(
                "npm is not installed here, and socket.io comes through it (package npm)"
            )
        command = [npm, "ci", "--no-audit", "--no-fund", "--ignore-scripts"]
        done = subprocess.run(
            command, cwd=NODE_FOLDER, capture_output=True, text=True, timeout=120, check=False
        )
        if done.returncode:
            raise BrokenServerError(f"npm ci ended with {done.returncode}: {done.stderr[-500:]}")
        installed.touch()
    return program


def node_versions() -> dict[str, str]:
    """The versions of Node and of the socket.io that it runs."""
    told = subprocess.run([_node_program(), "--version"], capture_output=True, text=True, check=True)
    package = json.loads((NODE_FOLDER / "node_modules/socket.io/package.json").read_text(encoding="utf-8"))
    return {"Node": told.stdout.strip(), "socket.io": str(package["version"])}
