"""Reactions: each person's sign counts once, is an entry of the log, and goes with its message."""

import pytest

from portal.access import Actor, Role
from portal.errors import Conflict, NotAllowed, NotFound
from portal.store.work import Store
from portal.threads.actions import react
from portal.threads.models import Thread
from portal.threads.queries import chat_of, newest_page, page_after, people_reacting
from portal.threads.rules import ReactionDraft
from tests.made import Room, committed, make_room, make_workshop
from tests.made import make_actor as make_actor_in
from tests.threads.made import remove, say, somebody


def sign(
    store: Store, room: Room, name: str, client_id: str, *, is_on: bool = True, actor: Actor | None = None
) -> int:
    with committed(store) as work:
        draft = ReactionDraft(room.thread_id, 1, client_id, name, is_on)
        return react(work, actor or room.attendee, draft)


def shown(store: Store, room: Room) -> list[tuple[str, list[int]]]:
    """The signs under the first message."""
    with store.reading() as work:
        _, messages = newest_page(work, room.attendee, room.thread_id)
    return [(one["name"], one["people"]) for one in messages[0]["reactions"]]


def test_a_sign_is_put_once_by_each_person_and_taken_away_again(store: Store) -> None:
    room = make_room(store)
    say(store, room, "hello")
    other = somebody(store, room)

    first = sign(store, room, "heart", "r-1")
    again = sign(store, room, "heart", "r-2")
    sign(store, room, "heart", "r-3", actor=other)
    sign(store, room, "clap", "r-4")

    assert (first, again) == (2, 2)
    assert shown(store, room) == [
        ("heart", [room.attendee.known_id, other.known_id]),
        ("clap", [room.attendee.known_id]),
    ]
    sign(store, room, "heart", "r-5", is_on=False)
    assert shown(store, room)[0] == ("heart", [other.known_id])
    with store.reading() as work:
        named = people_reacting(work, other, room.thread_id, 1)
        page = chat_of(work, other, room.thread_id)
    assert [(name, [who for _, who in people]) for name, people in named] == [
        ("heart", [other.name]),
        ("clap", [room.attendee.name]),
    ]
    assert [(count, is_mine) for _, _, count, is_mine, _ in page["messages"][0]["signs"]] == [
        (1, True),
        (1, False),
    ]


def test_each_change_is_an_entry_so_that_whoever_was_away_catches_up(store: Store) -> None:
    room = make_room(store)
    say(store, room, "hello")
    sign(store, room, "heart", "r-1")
    sign(store, room, "heart", "r-2", is_on=False)

    with store.reading() as work:
        head, entries = page_after(work, room.attendee, room.thread_id, 1)

    assert head == 3
    assert [(one["seq"], one["kind"], one["text"], one["target"]) for one in entries] == [
        (2, "reaction", "heart", 1),
        (3, "unreaction", "heart", 1),
    ]


def test_a_deleted_message_loses_its_signs_and_takes_no_new_one(store: Store) -> None:
    room = make_room(store)
    say(store, room, "hello")
    sign(store, room, "heart", "r-1")

    remove(store, room, 1)

    assert shown(store, room) == []
    with pytest.raises(Conflict):
        sign(store, room, "clap", "r-2")


def test_only_who_may_write_there_reacts_and_only_to_a_message(store: Store) -> None:
    room = make_room(store)
    say(store, room, "hello")
    with committed(store) as work:
        stranger = make_actor_in(work, make_workshop(work, "lakes"), Role.ORGANIZER)

    with pytest.raises(NotFound):
        sign(store, room, "heart", "r-1", actor=stranger)
    with pytest.raises(NotFound), committed(store) as work:
        react(work, room.attendee, ReactionDraft(room.thread_id, 7, "r-2", "heart", True))
    with committed(store) as work:
        work.get(Thread, room.thread_id).is_open = False
    with pytest.raises(NotAllowed):
        sign(store, room, "heart", "r-3")
