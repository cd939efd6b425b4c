"""Workers on one store, to be killed and to come back."""

import contextlib
import os
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
    """One worker: of a unit of its own, or the unit with this number below a supervisor."""

    unit: Process
    address: str
    number: int | None = None

    def kill(self) -> list[int]:
        """`kill -9` what holds the sockets and the transactions, and return the numbers of the processes.

        Of a unit of its own that is gunicorn's worker, which gunicorn starts again, as when the kernel ends a process
        for its memory. Below a supervisor gunicorn dies with it, and the supervisor starts both.
        """
        victims = self._victims()
        for victim in victims:
            with contextlib.suppress(psutil.NoSuchProcess):
                victim.kill()
        return [victim.pid for victim in victims]

    @property
    def log(self) -> str:
        return self.unit.log.read_text(encoding="utf-8", errors="replace")

    def _victims(self) -> list[psutil.Process]:
        top = psutil.Process(self.unit.pid)
        if self.number is None:
            return [one for one in top.children(recursive=True) if not one.children()]
        below = sorted(top.children(), key=lambda one: one.pid)
        return [one for unit in below[self.number :][:1] for one in (unit, *unit.children())]


class Cluster:
    """Workers behind one address that people type; a proxy would share the connections out.

    Each is `portal serve`, or gunicorn with `app` in the place of portal.wsgi; supervised, all are one `portal serve`.
    `environ` is what else they are told.
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
        is_supervised: bool = False,
    ) -> None:
        ports = [free_port() for _ in range(1 if is_supervised else workers)]
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
        if is_supervised:
            words = [*PROGRAM, "serve", "--port", str(ports[0]), "--workers", str(workers)]
            self._units = [Process(words, folder / "supervisor.log", environ=told, folder=folder)]
        else:
            self._units = [_start(folder, port, told, app) for port in ports]
        for unit in self._units:
            unit.wait_until_ready(partial(_has_started, unit, workers if is_supervised else 1), seconds=90)
        self.workers = [
            Worker(self._units[0], f"127.0.0.1:{ports[0]}", number)
            if is_supervised
            else Worker(self._units[number], f"127.0.0.1:{ports[number]}")
            for number in range(workers)
        ]

    @property
    def addresses(self) -> list[str]:
        return sorted({worker.address for worker in self.workers})

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
        for unit in self._units:
            _kill_all(unit)
        self.store.dispose()


def _start(folder: Path, port: int, environ: Mapping[str, str], app: str) -> Process:
    gunicorn = [sys.executable, "-m", "gunicorn", "--config", "python:portal.cli.hooks"]
    changed = [*gunicorn, "--bind", f"127.0.0.1:{port}", app]
    command = changed if app else [*PROGRAM, "serve", "--port", str(port)]
    return Process(command, folder / f"worker-{port}.log", environ=environ, folder=folder)


def _has_started(unit: Process, workers: int) -> bool:
    log = unit.log.read_text(encoding="utf-8", errors="replace")
    return log.count(UP) >= workers or log.count("is ready") >= workers


def _kill_all(unit: Process) -> None:
    below = psutil.Process(unit.pid).children(recursive=True) if unit.is_running else []
    unit.kill()
    for one in below:
        with contextlib.suppress(psutil.NoSuchProcess):
            one.kill()


def _environ(settings: Mapping[str, str]) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PORTAL_")}
    told = {f"PORTAL_{name.upper()}": value for name, value in settings.items()}
    return {**kept, "PYTHONPATH": str(CHECKOUT), **told}
