"""People come and go for a long time, and nothing of those who went is left: memory, sockets, greenlets, rooms."""

import json
import os
import re
import statistics
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import psutil
import pytest

from portal.cli.bench.client import Client
from portal.cli.bench.crowd import Crowd
from portal.cli.bench.people import Cast
from portal.store.work import Store
from tests.faults.applications import start_application
from tests.faults.record import record
from tests.faults.senders import ask, cast_for, close_all, connect
from tests.servers.live import WIDE
from tests.servers.portal import Portal

MINUTES = float(os.environ.get("PORTAL_SOAK_MINUTES", "10"))
APPLICATION = "tests.faults.gauged:make()"
STAYING = 300
PASSING = 40
RATE = 5
LEFT = 5
"""So many more of anything than at the beginning are no leak."""
SETTLE_SECONDS = 20
MARK = re.compile(rb'"client_id":"m-(\d+)"')


@dataclass
class Heard:
    """What a minute of talk was like."""

    delivery_ms: list[float] = field(default_factory=list)
    answer_ms: list[float] = field(default_factory=list)


class House:
    """A portal with gauges, a room, and people who stay in it or pass through it."""

    def __init__(self, portal: Portal, store: Store, crowd: Crowd) -> None:
        self.portal, self.crowd = portal, crowd
        self.cast: Cast = cast_for(portal, store, STAYING + PASSING)
        self.thread = self.cast.threads[0]
        [self.worker] = psutil.Process(portal.process.pid).children()
        self.sent_at: dict[int, float] = {}
        self.kept = self.deliveries = self.expected = self.passed = 0
        self.minutes: list[Heard] = [Heard()]

    def come(self, number: int, first: int) -> list[Client]:
        """So many people enter the room."""
        come = connect(self.crowd, self.portal, self.cast, number, first=first)
        for client in come:
            assert ask(self.crowd, client, "threads.enter", thread=self.thread)["ok"]
        return come

    def pass_through(self) -> None:
        """The next person comes in, and goes without a word."""
        [client] = self.come(1, first=STAYING + self.passed % PASSING)
        self.crowd.remove(client)
        self.passed += 1

    def gauges(self) -> dict[str, int]:
        read: dict[str, int] = json.loads(self.portal.get("/gauges")[1])
        return {**read, "descriptors": self.worker.num_fds()}

    def settled(self, base: dict[str, int]) -> dict[str, int]:
        """What there is more than at the beginning, when nothing more goes away."""
        deadline = time.monotonic() + SETTLE_SECONDS
        while True:
            self.crowd.until(lambda: False, 0.5)
            more = {name: value - base[name] for name, value in self.gauges().items()}
            if max(more.values()) <= LEFT or time.monotonic() > deadline:
                return more

    def say(self, speaker: Client) -> None:
        """One of those who stay says something, and all of them will hear it."""
        number, at = len(self.sent_at) + 1, time.perf_counter()
        self.sent_at[number] = at
        draft = {"thread": self.thread, "client_id": f"m-{number}", "text": f"This is message {number}."}

        def answered(answer: dict[str, object]) -> None:
            self.minutes[-1].answer_ms.append((time.perf_counter() - at) * 1000)
            if answer["ok"]:
                self.kept += 1
                self.expected += STAYING

        speaker.call("threads.post", draft, answered)

    def take(self, staying: list[Client]) -> None:
        """Count what was heard, and forget it: ten minutes of it would not fit into memory."""
        for client in staying:
            for at, packet in client.messages:
                if mark := MARK.search(packet):
                    self.minutes[-1].delivery_ms.append((at - self.sent_at[int(mark[1])]) * 1000)
                    self.deliveries += 1
            client.messages.clear()
            client.events.clear()


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    portal = start_application(APPLICATION, tmp_path / "portal", {}, **WIDE, max_sockets_per_address="1000")
    store = Store.at(f"sqlite:///{portal.data_dir / 'portal.sqlite3'}")
    crowd = Crowd()
    try:
        yield House(portal, store, crowd)
    finally:
        close_all(crowd)
        store.dispose()
        portal.stop()


def test_those_who_come_and_go_leave_nothing_behind(house: House) -> None:
    house.pass_through()
    base = house.gauges()

    for _ in range(3):
        for client in house.come(30, first=0):
            house.crowd.remove(client)
    for _ in range(30):
        house.pass_through()

    more = house.settled(base)
    record("L-8", {"form": "short", "passed": 120, **more}, {"more": LEFT}, max(more.values()) <= LEFT)
    assert max(more.values()) <= LEFT, more


@pytest.mark.soak
def test_three_hundred_stay_while_one_a_second_comes_and_goes(house: House) -> None:
    house.pass_through()
    base = house.gauges()
    staying = house.come(STAYING, first=0)
    memory: list[tuple[float, float]] = []
    begun = time.perf_counter()
    said = second = 0
    while (elapsed := time.perf_counter() - begun) < MINUTES * 60:
        if elapsed * RATE >= said:
            house.say(staying[said % STAYING])
            said += 1
        if elapsed >= second:
            second += 1
            house.pass_through()
            memory.append((elapsed, house.worker.memory_info().rss / 1e6))
            if second % 60 == 0:
                house.take(staying)
                house.minutes.append(Heard())
        house.crowd.turn(0.02)
    house.crowd.until(lambda: False, 2)
    house.take(staying)
    for client in staying:
        house.crowd.remove(client)

    judge_talk(house, memory)
    judge_memory(memory)
    more = house.settled(base)
    value = {"minutes": MINUTES, "passed": house.passed, **more}
    record("L-8", value, {"more": LEFT}, max(more.values()) <= LEFT)
    assert max(more.values()) <= LEFT, more


def judge_talk(house: House, memory: list[tuple[float, float]]) -> None:
    """L-1, over the whole time: what 300 people heard, how soon, and what it took."""
    delays = sorted(one for minute in house.minutes for one in minute.delivery_ms)
    answers = [one for minute in house.minutes for one in minute.answer_ms]
    value = {
        "p50_ms": round(statistics.median(delays), 1),
        "p99_ms": round(p99(delays), 1),
        "worst_minute_p99_ms": round(
            max(p99(one.delivery_ms) for one in house.minutes if one.delivery_ms), 1
        ),
        "answer_p99_ms": round(p99(answers), 1),
        "lost": house.expected - house.deliveries,
        "sent": len(house.sent_at),
        "refused": len(house.sent_at) - house.kept,
        "rss_mb": round(max(one for _, one in memory), 1),
    }
    limit = {"p50_ms": 40, "p99_ms": 200, "answer_p99_ms": 250, "lost": 0, "rss_mb": 200}
    is_reached = all(value[name] <= most for name, most in limit.items()) and not value["refused"]
    record("L-1", value, limit, is_reached)
    assert is_reached, value


def judge_memory(memory: list[tuple[float, float]]) -> None:
    """L-8: the slope after the beginning, a quarter of an hour or the first half, by a straight line through the points.

    In less than an hour a single step of the allocator is more than the slope may be: there only the growth counts.
    """
    end = memory[-1][0]
    late = [(at, megabytes) for at, megabytes in memory if at >= min(15 * 60, end / 2)]
    slope = statistics.linear_regression(*zip(*late, strict=True)).slope * 3600
    grown = slope * (late[-1][0] - late[0][0]) / 3600
    is_reached = slope <= 1 if end >= 3600 else grown <= 3
    value = {"mb_an_hour": round(slope, 2), "grown_mb": round(grown, 2), "minutes": round(end / 60, 1)}
    record("L-8", value, {"mb_an_hour": 1} if end >= 3600 else {"grown_mb": 3}, is_reached)
    assert is_reached, value


def p99(values: list[float]) -> float:
    return statistics.quantiles(values, n=100)[98]
