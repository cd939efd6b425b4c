"""Edits and deletions are entries of the same log; nothing that was deleted is ever told again."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select

from portal.errors import Conflict, Invalid, NotFound
from portal.store.work import Store
from portal.threads.actions import delete, edit
from portal.threads.events import MessageDeleted, MessageEdited
from portal.threads.models import Message, Thread
from portal.threads.queries import (
    newest_page,
    page_after,
)
from portal.threads.rules import Change
from tests.made import committed, make_room
from tests.threads.made import change, remove, say


def test_an_edit_is_the_next_entry_and_the_message_has_the_new_text(store: Store) -> None:
    room = make_room(store)
    say(store, room, "helo")
    say(store, room, "another", "c-2")

    with committed(store) as work:
        number = edit(work, room.attendee, Change(room.thread_id, 1, "e-1", " hello\r\n"))
        (heard,) = work.announced

    assert number == 3
    assert isinstance(heard, MessageEdited)
    told = heard.wire()
    assert (told["seq"], told["kind"], told["target"], told["text"]) == (3, "edit", 1, "hello")
    assert told["author"]["id"] == room.attendee.person_id
    with store.reading() as work:
        head, newest = newest_page(work, room.attendee, room.thread_id)
    assert head == 3
    assert [(one["seq"], one["text"], one["edited"]) for one in newest] == [
        (1, "hello", True),
        (2, "another", False),
    ]


def test_a_deletion_leaves_no_word_of_the_message_nor_of_its_edits(store: Store) -> None:
    room = make_room(store)
    say(store, room, "a secret")
    change(store, room, 1, "another secret", "e-1")
    say(store, room, "not a secret", "c-2")
    change(store, room, 3, "still not a secret", "e-2")

    with committed(store) as work:
        number = delete(work, room.attendee, Change(room.thread_id, 1, "d-1"))
        (heard,) = work.announced

    assert number == 5
    assert isinstance(heard, MessageDeleted)
    assert (heard.kind, heard.target, heard.text) == ("deletion", 1, "")
    with store.reading() as work:
        entries = page_after(work, room.attendee, room.thread_id, 0)[1]
        rows = work.session.scalars(select(Message.text).order_by(Message.seq)).all()
    assert rows == ["", "", "still not a secret", "still not a secret", ""]
    assert [(one["kind"], one["target"], one["deleted"]) for one in entries] == [
        ("message", None, True),
        ("edit", 1, True),
        ("message", None, False),
        ("edit", 3, False),
        ("deletion", 1, False),
    ]


def test_a_change_sent_again_is_answered_with_its_number_and_heard_once(store: Store) -> None:
    room = make_room(store)
    say(store, room, "helo")
    first = change(store, room, 1, "hello")
    gone = remove(store, room, 1)

    with committed(store) as work:
        again = edit(work, room.attendee, Change(room.thread_id, 1, "e-1", "hello"))
        gone_again = delete(work, room.attendee, Change(room.thread_id, 1, "d-1"))
        assert work.announced == []

    assert (first, gone) == (again, gone_again) == (2, 3)
    with store.reading() as work:
        assert work.get(Thread, room.thread_id).head == 3


def test_twenty_identical_edits_at_once_are_one_entry(store: Store) -> None:
    room = make_room(store)
    say(store, room, "helo")

    with ThreadPoolExecutor(20) as pool:
        numbers = list(pool.map(lambda _: change(store, room, 1, "hello"), range(20)))

    assert numbers == [2] * 20
    with store.reading() as work:
        assert work.get(Thread, room.thread_id).head == 2


def test_messages_and_changes_at_once_leave_no_gap_and_an_edit_never_outlives_a_deletion(
    store: Store,
) -> None:
    room = make_room(store)
    say(store, room, "helo")

    def one(number: int) -> None:
        say(store, room, "x", f"c-x{number}")
        try:
            change(store, room, 1, f"hello {number}", f"e-x{number}")
        except Conflict:
            return
        if number == 7:
            remove(store, room, 1)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(one, range(16)))

    with store.reading() as work:
        head, entries = page_after(work, room.attendee, room.thread_id, 0)
        assert [entry["seq"] for entry in entries] == list(range(1, head + 1))
        kept = [entry["text"] for entry in entries if entry["target"] == 1 or entry["seq"] == 1]
    assert set(kept) == {""}


def test_an_id_that_was_used_for_something_else_is_no_answer_to_a_change(store: Store) -> None:
    room = make_room(store)
    say(store, room, "hello")
    say(store, room, "there", "c-2")
    change(store, room, 1, "hello!")

    for client_id, seq in (("c-1", 1), ("e-1", 2)):
        with pytest.raises(Conflict):
            change(store, room, seq, "changed", client_id)
    with pytest.raises(Conflict):
        remove(store, room, 1, "e-1")

    with store.reading() as work:
        assert work.get(Thread, room.thread_id).head == 3


def test_only_a_message_that_is_there_can_be_changed(store: Store) -> None:
    room, other = make_room(store), make_room(store, "lakes")
    say(store, room, "hello")
    say(store, other, "elsewhere")
    say(store, room, "soon gone", "c-2")
    change(store, room, 1, "hello!")
    remove(store, room, 2)

    for seq, refusal in ((3, NotFound), (4, NotFound), (99, NotFound), (2, Conflict)):
        with pytest.raises(refusal):
            change(store, room, seq, "changed", "e-9")
        with pytest.raises(refusal):
            remove(store, room, seq, "d-9")
    with pytest.raises(NotFound):
        change(store, other, 1, "changed", "e-9", actor=room.attendee)
    with pytest.raises(Invalid):
        change(store, room, 1, "  ", "e-9")

    with store.reading() as work:
        assert [work.get(Thread, one.thread_id).head for one in (room, other)] == [4, 1]
