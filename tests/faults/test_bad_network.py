"""F-12: over a bad network everything is said exactly once, and who is gone without a word is noticed."""

import os
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import asdict
from pathlib import Path

import pytest

from portal.cli.bench.people import Cast
from tests.faults.chaos.checker import Findings
from tests.faults.chaos.cluster import Cluster
from tests.faults.chaos.crowd import Crowd, node_or_skip
from tests.faults.chaos.history import History
from tests.faults.chaos.talk import Talk
from tests.faults.record import record
from tests.servers.bad_network import BadNetwork, Weather
from tests.servers.visitor import Live

HURRIED = "tests.faults.chaos.hurried:app"
SLACK_SECONDS = 5
"""Between the last moment of the answer to a ping and the next look at who is here."""

SEED = 12

Start = Callable[[str], Cluster]


@pytest.fixture
def start(tmp_path: Path, sqlite_store_url: str) -> Iterator[Start]:
    """Start the portal: `start("")` as it is, `start(HURRIED)` with quick pings."""
    node_or_skip()
    with ExitStack() as opened:
        yield lambda app: opened.enter_context(
            closing(Cluster(tmp_path / "workers", sqlite_store_url, app=app))
        )


def port_of(cluster: Cluster) -> int:
    return int(cluster.addresses[0].partition(":")[2])


def talk_over_a_bad_network(cluster: Cluster, folder: Path, seconds: float) -> None:
    with (
        closing(BadNetwork(port_of(cluster), Weather(), SEED)) as network,
        Talk.opened(cluster, folder, clients=6, seed=SEED) as talk,
    ):
        talk.come([f"127.0.0.1:{network.port}"])
        talk.begin(each_seconds=0.4)
        talk.wait_until(seconds / 3)
        silent = network.fall_silent()
        talk.wait_until(seconds)
        outcome = talk.end(still_seconds=10)

    value = {**asdict(outcome.findings), **outcome.counts, "silent": silent, "stalls": network.stalls}
    record("F-12", value, asdict(Findings()), outcome.findings.is_clean, SEED)
    assert outcome.findings == Findings()
    assert silent >= 4, "some were connected when the network fell silent"
    assert outcome.counts["reconnected"] >= 6
    assert outcome.counts["retried"] > 0
    assert outcome.counts["acknowledged"] > 30


def test_everything_is_said_once_over_a_slow_and_half_open_network(start: Start, tmp_path: Path) -> None:
    talk_over_a_bad_network(start(HURRIED), tmp_path, seconds=6)


@pytest.mark.soak
def test_everything_is_said_once_over_a_bad_network_for_long(start: Start, tmp_path: Path) -> None:
    talk_over_a_bad_network(start(""), tmp_path, seconds=60)


@contextmanager
def somebody(cluster: Cluster, cast: Cast, number: int, address: str, folder: Path) -> Iterator[Crowd]:
    """One person of the cast in the thread, in a process of its own."""
    history = History(folder / f"history-{number}.jsonl")
    with closing(history), closing(Crowd(history, folder / f"crowd-{number}.log")) as crowd:
        crowd.order(
            "come",
            base_url=cluster.base_url,
            addresses=[address],
            thread=cast.threads[0],
            browsers=[asdict(cast.browsers[number])],
            seed=number,
            mutant="",
        )
        assert history.wait_for("entered", 1, 20)
        yield crowd


def watch_two_die(cluster: Cluster, folder: Path, limit_seconds: float) -> None:
    """One stops to run, the other's network falls silent; a third watches who is here."""
    cast = cluster.cast(3)
    headers = {"Origin": cluster.base_url, "Cookie": cast.browsers[0].cookie}
    with (
        closing(BadNetwork(port_of(cluster), Weather(0, 0, 0), SEED)) as network,
        closing(Live(cluster.base_url, headers, {"csrf": cast.browsers[0].csrf})) as watcher,
        somebody(cluster, cast, 1, f"127.0.0.1:{network.port}", folder) as cut_off,
        somebody(cluster, cast, 2, cluster.addresses[0], folder) as stopped,
    ):
        watcher.call("threads.enter", {"thread": cast.threads[0]})
        watcher.wait_for("threads.people_changed", lambda event: _count(event) == 3)
        watcher.heard.clear()

        begun, begun_at = time.monotonic(), time.time()
        network.fall_silent(is_for_good=True)
        os.kill(stopped.pid, signal.SIGSTOP)
        try:
            watcher.wait_for("threads.people_changed", lambda event: _count(event) == 1, limit_seconds)
            by_server = time.monotonic() - begun
        finally:
            os.kill(stopped.pid, signal.SIGCONT)
        is_told = cut_off.history.wait_for("state", 2, begun + limit_seconds - time.monotonic())
        by_browser = [line["at"] for line in cut_off.history.of("state")][-1] - begun_at

    value = {"server_s": round(by_server, 1), "browser_s": round(by_browser, 1)}
    record("F-12 dead peer", value, {"seconds": limit_seconds}, is_told, SEED)
    assert is_told


def _count(event: dict[str, dict[str, int] | None]) -> int:
    people = event["people"]
    return people["count"] if people else 0


def test_a_dead_peer_is_noticed_after_one_ping(start: Start, tmp_path: Path) -> None:
    watch_two_die(start(HURRIED), tmp_path, limit_seconds=1 + 2 + SLACK_SECONDS)


@pytest.mark.soak
def test_a_dead_peer_is_noticed_within_thirty_seconds(start: Start, tmp_path: Path) -> None:
    watch_two_die(start(""), tmp_path, limit_seconds=30)
