"""Who may change a message, and how it is seen by those who come later."""

from collections.abc import Callable

import pytest

from portal.access import Actor, Permission, Role
from portal.errors import NotAllowed, Refusal
from portal.store.work import Store
from portal.threads.actions import delete, edit, open_thread, post
from portal.threads.models import Thread
from portal.threads.queries import (
    chat_of,
    message_to_change,
    messages_before,
    newest_page,
)
from portal.threads.rules import BACKLOG, Change, MessageDraft
from tests.made import committed, make_room
from tests.threads.made import change, remove, say, somebody


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
