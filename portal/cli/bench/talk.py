"""What the scenarios share: clients come in, enter rooms, speak and listen."""

import re
import time
from collections.abc import Sequence
from typing import Any

from portal.cli.bench.client import Client, Crowd
from portal.cli.bench.meter import Meter, spread
from portal.cli.bench.people import Browser, Cast
from portal.cli.bench.result import Result
from portal.errors import Unavailable

MARK = re.compile(rb'"client_id":"b(\d+)-')
TEXT = "A message of usual length, as people write them in a chat beside a poster."
PATIENCE_SECONDS = 60


def connect(crowd: Crowd, address: str, browsers: Sequence[Browser], *, at_once: int = 50) -> list[Client]:
    """Open a connection for each, `at_once` at a time; raises Unavailable when one is refused."""
    opened: list[Client] = []
    for start in range(0, len(browsers), at_once):
        batch = [Client(address, one.cookie, one.csrf) for one in browsers[start : start + at_once]]
        for client in batch:
            crowd.add(client)
        opened += batch
        if not crowd.until(lambda here=batch: are_settled(here), PATIENCE_SECONDS):  # type: ignore[misc]
            raise Unavailable(f"The portal did not let the clients in within {PATIENCE_SECONDS} s.")
        if refused := [client for client in batch if client.is_closed]:
            raise Unavailable(f"A client was refused: {refused[0].failure or 'closed'}.")
    return opened


def are_settled(clients: Sequence[Client]) -> bool:
    return all(client.is_ready or client.is_closed for client in clients)


def enter(crowd: Crowd, clients: Sequence[Client], cast: Cast) -> dict[Client, int]:
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
    """What is said in one measurement, and when; its messages are numbered from `first` on."""

    def __init__(self, crowd: Crowd, where: dict[Client, int], meter: Meter, first: int = 0) -> None:
        self.crowd = crowd
        self.where = where
        self.meter = meter
        self.first = first
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
            self.meter.lags_ms.append((time.perf_counter() - due) * 1000)
            self.speak(self.speakers[number % len(self.speakers)])

    def wait(self, seconds: float = PATIENCE_SECONDS) -> None:
        """Until everything is answered and delivered, or for so long."""
        self.crowd.until(lambda: len(self.answer_ms) == len(self.sent_at), seconds)
        self.crowd.until(lambda: self.heard() >= self.expected, seconds, look_seconds=0.1)

    def heard(self) -> int:
        """How many deliveries there were."""
        return sum(len(client.messages) for client in self.speakers)

    def delays_ms(self) -> list[float]:
        """From sending to hearing, for each delivery of each message."""
        heard = [(at, MARK.search(packet)) for client in self.speakers for at, packet in client.messages]
        return [(at - self.sent_at[int(mark[1]) - self.first]) * 1000 for at, mark in heard if mark]

    def report(self, result: Result) -> None:
        """Write down what was said and heard."""
        delays = self.delays_ms()
        result.sent, result.acknowledged, result.refused = len(self.sent_at), self.acknowledged, self.refused
        result.expected, result.deliveries = self.expected, len(delays)
        result.lost = self.expected - len(delays)
        result.delivery_ms, result.answer_ms = spread(delays), spread(self.answer_ms)

    def speak(self, client: Client) -> None:
        """Let a client say the next thing."""
        thread, at, number = self.where[client], time.perf_counter(), self.first + len(self.sent_at)
        self.sent_at.append(at)

        def answered(envelope: dict[str, Any]) -> None:
            self.answer_ms.append((time.perf_counter() - at) * 1000)
            if envelope["ok"]:
                self.acknowledged += 1
                self.expected += self.sizes[thread]
            else:
                self.refused += 1

        client.call("threads.post", {"thread": thread, "client_id": f"b{number}-", "text": TEXT}, answered)
