"""Many connections break at once while people talk; everybody comes back and asks for what was missed."""

import random
import re
import time
from dataclasses import dataclass, field
from typing import Any

from portal.cli.bench.client import Client
from portal.cli.bench.crowd import Crowd
from portal.cli.bench.meter import Meter, memory_bytes, spread, steady
from portal.cli.bench.people import Browser
from portal.cli.bench.result import Result
from portal.cli.bench.scratch import Target
from portal.cli.bench.talk import PATIENCE_SECONDS, Conversation, connect, enter

SEQ = re.compile(rb'"seq":(\d+)')
BEFORE_SECONDS = 2.0
AFTER_SECONDS = 2.0
AGAIN_SECONDS = 0.5
"""After so long a connection that was refused is tried again."""


@dataclass
class Member:
    """Somebody whose line breaks: what they have by now, and when they had everything again."""

    browser: Browser
    thread: int
    client: Client
    first: int
    has: set[int] = field(default_factory=set)
    back_ms: float = 0.0
    tries: int = 0

    def listen(self) -> None:
        """Take over what the connection has heard."""
        for _, packet in self.client.messages:
            if found := SEQ.search(packet):
                self.has.add(int(found[1]))
        self.client.messages.clear()

    def head(self) -> int:
        """The last number up to which nothing is missing since they came first."""
        last = self.first
        while last + 1 in self.has:
            last += 1
        return last


def reconnect_storm(target: Target, *, clients: int, rate: float, jitter: float) -> Result:
    """Half of the connections break at once; their people come back within `jitter` seconds of waiting at random."""
    with steady():
        crowd, meter, before = Crowd(), Meter(target.server), memory_bytes(target.server)
        opened = connect(crowd, target.address, target.cast.browsers[:clients])
        where = enter(crowd, opened, target.cast)
        pairs = zip(target.cast.browsers, opened, strict=False)
        members = [Member(one, where[client], client, client.head) for one, client in pairs]
        gone, staying = members[::2], members[1::2]
        talk = Conversation(crowd, {one.client: one.thread for one in staying}, meter)
        meter.start()
        talk.hold(rate=rate, seconds=BEFORE_SECONDS)
        storm = Return(crowd, target, gone, jitter)
        storm.begin()
        talk.hold(rate=rate, seconds=jitter, meanwhile=storm.step)
        crowd.until(storm.is_over, PATIENCE_SECONDS, look_seconds=0.01)
        talk.hold(rate=rate, seconds=AFTER_SECONDS)
        talk.wait()
        crowd.until(lambda: False, 0.5)
        meter.stop()
        result = Result("reconnect-storm", clients, len(target.cast.threads), settings=target.settings)
        talk.report(result)
        result.weigh(meter)
        result.remember(target.server, before)
        _compare(result, storm, staying)
        for one in members:
            crowd.remove(one.client)
    return result


def _compare(result: Result, storm: "Return", staying: list[Member]) -> None:
    """Everybody who was away must have as many messages of their room as were kept in it."""
    kept: dict[int, int] = {}
    for one in staying:
        one.listen()
        kept[one.thread] = max(kept.get(one.thread, 0), *one.has, one.first)
    wanted = {id(one): kept.get(one.thread, one.first) - one.first for one in storm.gone}
    for one in storm.gone:
        one.listen()
    missing = sum(wanted[id(one)] - len(one.has) for one in storm.gone)
    result.lost += missing
    result.expected += sum(wanted.values())
    result.deliveries += sum(len(one.has) for one in storm.gone)
    back = [one.back_ms for one in storm.gone if one.back_ms]
    result.found = {
        "all_back_seconds": round(max(back, default=0.0) / 1000, 3),
        "back_p50_ms": spread(back).get("p50", 0.0),
        "not_back": len(storm.gone) - len(back),
        "missed_for_good": missing,
        "tries": sum(one.tries for one in storm.gone),
    }


class Return:
    """The broken connections on their way back."""

    def __init__(self, crowd: Crowd, target: Target, gone: list[Member], jitter: float) -> None:
        self.crowd, self.target, self.gone = crowd, target, gone
        chance = random.Random(1)  # noqa: S311 - nothing is secret here; the same storm each time
        self.waits = sorted(
            ((chance.uniform(0, jitter), number) for number in range(len(gone))), reverse=True
        )
        self._next_look = AGAIN_SECONDS

    def begin(self) -> None:
        """Break them all."""
        for one in self.gone:
            one.listen()
            self.crowd.remove(one.client)
        self.begun = time.perf_counter()

    def step(self) -> None:
        """Let those come back whose wait is over."""
        passed = time.perf_counter() - self.begun
        while self.waits and self.waits[-1][0] <= passed:
            self._come(self.gone[self.waits.pop()[1]])
        if passed >= self._next_look:
            self._next_look = passed + AGAIN_SECONDS
            for one in self.gone:
                if one.tries and not one.back_ms and one.client.is_closed:
                    self._come(one)

    def is_over(self) -> bool:
        self.step()
        return not self.waits and all(one.back_ms for one in self.gone)

    def _come(self, one: Member) -> None:
        one.tries += 1
        one.client = Client(self.target.address, one.browser.cookie, one.browser.csrf)
        one.client.on_ready = lambda _client: self._ask(one, "threads.enter")
        self.crowd.add(one.client)

    def _ask(self, one: Member, command: str) -> None:
        def heard(envelope: dict[str, Any]) -> None:
            data = envelope.get("data", {})
            one.has.update(message["seq"] for message in data.get("messages", ()))
            one.listen()
            if envelope["ok"] and one.head() < data["head"]:
                self._ask(one, "threads.after")
            elif envelope["ok"]:
                one.back_ms = (time.perf_counter() - self.begun) * 1000

        one.client.call(command, {"thread": one.thread, "after": one.head()}, heard)
