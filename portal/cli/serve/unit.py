"""One server process of several: started, watched until it answers, asked to end."""

import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence

QUIET_PAUSE = 0.5
LONGEST_PAUSE = 5.0
STEADY_SECONDS = 30.0
"""A unit that ran for so long has recovered: its next pause is a short one again."""


class Unit:
    """A gunicorn with one worker. Its number is 1, 2, …; the worker finds it in PORTAL_UNIT."""

    def __init__(self, number: int, command: Sequence[str], environ: Mapping[str, str]) -> None:
        self.number = number
        self._command = command
        self._environ = environ
        self._child: subprocess.Popen[bytes] | None = None
        self._ready_end = -1
        self._started_at = 0.0
        self._pause = QUIET_PAUSE
        self.is_ready = False
        self.is_ending = False
        self.start_at = 0.0
        """When to start again after it died, in monotonic time."""

    def start(self) -> None:
        """Begin; `look` learns when it answers."""
        self._forget_pipe()
        self._ready_end, write_end = os.pipe()
        os.set_blocking(self._ready_end, False)
        told = {"PORTAL_UNIT": str(self.number), "PORTAL_READY_FD": str(write_end)}
        try:
            self._child = subprocess.Popen(  # noqa: S603 - our own words
                self._command,
                env={**self._environ, **told},
                pass_fds=[write_end],
                # Ctrl-C in a terminal is for the supervisor alone: it ends its units in its own order.
                process_group=0,
            )
        finally:
            os.close(write_end)
        self._started_at = time.monotonic()
        self.is_ready = self.is_ending = False

    def look(self) -> int | None:
        """See whether it answers by now and whether it still runs: its exit status when it has just ended, else None."""
        if not self.is_ready and self._ready_end >= 0:
            with contextlib.suppress(BlockingIOError):
                self.is_ready = bool(os.read(self._ready_end, 64))
        if self._child is None:
            return None
        status = self._child.poll()
        if status is None:
            return None
        self._child = None
        self.is_ready = False
        self._forget_pipe()
        if time.monotonic() - self._started_at > STEADY_SECONDS:
            self._pause = QUIET_PAUSE
        self.start_at = time.monotonic() + self._pause
        return int(status)

    def back_off(self) -> float:
        """The pause before the next start; each is longer than the last, up to LONGEST_PAUSE."""
        pause = self._pause
        self._pause = min(LONGEST_PAUSE, pause * 2)
        return pause

    @property
    def is_running(self) -> bool:
        return self._child is not None

    def announce_end(self) -> None:
        """Let it be unready while it still serves, so that a proxy turns to the others first."""
        self.is_ending = True
        self._signal(signal.SIGUSR1)

    def end(self) -> None:
        """Ask it to drain and to end."""
        self.is_ending = True
        self._signal(signal.SIGTERM)

    def kill(self) -> None:
        """End it with all that it started."""
        if self._child is not None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self._child.pid, signal.SIGKILL)

    def _signal(self, number: signal.Signals) -> None:
        if self._child is not None:
            self._child.send_signal(number)

    def _forget_pipe(self) -> None:
        if self._ready_end >= 0:
            os.close(self._ready_end)
            self._ready_end = -1
