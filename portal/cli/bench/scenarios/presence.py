"""People come and go all the time: how often a room is told, and whether it is told the truth at the end."""

import random
import time
from collections import defaultdict
from itertools import pairwise

from portal.cli.bench.client import Client
from portal.cli.bench.crowd import Crowd
from portal.cli.bench.meter import Meter, memory_bytes, spread, steady
from portal.cli.bench.result import Result
from portal.cli.bench.scratch import Target
from portal.cli.bench.talk import connect, digests, enter
from portal.errors import Invalid

QUIET_SECONDS = 4.0


def presence(target: Target, *, clients: int, changes: float, seconds: float) -> Result:
    """So many people come or go each second; one in each room only watches."""
    cast, rooms = target.cast, len(target.cast.threads)
    if clients <= rooms:
        raise Invalid("Each room has somebody who watches; there must be more clients than rooms.")
    with steady():
        crowd, meter, before = Crowd(), Meter(target.server), memory_bytes(target.server)
        opened = connect(crowd, target.address, cast.browsers[:clients])
        where = enter(crowd, opened, cast)
        traffic = Traffic(crowd, target, where, opened[rooms:])
        crowd.until(lambda: False, QUIET_SECONDS)
        for client in opened:
            client.events.clear()
        meter.start()
        traffic.run(changes, seconds, meter)
        meter.stop()
        ended = time.perf_counter()
        crowd.until(lambda: False, QUIET_SECONDS)
        watchers = {where[client]: client for client in opened[:rooms]}
        told = {thread: digests(client) for thread, client in watchers.items()}
        result = Result("presence", clients, rooms, settings=target.settings)
        result.deliveries = sum(len(client.events) for client in traffic.everybody())
        result.expected = result.deliveries
        result.weigh(meter)
        result.remember(target.server, before)
        result.found = _found(traffic, told, ended, seconds)
        result.found["cpu_ms_per_change"] = round(meter.server_seconds / max(1, traffic.changes) * 1000, 2)
        result.lost = int(result.found["rooms_that_are_wrong"])
        for client in traffic.everybody():
            crowd.remove(client)
    return result


def _found(
    traffic: "Traffic", told: dict[int, list[tuple[float, int, int | None]]], ended: float, seconds: float
) -> dict[str, float]:
    moving = {thread: [at for at, _, _ in heard if at <= ended] for thread, heard in told.items()}
    truth = traffic.truth()
    counts = {thread: [count for _, _, count in heard if count is not None] for thread, heard in told.items()}
    wrong = [thread for thread, known in counts.items() if known[-1:] != [truth[thread]]]
    gaps = [(b - a) * 1000 for times in moving.values() for a, b in pairwise(times)]
    return {
        "changes": traffic.changes,
        "digests_per_second_and_room": round(sum(map(len, moving.values())) / len(told) / seconds, 2),
        "most_digests_in_one_second": max((_most(times) for times in moving.values()), default=0),
        "gap_between_digests_p50_ms": spread(gaps).get("p50", 0.0),
        "people_at_the_end": sum(truth.values()),
        "rooms_that_are_wrong": len(wrong),
    }


def _most(times: list[float]) -> int:
    return max((sum(at <= other < at + 1.0 for other in times) for at in times), default=0)


class Traffic:
    """Those who come and go: one half by closing the connection, the other by leaving the room."""

    def __init__(self, crowd: Crowd, target: Target, where: dict[Client, int], moving: list[Client]) -> None:
        self.crowd, self.target, self.where = crowd, target, where
        self.here = dict.fromkeys(where, True)
        self.moving = moving
        self.changes = 0
        self._chance = random.Random(1)  # noqa: S311 - nothing is secret here; the same traffic each time
        browsers = target.cast.browsers
        self._browser = {client: browsers[number] for number, client in enumerate(where)}

    def run(self, changes: float, seconds: float, meter: Meter) -> None:
        """Let somebody come or go, so many times a second."""
        begun = time.perf_counter()
        for number in range(int(changes * seconds)):
            due = begun + number / changes
            while (wait := due - time.perf_counter()) > 0:
                self.crowd.turn(wait)
            meter.lags_ms.append((time.perf_counter() - due) * 1000)
            self._change(self._chance.randrange(len(self.moving)), closes=number % 2 == 0)

    def truth(self) -> dict[int, int]:
        """How many people are in each room."""
        counts: dict[int, int] = defaultdict(int)
        for client, is_here in self.here.items():
            counts[self.where[client]] += is_here
        return counts

    def everybody(self) -> list[Client]:
        """All whose connection is open."""
        return [client for client in self.where if not client.is_closed]

    def _change(self, number: int, *, closes: bool) -> None:
        client = self.moving[number]
        thread = self.where[client]
        self.changes += 1
        if client.is_closed:
            self._come_back(number, client, thread)
        elif self.here[client] and (closes or not client.is_ready):
            self.here[client] = False
            self.crowd.remove(client)
        else:
            command = "threads.leave" if self.here[client] else "threads.enter"
            self.here[client] = not self.here[client]
            client.call_raw(command, {"thread": thread}, lambda _envelope: None)

    def _come_back(self, number: int, gone: Client, thread: int) -> None:
        one = self._browser.pop(gone)
        client = Client(self.target.address, one.cookie, one.csrf)
        client.on_ready = lambda here: here.call_raw(
            "threads.enter", {"thread": thread}, lambda _envelope: None
        )
        del self.where[gone], self.here[gone]
        self.where[client], self.here[client], self._browser[client] = thread, True, one
        self.moving[number] = client
        self.crowd.add(client)
