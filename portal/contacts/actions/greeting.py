"""Say hello, and answer."""

from sqlalchemy import func, select, update

from portal.access import Actor
from portal.clock import now
from portal.contacts.actions.pairs import begin, hold_both, meet
from portal.contacts.models import Hello, Pair
from portal.contacts.queries import hello_to_answer, pair_with
from portal.contacts.rules import Most, State, check_most, clean_note, move
from portal.errors import Conflict
from portal.notices.actions import forget, tell
from portal.notices.rules import Cause, Kind
from portal.store.work import Work


def say_hello(work: Work, actor: Actor, person_id: int, note: str, most: Most) -> Hello:
    """Say hello; the other is told once. A new one takes the place of one that waits.

    Raises Conflict where it was said often enough, and where the other has said hello and waits for an answer.
    """
    words = clean_note(note)
    pair = meet(work, actor, person_id)
    mine = select(func.count()).where(
        Hello.workshop_id == pair.workshop_id, Hello.sender_id == actor.known_id
    )
    to_person = work.session.scalar(mine.where(Hello.receiver_id == person_id)) or 0
    check_most(most, to_person, work.session.scalar(mine) or 0)
    _check_waits_for_none(work, pair, actor.known_id, person_id)
    for seq in _end_waiting(work, pair, actor.known_id, person_id):
        forget(work, pair.thread_id, seq)
    hello = work.add(
        Hello(
            workshop_id=pair.workshop_id,
            sender_id=actor.known_id,
            receiver_id=person_id,
            note=words,
            state=State.SENT,
            at=now(),
        )
    )
    cause = Cause(pair.workshop_id, pair.thread_id, -hello.id, actor.name, words or "Hello!")
    tell(work, cause, Kind.HELLO, {person_id})
    return hello


def answer(work: Work, actor: Actor, hello_id: int, state: State) -> Hello:
    """Answer a hello; only who is glad of it says so to the other. The same answer twice is once."""
    hello = hello_to_answer(work, actor, hello_id)
    hold_both(work, hello.workshop_id, hello.sender_id, hello.receiver_id)
    work.lock(hello)
    before = hello.state
    hello.state = move(before, state)
    if hello.state == before:
        return hello
    hello.answered_at = now()
    pair = pair_with(work, hello.workshop_id, hello.sender_id, hello.receiver_id)
    if pair is None:
        raise Conflict("This hello was answered already.")
    work.session.flush()
    forget(work, pair.thread_id, -hello.id)
    if state is State.ACCEPTED:
        begin(work, pair)
        cause = Cause(
            pair.workshop_id, pair.thread_id, -hello.id, actor.name, "You can write to each other now."
        )
        tell(work, cause, Kind.WELCOME, {hello.sender_id})
    return hello


def _check_waits_for_none(work: Work, pair: Pair, own: int, other: int) -> None:
    found = select(Hello.id).where(
        Hello.workshop_id == pair.workshop_id,
        Hello.sender_id == other,
        Hello.receiver_id == own,
        Hello.state.in_([State.SENT.value, State.LATER.value]),
    )
    if work.session.scalar(found.limit(1)) is not None:
        raise Conflict("They have said hello to you and wait for your answer.")


def _end_waiting(work: Work, pair: Pair, own: int, other: int) -> list[int]:
    """End what was said before and waits; returns the numbers of its notices."""
    waiting = (
        Hello.workshop_id == pair.workshop_id,
        Hello.sender_id == own,
        Hello.receiver_id == other,
        Hello.state.in_([State.SENT.value, State.LATER.value, State.DECLINED.value]),
    )
    ids = list(work.session.scalars(select(Hello.id).where(*waiting)))
    work.session.execute(update(Hello).where(*waiting).values(state=State.OVER.value))
    return [-one for one in ids]
