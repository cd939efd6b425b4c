"""A silence and a removal hold wherever somebody makes themselves heard, not in chats alone."""

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import select

from portal.access import Actor
from portal.accounts.models import Person
from portal.backstage.actions import raise_hand
from portal.calls.actions import join, look_again
from portal.calls.models import CallSeat
from portal.calls.rules import Wish
from portal.errors import NotAllowed
from portal.knocks.actions import knock
from portal.knocks.rules import Draft as Knocking
from portal.knocks.rules import Whereabouts
from portal.knocks.rules import Wish as KnockWish
from portal.lounge.actions import ask as ask_for_introduction
from portal.lounge.actions import open_table
from portal.lounge.rules import TableDraft
from portal.moderation.actions import remove, silence
from portal.moderation.rules import Act
from portal.questions.actions import ask
from portal.questions.rules import Asked
from portal.registrations.queries import actor_of
from portal.store.work import Store, Work
from portal.threads.actions import react
from portal.threads.rules import ReactionDraft
from tests.access.world import World, build_world
from tests.made import committed

TEN = Act("Spam", "10")
NOBODY = Whereabouts(frozenset(), lambda _: False)

Does = Callable[[Work, Actor, World], object]
WAYS: dict[str, Does] = {
    "question": lambda work, actor, world: ask(work, actor, Asked(str(world.words["address"]), "q", "Why?")),
    "reaction": lambda work, actor, world: react(
        work,
        actor,
        ReactionDraft(world.thread_id, world.messages["stranger"], "r", "heart", is_on=True),
    ),
    "hand": lambda work, actor, world: raise_hand(work, actor, number(world, "stage_id")),
    "knock": lambda work, actor, world: knock(
        work, actor, Knocking(number(world, "lone_poster_id"), KnockWish.TALK, ""), NOBODY
    ),
    "table": lambda work, actor, _: open_table(work, actor, TableDraft("Coffee", seats=4)),
    "introduction": lambda work, actor, _: ask_for_introduction(work, actor, ()),
}


def number(world: World, word: str) -> int:
    return int(str(world.words[word]))


@pytest.fixture
def world(sqlite_store: Store, tmp_path: Path) -> World:
    with committed(sqlite_store) as work:
        return build_world(work, tmp_path)


def somebody(work: Work, world: World, word: str) -> Actor:
    return actor_of(work, work.get(Person, number(world, word)), world.workshop_id)


def moderator(work: Work, world: World) -> Actor:
    return somebody(work, world, "moderator_id")


def test_who_is_silenced_is_heard_nowhere(sqlite_store: Store, world: World) -> None:
    person_id = number(world, "attendee_id")
    with committed(sqlite_store) as work:
        silence(work, moderator(work, world), person_id, TEN)

    for does in WAYS.values():
        with pytest.raises(NotAllowed, match="You are silenced until"), committed(sqlite_store) as work:
            does(work, somebody(work, world, "attendee_id"), world)


def test_who_is_silenced_listens_in_a_call_from_then_on(sqlite_store: Store, world: World) -> None:
    person_id = number(world, "attendee_id")
    with committed(sqlite_store) as work:
        silence(work, moderator(work, world), person_id, TEN)
        look_again(work, world.workshop_id, person_id)
        seat = work.session.scalars(select(CallSeat).where(CallSeat.person_id == person_id)).one()
        assert (seat.is_listening, seat.audio) == (True, False)

    with committed(sqlite_store) as work:
        actor = somebody(work, world, "attendee_id")
        sitting = join(work, actor, Wish(world.thread_id, client_id="again", audio=True))
        assert (sitting.seat.is_listening, sitting.seat.audio) == (True, False)
        assert sitting.why.startswith("Listening only. You are silenced until")


def test_who_is_removed_from_a_room_leaves_its_call_too(sqlite_store: Store, world: World) -> None:
    person_id = number(world, "attendee_id")
    with committed(sqlite_store) as work:
        remove(work, moderator(work, world), person_id, world.thread_id, TEN)
        look_again(work, world.workshop_id, person_id)
        assert work.session.scalars(select(CallSeat).where(CallSeat.person_id == person_id)).all() == []

    with pytest.raises(NotAllowed, match="You were removed"), committed(sqlite_store) as work:
        join(
            work,
            somebody(work, world, "attendee_id"),
            Wish(world.thread_id, client_id="again", audio=True),
        )
