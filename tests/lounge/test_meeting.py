"""Introductions: who is told of whom, what becomes of it, and never twice; on both kinds of store."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.access import Actor
from portal.clock import now
from portal.errors import Conflict, NotAllowed, NotFound
from portal.lounge.actions import answer, ask, leave_queue, sit, tidy
from portal.lounge.events import IntroductionMoved
from portal.lounge.models import LoungeWait
from portal.programme.models import ProgrammeSession, Star
from portal.store.work import Store
from portal.threads.queries import head_to_read
from tests.lounge.made import Scene, make_scene, newcomer
from tests.made import committed
from tests.turns import overlap


@pytest.fixture
def scene(sqlite_store: Store) -> Scene:
    """Where the kind of store makes no difference."""
    return make_scene(sqlite_store, seats=4)


@pytest.fixture
def either(store: Store) -> Scene:
    """Once on SQLite and once on PostgreSQL."""
    return make_scene(store, seats=4)


def say(scene: Scene, actor: Actor, *, is_yes: bool, told_id: int | None = None) -> int | None:
    """The person's answer; the table when both said yes."""
    told = told_id or scene.seen_by(actor).introduction_id
    assert told is not None
    with committed(scene.store) as work:
        table = answer(work, actor, told, is_yes=is_yes)
        return table.id if table else None


def tidied(scene: Scene, seconds: float) -> None:
    """So much later the clock looks at the lounge; everybody's page was open until then."""
    at = now() + timedelta(seconds=seconds)
    with committed(scene.store) as work:
        for wait in work.session.scalars(select(LoungeWait)):
            wait.seen_at = at
    with committed(scene.store) as work:
        tidy(work, scene.workshop_id, at)


def test_alone_in_the_queue_one_is_told_so(scene: Scene) -> None:
    scene.ask(scene.anna)

    assert (scene.seen_by(scene.anna).state, scene.seen_by(scene.anna).others) == ("waiting", 0)
    assert (scene.seen_by(scene.ben).state, scene.seen_by(scene.ben).others) == ("apart", 1)


def test_two_who_ask_are_told_of_each_other_and_why(scene: Scene) -> None:
    scene.ask(scene.anna, topics=("Ice",))
    with committed(scene.store) as work:
        ask(work, scene.ben, ("ice",))
        told = [fact for fact in work.announced if isinstance(fact, IntroductionMoved)]

    assert {fact.person for fact in told} == {scene.anna.person_id, scene.ben.person_id}
    for one, other in ((scene.anna, scene.ben), (scene.ben, scene.anna)):
        seen = scene.seen_by(one)
        assert (seen.state, seen.other and seen.other.id) == ("told", other.person_id)
        assert seen.reason.casefold() == "you both like to talk about ice."


def test_what_both_starred_is_the_reason(either: Scene) -> None:
    with committed(either.store) as work:
        talk = work.add(
            ProgrammeSession(workshop_id=either.workshop_id, title="Tides in a tank", kind="talk")
        )
        for actor in (either.anna, either.cleo):
            work.add(Star(workshop_id=either.workshop_id, person_id=actor.known_id, session_id=talk.id))

    either.ask(either.anna, either.cleo)

    assert either.seen_by(either.anna).reason == "You both starred “Tides in a tank”."


def test_when_both_say_yes_a_locked_table_for_two_awaits_them(scene: Scene) -> None:
    scene.ask(scene.anna, scene.ben)
    assert say(scene, scene.anna, is_yes=True) is None
    assert scene.seen_by(scene.anna).state == "answered"

    table_id = say(scene, scene.ben, is_yes=True)

    assert table_id is not None
    for one in (scene.anna, scene.ben):
        seen = scene.seen_by(one)
        assert (seen.state, seen.table and seen.table.id) == ("met", table_id)
    assert scene.sitters(table_id) == {}, "nobody is moved by force"
    with scene.store.reading() as work:
        thread_id = scene.seen_by(scene.anna).table
        assert thread_id is not None
        with pytest.raises(NotAllowed):
            head_to_read(work, scene.cleo, thread_id.thread_id)
    with pytest.raises(Conflict, match="locked"):
        scene.sit(scene.cleo, table_id)
    scene.sit(scene.ben, table_id)
    scene.sit(scene.anna, table_id)
    assert len(scene.sitters(table_id)) == 2
    assert scene.open(scene.anna), "it is not counted as a table of one's own"


def test_two_yeses_at_once_open_one_table(either: Scene) -> None:
    either.ask(either.anna, either.ben)
    told = either.seen_by(either.anna).introduction_id
    assert told is not None

    refusal = overlap(
        either.store,
        lambda work: answer(work, either.anna, told, is_yes=True),
        lambda work: answer(work, either.ben, told, is_yes=True),
    )

    assert refusal is None
    tables = {seen.table.id for one in (either.anna, either.ben) if (seen := either.seen_by(one)).table}
    assert len(tables) == 1


def test_who_was_declined_is_never_proposed_again(scene: Scene) -> None:
    scene.ask(scene.anna, scene.ben)

    say(scene, scene.ben, is_yes=False)

    assert scene.pairs() == []
    assert scene.seen_by(scene.anna).state == "waiting"
    assert scene.seen_by(scene.ben).state == "waiting"
    tidied(scene, 3600)
    assert scene.pairs() == []
    scene.ask(scene.cleo)
    assert len(scene.pairs()) == 1


def test_those_who_sat_together_are_not_introduced(scene: Scene) -> None:
    scene.sit(scene.anna)
    scene.sit(scene.ben)

    scene.ask(scene.anna, scene.ben)

    assert scene.pairs() == []


def test_without_an_answer_both_wait_on_and_meet_others_first(scene: Scene) -> None:
    scene.ask(scene.anna, scene.ben)
    say(scene, scene.anna, is_yes=True)

    tidied(scene, 30)
    assert scene.seen_by(scene.ben).state == "told"
    tidied(scene, 61)

    assert (scene.seen_by(scene.anna).state, scene.seen_by(scene.ben).state) == ("waiting", "waiting")
    assert scene.pairs() == []
    with pytest.raises(Conflict, match="over"):
        say(scene, scene.ben, is_yes=True, told_id=1)
    tidied(scene, 61 + 601)
    assert len(scene.pairs()) == 1, "ten minutes later they may try again"


def test_who_twice_says_nothing_leaves_the_queue(either: Scene) -> None:
    either.ask(either.anna, either.ben)
    say(either, either.anna, is_yes=True)
    tidied(either, 61)
    with committed(either.store) as work:
        wait = work.session.get(LoungeWait, (either.workshop_id, either.ben.known_id))
        assert wait is not None
        assert wait.missed == 1

    tidied(either, 700)
    say(either, either.anna, is_yes=True)
    tidied(either, 800)

    assert either.seen_by(either.ben).state == "apart"
    assert either.seen_by(either.anna).state == "waiting"


def test_who_leaves_the_queue_lets_the_other_wait_for_somebody_else(scene: Scene) -> None:
    scene.ask(scene.anna, scene.ben)

    with committed(scene.store) as work:
        leave_queue(work, scene.ben)
        leave_queue(work, scene.ben)

    assert scene.seen_by(scene.ben).state == "apart"
    assert scene.seen_by(scene.anna).state == "waiting"
    scene.ask(scene.cleo)
    assert scene.pairs() == [(scene.anna.known_id, scene.cleo.known_id)]


def test_of_three_who_ask_at_once_nobody_is_told_of_two(either: Scene) -> None:
    either.ask(either.anna)

    refusal = overlap(
        either.store, lambda work: ask(work, either.ben, ()), lambda work: ask(work, either.cleo, ())
    )

    assert refusal is None
    assert either.pairs() == [(either.anna.known_id, either.ben.known_id)]
    either.ask(newcomer(either))
    assert len(either.pairs()) == 2


def test_nobody_answers_for_others(scene: Scene) -> None:
    scene.ask(scene.anna, scene.ben)
    told = scene.seen_by(scene.anna).introduction_id
    assert told is not None

    for actor in (scene.cleo, scene.stranger):
        with committed(scene.store) as work, pytest.raises((NotFound, NotAllowed)):
            answer(work, actor, told, is_yes=True)


def test_one_may_sit_at_a_table_and_ask(scene: Scene) -> None:
    with committed(scene.store) as work:
        sit(work, scene.anna, scene.table_id)
    scene.ask(scene.anna, scene.ben)

    assert len(scene.pairs()) == 1
