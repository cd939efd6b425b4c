"""What this process has read and may use again: the place of a row, a page of a log up to a number."""

import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any, TypeVar

Fact = TypeVar("Fact")


class Kept:
    """Facts by key, for so many seconds, the least used forgotten first.

    Only what its key says completely may be kept here, for nobody is told when the store changes. The seconds are
    for SQLite, which gives the number of a deleted row to a new one.
    """

    def __init__(self, most: int, seconds: float) -> None:
        self._most = most
        self._seconds = seconds
        self._facts: OrderedDict[Hashable, tuple[Any, float]] = OrderedDict()

    def get(self, key: Hashable, read: Callable[[], Fact], *, is_certain: bool = True) -> Fact:
        """The fact, read when it is not known. What `read` raises is not kept, nor what is not certain yet."""
        now = time.monotonic()
        fact, until = self._facts.get(key, (None, 0.0))
        if now < until:
            self._facts.move_to_end(key)
            kept: Fact = fact
            return kept
        new = read()
        if is_certain:
            self._facts[key] = (new, now + self._seconds)
            self._facts.move_to_end(key)
            while len(self._facts) > self._most:
                self._facts.popitem(last=False)
        return new


class Memory:
    """What one process keeps: many small facts, and few pages, each of up to some hundred messages."""

    def __init__(self) -> None:
        self.facts = Kept(most=5000, seconds=10.0)
        self.pages = Kept(most=64, seconds=10.0)
