"""`portal serve` with several workers, and what a test wants to know of each of them."""

import os
import signal
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import psutil

from portal.cli.serve.supervisor import PROXY_LOOKS_SECONDS
from tests.servers.portal import PROGRAM, _environ, run_portal
from tests.servers.process import Process, free_port, wait_until

SECRET = "a secret of the chaos runs that no other portal has"


@dataclass
class Several:
    """A supervisor with its units."""

    process: Process
    base_url: str
    data_dir: Path

    def said(self, sentence: str) -> int:
        """How often the supervisor has said this by now."""
        log = self.process.log.read_text(encoding="utf-8", errors="replace")
        return sum(line.startswith("portal serve:") and sentence in line for line in log.splitlines())

    def units(self) -> list[int]:
        """The process ids of the units, as they were started."""
        return [child.pid for child in psutil.Process(self.process.pid).children()]

    def signal(self, number: signal.Signals) -> None:
        os.kill(self.process.pid, number)

    def restart(self, seconds: float = 90) -> None:
        """Ask for a rolling restart and wait until it is done."""
        before = self.said("all workers are new")
        self.signal(signal.SIGHUP)
        wait_until(lambda: self.said("all workers are new") > before, "a rolling restart", seconds)

    def replace(self, unit: int, seconds: float = 25) -> None:
        """End one unit as the supervisor does, and wait until there is another one in its place."""
        before = self.said("is ready")
        os.kill(unit, signal.SIGUSR1)
        time.sleep(PROXY_LOOKS_SECONDS)
        os.kill(unit, signal.SIGTERM)
        wait_until(lambda: self.said("is ready") > before, "a new worker", seconds)

    def stop(self) -> int:
        return self.process.stop(25)


def start_several(data_dir: Path, *words: str, workers: int = 2, **settings: str) -> Several:
    """Start `portal serve --workers N …` on a free port, and wait until all workers are ready."""
    data_dir.mkdir(parents=True, exist_ok=True)
    port = str(free_port())
    base_url = settings.pop("base_url", f"http://127.0.0.1:{port}")
    told = {"data_dir": str(data_dir), "port": port, "base_url": base_url, "secret_key": SECRET, **settings}
    environ = _environ(told)
    run_portal("db", "upgrade", folder=data_dir, environ=environ)
    command: Sequence[str] = [*PROGRAM, "serve", "--workers", str(workers), *words]
    process = Process(command, data_dir / "portal.log", environ=environ, folder=data_dir)
    running = Several(process, base_url, data_dir)
    process.wait_until_ready(lambda: running.said("is ready") == workers, seconds=60)
    return running
