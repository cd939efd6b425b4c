"""What is not worth a row: counts by room and word, told once a second and then forgotten."""

import threading
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence

import structlog

from portal.events import Event

log = structlog.get_logger()

PAUSE_SECONDS = 1.0

Summed = Callable[[str, Mapping[str, int]], Event | None]
"""(room, counts by word) → what the room hears of them; a feature gives it, portal.app hands it over."""


class Tally:
    """Counts in the memory of this process; each process tells its own, and who hears several adds them up."""

    def __init__(self, summed: Summed, publish: Callable[[Sequence[Event]], None]) -> None:
        self._summed = summed
        self._publish = publish
        self._counts: dict[str, Counter[str]] = defaultdict(Counter)
        self._is_closing = threading.Event()

    def add(self, room: str, word: str) -> None:
        """Count one more; never blocks."""
        self._counts[room][word] += 1

    def close(self) -> None:
        self._is_closing.set()

    def run_for_ever(self) -> None:
        """Tell once a second until closed."""
        while not self._is_closing.wait(PAUSE_SECONDS):
            try:
                self.tell()
            except Exception:
                log.exception("tally.failed")

    def tell(self) -> None:
        """Tell what was counted since the last time."""
        counts, self._counts = self._counts, defaultdict(Counter)
        told = [self._summed(room, counted) for room, counted in counts.items()]
        if told:
            self._publish([event for event in told if event is not None])
