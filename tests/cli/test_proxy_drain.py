"""Behind each proxy a worker can be renewed while people read, send forms and talk."""

import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import requests

from portal.store.work import Store
from tests.cli.front import LOOPBACK, new_visitor, printed
from tests.servers import proxy
from tests.servers.fixtures import make_tables
from tests.servers.postgresql import Postgres
from tests.servers.process import MissingServerError, free_port
from tests.servers.redis import Redis
from tests.servers.several import Several, start_several


@pytest.fixture(scope="module")
def two_workers(
    postgres_server: Postgres, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Several, Store]]:
    folder = tmp_path_factory.mktemp("two")
    address = postgres_server.new_database(postgres_server.prepared("tables", make_tables))
    try:
        redis = Redis(folder)
    except MissingServerError as missing:
        pytest.skip(str(missing))
    running = start_several(
        folder,
        "--sockets",
        str(folder),
        base_url=f"http://{LOOPBACK}:1",
        database_url=address,
        redis_url=redis.url,
        trusted_proxies="1",
        drain_seconds="0.5",
    )
    store = Store.at(address)
    yield running, store
    store.dispose()
    running.stop()
    redis.kill()
    postgres_server.drop(address)


def test_while_a_worker_drains_and_comes_back_no_request_through_the_proxy_fails(
    kind: str, tmp_path: Path, two_workers: tuple[Several, Store]
) -> None:
    # given
    portal, store = two_workers
    port = free_port()
    text = printed(
        kind, tmp_path, "--plain", "--port", str(port), "--sockets", str(portal.data_dir), "--workers", "2"
    )
    front = proxy.start(kind, text, tmp_path, port)
    visitor, thread = new_visitor(store, f"http://{LOOPBACK}:{port}", f"drained-{kind}")
    told: Counter[int] = Counter()
    is_over = threading.Event()

    def ask(send: Callable[[requests.Session], requests.Response]) -> None:
        with requests.Session() as session:
            session.headers["Connection"] = "close"
            while not is_over.is_set():
                told[send(session).status_code] += 1
                time.sleep(0.03)

    def page(session: requests.Session) -> requests.Response:
        return session.get(f"{visitor.base_url}/sign-in", timeout=10)

    def form(session: requests.Session) -> requests.Response:
        # Refused for its missing token by whoever gets it: a form is never sent twice, so it must not be lost.
        return session.post(f"{visitor.base_url}/sign-in", data={"email": "x"}, timeout=10)

    # two connections: each worker has one
    lives = [visitor.connect(), visitor.connect()]
    asking = [threading.Thread(target=ask, args=(send,)) for send in (page, page, form)]
    for thread_of in asking:
        thread_of.start()
    try:
        # when
        portal.replace(portal.units()[0])
        # then
        assert [live.is_closed.is_set() for live in lives].count(True) == 1
        for live in lives:
            if live.is_closed.is_set():
                live.wait_for("live.drain", seconds=0.1)
            live.close()
        again = visitor.connect()
        assert again.call("threads.after", {"thread": thread, "after": 0})["ok"]
        again.close()
    finally:
        is_over.set()
        for thread_of in asking:
            thread_of.join()
        front.stop()
    assert set(told) == {200, 422}, told
    assert told.total() > 100
