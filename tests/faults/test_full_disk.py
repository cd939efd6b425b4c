"""A disk without room: what cannot be kept is refused as such, reading goes on, and writing too when there is room."""

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
from tests.faults.applications import start_application
from tests.faults.record import record
from tests.faults.senders import ask, cast_for, close_all, connect
from tests.faults.small_disk import PAGES
from tests.servers.live import WIDE
from tests.servers.portal import Portal
from tests.servers.process import wait_until

AGAIN_SECONDS = 10
ROOM_PAGES = 20
PLENTY = 1_000_000
APPLICATION = "tests.faults.small_disk:make()"


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
    pages = tmp_path / "pages"
    pages.write_text(str(PLENTY))
    portal = start_application(APPLICATION, tmp_path / "portal", {PAGES: str(pages)}, **WIDE)
    store = Store.at(f"sqlite:///{portal.data_dir / 'portal.sqlite3'}")
    crowd = Crowd()
    try:
        yield SmallDisk(portal, store, crowd, pages)
    finally:
        close_all(crowd)
        store.dispose()
        portal.stop()


def test_a_full_disk_refuses_what_is_new_shows_what_is_kept_and_goes_on_when_there_is_room(
    small_disk: SmallDisk,
) -> None:
    workers = small_disk.workers()
    small_disk.leave_room(ROOM_PAGES)
    told: list[dict[str, object]] = []
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
