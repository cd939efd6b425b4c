"""Many people come and go at two workers: the count is right when they rest, and a killed worker leaves no ghosts."""

import json
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from portal.cli.bench.client import Client
from portal.cli.bench.crowd import Crowd
from portal.store.work import Store
from tests.faults.pair import kill_at_once
from tests.faults.record import record
from tests.faults.senders import cast_for, close_all
from tests.servers.fixtures import make_tables
from tests.servers.live import WIDE
from tests.servers.portal import start_serve
from tests.servers.postgresql import Postgres
from tests.servers.redis import Redis

GHOSTS_SECONDS = 30
QUIET_SECONDS = 6


class Hall:
    """Two workers, and people who come to one thread at either of them."""

    def __init__(self, folder: Path, address: str, redis: Redis, people: int) -> None:
        self.store = Store.at(address)
        settings = {"database_url": address, "redis_url": redis.url, **WIDE}
        self.workers = [start_serve(folder / name, **settings) for name in ("left", "right")]
        self.cast = cast_for(self.workers[0], self.store, people)
        self.thread = self.cast.threads[0]
        self.crowd = Crowd()
        self.here: dict[int, list[Client]] = {0: [], 1: []}

    def come(self, side: int, first: int, number: int) -> None:
        """So many people connect to one worker at once, and enter."""
        new = [
            Client(self.workers[side].base_url, one.cookie, one.csrf)
            for one in self.cast.browsers[first : first + number]
        ]
        for client in new:
            client.on_ready = self._enter
            self.crowd.add(client)
        assert self.crowd.until(lambda: all(one.head for one in new), 20), [one.failure for one in new]
        self.here[side] += new

    def go(self, side: int, number: int) -> None:
        for client in self.here[side][:number]:
            self.crowd.remove(client)
        del self.here[side][:number]

    def is_told(self, count: int) -> bool:
        """Whether everybody who is here was last told of so many people."""
        return all(told_of(client) == count for clients in self.here.values() for client in clients)

    def rest(self, count: int, seconds: float) -> float:
        """How long it takes until everybody knows of so many."""
        began = time.monotonic()
        self.crowd.until(lambda: self.is_told(count), seconds, look_seconds=0.1)
        return time.monotonic() - began

    def close(self) -> None:
        close_all(self.crowd)
        for worker in self.workers:
            if worker.process.is_running:
                worker.stop()
        self.store.dispose()

    def _enter(self, client: Client) -> None:
        def entered(answer: dict[str, object]) -> None:
            assert answer["ok"], answer
            client.head = 1

        client.call("threads.enter", {"thread": self.thread}, entered)


@pytest.fixture(params=[60, pytest.param(500, marks=pytest.mark.soak)])
def hall(
    request: pytest.FixtureRequest, tmp_path: Path, postgres_server: Postgres, redis_server: Redis
) -> Iterator[Hall]:
    address = postgres_server.new_database(postgres_server.prepared("tables", make_tables))
    made = Hall(tmp_path, address, redis_server, request.param)
    yield made
    made.close()
    postgres_server.drop(address)


def digests_of(client: Client) -> list[tuple[float, dict[str, object]]]:
    """What a client was told of the people in the thread, and when."""
    told = [(at, json.loads(packet[packet.index(b"[") :])) for at, packet in client.events]
    return [
        (at, words[1]) for at, words in told if words[0] == "threads.people_changed" and words[1]["people"]
    ]


def told_of(client: Client) -> int:
    digests = digests_of(client)
    return digests[-1][1]["people"]["count"] if digests else 0  # type: ignore[index]


def most_in_a_second(client: Client) -> int:
    """The most digests that arrived within one second of the clock, with some leave for the network."""
    ats = [at for at, _ in digests_of(client)]
    return max((sum(at <= other < at + 0.9 for other in ats) for at in ats), default=0)


def test_a_crowd_is_counted_right_told_once_a_second_and_leaves_no_ghosts(hall: Hall) -> None:
    half = len(hall.cast.browsers) // 2

    hall.come(0, 0, half)
    hall.come(1, half, half)
    # Some are at both workers: each is one person.
    hall.come(1, 0, 5)
    exact = hall.rest(2 * half, QUIET_SECONDS)
    hall.go(0, 10)
    less = hall.rest(2 * half - 5, QUIET_SECONDS)
    most = max(most_in_a_second(client) for clients in hall.here.values() for client in clients)
    kill_at_once(hall.workers[0])
    del hall.here[0]
    ghosts = hall.rest(half + 5, GHOSTS_SECONDS)

    value = {"exact_s": round(max(exact, less), 2), "ghosts_s": round(ghosts, 2), "digests_a_second": most}
    limit = {"exact_s": QUIET_SECONDS, "ghosts_s": GHOSTS_SECONDS, "digests_a_second": 1}
    is_reached = max(exact, less) < QUIET_SECONDS and ghosts < GHOSTS_SECONDS and most <= 1
    record("L-12", value, limit, is_reached)
    assert is_reached
