"""How a SQLite transaction is committed: a fast disk is waited for, a slow one is not."""

import time
from typing import Any

import gevent

SLOW_SECONDS = 0.001
FAST_SECONDS = 0.0005
"""Of a commit in a thread some 0.1 ms is the way there and back, so this is lower than what makes a disk slow."""

WEIGHT = 1 / 8


class Commit:
    """Commits in place while the disk answers at once, and in gevent's thread pool when it has become slow.

    A commit ends when the disk has it. In place, the loop stands still as long; a thread costs about as much processor
    time as the commit itself, so it is worth it only where there is something to wait for.
    """

    def __init__(self, *, is_gevent: bool) -> None:
        self._is_gevent = is_gevent
        self._is_slow = False
        self._typical_seconds = 0.0

    def __call__(self, connection: Any) -> None:
        """Commit the transaction of a pooled connection."""
        begun = time.perf_counter()
        commit = connection.driver_connection.commit
        if self._is_slow:
            _beside_the_loop(commit)
        else:
            commit()
        self._learn(time.perf_counter() - begun)

    def _learn(self, seconds: float) -> None:
        self._typical_seconds += (seconds - self._typical_seconds) * WEIGHT
        limit = FAST_SECONDS if self._is_slow else SLOW_SECONDS
        self._is_slow = self._is_gevent and self._typical_seconds > limit


def _beside_the_loop(commit: Any) -> None:
    running = gevent.get_hub().threadpool.spawn(commit)
    try:
        running.get()
    except BaseException:
        # Whoever gives up may close the connection, so the thread must have left it.
        running.wait()
        raise
