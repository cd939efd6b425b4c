"""Whether the machine was ours while we measured: a figure in milliseconds says nothing when other programs want it too."""

import resource
import time

import psutil

MOST_OTHERS = 0.3
"""Cores that other programs may use."""


class Machine:
    """Measures from when it is made."""

    def __init__(self, server_pid: int) -> None:
        self._server = psutil.Process(server_pid)
        self._began = time.monotonic()
        self._at_first = self._busy(), self._own()

    def others(self) -> float:
        """How many cores other programs have used since."""
        busy, own = self._at_first
        seconds = time.monotonic() - self._began
        return max(0.0, (self._busy() - busy) - (self._own() - own)) / seconds

    def _busy(self) -> float:
        told = psutil.cpu_times()
        return float(sum(told) - told.idle - told.iowait - told.guest - told.guest_nice)

    def _own(self) -> float:
        server = [self._server, *self._server.children(recursive=True)]
        here = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
        there = sum(one.cpu_times().user + one.cpu_times().system for one in server)
        return float(sum(one.ru_utime + one.ru_stime for one in here) + there)
