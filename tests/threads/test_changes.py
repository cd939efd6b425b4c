"""Edits and deletions are entries of the same log; nothing that was deleted is ever told again."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select

from portal.access import Actor, Permission, Role
from portal.errors import Conflict, Invalid, NotAllowed, NotFound, Refusal
from portal.store.work import Store
from portal.threads.actions import delete, edit, open_thread, post, set_hosts
from portal.threads.events import MessageDeleted, MessageEdited
from portal.threads.models import Message, Thread
from portal.threads.queries import (
    chat_of,
    message_to_change,
    messages_before,
    newest_page,
    page_after,
)
from portal.threads.rules import BACKLOG, Change, MessageDraft
from portal.workshops.models import Workshop
from tests.made import Room, committed, make_actor, make_room


def say(store: Store, room: Room, text: str, client_id: str = "c-1", actor: Actor | None = None) -> int:
    with committed(store) as work:
        return post(work, actor or room.attendee, MessageDraft(room.thread_id, client_id, text))


def change(
    store: Store, room: Room, seq: int, text: str, client_id: str = "e-1", *, actor: Actor | None = None
) -> int:
    with committed(store) as work:
        return edit(work, actor or room.attendee, Change(room.thread_id, seq, client_id, text))


def remove(store: Store, room: Room, seq: int, client_id: str = "d-1", *, actor: Actor | None = None) -> int:
    with committed(store) as work:
        return delete(work, actor or room.attendee, Change(room.thread_id, seq, client_id))


def somebody(store: Store, room: Room, *roles: Role, hosts: bool = False) -> Actor:
    with committed(store) as work:
        actor = make_actor(work, work.get(Workshop, room.workshop_id), *roles)
        if hosts:
            set_hosts(work, room.thread_id, {actor.known_id: "presenter"})
        return actor


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


@pytest.mark.parametrize(
    ("roles", "hosts", "may_edit", "may_delete"),
    [
        ((Role.ATTENDEE,), False, False, False),
        ((Role.PRESENTER,), False, False, False),
        ((Role.ATTENDEE,), True, False, True),
        ((Role.MODERATOR,), False, False, True),
        ((Role.ORGANIZER,), False, False, True),
    ],
    ids=["attendee", "presenter elsewhere", "host", "moderator", "organizer"],
)
def test_a_message_is_edited_by_its_author_alone_and_deleted_by_those_who_keep_the_room(
    sqlite_store: Store, roles: tuple[Role, ...], hosts: bool, may_edit: bool, may_delete: bool
) -> None:
    room = make_room(sqlite_store)
    say(sqlite_store, room, "hello")
    actor = somebody(sqlite_store, room, *roles, hosts=hosts)

    def is_done(act: Callable[[], int]) -> bool:
        try:
            return act() > 0
        except NotAllowed:
            return False

    with sqlite_store.reading() as work:
        shown = chat_of(work, actor, room.thread_id)
    assert (shown["messages"][0]["may_edit"], shown["messages"][0]["may_delete"]) == (may_edit, may_delete)
    assert shown["may_delete"] == may_delete
    assert is_done(lambda: change(sqlite_store, room, 1, "mine", actor=actor)) == may_edit
    assert is_done(lambda: remove(sqlite_store, room, 1, actor=actor)) == may_delete


def test_in_a_closed_thread_one_may_still_delete_ones_own_words_but_not_edit_them(store: Store) -> None:
    room = make_room(store)
    say(store, room, "hello")
    with committed(store) as work:
        work.get(Thread, room.thread_id).is_open = False

    with pytest.raises(NotAllowed):
        change(store, room, 1, "hello!")

    assert remove(store, room, 1) == 2


def test_a_newcomer_sees_every_message_as_it_is_now_and_no_change_as_a_line(store: Store) -> None:
    room = make_room(store)
    with committed(store) as work:
        for number in range(1, BACKLOG + 3):
            post(work, room.attendee, MessageDraft(room.thread_id, f"c-{number}", f"message {number}"))
        for number in range(20):
            edit(work, room.attendee, Change(room.thread_id, BACKLOG, f"e-{number}", f"text {number}"))
        delete(work, room.attendee, Change(room.thread_id, 5, "d-1"))
    head = BACKLOG + 2 + 21

    with store.reading() as work:
        told, newest = newest_page(work, room.attendee, room.thread_id)
        older = messages_before(work, room.attendee, room.thread_id, 7)
        page = chat_of(work, room.attendee, room.thread_id)
        back = chat_of(work, room.attendee, room.thread_id, 7)

    assert told == head
    assert [one["seq"] for one in newest] == list(range(3, BACKLOG + 3))
    assert newest[-3]["text"] == "text 19"
    assert [(one.seq, one.text) for one in older][3:] == [(4, "message 4"), (5, ""), (6, "message 6")]
    assert (page["head"], page["last"], page["earliest"]) == (head, head, 3)
    assert [one["seq"] for one in page["messages"]] == [one["seq"] for one in newest]
    assert (back["last"], [one["deleted"] for one in back["messages"]]) == (6, [False] * 4 + [True, False])


def test_a_page_for_a_change_is_for_those_who_may_make_it(store: Store) -> None:
    room = make_room(store)
    say(store, room, "hello")
    other = somebody(store, room)

    def told(actor: Actor, permission: Permission, seq: int = 1) -> str:
        with store.reading() as work:
            try:
                return message_to_change(work, actor, permission, room.thread_id, seq).text
            except Refusal as refusal:
                return refusal.code

    assert told(room.attendee, Permission.EDIT_MESSAGE) == "hello"
    assert told(other, Permission.DELETE_MESSAGE) == "not-allowed"
    assert told(room.attendee, Permission.EDIT_MESSAGE, 2) == "not-found"
    remove(store, room, 1)
    assert told(room.attendee, Permission.DELETE_MESSAGE) == "conflict"


def test_threads_of_one_workshop_keep_their_numbers_apart(store: Store) -> None:
    room = make_room(store)
    say(store, room, "hello")
    with committed(store) as work:
        second = open_thread(work, room.workshop_id, "poster").id
        post(work, room.attendee, MessageDraft(second, "c-1", "here"))
        edit(work, room.attendee, Change(second, 1, "e-1", "here!"))

    with store.reading() as work:
        texts = [one["text"] for one in newest_page(work, room.attendee, room.thread_id)[1]]
        assert (texts, work.get(Thread, room.thread_id).head) == (["hello"], 1)
