"""F-10: a rolling restart under a talk. Nothing acknowledged is lost, people move without waiting, nobody hangs."""

import itertools
import json
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median, quantiles
from typing import Any

import pytest

from portal.store.work import Store
from tests.faults.chaos.checker import Findings
from tests.faults.chaos.cluster import SECRET, Cluster, wide_limits
from tests.faults.chaos.crowd import node_or_skip
from tests.faults.chaos.history import History
from tests.faults.chaos.talk import Talk
from tests.faults.record import record
from tests.servers.redis import Redis
from tests.servers.several import Several, start_several

GAP_SECONDS = 5.0
EXIT_SECONDS = 20.0
LOOK_SECONDS = 0.25
"""So often the people say what they were shown."""


class Supervised(Cluster):
    """Two workers under `portal serve --workers 2`, on one port."""

    def __init__(self, folder: Path, store_url: str, redis_url: str, drain_seconds: str) -> None:
        wide: dict[str, Any] = {**wide_limits(), "drain_seconds": drain_seconds}
        self.serving: Several = start_several(folder, database_url=store_url, redis_url=redis_url, **wide)
        self.store = Store.at(store_url)
        self.base_url = self.serving.base_url
        self.workers = []
        self._settings = {
            "data_dir": str(folder),
            "secret_key": SECRET,
            "base_url": self.base_url,
            "database_url": store_url,
        }

    @property
    def addresses(self) -> list[str]:
        return [self.base_url.removeprefix("http://")]

    def close(self) -> None:
        if self.serving.process.is_running:
            self.serving.stop()
        self.store.dispose()


@pytest.fixture
def supervised(
    tmp_path: Path, postgres_store_url: str, redis_server: Redis
) -> Iterator[Callable[[str], Supervised]]:
    """Start two workers with so many seconds to drain: `supervised("1")`."""
    node_or_skip()
    opened = []

    def start(drain_seconds: str) -> Supervised:
        opened.append(Supervised(tmp_path / "serve", postgres_store_url, redis_server.url, drain_seconds))
        return opened[-1]

    yield start
    for one in opened:
        one.close()


@pytest.mark.parametrize(
    ("clients", "drain_seconds", "restarts"),
    [(16, "1", 1), pytest.param(60, "5", 4, marks=pytest.mark.soak)],
)
def test_in_a_rolling_restart_people_move_on_and_nothing_acknowledged_is_lost(
    supervised: Callable[[str], Supervised], tmp_path: Path, clients: int, drain_seconds: str, restarts: int
) -> None:
    # given
    cluster = supervised(drain_seconds)
    with Talk.opened(cluster, tmp_path, clients=clients, seed=1) as talk:
        talk.come()
        talk.begin(each_seconds=0.5)
        talk.wait_until(1)
        # when
        for _ in range(restarts):
            cluster.serving.restart()
        closed = closed_by(cluster.serving)
        outcome = talk.end(still_seconds=4)
        began = time.monotonic()
        status = cluster.serving.stop()
        exit_seconds = time.monotonic() - began
    # then
    gaps, moves = gaps_of(talk.history), moves_of(talk.history)
    p99 = quantiles(gaps, n=100)[98]
    found = {
        "lost": outcome.findings.lost,
        "gap_p99_s": round(p99, 2),
        "move_median_s": round(median(moves), 2),
        "exit_s": round(exit_seconds, 1),
    }
    limits = {"lost": 0, "gap_p99_s": GAP_SECONDS, "exit_s": EXIT_SECONDS}
    is_reached = all(found[name] <= limit for name, limit in limits.items())
    record("F-10", found, limits, is_reached)
    assert outcome.findings == Findings()
    assert outcome.counts["acknowledged"] > clients
    assert len(moves) >= clients, "everybody has moved at least once"
    assert closed <= len(moves) / 4, (
        "who is told to leave does so in time; a slow machine may be late with some"
    )
    assert (status, is_reached) == (0, True)


def closed_by(serving: Several) -> int:
    """How many connections had to be closed, since their people had not left when it was time."""
    lines = serving.process.tail(10_000).splitlines()
    return sum(json.loads(line)["connections"] for line in lines if '"drain.closing"' in line)


def moves_of(history: History) -> list[float]:
    """How long each was without a connection, each time."""
    left: dict[int, float] = {}
    moves = []
    for line in history.of("state"):
        if line["state"] == "reconnecting":
            left.setdefault(line["client"], line["at"])
        elif line["state"] == "connected" and line["client"] in left:
            moves.append(line["at"] - left.pop(line["client"]))
    return moves


def gaps_of(history: History) -> list[float]:
    """The longest time in which each was shown nothing new while people were talking, less that between two looks."""
    hushed = next(line["at"] for line in history.of("hush"))
    shown: dict[int, list[float]] = defaultdict(list)
    for line in history.of("shown"):
        if line["at"] <= hushed:
            shown[line["client"]].append(line["at"])
    return [
        max(after - before for before, after in itertools.pairwise(times)) - LOOK_SECONDS
        for times in shown.values()
    ]
