"""Workers on one store, to be killed and to come back."""

import os
import signal
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import psutil

import config
from portal.app import create_app
from portal.cli.bench.people import Cast, make_cast
from portal.settings import Settings
from portal.store.work import Store
from tests.made import committed
from tests.servers.portal import CHECKOUT, PROGRAM
from tests.servers.process import Process, free_port

UP = "A worker of this run is up."
WIDE = "1000000/minute"
SECRET = "a secret of the chaos runs that no other portal has"


def wide_limits() -> dict[str, str]:
    """The settings that a run changes, so that nothing but faults stands in the way of what is said."""
    limits = {name: WIDE for name in Settings.model_fields if name.startswith("limit_")}
    return {**limits, "socket_rate": "500", "socket_burst": "2000"}


@dataclass
class Worker:
    """One unit: gunicorn's own process, and the one worker that it keeps alive."""

    unit: Process
    address: str

    def kill(self) -> int:
        """`kill -9` the process that holds the sockets and the transactions, and return its number.

        Its unit stays and starts another, as it does when the kernel ends a worker for its memory.
        """
        [victim] = _leaves(self.unit.pid)
        victim.send_signal(signal.SIGKILL)
        return victim.pid

    @property
    def log(self) -> str:
        return self.unit.log.read_text(encoding="utf-8", errors="replace")


class Cluster:
    """Workers behind one address that people type; a proxy would share the connections out.

    Each is `portal serve`, or gunicorn with `app` in the place of portal.wsgi. `environ` is what else they are told.
    """

    def __init__(
        self,
        folder: Path,
        store_url: str,
        *,
        workers: int = 1,
        redis_url: str = "",
        app: str = "",
        environ: Mapping[str, str] | None = None,
    ) -> None:
        ports = [free_port() for _ in range(workers)]
        self.store = Store.at(store_url)
        self.base_url = f"http://127.0.0.1:{ports[0]}"
        self._settings = {
            "data_dir": str(folder / "data"),
            "secret_key": SECRET,
            "base_url": self.base_url,
            "database_url": store_url,
            **({"redis_url": redis_url} if redis_url else {}),
            **wide_limits(),
        }
        told = {**_environ(self._settings), "PORTAL_READY_MESSAGE": UP, **(environ or {})}
        folder.mkdir(parents=True, exist_ok=True)
        self.workers = [_start(folder, port, told, app) for port in ports]
        for worker in self.workers:
            worker.unit.wait_until_ready(partial(_has_started, worker), seconds=60)

    @property
    def addresses(self) -> list[str]:
        return [worker.address for worker in self.workers]

    def cast(self, people: int) -> Cast:
        """So many people with the cookies and tokens of their browsers, and one thread."""
        known = {name: self._settings[name] for name in ("secret_key", "base_url", "database_url")}
        app = create_app(config.testing(Path(self._settings["data_dir"]), **known))
        try:
            with committed(self.store) as work:
                return make_cast(app, work, people, 1)
        finally:
            app.extensions["portal"].close()

    def said(self, words: str) -> bool:
        """Whether any worker wrote these words into its log."""
        return any(words in worker.log for worker in self.workers)

    def close(self) -> None:
        for worker in self.workers:
            worker.unit.kill()
        self.store.dispose()


def _start(folder: Path, port: int, environ: Mapping[str, str], app: str) -> Worker:
    gunicorn = [sys.executable, "-m", "gunicorn", "--config", "python:portal.cli.hooks"]
    changed = [*gunicorn, "--bind", f"127.0.0.1:{port}", app]
    command = changed if app else [*PROGRAM, "serve", "--port", str(port)]
    unit = Process(command, folder / f"worker-{port}.log", environ=environ, folder=folder)
    return Worker(unit, f"127.0.0.1:{port}")


def _has_started(worker: Worker) -> bool:
    return UP in worker.log


def _leaves(pid: int) -> list[psutil.Process]:
    """The processes below this one that have none below them: the workers of a unit."""
    return [one for one in psutil.Process(pid).children(recursive=True) if not one.children()]


def _environ(settings: Mapping[str, str]) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PORTAL_")}
    told = {f"PORTAL_{name.upper()}": value for name, value in settings.items()}
    return {**kept, "PYTHONPATH": str(CHECKOUT), **told}
