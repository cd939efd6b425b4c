"""Saying hello, exchanging cards and blocking: what each of the two sees of it, and what nobody else does."""

import threading
from dataclasses import replace

import pytest
from sqlalchemy import func, select

from portal.access import Actor
from portal.accounts.models import Address
from portal.contacts.actions import answer, block, give_card, say_hello, unblock, withdraw_card
from portal.contacts.models import Hello, Pair
from portal.contacts.queries import between, cards_to_keep, contacts_of
from portal.contacts.rules import Most, State
from portal.errors import Conflict, Invalid, NotAllowed, NotFound
from portal.events import Eviction
from portal.notices.queries import notices_of
from portal.store.work import Store
from portal.threads.actions import post
from portal.threads.models import Thread
from portal.threads.rules import MessageDraft
from tests.made import committed
from tests.profiles.made import Company, make_company

MOST = Most(3, 50)


def greet(company: Company, actor: Actor, other: Actor, note: str = "", most: Most = MOST) -> int:
    with committed(company.store) as work:
        return say_hello(work, actor, other.known_id, note, most).id


def reply(company: Company, actor: Actor, hello_id: int, state: State) -> None:
    with committed(company.store) as work:
        answer(work, actor, hello_id, state)


def give(company: Company, actor: Actor, other: Actor, email: str = "") -> bool:
    with committed(company.store) as work:
        return give_card(work, actor, other.known_id, email)


def put_out(company: Company, actor: Actor, other: Actor) -> list[object]:
    with committed(company.store) as work:
        block(work, actor, other.known_id)
    return list(work.announced)


def told(company: Company, actor: Actor) -> list[str]:
    with company.store.reading() as work:
        return [one.happened for one in notices_of(work, actor)]


def address_of(company: Company, actor: Actor) -> str:
    with company.store.reading() as work:
        return work.session.scalars(select(Address.email).where(Address.person_id == actor.known_id)).one()


def sent_state(company: Company, actor: Actor, other: Actor) -> str:
    with company.store.reading() as work:
        return between(work, actor, other.known_id).sent


def test_a_hello_waits_for_the_other_and_makes_contacts_once_it_is_accepted(store: Store) -> None:
    company = make_company(store)
    ann, ben = company.add("Ann", None), company.add("Ben")

    hello = greet(company, ann, ben, "about P31")

    with store.reading() as work:
        (waiting,) = contacts_of(work, ben).requests
        assert (waiting.name, waiting.note) == ("Ann", "about P31")
    assert told(company, ben) == ["Ann says hello"]
    reply(company, ben, hello, State.ACCEPTED)
    assert told(company, ann) == ["Ben answers your hello"]
    assert told(company, ben) == []
    for actor, name in ((ann, "Ben"), (ben, "Ann")):
        with store.reading() as work:
            assert [one.name for one in contacts_of(work, actor).people] == [name]
    assert company.find(ann, is_contact=True) == ["Ben"]


def test_later_keeps_it_and_a_decline_is_not_told(sqlite_store: Store) -> None:
    company = make_company(sqlite_store)
    ann, ben = company.add("Ann"), company.add("Ben")
    hello = greet(company, ann, ben)

    reply(company, ben, hello, State.LATER)
    assert sent_state(company, ann, ben) == "later"
    reply(company, ben, hello, State.DECLINED)

    assert sent_state(company, ann, ben) == "sent"
    assert told(company, ann) == told(company, ben) == []
    with sqlite_store.reading() as work:
        assert contacts_of(work, ben).requests == []
        assert [one.state for one in contacts_of(work, ann).sent] == ["sent"]


def test_only_the_one_who_was_greeted_answers(sqlite_store: Store) -> None:
    company = make_company(sqlite_store)
    ann, ben, cleo = company.add("Ann"), company.add("Ben"), company.add("Cleo")
    hello = greet(company, ann, ben)

    for actor in (ann, cleo):
        with pytest.raises(NotFound):
            reply(company, actor, hello, State.ACCEPTED)


def test_hellos_are_few_to_one_person_and_in_one_workshop(sqlite_store: Store) -> None:
    company = make_company(sqlite_store)
    ann, ben, cleo = company.add("Ann"), company.add("Ben"), company.add("Cleo")

    for number in range(3):
        greet(company, ann, ben, str(number))

    with pytest.raises(Conflict):
        greet(company, ann, ben)
    with pytest.raises(Conflict):
        greet(company, ann, cleo, most=Most(3, 3))
    greet(company, ann, cleo)
    assert told(company, ben) == ["Ann says hello"], "a new one takes the place of the one before"


def test_who_is_hidden_and_oneself_cannot_be_greeted(sqlite_store: Store) -> None:
    company = make_company(sqlite_store)
    ann, ben = company.add("Ann"), company.add("Ben", None)

    for other in (ben, ann):
        with pytest.raises(NotFound):
            greet(company, ann, other)


def test_who_was_greeted_answers_and_does_not_greet_back(sqlite_store: Store) -> None:
    company = make_company(sqlite_store)
    ann, ben = company.add("Ann"), company.add("Ben")
    greet(company, ann, ben)

    with pytest.raises(Conflict, match="wait for your answer"):
        greet(company, ben, ann)


def test_cards_are_seen_once_both_gave_theirs_with_the_address_that_each_chose(store: Store) -> None:
    company = make_company(store)
    ann = company.add("Ann", None, affiliation="Place A", links=("https://example.org/ann",))
    ben = company.add("Ben", affiliation="Place B")

    assert not give(company, ann, ben, address_of(company, ann))
    with store.reading() as work:
        assert cards_to_keep(work, ben) == []
        assert [one.name for one in contacts_of(work, ben).offers] == ["Ann"]
    assert give(company, ben, ann)

    with store.reading() as work:
        (of_ann,), (of_ben,) = cards_to_keep(work, ben), cards_to_keep(work, ann)
    assert (of_ann.name, of_ann.affiliation, of_ann.links) == ("Ann", "Place A", ("https://example.org/ann",))
    assert of_ann.email == address_of(company, ann)
    assert (of_ben.name, of_ben.email) == ("Ben", "")
    assert told(company, ben) == ["Ann gives you their card"]
    assert told(company, ann) == ["Ben gives you their card"]


def test_a_card_that_is_taken_back_is_seen_by_neither(sqlite_store: Store) -> None:
    company = make_company(sqlite_store)
    ann, ben = company.add("Ann"), company.add("Ben")
    give(company, ann, ben)
    give(company, ben, ann)

    with committed(sqlite_store) as work:
        withdraw_card(work, ann, ben.known_id)

    with sqlite_store.reading() as work:
        assert cards_to_keep(work, ann) == cards_to_keep(work, ben) == []


def test_nobody_gives_a_card_with_the_address_of_somebody_else(sqlite_store: Store) -> None:
    company = make_company(sqlite_store)
    ann, ben = company.add("Ann"), company.add("Ben")

    with pytest.raises(Invalid):
        give(company, ann, ben, address_of(company, ben))


def test_a_block_ends_everything_between_two_people_and_tells_nobody(sqlite_store: Store) -> None:
    company = make_company(sqlite_store)
    ann, ben = company.add("Ann"), company.add("Ben")
    greet(company, ben, ann, "hello hello")
    give(company, ann, ben)
    give(company, ben, ann)
    with sqlite_store.reading() as work:
        thread_id = work.session.scalars(select(Pair.thread_id)).one()

    announced = put_out(company, ann, ben)

    assert any(isinstance(one, Eviction) and one.room == f"thread:{thread_id}" for one in announced)
    assert not any(
        getattr(one, "person", None) == ben.known_id for one in announced if hasattr(one, "notice")
    )
    assert told(company, ann) == []
    with sqlite_store.reading() as work:
        for actor in (ann, ben):
            mine = contacts_of(work, actor)
            assert (mine.requests, mine.people, mine.sent, mine.offers) == ([], [], [], [])
        assert contacts_of(work, ann).blocked == [(ben.known_id, "Ben", True)]
        assert contacts_of(work, ben).blocked == []
    for one, other in ((ann, ben), (ben, ann)):
        with pytest.raises(NotFound):
            greet(company, one, other)
        with pytest.raises(NotFound):
            give(company, one, other)
        with committed(sqlite_store) as work, pytest.raises(NotAllowed):
            post(work, one, MessageDraft(thread_id, "c-1", "hello?"))


def test_who_unblocks_lets_the_other_write_again_and_be_seen(sqlite_store: Store) -> None:
    company = make_company(sqlite_store)
    ann, ben = company.add("Ann"), company.add("Ben")
    reply(company, ben, greet(company, ann, ben), State.ACCEPTED)
    put_out(company, ann, ben)

    with committed(sqlite_store) as work:
        unblock(work, ann, ben.known_id)

    assert company.look_at(ann, ben).name == "Ben"
    with committed(sqlite_store) as work:
        thread = work.session.scalars(select(Thread).where(Thread.kind == "direct")).one()
        assert (thread.is_open, thread.member_ids) == (True, [ann.known_id, ben.known_id])


def test_where_both_blocked_each_other_one_alone_cannot_undo_it(sqlite_store: Store) -> None:
    company = make_company(sqlite_store)
    ann, ben = company.add("Ann"), company.add("Ben")
    reply(company, ben, greet(company, ann, ben), State.ACCEPTED)
    put_out(company, ann, ben)
    put_out(company, ben, ann)

    with committed(sqlite_store) as work:
        unblock(work, ann, ben.known_id)

    with committed(sqlite_store) as work:
        thread = work.session.scalars(select(Thread).where(Thread.kind == "direct")).one()
        assert (thread.is_open, thread.member_ids) == (False, [ben.known_id])


def test_somebody_of_whom_one_sees_nothing_cannot_be_blocked(sqlite_store: Store) -> None:
    company = make_company(sqlite_store)
    ann, ben = company.add("Ann"), company.add("Ben", None)

    for other in (ben, replace(ben, person_id=10**6), ann):
        with pytest.raises(NotFound):
            put_out(company, ann, other)


def test_two_who_greet_each_other_at_once_have_one_thread_and_nobody_says_too_many_hellos(
    store: Store,
) -> None:
    company = make_company(store)
    ann, ben = company.add("Ann"), company.add("Ben")
    refused: list[Exception] = []

    def press(one: Actor, other: Actor) -> None:
        try:
            greet(company, one, other)
        except Conflict as refusal:
            refused.append(refusal)

    presses = [threading.Thread(target=press, args=pair) for pair in ((ann, ben), (ben, ann)) * 4]
    for one in presses:
        one.start()
    for one in presses:
        one.join()

    with store.reading() as work:
        assert work.session.scalar(select(func.count()).select_from(Pair)) == 1
        assert work.session.scalar(select(func.count()).select_from(Hello)) == 3
    assert len(refused) == 5
