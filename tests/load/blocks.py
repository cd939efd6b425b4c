"""What is measured in one go, and how long each turn of it takes."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from portal.cli.bench.result import Result
from portal.cli.bench.scenarios.chat import chat
from portal.cli.bench.scenarios.join_storm import join_cpu_ms, join_storm
from portal.cli.bench.scenarios.rooms import rooms
from tests.load.fanout import idle_share, listen
from tests.load.servers import SERVERS, ours
from tests.load.turns import Block, Sample

DELIVERIES_PER_SECOND = 30_000
"""What 100 messages a second to 300 people are; larger rooms get as many deliveries from fewer messages."""


@dataclass(frozen=True)
class Pace:
    """How long and how often is measured; a test takes a short and small one."""

    times: int = 5
    few_times: int = 3
    seconds: float = 6.0
    long_seconds: float = 10.0
    scale: float = 1.0

    def people(self, number: int) -> int:
        return max(2, int(number * self.scale))


def blocks(pace: Pace, postgres_url: str) -> list[Block]:
    """Everything, in the order in which it is measured."""
    room = pace.people(300)
    return [
        Block("fanout", _each(("ours", "node", "bare"), partial(_fanout, room, pace.seconds)), pace.times),
        Block("idle", _each(("ours", "node"), partial(_idle, room, pace.seconds)), 1),
        Block("durable-300", _each(("ours", "node"), partial(_durable, room, pace)), pace.times),
        Block(
            "durable-1000", _each(("ours", "node"), partial(_durable, pace.people(1000), pace)), pace.times
        ),
        Block(
            "durable-50", _each(("ours", "node"), partial(_durable, pace.people(50), pace)), pace.few_times
        ),
        Block("stock-300", _each(("stock",), partial(_durable, room, pace)), pace.few_times),
        Block("rooms-sqlite", {"ours": partial(_rooms, pace, "")}, pace.times),
        Block("rooms-postgresql", {"ours": partial(_rooms, pace, postgres_url)}, pace.times),
        Block("calm-300", _each(("ours", "node"), partial(_calm, room, 20, pace)), pace.times),
        Block("people-1000", {"ours": partial(_calm, pace.people(1000), 5, pace, "ours")}, pace.few_times),
        Block("people-2000", {"ours": partial(_calm, pace.people(2000), 5, pace, "ours")}, pace.few_times),
        Block("join", {"ours": partial(_join_storm, pace), "stock": partial(_join, pace)}, pace.times),
    ]


def _each(servers: Sequence[str], run: Callable[[str], Sample]) -> dict[str, Callable[[], Sample]]:
    return {server: partial(run, server) for server in servers}


def _fanout(clients: int, seconds: float, server: str) -> Sample:
    heard = listen(server, clients, 100, seconds)
    return Sample({"us_per_delivery": heard.cpu_us}, heard.why_void)


def _idle(clients: int, seconds: float, server: str) -> Sample:
    return Sample({"ms_per_second": idle_share(server, clients, seconds) * 1000})


def _durable(clients: int, pace: Pace, server: str) -> Sample:
    rate = min(100.0, DELIVERIES_PER_SECOND / clients)
    with SERVERS[server](clients) as target:
        result = chat(target, clients=clients, rate=rate, seconds=pace.seconds)
    values = {"us_per_delivery": result.cpu_us_per_delivery, "us_per_message": result.cpu_us_per_message}
    return Sample({**values, "lost": result.lost}, result.why_void)


def _calm(clients: int, rate: float, pace: Pace, server: str) -> Sample:
    with SERVERS[server](clients) as target:
        return _delays(chat(target, clients=clients, rate=rate, seconds=pace.long_seconds))


def _delays(result: Result) -> Sample:
    values = {"p50_ms": result.delivery_ms["p50"], "p99_ms": result.delivery_ms["p99"]}
    memory = {"memory_mb": result.memory_mb, "kb_per_client": result.memory_kb_per_client}
    answers = {"answer_p99_ms": result.answer_ms["p99"]}
    return Sample({**values, **answers, **memory, "lost": result.lost}, result.why_void)


def _rooms(pace: Pace, database_url: str) -> Sample:
    clients, several = pace.people(500), max(1, pace.people(500) // 10)
    with ours(clients, several, database_url=database_url) as target:
        result = rooms(target, clients=clients, in_flight=min(clients, 100), seconds=pace.seconds)
    values = {"messages_per_second": result.found["messages_per_second"], "lost": result.lost}
    return Sample({**values, "answer_p99_ms": result.answer_ms["p99"]}, result.why_void)


def _join_storm(pace: Pace) -> Sample:
    clients = pace.people(1000)
    with ours(clients) as target:
        result = join_storm(target, clients=clients, backlog=200)
    return Sample(
        {
            "ready_seconds": result.found["all_ready_seconds"],
            "errors": result.found["errors"],
            "one_join_ms": result.found["one_join_cpu_ms"],
        },
        result.why_void,
    )


def _join(pace: Pace) -> Sample:
    with SERVERS["stock"](100) as target:
        return Sample({"one_join_ms": join_cpu_ms(target, pace.people(100))})
