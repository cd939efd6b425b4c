"""Messages are numbered without a gap, kept once, and heard only after the commit."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select

from portal.access import VISITOR, Actor, Role
from portal.accounts.models import Person
from portal.errors import Invalid, NotAllowed, NotFound, NotSignedIn
from portal.registrations.rules import State
from portal.store.work import Store
from portal.threads.actions import open_thread, post, set_hosts
from portal.threads.events import MessagePosted
from portal.threads.models import Message, Thread
from portal.threads.queries import chat_of, messages_before, newest_page, page_after
from portal.threads.rules import BACKLOG, PAGE, MessageDraft
from portal.workshops.models import Workshop
from tests.made import Room, committed, make_actor, make_room, make_workshop


def say(store: Store, room: Room, text: str, client_id: str = "c-1") -> int:
    with committed(store) as work:
        return post(work, room.attendee, MessageDraft(room.thread_id, client_id, text))


def test_messages_are_numbered_from_one_without_a_gap(store: Store) -> None:
    room = make_room(store)

    numbers = [say(store, room, f"message {n}", f"c-{n}") for n in range(5)]

    assert numbers == [1, 2, 3, 4, 5]
    with store.reading() as work:
        assert work.get(Thread, room.thread_id).head == 5


def test_the_same_client_id_again_is_the_same_message_and_heard_once(store: Store) -> None:
    room = make_room(store)
    first = say(store, room, "hello")

    with committed(store) as work:
        again = post(work, room.attendee, MessageDraft(room.thread_id, "c-1", "hello"))
        assert work.announced == []

    assert again == first == 1
    with store.reading() as work:
        assert len(work.session.scalars(select(Message)).all()) == 1


def test_the_same_client_id_of_somebody_else_is_another_message(store: Store) -> None:
    room = make_room(store)
    say(store, room, "mine")

    with committed(store) as work:
        other = make_actor(work, work.get(Workshop, room.workshop_id))
        number = post(work, other, MessageDraft(room.thread_id, "c-1", "theirs"))

    assert number == 2


def test_twenty_identical_sends_at_once_are_one_message_and_twenty_equal_answers(store: Store) -> None:
    room = make_room(store)

    with ThreadPoolExecutor(20) as pool:
        numbers = list(pool.map(lambda _: say(store, room, "once"), range(20)))

    assert numbers == [1] * 20
    with store.reading() as work:
        assert work.get(Thread, room.thread_id).head == 1


def test_many_at_once_leave_no_gap_and_no_double_number(store: Store) -> None:
    room = make_room(store)

    with ThreadPoolExecutor(8) as pool:
        numbers = list(pool.map(lambda n: say(store, room, "x", f"c-{n}"), range(40)))

    assert sorted(numbers) == list(range(1, 41))


def test_the_room_hears_the_message_with_its_author_and_number(store: Store) -> None:
    room = make_room(store)

    with store.writing() as work:
        post(work, room.attendee, MessageDraft(room.thread_id, "c-9", "  hello\r\nthere  "))
        (heard,) = work.announced

    assert isinstance(heard, MessagePosted)
    assert heard.room == f"thread:{room.thread_id}"
    told = heard.wire()
    assert (told["seq"], told["client_id"], told["text"]) == (1, "c-9", "hello\nthere")
    assert told["author"] == {"id": room.attendee.person_id, "name": room.attendee.name, "role": "attendee"}


def test_a_refused_message_is_heard_by_nobody_and_takes_no_number(store: Store) -> None:
    room = make_room(store)
    with committed(store) as work:
        workshop = work.get(Workshop, room.workshop_id)
        asking = make_actor(work, workshop, state=State.REQUESTED)
        stranger = make_actor(work, make_workshop(work, "lakes"))

    for actor, refusal in ((asking, NotAllowed), (stranger, NotFound), (VISITOR, NotFound)):
        with store.writing() as work:
            with pytest.raises(refusal):
                post(work, actor, MessageDraft(room.thread_id, "c-1", "let me in"))
            assert work.announced == []

    with store.reading() as work:
        assert work.get(Thread, room.thread_id).head == 0


def test_a_visitor_of_the_right_workshop_is_asked_to_sign_in(store: Store) -> None:
    room = make_room(store)

    with store.writing() as work, pytest.raises(NotSignedIn):
        post(work, Actor(workshop_id=room.workshop_id), MessageDraft(room.thread_id, "c-1", "hi"))


@pytest.mark.parametrize("text", ["", "   \n ", "\x00\x07", "x" * 4001])
def test_an_empty_or_endless_message_is_refused(store: Store, text: str) -> None:
    room = make_room(store)

    with store.writing() as work, pytest.raises(Invalid):
        post(work, room.attendee, MessageDraft(room.thread_id, "c-1", text))


def test_a_closed_thread_takes_no_message(store: Store) -> None:
    room = make_room(store)
    with committed(store) as work:
        work.get(Thread, room.thread_id).is_open = False

    with store.writing() as work, pytest.raises(NotAllowed):
        post(work, room.attendee, MessageDraft(room.thread_id, "c-1", "too late"))


def test_a_host_writes_with_the_part_that_they_have_in_this_thread(store: Store) -> None:
    with committed(store) as work:
        workshop = make_workshop(work)
        presenter = make_actor(work, workshop, Role.ATTENDEE)
        own, other = open_thread(work, workshop.id, "poster"), open_thread(work, workshop.id, "poster")
        set_hosts(work, own.id, {presenter.known_id: "presenter"})

        post(work, presenter, MessageDraft(own.id, "c-1", "welcome"))
        post(work, presenter, MessageDraft(other.id, "c-1", "hello"))

        roles = [fact.wire()["author"]["role"] for fact in work.announced if isinstance(fact, MessagePosted)]
    assert roles == ["presenter", "attendee"]


def test_a_newcomer_reads_the_newest_and_the_others_what_they_missed(store: Store) -> None:
    room = make_room(store)
    total = PAGE + 30
    with committed(store) as work:
        for number in range(total):
            post(work, room.attendee, MessageDraft(room.thread_id, f"c-{number}", f"message {number + 1}"))

    with store.reading() as work:
        head, newest = newest_page(work, room.attendee, room.thread_id)
        _, page = page_after(work, room.attendee, room.thread_id, 10)

    assert head == total
    assert [one["seq"] for one in newest] == list(range(total - BACKLOG + 1, total + 1))
    assert [one["seq"] for one in page] == list(range(11, 11 + PAGE))


def test_a_chat_on_a_page_says_where_it_begins_and_whether_one_may_write(store: Store) -> None:
    room = make_room(store)
    told = []
    with store.reading() as work:
        told.append(chat_of(work, room.attendee, room.thread_id))
    with committed(store) as work:
        for number in range(1, BACKLOG + 6):
            post(work, room.attendee, MessageDraft(room.thread_id, f"c-{number}", "hello"))
    with committed(store) as work:
        work.get(Thread, room.thread_id).is_open = False
    with store.reading() as work:
        told += [chat_of(work, room.attendee, room.thread_id, before) for before in (None, 6, 1)]

    assert [(one["head"], one["earliest"], len(one["messages"]), one["may_post"]) for one in told] == [
        (0, 0, 0, True),
        (BACKLOG + 5, 6, BACKLOG, False),
        (BACKLOG + 5, 1, 5, False),
        (BACKLOG + 5, 0, 0, False),
    ]


def test_a_name_that_changes_does_not_change_what_was_signed(store: Store) -> None:
    room = make_room(store)
    say(store, room, "signed")

    with committed(store) as work:
        work.get(Person, room.attendee.known_id).name = "Another Name"

    with store.reading() as work:
        (message,) = page_after(work, room.attendee, room.thread_id, 0)[1]
    assert message["author"]["name"] == room.attendee.name


def test_long_messages_come_in_short_pages_that_lead_to_the_same_log(store: Store) -> None:
    room = make_room(store)
    with committed(store) as work:
        for number in range(1, 81):
            post(work, room.attendee, MessageDraft(room.thread_id, f"c-{number}", f"{number} " + "x" * 3990))

    forth, back = [0], [81]
    with store.reading() as work:
        while forth[-1] < 80:
            page = page_after(work, room.attendee, room.thread_id, forth[-1])[1]
            assert sum(len(entry["text"]) for entry in page) <= 150_000
            forth += [entry["seq"] for entry in page]
        while back[-1] > 1:
            older = messages_before(work, room.attendee, room.thread_id, back[-1])
            assert sum(len(message.text) for message in older) <= 150_000
            back += [message.seq for message in reversed(older)]

    assert forth == list(range(81))
    assert back == list(range(81, 0, -1))
