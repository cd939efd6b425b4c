"""A measurement: clients enter rooms, some speak, all listen; counted are delays, losses and the server's own time."""

import re
import statistics
import time
from dataclasses import asdict, dataclass, field
from typing import Any

import psutil

from portal.cli.bench.client import Client, Crowd
from portal.cli.bench.people import Cast
from portal.errors import Unavailable

MARK = re.compile(rb'"client_id":"b(\d+)-')
TEXT = "A message of usual length, as people write them in a chat beside a poster."
MOST_GENERATOR_LOAD = 0.85
"""A share of one core above which the generator, not the portal, is what was measured."""

PATIENCE_SECONDS = 60


@dataclass
class Result:
    """What one measurement found; delays in milliseconds, processor time in microseconds.

    The processor time of the server is counted from the first message until everything is delivered.
    """

    scenario: str
    clients: int
    rooms: int
    sent: int = 0
    acknowledged: int = 0
    refused: int = 0
    expected: int = 0
    deliveries: int = 0
    lost: int = 0
    seconds: float = 0.0
    delivery_ms: dict[str, float] = field(default_factory=dict)
    answer_ms: dict[str, float] = field(default_factory=dict)
    cpu_us_per_delivery: float = 0.0
    cpu_us_per_message: float = 0.0
    server_share: float = 0.0
    generator_share: float = 0.0
    memory_mb: float = 0.0
    is_void: bool = False

    def as_document(self) -> dict[str, Any]:
        return asdict(self)


def spread(values: list[float]) -> dict[str, float]:
    """The median, the high percentiles and the largest; nothing for no values."""
    if not values:
        return {}
    cuts = statistics.quantiles(values, n=100, method="inclusive") if len(values) > 1 else values * 99
    named = {"p50": cuts[49], "p95": cuts[94], "p99": cuts[98], "max": max(values)}
    return {name: round(value, 2) for name, value in named.items()}


def connect(crowd: Crowd, address: str, cast: Cast, clients: int, *, at_once: int = 50) -> list[Client]:
    """Open so many connections, `at_once` at a time; raises Unavailable when one is refused."""
    opened: list[Client] = []
    for start in range(0, clients, at_once):
        batch = [Client(address, one.cookie, one.csrf) for one in cast.browsers[start:clients][:at_once]]
        for client in batch:
            crowd.add(client)
        opened += batch
        if not crowd.until(lambda here=batch: _are_settled(here), PATIENCE_SECONDS):  # type: ignore[misc]
            raise Unavailable(f"The portal did not let the clients in within {PATIENCE_SECONDS} s.")
        if refused := [client for client in batch if client.is_closed]:
            raise Unavailable(f"A client was refused: {refused[0].failure or 'closed'}.")
    return opened


def _are_settled(clients: list[Client]) -> bool:
    return all(client.is_ready or client.is_closed for client in clients)


def enter(crowd: Crowd, clients: list[Client], cast: Cast) -> dict[Client, int]:
    """Let each client enter a room, in turn; returns who is where."""
    where = {client: cast.threads[number % len(cast.threads)] for number, client in enumerate(clients)}
    answers: list[dict[str, Any]] = []
    for client, thread in where.items():
        client.call("threads.enter", {"thread": thread}, answers.append)
        crowd.turn(0)
    if not crowd.until(lambda: len(answers) == len(clients), PATIENCE_SECONDS):
        raise Unavailable(f"The portal did not answer to all who entered within {PATIENCE_SECONDS} s.")
    if refused := [answer for answer in answers if not answer["ok"]]:
        raise Unavailable(f"Entering was refused: {refused[0]['message']}")
    return where


class Conversation:
    """What is said in one measurement, and when."""

    def __init__(self, crowd: Crowd, where: dict[Client, int]) -> None:
        self.crowd = crowd
        self.where = where
        self.speakers = list(where)
        rooms = list(where.values())
        self.sizes = {thread: rooms.count(thread) for thread in set(rooms)}
        self.sent_at: list[float] = []
        self.answer_ms: list[float] = []
        self.acknowledged = self.refused = self.expected = 0

    def hold(self, *, rate: float, seconds: float) -> None:
        """Let one after the other speak, so many times a second, and listen meanwhile."""
        begun = time.perf_counter()
        for number in range(int(rate * seconds)):
            due = begun + number / rate
            while (wait := due - time.perf_counter()) > 0:
                self.crowd.turn(wait)
            self._speak(number)

    def wait(self) -> None:
        """Until everything is answered and delivered, or for PATIENCE_SECONDS."""
        self.crowd.until(lambda: len(self.answer_ms) == len(self.sent_at), PATIENCE_SECONDS)
        self.crowd.until(lambda: len(self.delays_ms()) >= self.expected, PATIENCE_SECONDS, look_seconds=0.5)

    def delays_ms(self) -> list[float]:
        """From sending to hearing, for each delivery of each message."""
        heard = [(at, MARK.search(packet)) for client in self.speakers for at, packet in client.raw_events]
        return [(at - self.sent_at[int(mark[1])]) * 1000 for at, mark in heard if mark]

    def _speak(self, number: int) -> None:
        client = self.speakers[number % len(self.speakers)]
        thread, at = self.where[client], time.perf_counter()
        self.sent_at.append(at)

        def answered(envelope: dict[str, Any]) -> None:
            self.answer_ms.append((time.perf_counter() - at) * 1000)
            if envelope["ok"]:
                self.acknowledged += 1
                self.expected += self.sizes[thread]
            else:
                self.refused += 1

        client.call("threads.post", {"thread": thread, "client_id": f"b{number}-", "text": TEXT}, answered)


def chat(
    address: str, cast: Cast, server: psutil.Process | None, *, clients: int, rate: float, seconds: float
) -> Result:
    """Everybody listens, and in turn they speak, so many messages a second together.

    Without the server's process its time and memory stay 0. Raises Unavailable when the portal does not play along.
    """
    crowd = Crowd()
    opened = connect(crowd, address, cast, clients)
    talk = Conversation(crowd, enter(crowd, opened, cast))
    crowd.until(lambda: False, 1.5)
    for client in opened:
        client.raw_events.clear()
    own = psutil.Process()
    begun, server_before, own_before = time.perf_counter(), cpu_seconds(server), cpu_seconds(own)
    talk.hold(rate=rate, seconds=seconds)
    talk.wait()
    took = time.perf_counter() - begun
    server_used, own_used = cpu_seconds(server) - server_before, cpu_seconds(own) - own_before
    delays = talk.delays_ms()
    for client in opened:
        crowd.remove(client)
    return Result(
        scenario="chat",
        clients=clients,
        rooms=len(cast.threads),
        sent=len(talk.sent_at),
        acknowledged=talk.acknowledged,
        refused=talk.refused,
        expected=talk.expected,
        deliveries=len(delays),
        lost=talk.expected - len(delays),
        seconds=round(took, 2),
        delivery_ms=spread(delays),
        answer_ms=spread(talk.answer_ms),
        cpu_us_per_delivery=round(server_used / max(1, len(delays)) * 1e6, 2),
        cpu_us_per_message=round(server_used / max(1, len(talk.sent_at)) * 1e6, 1),
        server_share=round(server_used / took, 3),
        generator_share=round(own_used / took, 3),
        memory_mb=round(server.memory_info().rss / 1e6, 1) if server else 0.0,
        is_void=own_used / took > MOST_GENERATOR_LOAD,
    )


def cpu_seconds(process: psutil.Process | None) -> float:
    """The processor time that a process has used, its own and the system's for it."""
    if process is None:
        return 0.0
    used = process.cpu_times()
    return float(used.user + used.system)
