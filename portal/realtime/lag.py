"""How late the loop of this process is: the valve that sheds what may be shed reads it."""

import threading
import time
from collections import deque

BEAT_SECONDS = 0.05
RECENT = 20
"""Beats that count for the valve: the last second or so."""
OVERLOADED_SECONDS = 0.25


class Lag:
    """Sleeps a little and looks how much later than asked it woke."""

    def __init__(self) -> None:
        self._late: deque[float] = deque([0.0], maxlen=RECENT)
        self._is_closing = threading.Event()

    def close(self) -> None:
        self._is_closing.set()

    def run_for_ever(self) -> None:
        while True:
            began = time.monotonic()
            if self._is_closing.wait(BEAT_SECONDS):
                return
            self.note(time.monotonic() - began - BEAT_SECONDS)

    def note(self, late: float) -> None:
        """It woke so many seconds later than it wanted."""
        self._late.append(max(0.0, late))

    @property
    def seconds(self) -> float:
        """The worst of the last second."""
        return max(self._late)

    @property
    def is_overloaded(self) -> bool:
        """Whether what is not durable should be left out for now."""
        return self.seconds > OVERLOADED_SECONDS
