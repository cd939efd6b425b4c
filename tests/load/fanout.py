"""The fan-out alone: a server that speaks by itself, clients that listen, and the server's time for each delivery."""

from dataclasses import dataclass

from portal.cli.bench.crowd import Crowd
from portal.cli.bench.meter import Meter, cpu_seconds, memory_bytes, steady
from portal.cli.bench.scratch import Target
from portal.cli.bench.talk import connect, enter
from tests.load.servers import SERVERS

WARM_SECONDS = 2.0
COMING_SECONDS = 20.0


@dataclass(frozen=True)
class Listened:
    """What was heard of one server: microseconds of its time for each delivery, and how it went."""

    server: str
    cpu_us: float
    deliveries: int
    share: float
    memory_mb: float
    why_void: str


def listen(name: str, clients: int, rate: float, seconds: float) -> Listened:
    """Start the server, let the clients in, wait until it is warm, and count."""
    with SERVERS[name](clients, rate=rate) as target, steady():
        return _listen(name, target, clients, seconds)


def _listen(name: str, target: Target, clients: int, seconds: float) -> Listened:
    crowd, meter = Crowd(), Meter(target.server)
    opened = connect(crowd, target.address, target.cast.browsers)
    enter(crowd, opened, target.cast)
    crowd.until(lambda: all(client.messages for client in opened), COMING_SECONDS, look_seconds=0.1)
    crowd.until(lambda: False, WARM_SECONDS)
    before = sum(len(client.messages) for client in opened)
    meter.start()
    crowd.until(lambda: False, seconds)
    meter.stop()
    deliveries = sum(len(client.messages) for client in opened) - before
    heard = Listened(
        server=name,
        cpu_us=meter.server_seconds / max(1, deliveries) * 1e6,
        deliveries=deliveries,
        share=meter.server_seconds / meter.seconds,
        memory_mb=memory_bytes(target.server) / 1e6,
        why_void=meter.why_void(),
    )
    for client in opened:
        crowd.remove(client)
    return heard


def idle_share(name: str, clients: int, seconds: float) -> float:
    """The share of a core that a server takes while its clients are there and nobody speaks."""
    with SERVERS[name](clients) as target:
        crowd = Crowd()
        opened = connect(crowd, target.address, target.cast.browsers)
        enter(crowd, opened, target.cast)
        crowd.until(lambda: False, WARM_SECONDS)
        before = cpu_seconds(target.server)
        crowd.until(lambda: False, seconds)
        used = cpu_seconds(target.server) - before
        for client in opened:
            crowd.remove(client)
        return used / seconds
