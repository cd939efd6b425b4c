"""What the scenarios share: clients come in, enter rooms, speak and listen."""

import json
import re
import time
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from portal.cli.bench.client import Client
from portal.cli.bench.crowd import Crowd
from portal.cli.bench.meter import Meter, spread
from portal.cli.bench.people import Browser, Cast
from portal.cli.bench.result import Result
from portal.errors import Unavailable

MARK = re.compile(rb'"client_id":"b(\d+)-')
DIGEST = b'42/live,["threads.people_changed"'
TEXT = "A message of usual length, as people write them in a chat beside a poster."
PATIENCE_SECONDS = 60
AT_ONCE = 50


def connect(
    crowd: Crowd, address: str, browsers: Sequence[Browser], *, at_once: int = AT_ONCE
) -> list[Client]:
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
    """Let each client enter a room, AT_ONCE of them at a time; returns who is where."""
    where = {client: cast.threads[number % len(cast.threads)] for number, client in enumerate(clients)}
    answers: list[dict[str, Any]] = []

    def answered(client: Client, envelope: dict[str, Any]) -> None:
        client.head = envelope.get("data", {}).get("head", 0)
        answers.append(envelope)

    for number, (client, thread) in enumerate(where.items()):
        client.call("threads.enter", {"thread": thread}, partial(answered, client))
        crowd.until(lambda most=number + 1 - AT_ONCE: len(answers) >= most, PATIENCE_SECONDS)  # type: ignore[misc]
    if not crowd.until(lambda: len(answers) == len(clients), PATIENCE_SECONDS):
        raise Unavailable(f"The portal did not answer to all who entered within {PATIENCE_SECONDS} s.")
    if refused := [answer for answer in answers if not answer["ok"]]:
        raise Unavailable(f"Entering was refused: {refused[0]['message']}")
    return where


def digests(client: Client, newest: int = 0) -> list[tuple[float, int, int | None]]:
    """When a client was told who is where: the thread, and how many they are unless nobody moved."""
    told = [(at, packet) for at, packet in client.events[-newest:] if packet.startswith(DIGEST)]
    read = [(at, json.loads(packet[packet.index(b"[") :])[1]) for at, packet in told]
    return [(at, one["thread"], one["people"] and one["people"]["count"]) for at, one in read]


class Conversation:
    """What is said in one measurement, and when; its messages are numbered from `first` on."""

    def __init__(self, crowd: Crowd, where: dict[Client, int], meter: Meter, first: int = 0) -> None:
        self.crowd = crowd
        self.where = where
        self.meter = meter
        self.first = first
        self.text = TEXT
        self.speakers = list(where)
        rooms = list(where.values())
        self.sizes = {thread: rooms.count(thread) for thread in set(rooms)}
        self.sent_at: list[float] = []
        self.answer_ms: list[float] = []
        self.acknowledged = self.refused = self.expected = 0

    def hold(self, *, rate: float, seconds: float, meanwhile: Callable[[], object] | None = None) -> None:
        """Let one after the other speak, so many times a second, and listen; `meanwhile` is called all the time."""
        begun = time.perf_counter()
        for number in range(int(rate * seconds)):
            due = begun + number / rate
            while (wait := due - time.perf_counter()) > 0:
                if meanwhile is not None:
                    meanwhile()
                    wait = min(wait, 0.02)
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

    def report(self, result: Result) -> None:
        """Write down what was said and heard; of a message that one client heard twice only the first time counts."""
        delays: list[float] = []
        for client in self.speakers:
            heard = {
                int(mark[1]): at for at, packet in reversed(client.messages) if (mark := MARK.search(packet))
            }
            delays += [
                (at - self.sent_at[number - self.first]) * 1000
                for number, at in heard.items()
                if number >= self.first
            ]
            result.duplicates += len(client.messages) - len(heard)
        result.sent, result.acknowledged, result.refused = len(self.sent_at), self.acknowledged, self.refused
        result.expected, result.deliveries = self.expected, len(delays)
        result.lost = self.expected - len(delays)
        result.delivery_ms, result.answer_ms = spread(delays), spread(self.answer_ms)

    def speak(self, client: Client) -> None:
        """Let a client say the next thing."""
        thread, at, number = self.where[client], time.perf_counter(), self.first + len(self.sent_at)
        self.sent_at.append(at)
        client.call(
            "threads.post",
            {"thread": thread, "client_id": f"b{number}-", "text": self.text},
            lambda envelope: self.on_answer(envelope, at, thread),
        )

    def on_answer(self, envelope: dict[str, Any], at: float, thread: int) -> None:
        """Count one answer to what was sent at this time."""
        self.answer_ms.append((time.perf_counter() - at) * 1000)
        if envelope["ok"]:
            self.acknowledged += 1
            self.expected += self.sizes[thread]
        else:
            self.refused += 1
