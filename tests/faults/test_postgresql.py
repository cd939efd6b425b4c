"""PostgreSQL crashes or stands still under a chat: nothing acknowledged is lost, and everybody is told in time."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import psutil
import pytest
import requests
from sqlalchemy import select, text

from portal.cli.bench.crowd import Crowd
from portal.store.work import Store
from portal.threads.models import Message, Thread
from tests.faults.record import record
from tests.faults.senders import Sender, cast_for, close_all, come_to_rest, connect, write_on, write_until
from tests.servers.live import WIDE
from tests.servers.portal import Portal
from tests.servers.postgresql import Postgres
from tests.servers.process import MissingServerError

SENDERS = 10
BACK_SECONDS = 5
LATEST_SECONDS = 5


@pytest.fixture(scope="module")
def postgres() -> Iterator[Postgres]:
    """A cluster for these tests alone: the one that others share may not break."""
    try:
        server = Postgres(is_durable=True)
    except MissingServerError as missing:
        pytest.skip(str(missing))
    yield server
    server.close()


class Scene:
    """A portal on that PostgreSQL with people who write into one thread."""

    def __init__(self, portal: Portal, store: Store, crowd: Crowd) -> None:
        self.portal, self.store, self.crowd = portal, store, crowd
        cast = cast_for(portal, store, SENDERS)
        self.thread = cast.threads[0]
        opened = connect(crowd, portal, cast, SENDERS)
        self.senders = [Sender(one, self.thread, f"s{number}") for number, one in enumerate(opened)]
        self.server = psutil.Process(portal.process.pid)
        self.workers = [one.pid for one in self.server.children()]

    def first_kept_after(self, at: float) -> float:
        return min((one for sender in self.senders for one in sender.kept_at if one > at), default=0.0)

    def kept_after(self, at: float) -> Callable[[], bool]:
        """Whether every sender had a message kept since then."""
        return lambda: all(sender.kept_at and sender.kept_at[-1] > at for sender in self.senders)

    def check_log(self) -> tuple[int, int]:
        """How many messages were acknowledged, and how many of those are not there as they were acknowledged."""
        acknowledged = {key: seq for sender in self.senders for key, seq in sender.kept.items()}
        with self.store.reading() as work:
            head = work.get(Thread, self.thread).head
            rows = work.session.execute(select(Message.client_id, Message.seq, Message.text)).all()
        assert sorted(row.seq for row in rows) == list(range(1, head + 1))
        assert len({row.client_id for row in rows}) == len(rows)
        stored = {row.client_id: (row.seq, row.text) for row in rows}
        missing = sum(stored.get(key) != (seq, f"This is {key}.") for key, seq in acknowledged.items())
        assert len(acknowledged) == len(rows)
        return len(acknowledged), missing

    def check_told(self) -> float:
        """Each refused send was told when to come again; the longest that anybody waited for an answer."""
        refusals = [one for sender in self.senders for one in sender.refusals]
        assert refusals
        assert {one.answer["code"] for one in refusals} == {"unavailable"}
        assert all(0 < one.answer["retry_after"] <= 5 for one in refusals)
        return max(one.seconds for one in refusals)

    def check_unharmed(self) -> None:
        """The same processes serve the same connections."""
        assert [one.pid for one in self.server.children()] == self.workers
        assert not [sender.client.failure for sender in self.senders if sender.client.is_closed]


@pytest.fixture
def scene(start_portal: Callable[..., Portal], postgres: Postgres) -> Iterator[Scene]:
    address = postgres.new_database()
    portal = start_portal("serve", database_url=address, **WIDE)
    store = Store.at(address)
    crowd = Crowd()
    try:
        yield Scene(portal, store, crowd)
    finally:
        close_all(crowd)
        store.dispose()
        portal.stop()
        postgres.drop(address)


@pytest.mark.parametrize("crashes", [1, pytest.param(10, marks=pytest.mark.soak)])
def test_a_crash_of_postgresql_in_a_burst_loses_nothing_that_was_acknowledged(
    scene: Scene, postgres: Postgres, crashes: int
) -> None:
    back = 0.0
    for _ in range(crashes):
        write_on(scene.crowd, scene.senders, 1.5)
        postgres.crash()
        write_on(scene.crowd, scene.senders, 0.5)
        postgres.start()
        up_at = time.monotonic()
        write_until(scene.crowd, scene.senders, scene.kept_after(up_at), BACK_SECONDS)
        back = max(back, scene.first_kept_after(up_at) - up_at)
    come_to_rest(scene.crowd, scene.senders)

    acknowledged, missing = scene.check_log()
    slowest = scene.check_told()
    value = {
        "acknowledged": acknowledged,
        "missing": missing,
        "refused": sum(len(sender.refusals) for sender in scene.senders),
        "back_s": round(back, 2),
        "told_s": round(slowest, 2),
    }
    record("F-6", value, {"missing": 0, "back_s": BACK_SECONDS}, missing == 0 and back <= BACK_SECONDS)
    assert missing == 0
    scene.check_unharmed()


@pytest.mark.parametrize("seconds", [8, pytest.param(60, marks=pytest.mark.soak)])
def test_a_postgresql_that_stands_still_is_given_up_in_time_and_taken_back_soon(
    scene: Scene, postgres: Postgres, seconds: float
) -> None:
    write_on(scene.crowd, scene.senders, 1.5)

    with (
        asked_again_and_again(scene.portal, "/healthz") as alive,
        asked_again_and_again(scene.portal, "/readyz") as ready,
        asked_again_and_again(scene.portal, "/") as pages,
    ):
        postgres.freeze()
        try:
            write_on(scene.crowd, scene.senders, seconds)
        finally:
            postgres.thaw()
        thawed_at = time.monotonic()
        write_until(scene.crowd, scene.senders, scene.kept_after(thawed_at), BACK_SECONDS)
    come_to_rest(scene.crowd, scene.senders)

    acknowledged, missing = scene.check_log()
    back = scene.first_kept_after(thawed_at) - thawed_at
    told, slowest_health = scene.check_told(), max(took for _, took in alive)
    value = {
        "healthz_s": round(slowest_health, 2),
        "told_s": round(told, 2),
        "back_s": round(back, 2),
        "acknowledged": acknowledged,
        "missing": missing,
    }
    limit = {"healthz_s": 1, "told_s": LATEST_SECONDS, "back_s": BACK_SECONDS, "missing": 0}
    is_reached = slowest_health <= 1 and told <= LATEST_SECONDS and back <= BACK_SECONDS and not missing
    record("F-7", value, limit, is_reached)
    assert is_reached, value
    assert {status for status, _ in alive} == {200}
    assert [status for status, _ in ready].count(503) >= 2
    assert scene.portal.get("/readyz")[0] == 200
    assert {status for status, _ in pages} == {200, 503}
    assert max(took for _, took in pages) <= LATEST_SECONDS
    scene.check_unharmed()
    busy, held = connections_of(scene.store)
    assert busy == 0
    assert held <= scene.store.engines.writing.pool.size(), "the pool keeps so many, and none has leaked"  # type: ignore[attr-defined]


@contextmanager
def asked_again_and_again(portal: Portal, path: str) -> Iterator[list[tuple[int, float]]]:
    """Ask for a page five times a second beside the test; each answer's status and seconds."""
    answers: list[tuple[int, float]] = []
    is_over = threading.Event()

    def go_on() -> None:
        while not is_over.wait(0.2):
            begun = time.monotonic()
            status = requests.get(portal.base_url + path, timeout=10).status_code
            answers.append((status, time.monotonic() - begun))

    asking = threading.Thread(target=go_on)
    asking.start()
    try:
        yield answers
    finally:
        is_over.set()
        asking.join()


def connections_of(store: Store) -> tuple[int, int]:
    """How many connections others hold to this database: in the middle of something, and at all."""
    asked = text(
        "SELECT count(*) FILTER (WHERE state <> 'idle'), count(*) FROM pg_stat_activity"
        " WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
    )
    deadline = time.monotonic() + 3
    while True:
        with store.reading() as work:
            busy, held = work.session.execute(asked).one()
        # The portal's own pulse may be in the middle of a question at this moment, but not at every moment.
        if not busy or time.monotonic() > deadline:
            return int(busy), int(held)
        time.sleep(0.05)
