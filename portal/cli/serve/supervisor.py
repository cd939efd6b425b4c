"""Keeps several server processes running: one that dies comes back, all drain together or one after the other."""

import queue
import signal
import sys
import time
from collections.abc import Sequence

from portal.cli.serve.unit import Unit

LOOK_SECONDS = 0.1
END_SECONDS = 18.0
"""A unit that has not ended by then is killed; whoever stops the supervisor waits 20 s."""
READY_SECONDS = 60.0


class Supervisor:
    """SIGTERM and SIGINT end everything, a second one at once; SIGHUP restarts one unit after the other."""

    def __init__(self, units: Sequence[Unit]) -> None:
        self._units = units
        self._signals: queue.SimpleQueue[int] = queue.SimpleQueue()

    def run(self) -> int:
        """Run until told to end; the exit status."""
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, lambda told, _frame: self._signals.put(told))
        for unit in self._units:
            unit.start()
        while True:
            match self._wait():
                case None:
                    pass
                case signal.SIGHUP:
                    if not self._restart_all():
                        return self._end_all()
                case _:
                    return self._end_all()

    def _wait(self) -> int | None:
        """The next signal, or None after a short while; what has died is started again meanwhile."""
        self._look_after()
        try:
            return self._signals.get(timeout=LOOK_SECONDS)
        except queue.Empty:
            return None

    def _look_after(self) -> None:
        for unit in self._units:
            was_ready = unit.is_ready
            status = unit.look()
            if unit.is_ready and not was_ready:
                say(f"worker {unit.number} is ready")
            if status is not None and not unit.is_ending:
                say(f"worker {unit.number} {how(status)}; it starts again in {unit.back_off():g} s")
            if not unit.is_running and not unit.is_ending and time.monotonic() >= unit.start_at:
                unit.start()

    def _restart_all(self) -> bool:
        """One after the other; False when a signal to end came meanwhile."""
        say("restarting the workers, one after the other")
        for unit in self._units:
            unit.end()
            deadline = time.monotonic() + END_SECONDS
            while unit.is_running:
                if time.monotonic() > deadline:
                    unit.kill()
                if self._is_told_to_end():
                    return False
            unit.start()
            deadline = time.monotonic() + READY_SECONDS
            while not unit.is_ready:
                if self._is_told_to_end():
                    return False
                if time.monotonic() > deadline:
                    say(
                        f"worker {unit.number} is not ready after {READY_SECONDS:g} s; the others are left alone"
                    )
                    return True
        say("all workers are new")
        return True

    def _is_told_to_end(self) -> bool:
        return self._wait() in {signal.SIGTERM, signal.SIGINT}

    def _end_all(self) -> int:
        say("stopping the workers")
        for unit in self._units:
            unit.end()
        deadline = time.monotonic() + END_SECONDS
        while any(unit.is_running for unit in self._units):
            if time.monotonic() > deadline or self._is_told_to_end():
                for unit in self._units:
                    unit.kill()
        say("stopped")
        return 0


def how(status: int) -> str:
    """How a process ended, in words."""
    return f"was ended by {signal.Signals(-status).name}" if status < 0 else f"ended with status {status}"


def say(sentence: str) -> None:
    """One line for the operator, beside the log of the workers."""
    print(f"portal serve: {sentence}", file=sys.stderr, flush=True)
