"""Clients that come in and never read: each is let go soon, the others hardly notice, and who comes back misses nothing."""

import statistics
import time
from collections.abc import Callable, Iterator
from typing import Any

import psutil
import pytest

from portal.cli.bench.client import Client
from portal.cli.bench.crowd import Crowd
from portal.cli.bench.people import Cast
from portal.store.work import Store
from portal.threads.models import Thread
from tests.faults.record import record
from tests.faults.senders import ask, cast_for, close_all, connect
from tests.servers.live import WIDE
from tests.servers.portal import Portal

READERS = 10
SLOW = 20
TEXT = "\N{SPEECH BALLOON}" * 4000
"""The longest text there may be; each of its signs takes twelve bytes on the way to a browser."""

MESSAGES_A_SECOND = 22
"""That makes a little more than 1 MB a second in the room."""

MOST_GROWTH_MB = 50
LATEST_DROP_SECONDS = 15


class Room:
    """A real portal with people in one room: some talk and read, some will stop reading."""

    def __init__(self, portal: Portal, store: Store, crowd: Crowd) -> None:
        self.portal, self.store, self.crowd = portal, store, crowd
        self.cast: Cast = cast_for(portal, store, READERS + SLOW)
        self.thread = self.cast.threads[0]
        opened = connect(crowd, portal, self.cast, READERS + SLOW)
        for client in opened:
            assert ask(crowd, client, "threads.enter", thread=self.thread)["ok"]
        self.readers, self.slow = opened[:READERS], opened[READERS:]
        [self.worker] = psutil.Process(portal.process.pid).children()
        self.sent_at: list[float] = []
        self.failures: list[dict[str, Any]] = []

    def talk(self, seconds: float, look: Callable[[], bool] = lambda: False) -> None:
        """Let the readers write in turn, until `look` says that it is enough; it is asked four times a second."""
        begun = next_look = time.perf_counter()
        number = 0
        while (now := time.perf_counter()) < begun + seconds:
            if now >= next_look:
                next_look = now + 0.25
                if look():
                    return
            if now >= begun + number / MESSAGES_A_SECOND:
                number += 1
                self._say()
            self.crowd.turn(0.005)

    def rest(self) -> None:
        """Until every reader has heard everything."""
        assert self.crowd.until(
            lambda: all(len(one.messages) == len(self.sent_at) for one in self.readers), 10, look_seconds=0.1
        ), [len(one.messages) for one in self.readers]

    def p99_ms(self, first: int, last: int) -> float:
        """How long a delivery took, of the messages with these numbers."""
        delays = [
            (at - self.sent_at[seq - 1]) * 1000
            for client in self.readers
            for seq, (at, _) in enumerate(client.messages, start=1)
            if first <= seq <= last
        ]
        return statistics.quantiles(delays, n=100)[98]

    def held(self) -> int:
        """How many of the connections of the slow ones the server still has."""
        ports = {one.sock.getsockname()[1] for one in self.slow}
        here = self.worker.net_connections("tcp4")
        return sum(bool(one.raddr) and one.raddr.port in ports for one in here)

    def memory_mb(self) -> float:
        return float(self.worker.memory_info().rss) / 1e6

    def _say(self) -> None:
        number = len(self.sent_at) + 1
        self.sent_at.append(time.perf_counter())
        draft = {"thread": self.thread, "client_id": f"m-{number}", "text": TEXT}
        speaker = self.readers[number % READERS]
        speaker.call("threads.post", draft, lambda told: None if told["ok"] else self.failures.append(told))


@pytest.fixture
def room(start_portal: Callable[..., Portal]) -> Iterator[Room]:
    portal = start_portal("serve", **WIDE, socket_rate="200", socket_burst="400")
    store = Store.at(f"sqlite:///{portal.data_dir / 'portal.sqlite3'}")
    crowd = Crowd()
    made: list[Client] = []
    try:
        opened = Room(portal, store, crowd)
        made = opened.slow
        yield opened
    finally:
        close_all(crowd)
        for client in made:
            client.close()
        store.dispose()


@pytest.mark.parametrize(
    ("seconds", "most_ms"),
    # In a few seconds one pause of a busy machine is more than a hundredth of all deliveries.
    [(4, 400), pytest.param(60, 200, marks=pytest.mark.soak)],
)
def test_twenty_who_never_read_are_let_go_and_the_others_hardly_notice(
    room: Room, seconds: float, most_ms: float
) -> None:
    room.talk(3)
    room.rest()
    before_ms, already, base_mb = room.p99_ms(1, len(room.sent_at)), len(room.sent_at), room.memory_mb()
    most_mb, dropped_at = base_mb, 0.0
    begun = time.perf_counter()
    for client in room.slow:
        room.crowd.forget(client)

    def look() -> bool:
        nonlocal most_mb, dropped_at
        most_mb = max(most_mb, room.memory_mb())
        if not dropped_at and not room.held():
            dropped_at = time.perf_counter() - begun
        return bool(dropped_at) and time.perf_counter() > begun + seconds

    room.talk(max(LATEST_DROP_SECONDS + 5, seconds + 1), look)
    room.rest()

    during_ms = room.p99_ms(already + 1, len(room.sent_at))
    value = {
        "growth_mb": round(most_mb - base_mb, 1),
        "dropped_s": round(dropped_at, 1),
        "p99_before_ms": round(before_ms, 1),
        "p99_ms": round(during_ms, 1),
        "messages": len(room.sent_at),
    }
    most_ms = max(most_ms, round(1.5 * before_ms, 1))
    limit = {"growth_mb": MOST_GROWTH_MB, "dropped_s": LATEST_DROP_SECONDS, "p99_ms": most_ms}
    is_reached = (
        value["growth_mb"] <= MOST_GROWTH_MB
        and 0 < dropped_at <= LATEST_DROP_SECONDS
        and during_ms <= most_ms
    )
    record("L-7", value, limit, is_reached)
    assert is_reached, value
    assert room.failures == []
    assert everything_after(room, already) == list(range(already + 1, len(room.sent_at) + 1))


def everything_after(room: Room, last: int) -> list[int]:
    """The numbers that one of the slow ones is given who comes back with the last number that it had."""
    [again] = connect(room.crowd, room.portal, room.cast, 1, first=READERS)
    answer = ask(room.crowd, again, "threads.enter", thread=room.thread, after=last)
    numbers = [message["seq"] for message in answer["data"]["messages"]]
    while numbers[-1] < answer["data"]["head"]:
        answer = ask(room.crowd, again, "threads.after", thread=room.thread, after=numbers[-1])
        numbers += [message["seq"] for message in answer["data"]["messages"]]
    with room.store.reading() as work:
        assert work.get(Thread, room.thread).head == answer["data"]["head"]
    return numbers
