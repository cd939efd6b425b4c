"""Many small rooms that talk as fast as they are answered: how many messages a second can be kept."""

import time
from typing import Any

from portal.cli.bench.crowd import Crowd
from portal.cli.bench.meter import Meter, memory_bytes, steady
from portal.cli.bench.result import Result
from portal.cli.bench.scratch import Target
from portal.cli.bench.talk import Conversation, connect, enter

QUIET_SECONDS = 1.5
WARM_SECONDS = 1.0


def rooms(target: Target, *, clients: int, in_flight: int, seconds: float) -> Result:
    """As soon as one message is answered the next person speaks, `in_flight` at a time."""
    with steady():
        crowd, meter, before = Crowd(), Meter(target.server), memory_bytes(target.server)
        opened = connect(crowd, target.address, target.cast.browsers[:clients])
        where = enter(crowd, opened, target.cast)
        crowd.until(lambda: False, QUIET_SECONDS)
        talk = Relay(crowd, where, meter)
        talk.run(in_flight, WARM_SECONDS)
        talk.forget()
        meter.start()
        talk.run(in_flight, seconds)
        talk.wait()
        meter.stop()
        result = Result("rooms", clients, len(target.cast.threads), settings=target.settings)
        talk.report(result)
        result.weigh(meter)
        result.remember(target.server, before)
        result.found["messages_per_second"] = round(talk.in_time / seconds, 1)
        for client in opened:
            crowd.remove(client)
    return result


class Relay(Conversation):
    """A conversation in which each answer lets the next person speak."""

    is_open = False
    in_time = 0
    turn = 0

    def run(self, in_flight: int, seconds: float) -> None:
        """Keep so many messages on their way, for so long."""
        self.is_open, self.in_time = True, 0
        deadline = time.perf_counter() + seconds
        for _ in range(in_flight):
            self.next()
        while (left := deadline - time.perf_counter()) > 0:
            due = time.perf_counter() + min(left, 0.05)
            self.crowd.turn(min(left, 0.05))
            self.meter.lags_ms.append(max(0.0, time.perf_counter() - due) * 1000)
        self.is_open = False

    def forget(self) -> None:
        """Let what was said until now not count."""
        self.wait()
        self.first += len(self.sent_at)
        self.sent_at, self.answer_ms = [], []
        self.acknowledged = self.refused = self.expected = 0
        self.meter.lags_ms.clear()
        for client in self.speakers:
            client.messages.clear()

    def next(self) -> None:
        """Let the next person speak."""
        self.turn += 1
        self.speak(self.speakers[self.turn % len(self.speakers)])

    def on_answer(self, envelope: dict[str, Any], at: float, thread: int) -> None:
        super().on_answer(envelope, at, thread)
        if self.is_open:
            self.in_time += bool(envelope["ok"])
            self.next()
