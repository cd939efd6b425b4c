"""Keeps several server processes running: one that dies comes back, all drain together or one after the other."""

import contextlib
import queue
import signal
import sys
import time
from collections.abc import Callable, Sequence

from portal.cli.serve.unit import Unit

LOOK_SECONDS = 0.1
END_SECONDS = 18.0
"""A unit that has not ended by then is killed; whoever stops the supervisor waits 20 s."""
READY_SECONDS = 60.0
KILLED_SECONDS = 1.0
PROXY_LOOKS_SECONDS = 2.0
"""A proxy that looks at each process once a second has seen by then that one is ready, or is not any more."""


class Supervisor:
    """SIGTERM and SIGINT end everything, a second one at once; SIGHUP restarts one unit after the other."""

    def __init__(self, units: Sequence[Unit], *, has_proxy: bool) -> None:
        self._units = units
        self._look = PROXY_LOOKS_SECONDS if has_proxy else 0.0
        self._signals: queue.SimpleQueue[int] = queue.SimpleQueue()

    def run(self) -> int:
        """Run until told to end; the exit status."""
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, lambda told, _frame: self._signals.put(told))
        for unit in self._units:
            unit.start()
        try:
            while True:
                if self._step() == signal.SIGHUP:
                    self._restart_all()
        except ToldToEndError:
            self._end_all()
        return 0

    def _step(self) -> int | None:
        """Look after the units, then wait a moment for a signal: SIGHUP, None, or ToldToEndError."""
        self._look_after()
        try:
            told = self._signals.get(timeout=LOOK_SECONDS)
        except queue.Empty:
            return None
        if told != signal.SIGHUP:
            raise ToldToEndError
        return told

    def _until(self, is_so: Callable[[], bool], seconds: float) -> bool:
        """Go on until it is so, for so long at most; whether it is so."""
        deadline = time.monotonic() + seconds
        while not is_so() and time.monotonic() < deadline:
            self._step()
        return is_so()

    def _look_after(self) -> None:
        """Notice what is ready and what has died, and start that again after its pause."""
        for unit in self._units:
            was_ready = unit.is_ready
            status = unit.look()
            if unit.is_ready and not was_ready:
                say(f"worker {unit.number} is ready")
            if status is not None and not unit.is_ending:
                say(f"worker {unit.number} {how(status)}; it starts again in {unit.back_off():g} s")
            if not unit.is_running and not unit.is_ending and time.monotonic() >= unit.start_at:
                unit.start()

    def _restart_all(self) -> None:
        say("restarting the workers, one after the other")
        for unit in self._units:
            if unit is not self._units[0]:
                self._until(lambda: False, self._look)
            if not self._replace(unit):
                say(f"worker {unit.number} is not ready after {READY_SECONDS:g} s; the others are left alone")
                return
        say("all workers are new")

    def _replace(self, unit: Unit) -> bool:
        """End it, start it, and wait until it answers; whether it does."""
        unit.announce_end()
        self._until(lambda: not unit.is_running, self._look)
        unit.end()
        if not self._until(lambda: not unit.is_running, END_SECONDS):
            unit.kill()
            self._until(lambda: not unit.is_running, KILLED_SECONDS)
        unit.start()
        return self._until(lambda: unit.is_ready, READY_SECONDS)

    def _end_all(self) -> None:
        """Let all drain at the same time; who takes too long is killed, and all are when asked a second time."""
        say("stopping the workers")
        for unit in self._units:
            unit.announce_end()
        with contextlib.suppress(ToldToEndError):
            self._until(self._is_over, self._look)
            for unit in self._units:
                unit.end()
            self._until(self._is_over, END_SECONDS - self._look)
        for unit in self._units:
            unit.kill()
        with contextlib.suppress(ToldToEndError):
            self._until(self._is_over, KILLED_SECONDS)
        say("stopped")

    def _is_over(self) -> bool:
        return not any(unit.is_running for unit in self._units)


class ToldToEndError(Exception):
    """SIGTERM or SIGINT came."""


def how(status: int) -> str:
    """How a process ended, in words."""
    return f"was ended by {signal.Signals(-status).name}" if status < 0 else f"ended with status {status}"


def say(sentence: str) -> None:
    """One line for the operator, beside the log of the workers."""
    print(f"portal serve: {sentence}", file=sys.stderr, flush=True)
