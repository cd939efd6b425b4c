"""A program of its own, since gevent wants to be first in a process: it asks PostgreSQL much and is cut short often.

`python -m tests.faults.timeouts <address> <timeouts>` prints one line of JSON.
"""

from gevent import monkey

monkey.patch_all()

import json  # noqa: E402
import random  # noqa: E402
import sys  # noqa: E402
import time  # noqa: E402
from collections import Counter  # noqa: E402
from itertools import count  # noqa: E402

import gevent  # noqa: E402
from sqlalchemy import text  # noqa: E402

from portal.errors import Unavailable  # noqa: E402
from portal.store.work import Store  # noqa: E402

AT_ONCE = 12
MOST_SECONDS = 120
ASK = text("SELECT :number, pg_sleep(:seconds)")
KEEP = text("INSERT INTO kept SELECT :number FROM pg_sleep(:seconds)")


class Foreign(BaseException):
    """A timer that is not the store's, as another part of a program may set one."""


class Asking:
    """Many greenlets that ask with numbers of their own and look whether the answer is for them."""

    def __init__(self, store: Store, timeouts: int) -> None:
        self.store, self.wanted = store, timeouts
        self.numbers, self.found = count(1), Counter[str]()
        self.kept: list[int] = []
        self.slowest = 0.0
        self.ends_at = time.monotonic() + MOST_SECONDS

    def run(self) -> None:
        while self.found["timeouts"] < self.wanted and time.monotonic() < self.ends_at:
            begun = time.monotonic()
            try:
                with gevent.Timeout(some_time(), Foreign):
                    self.ask(next(self.numbers))
            except (Unavailable, Foreign) as late:
                self.found["timeouts"] += 1
                self.found[type(late).__name__] += 1
            self.slowest = max(self.slowest, time.monotonic() - begun)

    def ask(self, number: int) -> None:
        takes = {"number": number, "seconds": random.uniform(0, 0.006)}
        within = some_time()
        if number % 3:
            with self.store.reading(within) as work:
                told = work.session.execute(ASK, takes).scalar_one()
                again = work.session.execute(ASK, takes | {"number": -number}).scalar_one()
            self.found["crossed"] += (told, again) != (number, -number)
        else:
            with self.store.writing(within) as work:
                work.session.execute(KEEP, takes)
                work.commit()
            self.kept.append(number)
        self.found["replies"] += 1


def some_time() -> float:
    """Often enough for a new connection and the questions, often too short for them."""
    return random.choice((2, 2, random.uniform(0.001, 0.03)))


def main(address: str, timeouts: int) -> None:
    store = Store.at(address, 4)
    with store.writing() as work:
        work.session.execute(text("CREATE TABLE kept (number integer)"))
        work.commit()
    asking = Asking(store, timeouts)
    gevent.joinall([gevent.spawn(asking.run) for _ in range(AT_ONCE)])
    with store.reading() as work:
        rows = set(work.session.execute(text("SELECT number FROM kept")).scalars())
    out = store.engines.writing.pool.checkedout()  # type: ignore[attr-defined]  # QueuePool has it
    store.dispose()
    told = {
        **asking.found,
        "crossed": asking.found["crossed"],
        "missing": len(set(asking.kept) - rows),
        "checked_out": out,
        "slowest_s": round(asking.slowest, 2),
    }
    print(json.dumps(told))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
