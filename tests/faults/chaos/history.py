"""What happened in one run, as it happened: JSON lines in a file, and the same in memory."""

import json
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

Line = dict[str, Any]


class History:
    """Everything that was said, answered, shown and broken; several threads write."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lines: list[Line] = []
        self._more = threading.Condition()
        self._file = path.open("w", encoding="utf-8")

    def note(self, what: str, **more: Any) -> None:
        """Add a line of our own."""
        self.add({"at": time.time(), "what": what, **more})

    def add(self, line: Line) -> None:
        with self._more:
            self._lines.append(line)
            self._file.write(json.dumps(line) + "\n")
            self._more.notify_all()

    def all(self) -> tuple[Line, ...]:
        """The lines so far."""
        with self._more:
            return tuple(self._lines)

    def of(self, what: str) -> Iterator[Line]:
        """The lines of one kind so far."""
        return (line for line in self.all() if line["what"] == what)

    def last(self, what: str) -> Line | None:
        with self._more:
            return next((line for line in reversed(self._lines) if line["what"] == what), None)

    def wait_for(self, what: str, count: int, seconds: float) -> bool:
        """Whether there are so many lines of this kind before the time is up."""
        deadline = time.monotonic() + seconds
        with self._more:
            while sum(line["what"] == what for line in self._lines) < count:
                if not self._more.wait(max(0.0, deadline - time.monotonic())):
                    return False
        return True

    def close(self) -> None:
        with self._more:
            self._file.close()
