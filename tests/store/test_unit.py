"""A store that is away, full or in the way of itself: what a unit of work says then, and what the next one finds."""

import threading
import time
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError, OperationalError

from portal.errors import StorageFull, Unavailable
from portal.store.work import Store, Work
from portal.threads.models import Thread
from portal.workshops.models import Workshop
from tests.made import committed, make_room, make_workshop
from tests.servers.process import free_port


def test_a_store_that_is_away_is_a_refusal_with_a_time_to_come_back() -> None:
    store = Store.at(f"postgresql://portal@127.0.0.1:{free_port()}/portal")

    with pytest.raises(Unavailable) as refused, store.reading() as work:
        work.session.execute(text("SELECT 1"))

    assert (refused.value.code, refused.value.status) == ("unavailable", 503)
    assert 1 <= refused.value.retry_after <= 3


def test_a_connection_that_the_server_has_ended_is_replaced_before_anybody_uses_it(
    postgres_store_url: str,
) -> None:
    store, other = Store.at(postgres_store_url), Store.at(postgres_store_url)
    me = text("SELECT pg_backend_pid()")
    with store.reading() as work:
        first = work.session.scalar(me)
    with other.reading() as work:
        assert work.session.scalar(text("SELECT pg_terminate_backend(:pid, 2000)"), {"pid": first})
    other.dispose()

    with store.reading() as work:
        second = work.session.scalar(me)

    assert second != first
    store.dispose()


def test_a_collision_is_no_store_that_is_away(store: Store) -> None:
    with committed(store) as work:
        make_workshop(work, "tides")

    with pytest.raises(IntegrityError), store.writing() as work:
        make_workshop(work, "tides")


def test_two_that_wait_for_each_other_are_told_apart_from_a_store_that_is_away(
    postgres_store_url: str,
) -> None:
    store = Store.at(postgres_store_url)
    rooms = [make_room(store, slug) for slug in ("tides", "lakes")]
    found: list[Exception] = []
    is_held = threading.Barrier(2)

    def lock(work: Work, number: int) -> None:
        work.lock(work.get(Thread, rooms[number].thread_id))

    def hold(first: int, second: int) -> None:
        try:
            with store.writing() as work:
                lock(work, first)
                is_held.wait(5)
                lock(work, second)
        except (OperationalError, Unavailable) as error:
            found.append(error)

    both = [threading.Thread(target=hold, args=order) for order in ((0, 1), (1, 0))]
    for one in both:
        one.start()
    for one in both:
        one.join(10)

    assert [type(error) for error in found] == [OperationalError]
    store.dispose()


def test_a_full_store_says_so_is_read_on_and_takes_again_when_there_is_room(sqlite_store: Store) -> None:
    def grow(work: Work) -> None:
        work.get(Workshop, room.workshop_id).title = "x" * 100_000

    def allow(pages: int) -> None:
        with sqlite_store.engines.writing.connect() as connection:
            connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")

    room = make_room(sqlite_store)
    allow(1)
    with pytest.raises(StorageFull) as refused, committed(sqlite_store) as work:
        grow(work)
    with sqlite_store.reading() as work:
        assert len(work.get(Workshop, room.workshop_id).title) < 100
    allow(1_000_000)
    with committed(sqlite_store) as work:
        grow(work)

    assert (refused.value.code, refused.value.status) == ("storage-full", 507)


def test_without_gevent_a_unit_of_work_takes_the_time_that_it_needs(tmp_path: Path) -> None:
    store = Store.at(f"sqlite:///{tmp_path / 'store.sqlite3'}")

    with store.reading(within=0.01) as work:
        time.sleep(0.05)
        assert work.session.scalar(text("SELECT 1")) == 1

    store.dispose()
