"""A few numbers about each worker, which the workers of one portal show each other through Redis."""

import json
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from portal.realtime.counters import Seldom
from portal.realtime.loop import Loop
from portal.realtime.redis_link import AWAY
from portal.realtime.seal import Seal

PAUSE_SECONDS = 3.0
OLD_SECONDS = 15.0
"""Figures that nobody wrote anew for so long are those of a worker that is gone."""

Numbers = Mapping[str, float]
Read = Callable[[], Numbers]


class FigureRows:
    """How they lie in Redis: one hash, worker → its numbers and when it wrote them."""

    def __init__(self, redis: Any, seal: Seal, worker: str) -> None:
        self._redis = redis
        self._seal = seal
        self._worker = worker
        self._key = f"{seal.name}:figures"

    def write(self, numbers: Numbers) -> None:
        told = json.dumps({"at": time.time(), "numbers": dict(numbers)}).encode()
        self._redis.hset(self._key, self._worker, self._seal.sealed(told))

    def others(self) -> list[Numbers]:
        """Those of the other workers; what is old, or was written by another hand, is left out and goes."""
        found, gone = [], []
        for worker, data in self._redis.hgetall(self._key).items():
            if worker == self._worker.encode():
                continue
            try:
                told = json.loads(self._seal.opened(data))
            except ValueError:
                told = {"at": 0.0}
            if time.time() - told["at"] < OLD_SECONDS:
                found.append(told["numbers"])
            else:
                gone.append(worker)
        if gone:
            self._redis.hdel(self._key, *gone)
        return found


class Figures(Loop):
    """This worker's numbers as they are now, and those of the others as they were some seconds ago."""

    pause_seconds = PAUSE_SECONDS

    def __init__(self, read: Read, rows: FigureRows | None = None) -> None:
        super().__init__()
        self._read = read
        self._rows = rows
        self._others: Sequence[Numbers] = ()
        self._cannot = Seldom(30)

    def turn(self) -> None:
        if self._rows is None:
            return
        try:
            self._rows.write(self._read())
            self._others = self._rows.others()
        except AWAY as error:
            self._others = ()
            self._cannot.warn("figures.cannot_share", error=str(error))

    def workers(self) -> list[Numbers]:
        """The numbers of each worker, this one's first."""
        return [self._read(), *self._others]
