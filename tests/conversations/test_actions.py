"""Who may write to whom, what is listed, and who is told by mail."""

from dataclasses import replace
from datetime import timedelta

import pytest

from portal.access import Role
from portal.clock import now
from portal.contacts.actions import say_hello
from portal.contacts.rules import Most
from portal.conversations.actions import mail_away, read_all
from portal.conversations.queries import conversation_with, conversations_of, waiting_since
from portal.errors import Invalid, NotAllowed, NotFound
from portal.lounge.actions import ask as ask_for_introduction
from portal.lounge.queries import introducing
from portal.mail.models import Mail
from portal.mail.queries import newest_mails
from portal.notices.queries import notices_of
from portal.profiles.actions import say, show
from portal.profiles.rules import ListingDraft, ProfileDraft
from portal.registrations.queries import own_registration
from portal.registrations.rules import State
from portal.store.work import Store
from portal.threads.actions import delete, edit, post, react
from portal.threads.queries import chat_of, head_to_read, messages_before, page_after, people_reacting
from portal.threads.rules import Change, MessageDraft, ReactionDraft
from tests.conversations.made import Two, make_two
from tests.made import committed

PAUSE = timedelta(minutes=10)


def listed(two: Two, actor: object) -> list[tuple[str, str, int]]:
    with two.store.reading() as work:
        return [(one.name, one.newest, one.unread) for one in conversations_of(work, actor)]  # type: ignore[arg-type]


def mails(two: Two) -> list[Mail]:
    """What those get who are away for longer than the pause."""
    with two.store.reading() as work:
        waiting = waiting_since(work, now() + timedelta(seconds=1))
    for workshop_id, person_id in waiting:
        with committed(two.store) as work:
            mail_away(work, workshop_id, person_id, base_url="https://portal.example", pause=PAUSE)
    with two.store.reading() as work:
        return newest_mails(work)


def test_who_is_listed_is_written_to_and_may_answer_somebody_who_is_hidden(store: Store) -> None:
    two = make_two(store)

    thread = two.write(two.ann, two.ben, "Is your data open?")
    assert two.write(two.ben, two.ann, "Yes", "c-2") == thread

    assert listed(two, two.ann) == [("Ben", "Yes", 1)]
    assert listed(two, two.ben) == [("Ann", "Yes", 1)]
    assert listed(two, two.cleo) == []


def test_who_is_hidden_is_written_to_by_nobody_to_whom_they_have_not_turned(sqlite_store: Store) -> None:
    two = make_two(sqlite_store)

    for other in (two.ann, replace(two.ann, person_id=10**6), two.cleo):
        with pytest.raises(NotFound):
            two.write(two.cleo, other)


def test_a_hello_alone_opens_no_conversation_to_somebody_who_is_not_listed_any_more(
    sqlite_store: Store,
) -> None:
    two = make_two(sqlite_store)
    with committed(sqlite_store) as work:
        say_hello(work, two.ann, two.ben.known_id, "", Most(3, 50))
        show(work, two.ben, ListingDraft())

    with pytest.raises(NotFound):
        two.write(two.ann, two.ben)


@pytest.mark.parametrize("role", [Role.ATTENDEE, Role.MODERATOR, Role.CHAIR, Role.ORGANIZER], ids=str)
def test_nobody_else_reads_or_writes_there_in_any_way(sqlite_store: Store, role: Role) -> None:
    two = make_two(sqlite_store)
    thread = two.write(two.ann, two.ben, "in confidence")
    other = two.company.add("Other", None, role)

    with committed(sqlite_store) as work:
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
        ):
            with pytest.raises(NotAllowed):
                attempt()
        for search in (
            lambda: conversation_with(work, other, two.ann.known_id),
            lambda: read_all(work, other, thread),
        ):
            with pytest.raises(NotFound):
                search()


def test_an_organizer_in_a_conversation_deletes_no_words_of_the_other(sqlite_store: Store) -> None:
    two = make_two(sqlite_store)
    organizer = two.company.add("Olga", None, Role.ORGANIZER)
    thread = two.write(organizer, two.ben, "hello")
    two.write(two.ben, organizer, "mine", "c-2")

    with committed(sqlite_store) as work, pytest.raises(NotAllowed):
        delete(work, organizer, Change(thread, 2, "x-1"))

    with sqlite_store.reading() as work:
        chat = chat_of(work, organizer, thread)
    assert not chat["may_delete"]
    assert [one["may_delete"] for one in chat["messages"]] == [True, False]


def test_a_name_calls_nobody_there(sqlite_store: Store) -> None:
    two = make_two(sqlite_store)

    thread = two.write(two.ann, two.ben, "@Cleo and @Ben are nice")

    with sqlite_store.reading() as work:
        assert chat_of(work, two.ann, thread)["messages"][0]["mentions"] == []
        assert notices_of(work, two.cleo) == []
        assert [one.happened for one in notices_of(work, two.ben)] == ["Ann writes to you"]


def test_what_was_read_and_what_was_deleted_does_not_wait_any_more(sqlite_store: Store) -> None:
    two = make_two(sqlite_store)
    thread = two.write(two.ann, two.ben, "one")
    two.write(two.ann, two.ben, "two", "c-2")
    assert listed(two, two.ben) == [("Ann", "two", 2)]

    with committed(sqlite_store) as work:
        delete(work, two.ann, Change(thread, 2, "d-1"))
    assert listed(two, two.ben) == [("Ann", "one", 1)]
    with committed(sqlite_store) as work:
        read_all(work, two.ben, thread)

    assert listed(two, two.ben) == [("Ann", "one", 0)]


def test_a_blocked_conversation_is_gone_for_both_and_comes_back_for_neither_by_writing(
    sqlite_store: Store,
) -> None:
    two = make_two(sqlite_store)
    two.write(two.ann, two.ben)

    two.block(two.ben, two.ann)

    assert listed(two, two.ann) == listed(two, two.ben) == []
    for one, other in ((two.ann, two.ben), (two.ben, two.ann)):
        with pytest.raises(NotFound):
            two.write(one, other, "again", "c-9")


def test_an_empty_message_makes_no_conversation(sqlite_store: Store) -> None:
    two = make_two(sqlite_store)

    with pytest.raises(Invalid):
        two.write(two.ann, two.ben, "  ")

    with sqlite_store.reading() as work:
        assert conversation_with(work, two.ann, two.ben.known_id).thread_id is None


def test_who_is_away_is_told_by_one_mail_that_names_all_who_wrote_and_not_what(store: Store) -> None:
    two = make_two(store)
    two.write(two.ann, two.ben, "a secret")
    two.write(two.ann, two.ben, "another", "c-2")
    two.write(two.cleo, two.ben, "mine")

    (mail,) = mails(two)

    assert mail.subject == "2 people wrote to you in Workshop on tides"
    assert "Ann and Cleo wait for you" in mail.text
    assert "https://portal.example/tides/messages" in mail.text
    assert "secret" not in mail.text
    assert len(mails(two)) == 1, "the same is not told twice"
    two.write(two.ann, two.ben, "once more", "c-3")
    assert len(mails(two)) == 2


def test_who_wants_no_mail_or_has_read_it_gets_none(sqlite_store: Store) -> None:
    two = make_two(sqlite_store)
    with committed(sqlite_store) as work:
        say(work, two.ben, ProfileDraft(is_mailed=False))
    two.write(two.ann, two.ben)
    thread = two.write(two.ann, two.cleo)
    with committed(sqlite_store) as work:
        read_all(work, two.cleo, thread)

    assert mails(two) == []


def test_who_has_left_the_workshop_can_still_be_read_and_blocked(sqlite_store: Store) -> None:
    two = make_two(sqlite_store)
    two.write(two.ann, two.ben)
    with committed(sqlite_store) as work:
        registration = own_registration(work, two.ann)
        assert registration is not None
        registration.state = State.WITHDRAWN

    with sqlite_store.reading() as work:
        assert conversation_with(work, two.ben, two.ann.known_id).thread_id is not None
    two.block(two.ben, two.ann)

    assert listed(two, two.ben) == []


def test_two_of_whom_one_has_blocked_the_other_are_not_introduced_in_the_lounge(sqlite_store: Store) -> None:
    two = make_two(sqlite_store)
    two.block(two.ann, two.ben)

    with committed(sqlite_store) as work:
        for one in (two.ann, two.ben):
            ask_for_introduction(work, one, ())

    with sqlite_store.reading() as work:
        assert introducing(work, two.ann, now()).introduction_id is None
