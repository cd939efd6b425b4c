"""A unit of work: all or nothing, and no row of a foreign workshop."""

import gc

import pytest
from sqlalchemy import event, select, text
from sqlalchemy.exc import DBAPIError

from portal.errors import NotFound
from portal.store.jobs import Job
from portal.store.work import Store
from portal.threads.actions import open_thread
from portal.threads.models import Thread
from portal.workshops.models import Workshop
from tests.made import committed, make_room, make_workshop


def test_what_is_not_committed_leaves_no_trace_and_no_job(store: Store) -> None:
    with store.writing() as work:
        make_workshop(work)
        work.queue("mail.deliver", mail_id=1)

    with store.reading() as work:
        assert work.session.scalars(select(Workshop)).all() == []
        assert work.session.scalars(select(Job)).all() == []


def test_a_reading_unit_of_work_cannot_change_anything(store: Store) -> None:
    with committed(store) as work:
        make_workshop(work)

    with store.reading() as work, pytest.raises(DBAPIError):
        work.session.execute(text("UPDATE workshops SET title = 'changed'"))


def test_a_row_of_another_workshop_is_as_absent_as_one_that_does_not_exist(store: Store) -> None:
    here, elsewhere = make_room(store, "tides"), make_room(store, "lakes")

    with store.reading() as work:
        assert work.get_in(here.workshop_id, Thread, here.thread_id).id == here.thread_id
        with pytest.raises(NotFound) as foreign:
            work.get_in(here.workshop_id, Thread, elsewhere.thread_id)
        with pytest.raises(NotFound) as absent:
            work.get_in(here.workshop_id, Thread, 10**6)

    assert foreign.value.message == absent.value.message


def test_a_row_that_was_read_is_not_read_again(store: Store) -> None:
    room = make_room(store)
    asked: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        asked.append(statement)

    event.listen(store.engines.reading, "before_cursor_execute", note)
    with store.reading() as work:
        work.get(Workshop, room.workshop_id)
        work.get_in(room.workshop_id, Thread, room.thread_id)
        gc.collect()
        work.get(Workshop, room.workshop_id)
        work.get(Thread, room.thread_id)

    assert len(asked) == 2


def test_an_error_of_the_store_does_not_repeat_what_was_typed(store: Store) -> None:
    with store.writing() as work, pytest.raises(DBAPIError) as error:
        work.session.execute(text("INSERT INTO nowhere VALUES (:word)"), {"word": "typed in private"})

    assert "typed in private" not in str(error.value)


def test_a_reader_goes_on_while_a_writer_holds_the_store(store: Store) -> None:
    room = make_room(store)

    with store.writing() as writer:
        writer.get(Thread, room.thread_id).head = 7
        writer.session.flush()
        with store.reading() as reader:
            assert reader.get(Thread, room.thread_id).head == 0


def test_sqlite_keeps_what_it_has_acknowledged(sqlite_store: Store) -> None:
    asked = ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")

    with sqlite_store.engines.writing.connect() as connection:
        told = [connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in asked]

    assert told == ["wal", 2, 1, 5000]


def test_what_refers_to_a_row_that_is_held_is_added_without_waiting(postgres_store_url: str) -> None:
    store = Store.at(postgres_store_url)
    with committed(store) as work:
        workshop_id = make_workshop(work, "tides").id

    with store.writing() as holding, committed(store) as other:
        holding.lock(holding.get(Workshop, workshop_id))
        other.session.execute(text("SET LOCAL lock_timeout = '2s'"))
        thread_id = open_thread(other, workshop_id, "poster").id

    with store.reading() as work:
        assert work.get_in(workshop_id, Thread, thread_id).kind == "poster"
    store.dispose()
