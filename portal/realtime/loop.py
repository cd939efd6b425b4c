"""What a process does again and again beside the requests, until it is closed."""

import threading
from abc import ABC, abstractmethod
from typing import ClassVar

import structlog

log = structlog.get_logger()


class Loop(ABC):
    """Takes a turn after each pause. A turn that fails ends nothing: the first of several in a row is logged."""

    pause_seconds: ClassVar[float]

    def __init__(self) -> None:
        self._is_closing = threading.Event()

    def close(self) -> None:
        self._is_closing.set()

    def run_for_ever(self) -> None:
        """Take turns until closed."""
        is_failing = False
        while not self._is_closing.wait(self.pause_seconds):
            try:
                self.turn()
            except Exception:
                if not is_failing:
                    log.exception("loop.failed", loop=f"{type(self).__module__}.{type(self).__name__}")
                is_failing = True
            else:
                is_failing = False

    @abstractmethod
    def turn(self) -> None:
        """Do it once."""
