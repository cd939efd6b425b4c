"""The help desk: one's own thread, which nobody but the helpers reads, and the list of those who wait."""

import pytest

from portal.access import Actor, Role
from portal.errors import NotAllowed
from portal.help.actions import ask, set_done
from portal.help.queries import own_thread, requests
from portal.notices.queries import notices_of
from portal.store.work import Store
from portal.threads.actions import delete, edit, post, react
from portal.threads.queries import chat_of, head_to_read, messages_before, page_after, people_reacting
from portal.threads.rules import Change, MessageDraft, ReactionDraft
from tests.made import Room, committed, make_room
from tests.threads.made import somebody


def asks(store: Store, actor: Actor, text: str, client_id: str) -> int:
    with committed(store) as work:
        return ask(work, actor, client_id, text)


def says(store: Store, actor: Actor, thread_id: int, text: str, client_id: str) -> int:
    with committed(store) as work:
        return post(work, actor, MessageDraft(thread_id, client_id, text))


def listed(store: Store, helper: Actor) -> list[tuple[str, int, bool]]:
    with store.reading() as work:
        return [(row.name, row.waiting, row.is_open) for row in requests(work, helper)]


def happened(store: Store, actor: Actor) -> list[str]:
    with store.reading() as work:
        return [notice.happened for notice in notices_of(work, actor)]


def make_helper(store: Store, room: Room) -> Actor:
    return somebody(store, room, Role.VOLUNTEER)


def test_what_one_asks_stays_in_one_thread_of_ones_own(store: Store) -> None:
    room = make_room(store)

    first = asks(store, room.attendee, "Where is the link?", "c-1")
    again = asks(store, room.attendee, "Found it", "c-2")
    other = asks(store, somebody(store, room), "And mine?", "c-1")

    assert first == again != other
    with store.reading() as work:
        assert own_thread(work, room.attendee) == first
        assert [one["text"] for one in chat_of(work, room.attendee, first)["messages"]] == [
            "Where is the link?",
            "Found it",
        ]


@pytest.mark.parametrize("role", [Role.ATTENDEE, Role.PRESENTER, Role.CHAIR], ids=str)
def test_nobody_else_reads_or_writes_there_in_any_way(sqlite_store: Store, role: Role) -> None:
    store = sqlite_store
    room = make_room(store)
    thread = asks(store, room.attendee, "I am ill", "c-1")
    other = somebody(store, room, role)

    with committed(store) as work:
        for attempt in (
            lambda: head_to_read(work, other, thread),
            lambda: page_after(work, other, thread, 0),
            lambda: messages_before(work, other, thread, 9),
            lambda: chat_of(work, other, thread),
            lambda: people_reacting(work, other, thread, 1),
            lambda: post(work, other, MessageDraft(thread, "x-1", "hello")),
            lambda: edit(work, other, Change(thread, 1, "x-2", "hello")),
            lambda: delete(work, other, Change(thread, 1, "x-3")),
            lambda: react(work, other, ReactionDraft(thread, 1, "x-4", "heart", True)),
            lambda: requests(work, other),
            lambda: set_done(work, other, thread, is_done=True),
        ):
            with pytest.raises(NotAllowed):
                attempt()


@pytest.mark.parametrize("role", [Role.MODERATOR, Role.VOLUNTEER, Role.ORGANIZER], ids=str)
def test_each_kind_of_helper_answers(sqlite_store: Store, role: Role) -> None:
    room = make_room(sqlite_store)
    thread = asks(sqlite_store, room.attendee, "Where is the link?", "c-1")
    helper = somebody(sqlite_store, room, role)

    assert says(sqlite_store, helper, thread, "Under Stage", "c-1") == 2
    assert happened(sqlite_store, room.attendee) == [f"{helper.name} answered you at the help desk"]


def test_who_waits_is_listed_the_newest_first_until_it_is_done_and_again_when_they_write(
    store: Store,
) -> None:
    room = make_room(store)
    helper, other = make_helper(store, room), somebody(store, room)
    first = asks(store, room.attendee, "One", "c-1")
    asks(store, room.attendee, "Two", "c-2")
    asks(store, other, "Three", "c-1")
    name = room.attendee.name

    assert listed(store, helper) == [(other.name, 1, True), (name, 2, True)]
    says(store, helper, first, "Answer", "c-1")
    assert (name, 0, True) in listed(store, helper)
    with committed(store) as work:
        set_done(work, helper, first, is_done=True)
    assert listed(store, helper) == [(other.name, 1, True), (name, 0, False)]
    asks(store, room.attendee, "Four", "c-3")
    assert listed(store, helper) == [(name, 1, True), (other.name, 1, True)]


def test_helpers_are_told_once_until_they_have_looked(store: Store) -> None:
    room = make_room(store)
    helper = make_helper(store, room)

    asks(store, room.attendee, "One", "c-1")
    asks(store, room.attendee, "Two", "c-2")

    assert happened(store, helper) == [f"{room.attendee.name} asks for help"]
    assert happened(store, room.attendee) == []


def test_in_private_only_those_who_may_read_it_can_be_mentioned(store: Store) -> None:
    room = make_room(store)
    helper, other = make_helper(store, room), somebody(store, room)

    thread = asks(store, room.attendee, f"@{other.name} @{helper.name}", "c-1")

    with store.reading() as work:
        mentions = chat_of(work, helper, thread)["messages"][0]["mentions"]
    assert mentions == [{"id": helper.known_id, "name": helper.name}]
    assert happened(store, other) == []
