"""What happened in this process since it began, counted for /metrics."""

import time
from dataclasses import dataclass
from typing import Any

import structlog

log = structlog.get_logger()


@dataclass
class Counters:
    """Plain numbers that only grow."""

    published: int = 0
    shed: int = 0
    evictions: int = 0
    hints_sent: int = 0
    hints_dropped: int = 0
    hints_heard: int = 0
    hints_refused: int = 0
    errors: int = 0
    """Pages and commands that broke, or that found the store away."""
    refusals: int = 0
    """Pages and commands that were refused for any other reason."""


class Seldom:
    """A log line that may be wanted a thousand times a second and is written once, with how often it was wanted."""

    def __init__(self, seconds: float = 1.0) -> None:
        self._seconds = seconds
        self._next = 0.0
        self._times = 0

    def warn(self, event: str, **values: Any) -> None:
        self._times += 1
        at = time.monotonic()
        if at >= self._next:
            log.warning(event, times=self._times, **values)
            self._next, self._times = at + self._seconds, 0
