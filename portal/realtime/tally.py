"""What is not worth a row: counts by room and word, told once a second and then forgotten."""

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence

from portal.events import Event
from portal.realtime.loop import Loop

PAUSE_SECONDS = 1.0

Summed = Callable[[str, Mapping[str, int]], Event | None]
"""(room, counts by word) → what the room hears of them; a feature gives it, portal.app hands it over."""


class Tally(Loop):
    """Counts in the memory of this process; each process tells its own, and who hears several adds them up."""

    pause_seconds = PAUSE_SECONDS

    def __init__(self, summed: Summed, publish: Callable[[Sequence[Event]], None]) -> None:
        super().__init__()
        self._summed = summed
        self._publish = publish
        self._counts: dict[str, Counter[str]] = defaultdict(Counter)

    def add(self, room: str, word: str) -> None:
        """Count one more; never blocks."""
        self._counts[room][word] += 1

    def turn(self) -> None:
        self.tell()

    def tell(self) -> None:
        """Tell what was counted since the last time."""
        counts, self._counts = self._counts, defaultdict(Counter)
        told = [self._summed(room, counted) for room, counted in counts.items()]
        if told:
            self._publish([event for event in told if event is not None])
