"""A disk without room: what cannot be kept is refused as such, reading goes on, and writing too when there is room."""

import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
import requests
from sqlalchemy import text

from portal.cli.bench.client import Client
from portal.cli.bench.crowd import Crowd
from portal.store.work import Store
from tests.faults.record import record
from tests.faults.senders import ask, cast_for, close_all, connect
from tests.faults.small_disk import PAGES
from tests.servers.live import WIDE
from tests.servers.portal import Portal, _environ, run_portal
from tests.servers.process import Process, free_port, wait_until

AGAIN_SECONDS = 10
ROOM_PAGES = 20
PLENTY = 1_000_000
APPLICATION = "tests.faults.small_disk:make()"
SECRET = "a secret of the small disk that no other portal has"


class SmallDisk:
    """A portal on a store whose size the test sets, with one person who writes into one thread."""

    def __init__(self, portal: Portal, store: Store, crowd: Crowd, pages: Path) -> None:
        self.portal, self.store, self.crowd, self._pages = portal, store, crowd, pages
        cast = cast_for(portal, store, 1)
        self.thread = cast.threads[0]
        self.client: Client
        [self.client] = connect(crowd, portal, cast, 1)
        assert ask(crowd, self.client, "threads.enter", thread=self.thread)["ok"]

    def post(self, number: int) -> dict[str, object]:
        said = {"client_id": f"c-{number}", "text": f"{number} " + "x" * 3000}
        return ask(self.crowd, self.client, "threads.post", thread=self.thread, **said)

    def leave_room(self, pages: int) -> None:
        with self.store.reading() as work:
            used = work.session.scalar(text("PRAGMA page_count"))
        self._pages.write_text(str(used + pages))

    def workers(self) -> list[int]:
        return [one.pid for one in psutil.Process(self.portal.process.pid).children()]


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[SmallDisk]:
    folder, port, pages = tmp_path / "portal", free_port(), tmp_path / "pages"
    folder.mkdir()
    pages.write_text(str(PLENTY))
    base_url = f"http://127.0.0.1:{port}"
    told = {"data_dir": str(folder), "base_url": base_url, "secret_key": SECRET, **WIDE}
    environ = {**_environ(told), PAGES: str(pages)}
    run_portal("db", "upgrade", folder=folder, environ=environ)
    words = ["--config", "python:portal.cli.hooks", "--bind", f"127.0.0.1:{port}", APPLICATION]
    process = Process(
        [sys.executable, "-m", "gunicorn", *words], tmp_path / "log", environ=environ, folder=tmp_path
    )
    process.wait_until_ready(lambda: answers(base_url), seconds=60)
    store = Store.at(f"sqlite:///{folder / 'portal.sqlite3'}")
    crowd = Crowd()
    try:
        yield SmallDisk(Portal(process, base_url, folder, environ), store, crowd, pages)
    finally:
        close_all(crowd)
        store.dispose()
        process.stop()


def answers(base_url: str) -> bool:
    try:
        return requests.get(f"{base_url}/readyz", timeout=5).ok
    except requests.ConnectionError:
        return False


def test_a_full_disk_refuses_what_is_new_shows_what_is_kept_and_goes_on_when_there_is_room(
    small_disk: SmallDisk,
) -> None:
    workers = small_disk.workers()
    small_disk.leave_room(ROOM_PAGES)
    told = []
    while not told or (told[-1]["ok"] and len(told) < 10 * ROOM_PAGES):
        told.append(small_disk.post(len(told) + 1))
    kept = len(told) - 1
    assert kept > 0

    refusals = [told[-1], small_disk.post(kept + 1)]
    page = ask(small_disk.crowd, small_disk.client, "threads.after", thread=small_disk.thread, after=0)
    pages = [
        requests.get(small_disk.portal.base_url + path, timeout=5).status_code for path in ("/", "/readyz")
    ]
    small_disk.leave_room(PLENTY)
    freed_at = time.monotonic()
    wait_until(lambda: bool(small_disk.post(kept + 1)["ok"]), "kept again", AGAIN_SECONDS)
    took = time.monotonic() - freed_at

    value = {"code": refusals[0].get("code"), "kept": kept, "again_s": round(took, 2)}
    is_reached = value["code"] == "storage-full" and took <= AGAIN_SECONDS
    record("F-8", value, {"code": "storage-full", "again_s": AGAIN_SECONDS}, is_reached)
    assert [answer.get("code") for answer in refusals] == ["storage-full"] * 2
    assert [message["seq"] for message in page["data"]["messages"]] == list(range(1, kept + 1))
    assert pages == [200, 200]
    with small_disk.store.reading() as work:
        assert work.session.scalar(text("PRAGMA integrity_check")) == "ok"
    assert small_disk.workers() == workers
