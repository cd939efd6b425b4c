"""Everybody comes at the same moment, and each wants to read what was said before."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from portal.cli.bench.client import Client
from portal.cli.bench.crowd import Crowd
from portal.cli.bench.meter import Meter, cpu_seconds, memory_bytes, spread, steady
from portal.cli.bench.people import Browser
from portal.cli.bench.result import Result
from portal.cli.bench.scratch import Target
from portal.cli.bench.talk import PATIENCE_SECONDS, connect, enter
from portal.errors import Unavailable

SINGLE_JOINS = 100
WARM_JOINS = 20
POSTERS = 50


def join_storm(target: Target, *, clients: int, backlog: int) -> Result:
    """All come at once; each is ready when it has the last `backlog` messages. First, what one join costs is measured."""
    with steady():
        single = join_cpu_ms(target, min(clients, SINGLE_JOINS))
        fill(target, backlog)
        before, meter = memory_bytes(target.server), Meter(target.server)
        crowd = Crowd()
        storm = Storm(crowd, target, backlog)
        meter.start()
        storm.begin(target.cast.browsers[:clients])
        crowd.until(storm.is_over, PATIENCE_SECONDS, look_seconds=0.005)
        meter.stop()
        result = Result("join-storm", clients, len(target.cast.threads), settings=target.settings)
        result.expected, result.deliveries = clients * backlog, storm.messages
        result.lost = max(0, clients * backlog - storm.messages)
        result.refused = storm.errors()
        result.delivery_ms = spread(storm.ready_ms)
        result.weigh(meter)
        result.remember(target.server, before)
        result.found = {
            "all_ready_seconds": round(max(storm.ready_ms, default=0.0) / 1000, 3),
            "errors": storm.errors(),
            "storm_cpu_ms_per_client": round(meter.server_seconds / clients * 1000, 2),
            "one_join_cpu_ms": round(single, 2),
        }
        for client in storm.opened:
            crowd.remove(client)
    return result


@dataclass
class Storm:
    """The clients that come at once, and when each was ready."""

    crowd: Crowd
    target: Target
    backlog: int

    def __post_init__(self) -> None:
        self.opened: list[Client] = []
        self.ready_ms: list[float] = []
        self.messages = 0
        self.short = 0

    def begin(self, browsers: Sequence[Browser]) -> None:
        """Open every connection; each enters as soon as it is let in."""
        self.begun = time.perf_counter()
        threads = self.target.cast.threads
        for number, one in enumerate(browsers):
            client = Client(self.target.address, one.cookie, one.csrf)
            client.on_ready = partial(self._enter, threads[number % len(threads)])
            self.opened.append(client)
            self.crowd.add(client)

    def is_over(self) -> bool:
        return len(self.ready_ms) + self.short + self._refused() >= len(self.opened)

    def errors(self) -> int:
        """Those who were not let in, or did not get everything."""
        return len(self.opened) - len(self.ready_ms)

    def _refused(self) -> int:
        return sum(client.is_closed for client in self.opened)

    def _enter(self, thread: int, client: Client) -> None:
        client.call_raw("threads.enter", {"thread": thread}, self._entered)

    def _entered(self, envelope: bytes) -> None:
        got = envelope.count(b'"client_id":')
        self.messages += min(got, self.backlog)
        if got >= self.backlog:
            self.ready_ms.append((time.perf_counter() - self.begun) * 1000)
        else:
            self.short += 1


def join_cpu_ms(target: Target, times: int) -> float:
    """The server's time for one who comes, enters a room that nobody spoke in, and goes; the first few do not count."""
    _come_and_go(target, WARM_JOINS)
    before = cpu_seconds(target.server)
    _come_and_go(target, times)
    return (cpu_seconds(target.server) - before) / times * 1000


def _come_and_go(target: Target, times: int) -> None:
    crowd = Crowd()
    for one in target.cast.browsers[:times]:
        opened = connect(crowd, target.address, [one])
        enter(crowd, opened, target.cast)
        crowd.remove(opened[0])


def fill(target: Target, messages: int) -> None:
    """Let some people say so much in every room before the others come."""
    crowd = Crowd()
    speakers = connect(crowd, target.address, target.cast.browsers[:POSTERS])
    answers: list[bool] = []
    for thread in target.cast.threads:
        for number in range(messages):
            speaker = speakers[number % len(speakers)]
            draft = {"thread": thread, "client_id": f"f{thread}-{number}", "text": f"Said before, {number}"}
            speaker.call("threads.post", draft, lambda envelope: answers.append(envelope["ok"]))
            crowd.turn(0)
    wanted = messages * len(target.cast.threads)
    if not crowd.until(lambda: len(answers) == wanted, PATIENCE_SECONDS) or not all(answers):
        raise Unavailable(f"Only {sum(answers)} of {wanted} messages were kept before the storm.")
    for speaker in speakers:
        crowd.remove(speaker)
