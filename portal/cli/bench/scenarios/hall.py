"""People walk between the boards of a hall while all of them watch it: how often it is told, when, and what that costs."""

import json
import random
import time
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from portal.cli.bench.client import Client
from portal.cli.bench.crowd import Crowd
from portal.cli.bench.meter import Meter, memory_bytes, spread, steady
from portal.cli.bench.result import Result
from portal.cli.bench.scratch import Target
from portal.cli.bench.talk import PATIENCE_SECONDS, connect, enter
from portal.errors import Invalid, Unavailable

DIGEST = b'42/live,["posters.hall_changed"'
QUIET_SECONDS = 4.0
LOOK_SECONDS = 0.5

Boards = Mapping[str, Any]


def hall(target: Target, *, clients: int, stay: float, seconds: float) -> Result:
    """Everybody watches the hall and stays `stay` seconds at each board; each arrival is kept as a visit."""
    cast = target.cast
    if not cast.posters:
        raise Invalid("These rooms are no posters: make the file with `portal bench people --posters`.")
    with steady():
        crowd, meter, before = Crowd(), Meter(target.server), memory_bytes(target.server)
        opened = connect(crowd, target.address, cast.browsers[:clients])
        where = enter(crowd, opened, cast)
        _watch(crowd, opened, cast.workshop)
        crowd.until(lambda: False, QUIET_SECONDS)
        for client in opened:
            client.events.clear()
            client.heard_bytes = 0
        walk = Walk(crowd, where, cast.threads, cast.posters)
        meter.start()
        walk.run(len(opened) / stay, seconds, meter)
        meter.stop()
        ended, heard_bytes = time.perf_counter(), sum(client.heard_bytes for client in opened)
        crowd.until(lambda: False, QUIET_SECONDS)
        walk.keep_once()
        result = Result("hall", clients, len(cast.threads), settings=target.settings)
        walk.report(result, ended, seconds)
        result.weigh(meter)
        result.remember(target.server, before)
        result.found["server_ms_per_second"] = round(meter.server_seconds / meter.seconds * 1000, 1)
        result.found["kb_per_second_and_client"] = round(heard_bytes / len(opened) / seconds / 1000, 1)
        for client in opened:
            crowd.remove(client)
    return result


def _watch(crowd: Crowd, clients: Sequence[Client], workshop: int) -> None:
    answers: list[dict[str, Any]] = []
    for client in clients:
        client.call("posters.watch", {"hall": workshop}, answers.append)
        crowd.turn(0.0)
    if not crowd.until(lambda: len(answers) == len(clients), PATIENCE_SECONDS):
        raise Unavailable(f"The portal did not let all watch the hall within {PATIENCE_SECONDS} s.")
    if refused := [answer for answer in answers if not answer["ok"]]:
        raise Unavailable(f"Watching was refused: {refused[0]['message']}")


class Walk:
    """Who is where, and who went where when."""

    def __init__(
        self, crowd: Crowd, where: dict[Client, int], threads: Sequence[int], posters: Sequence[int]
    ) -> None:
        self.crowd, self.where = crowd, where
        self.clients = list(where)
        self.threads = list(threads)
        self.poster_of = dict(zip(threads, posters, strict=True))
        self.moves: list[tuple[float, str, str]] = []
        self.answer_ms: list[float] = []
        self.refused = 0
        self._packets: dict[bytes, bytes] = {}
        self._kept = dict.fromkeys(self.clients, 0)
        self._chance = random.Random(1)  # noqa: S311 - nothing is secret here; the same walk each time

    def run(self, rate: float, seconds: float, meter: Meter) -> None:
        """So many people a second go on to another board."""
        begun = look = time.perf_counter()
        for number in range(int(rate * seconds)):
            due = begun + number / rate
            while (wait := due - time.perf_counter()) > 0:
                self.crowd.turn(wait)
            meter.lags_ms.append((time.perf_counter() - due) * 1000)
            self._go(number % len(self.clients))
            if due - look > LOOK_SECONDS:
                look = due
                self.keep_once()

    def keep_once(self) -> None:
        """All hear the same bytes; they are held once."""
        for client in self.clients:
            events = client.events
            for number in range(self._kept[client], len(events)):
                at, packet = events[number]
                events[number] = (at, self._packets.setdefault(packet, packet))
            self._kept[client] = len(events)

    def report(self, result: Result, ended: float, seconds: float) -> None:
        """Write down who heard what, when, and whether everybody knows the truth at the end."""
        boards = {packet: _boards(packet) for packet in self._packets if packet.startswith(DIGEST)}
        heard = {
            client: [(at, boards[packet]) for at, packet in client.events if packet in boards]
            for client in self.clients
        }
        told = sum(at <= ended for digests in heard.values() for at, _ in digests)
        delays = [delay for digests in heard.values() for delay in self._delays(digests)]
        truth = self._truth()
        wrong = sum(not _knows(digests, truth) for digests in heard.values())
        result.sent, result.refused = len(self.moves), self.refused
        result.acknowledged = len(self.answer_ms) - self.refused
        result.deliveries = result.expected = told
        result.lost = wrong
        result.delivery_ms, result.answer_ms = spread(delays), spread(self.answer_ms)
        result.found = {
            "moves_per_second": round(len(self.moves) / seconds, 1),
            "digests_per_second_and_client": round(told / len(self.clients) / seconds, 2),
            "most_digests_in_one_second": max(_most([at for at, _ in one]) for one in heard.values()),
            "kb_per_digest": round(sum(map(len, boards)) / max(1, len(boards)) / 1000, 1),
            "clients_that_are_wrong": wrong,
        }

    def _go(self, number: int) -> None:
        client = self.clients[number]
        old, new = self.where[client], self._chance.choice(self.threads)
        if new == old:
            return
        self.where[client] = new
        at = time.perf_counter()
        self.moves.append((at, str(new), f"Bench person {number}"))
        client.call_raw("threads.leave", {"thread": old}, lambda _envelope: None)
        client.call_raw("threads.enter", {"thread": new}, lambda _envelope: None)
        client.call("posters.visit", {"poster": self.poster_of[new]}, partial(self._answer, at))

    def _answer(self, at: float, envelope: dict[str, Any]) -> None:
        self.answer_ms.append((time.perf_counter() - at) * 1000)
        self.refused += not envelope["ok"]

    def _delays(self, digests: Sequence[tuple[float, Boards]]) -> list[float]:
        """From each move to the digest in which one sees that person at their new board.

        Of a board with more people than have a face there nothing can be said.
        """
        told: dict[str, list[tuple[float, Any]]] = {}
        for at, boards in digests:
            for thread, board in boards.items():
                told.setdefault(thread, []).append((at, board))
        found = []
        for moved_at, thread, name in self.moves:
            for at, board in told.get(thread, ()):
                if at <= moved_at:
                    continue
                if any(person["name"] == name for person in board["people"]):
                    found.append((at - moved_at) * 1000)
                    break
                if board["count"] > len(board["people"]):
                    break
        return found

    def _truth(self) -> dict[str, int]:
        counts = {str(thread): 0 for thread in self.threads}
        for thread in self.where.values():
            counts[str(thread)] += 1
        return counts


def _boards(packet: bytes) -> Boards:
    boards: Boards = json.loads(packet[packet.index(b"[") :])[1]["boards"]
    return boards


def _knows(digests: Sequence[tuple[float, Boards]], truth: Mapping[str, int]) -> bool:
    """Whether the last that a client heard of each board is so."""
    known = {thread: board["count"] for _, boards in digests for thread, board in boards.items()}
    return all(truth[thread] == count for thread, count in known.items())


def _most(times: Sequence[float]) -> int:
    return max((sum(at <= other < at + 1.0 for other in times) for at in times), default=0)
