"""Mentions: whom a text names, who is told of it, and what becomes of that with the message."""

import pytest
from sqlalchemy import event

from portal.access import Actor, Role
from portal.errors import Invalid
from portal.notices.models import Notice
from portal.notices.queries import notices_of
from portal.registrations.queries import actor_of
from portal.store.work import Store
from portal.threads.actions import edit, post
from portal.threads.queries import newest_page
from portal.threads.rules import MOST_MENTIONS, Change, MessageDraft, named, parts_of
from portal.workshops.models import Workshop
from tests.made import Room, committed, make_person, make_room, register
from tests.threads.made import change, remove, say


def person(store: Store, room: Room, name: str, *roles: Role) -> Actor:
    with committed(store) as work:
        made = make_person(work, name)
        register(work, work.get(Workshop, room.workshop_id), made, *roles)
        return actor_of(work, made, room.workshop_id)


def told(store: Store, actor: Actor) -> list[tuple[int, str]]:
    """The messages that somebody is told of, with how they begin."""
    with store.reading() as work:
        return [(notice.seq, notice.text) for notice in notices_of(work, actor)]


def test_the_longest_name_after_an_at_is_meant() -> None:
    people = {"Ada": [1], "Ada Rivers": [2], "Bo": [3]}

    assert named("@Ada Rivers, and (@Bo). mail@Ada", people) == [(2, "Ada Rivers"), (3, "Bo")]
    assert named("@Ada, hello @Ada", people) == [(1, "Ada")]
    assert named("@Adalbert", people) == []


def test_of_two_with_one_name_the_one_who_was_picked_is_meant() -> None:
    people = {"Ada": [1, 2]}

    assert named("hi @Ada", people, picked=(2,)) == [(2, "Ada")]
    assert named("hi @Ada", people, picked=(3,)) == []


def test_a_text_is_cut_at_the_names_in_it() -> None:
    ada = {"id": 1, "name": "Ada"}

    assert parts_of("Is @Ada here, @Adalbert?", [ada]) == [
        ("Is ", None),
        ("@Ada", ada),
        (" here, @Adalbert?", None),
    ]
    assert parts_of("nobody", None) == [("nobody", None)]


def test_who_is_named_is_told_once_and_who_is_not_let_in_never(store: Store) -> None:
    room = make_room(store)
    ada = person(store, room, "Ada Rivers")
    with committed(store) as work:
        make_person(work, "Bo Lake")

    say(store, room, "Morning @Ada Rivers and @Bo Lake", "c-1")
    say(store, room, "Morning @Ada Rivers and @Bo Lake", "c-1")

    assert told(store, ada) == [(1, "Morning @Ada Rivers and @Bo Lake")]
    with store.reading() as work:
        _, messages = newest_page(work, ada, room.thread_id)
    assert messages[0]["mentions"] == [{"id": ada.known_id, "name": "Ada Rivers"}]


def test_nobody_is_told_of_their_own_words(store: Store) -> None:
    room = make_room(store)

    say(store, room, f"I am @{room.attendee.name}")

    assert told(store, room.attendee) == []


def test_an_edit_tells_those_whom_it_adds_and_a_deletion_leaves_no_word(store: Store) -> None:
    room = make_room(store)
    ada, bo = person(store, room, "Ada"), person(store, room, "Bo")
    say(store, room, "@Ada look")

    change(store, room, 1, "@Ada and @Bo look")
    assert (told(store, ada), told(store, bo)) == ([(1, "@Ada and @Bo look")], [(1, "@Ada and @Bo look")])

    remove(store, room, 1)
    assert (told(store, ada), told(store, bo)) == ([], [])
    with store.reading() as work:
        assert work.session.query(Notice).count() == 0
        _, messages = newest_page(work, ada, room.thread_id)
    assert messages[0]["mentions"] == []


def test_too_many_names_in_one_message_are_refused(store: Store) -> None:
    room = make_room(store)
    names = [f"Guest {number}" for number in range(MOST_MENTIONS + 1)]
    for name in names:
        person(store, room, name)
    text = " ".join(f"@{name}" for name in names)

    with pytest.raises(Invalid, match="at most 5 people"):
        say(store, room, text)


def test_a_picked_person_of_two_is_still_meant_after_an_edit(store: Store) -> None:
    room = make_room(store)
    first, second = person(store, room, "Ada"), person(store, room, "Ada")

    with committed(store) as work:
        post(work, room.attendee, MessageDraft(room.thread_id, "c-1", "@Ada?", (second.known_id,)))
        edit(work, room.attendee, Change(room.thread_id, 1, "e-1", "@Ada!", (second.known_id,)))

    assert (told(store, first), told(store, second)) == ([], [(1, "@Ada!")])


def test_a_message_that_names_nobody_asks_the_store_no_more_than_before(sqlite_store: Store) -> None:
    room = make_room(sqlite_store)
    say(sqlite_store, room, "first")
    asked: list[str] = []
    engine = sqlite_store.engines.writing
    event.listen(engine, "before_cursor_execute", lambda *told: asked.append(told[2]))

    say(sqlite_store, room, "second", "c-2")

    assert [statement.split()[0] for statement in asked] == ["UPDATE", "INSERT"]
