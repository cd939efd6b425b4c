"""A program beside the tests: found, started, waited for, and stopped even when the tests are killed."""

import contextlib
import itertools
import os
import random
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path


class MissingServerError(Exception):
    """A program that the tests can use is not installed here; the text names it and how to get it."""


class BrokenServerError(Exception):
    """A program is here but did not start, or did not end, as it should; the text has the end of its log."""


@dataclass(frozen=True)
class Account:
    """The system account that a program runs under when the tests run as root."""

    name: str
    uid: int
    gid: int


def find_program(name: str, *also: str) -> str | None:
    """The path of the first of these programs: names in PATH, patterns that start with / among the files."""
    for candidate in (name, *also):
        if not candidate.startswith("/"):
            if path := shutil.which(candidate):
                return path
            continue
        # The highest version last: /usr/lib/postgresql/15/bin before /usr/lib/postgresql/17/bin.
        if found := sorted(Path("/").glob(candidate.lstrip("/"))):
            return str(found[-1])
    return None


def _from_somewhere(ports: range) -> Iterator[int]:
    """All of them again and again, from one that another run on this machine will hardly begin with."""
    first = random.randrange(len(ports))
    return itertools.cycle((*ports[first:], *ports[:first]))


_MOST_PROCESSES = 8
_PROCESS = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
_ports = _from_somewhere(range(20_000 + _PROCESS, 32_000, _MOST_PROCESSES))
"""Below those that Linux gives to outgoing connections, which would take one between the look and its use."""


def free_port() -> int:
    """A loopback port that nothing uses at this moment, and that no other process of this run is given."""
    for port in _ports:
        with socket.socket() as probe, contextlib.suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port
    raise AssertionError("the ports go round for ever")


def wait_until(is_so: Callable[[], bool], what: str, seconds: float = 20) -> None:
    """Ask again and again; raise BrokenServerError with these words when the time is up."""
    deadline = time.monotonic() + seconds
    while not is_so():
        if time.monotonic() > deadline:
            raise BrokenServerError(f"{what}: not after {seconds:g} s")
        time.sleep(0.02)


def accepts(port: int) -> bool:
    """Whether something listens on this loopback port."""
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=1):
            return True
    except OSError:
        return False


class Process:
    """A child process with its output in a file."""

    def __init__(
        self,
        command: Sequence[str],
        log: Path,
        *,
        environ: Mapping[str, str] | None = None,
        folder: Path | None = None,
        account: Account | None = None,
        end_with: signal.Signals = signal.SIGTERM,
    ) -> None:
        self.log = log
        self._end_with = end_with
        as_account = {"user": account.uid, "group": account.gid, "extra_groups": []} if account else {}
        with log.open("ab") as output:
            self._child = subprocess.Popen(  # type: ignore[call-overload]
                [*_dies_with_us(end_with), *command],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                env=environ,
                cwd=folder,
                # Ctrl-C in a terminal is for pytest alone: it ends its servers in its own order.
                start_new_session=True,
                **as_account,
            )

    @property
    def pid(self) -> int:
        return int(self._child.pid)

    @property
    def is_running(self) -> bool:
        return self._child.poll() is None

    def tail(self, lines: int = 40) -> str:
        """The last lines that the program wrote."""
        return "\n".join(self.log.read_text(encoding="utf-8", errors="replace").splitlines()[-lines:])

    def wait_until_ready(self, is_ready: Callable[[], bool], seconds: float = 20) -> None:
        """Wait; a program that ends instead is a BrokenServerError with its log."""

        def is_ready_or_dead() -> bool:
            return not self.is_running or is_ready()

        try:
            wait_until(is_ready_or_dead, "ready", seconds)
        except BrokenServerError as error:
            self.kill()
            raise BrokenServerError(f"{error}\n{self.tail()}") from None
        if not self.is_running:
            raise BrokenServerError(f"ended with {self._child.returncode} instead of starting\n{self.tail()}")

    def wait(self, seconds: float) -> int:
        """Wait until it ends by itself and return its exit status."""
        return int(self._child.wait(seconds))

    def stop(self, seconds: float = 15) -> int:
        """Ask it to end, return its exit status; one that does not is killed and is a BrokenServerError."""
        if self.is_running:
            self._child.send_signal(self._end_with)
        try:
            return self.wait(seconds)
        except subprocess.TimeoutExpired:
            self.kill()
            raise BrokenServerError(
                f"still running {seconds:g} s after it was asked to end\n{self.tail()}"
            ) from None

    def kill(self) -> None:
        """End it at once, as a power cut would."""
        if self.is_running:
            self._child.kill()
        self.wait(10)

    def freeze(self) -> None:
        """Let it stand still, as an overloaded machine would."""
        self._child.send_signal(signal.SIGSTOP)

    def thaw(self) -> None:
        self._child.send_signal(signal.SIGCONT)


def _dies_with_us(end_with: signal.Signals) -> list[str]:
    """Words before a command that let the kernel end it when the tests are killed without a last word."""
    setpriv = shutil.which("setpriv")
    return [setpriv, "--pdeathsig", end_with.name.removeprefix("SIG"), "--"] if setpriv else []
