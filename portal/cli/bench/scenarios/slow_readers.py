"""Some connections never read; the others must not notice, and the server must not keep what nobody takes."""

import time

from portal.cli.bench.client import Client
from portal.cli.bench.crowd import Crowd
from portal.cli.bench.meter import Meter, memory_bytes, steady
from portal.cli.bench.result import Result
from portal.cli.bench.scratch import Target
from portal.cli.bench.talk import Conversation, connect, digests, enter
from portal.errors import Invalid

QUIET_SECONDS = 1.5
DROP_SECONDS = 30.0


def slow_readers(
    target: Target, *, clients: int, slow: int, rate: float, size: int, seconds: float
) -> Result:
    """`slow` of the clients stop reading, while the others hear messages of `size` letters."""
    if not 0 < slow < clients:
        raise Invalid("Some of the clients are slow, and some are not: --slow needs a number between.")
    with steady():
        crowd, meter, empty = Crowd(), Meter(target.server), memory_bytes(target.server)
        opened = connect(crowd, target.address, target.cast.browsers[:clients])
        where = enter(crowd, opened, target.cast)
        crowd.until(lambda: False, QUIET_SECONDS)
        before = memory_bytes(target.server)
        stalled, readers = opened[:slow], opened[slow:]
        for client in stalled:
            crowd.forget(client)
        talk = Conversation(crowd, {client: where[client] for client in readers}, meter)
        talk.text = "x" * size
        watch = Watch(readers, len(readers), target)
        meter.start()
        talk.hold(rate=rate, seconds=seconds, meanwhile=watch.look)
        talk.wait()
        meter.stop()
        crowd.until(watch.is_over, max(0.0, DROP_SECONDS - seconds), look_seconds=0.2)
        result = Result("slow-readers", clients, len(target.cast.threads), settings=target.settings)
        talk.report(result)
        result.weigh(meter)
        result.remember(target.server, empty)
        result.found = {
            "slow": slow,
            "megabytes_per_second": round(rate * size / 1e6, 2),
            "all_dropped_seconds": watch.dropped_after,
            "memory_growth_mb": round(max(0, watch.most_bytes - before) / 1e6, 1),
        }
        for client in opened:
            crowd.remove(client)
    return result


class Watch:
    """Looks from time to time how many people the rooms still see, and how much the server holds."""

    def __init__(self, readers: list[Client], wanted: int, target: Target) -> None:
        self._readers, self._wanted, self._target = readers, wanted, target
        self._begun = self._next = time.perf_counter()
        self.dropped_after = 0.0
        self.most_bytes = 0

    def is_over(self) -> bool:
        """Whether the rooms see none of the slow ones any more."""
        self.look()
        return self.dropped_after > 0

    def look(self) -> None:
        """Look, four times a second."""
        now = time.perf_counter()
        if now < self._next:
            return
        self._next = now + 0.25
        self.most_bytes = max(self.most_bytes, memory_bytes(self._target.server))
        if not self.dropped_after and self._people() == self._wanted:
            self.dropped_after = round(now - self._begun, 1)

    def _people(self) -> int:
        """What the newest digest of each room says, together."""
        newest: dict[int, int] = {}
        for client in self._readers:
            newest |= {thread: count for _, thread, count in digests(client, 3) if count is not None}
        return sum(newest.values())
