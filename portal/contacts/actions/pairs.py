"""Two people come to have to do with each other."""

from sqlalchemy import or_, select

from portal.access import Actor, Permission
from portal.contacts.models import Pair
from portal.contacts.queries import circle_of, pair_with
from portal.profiles.models import Block
from portal.profiles.queries import person_in_sight
from portal.registrations.queries import registration_of
from portal.store.work import Work
from portal.threads.actions import open_direct, set_pair
from portal.threads.models import Thread


def meet(work: Work, actor: Actor, person_id: int) -> Pair:
    """The pair with somebody whom one sees, made where there is none; what two do at once happens one after the other.

    Raises NotFound for who is hidden, who has blocked the actor or was blocked, and for oneself.
    """
    glance = person_in_sight(work, actor, person_id, circle_of(work, actor), Permission.MEET_PERSON)
    hold_both(work, glance.workshop_id, actor.known_id, person_id)
    pair = pair_with(work, glance.workshop_id, actor.known_id, person_id)
    if pair is not None:
        return pair
    low, high = sorted((actor.known_id, person_id))
    thread = open_direct(work, glance.workshop_id, (low, high))
    return work.add(
        Pair(
            workshop_id=glance.workshop_id,
            low_id=low,
            high_id=high,
            thread_id=thread.id,
            has_begun=False,
        )
    )


def hold_both(work: Work, workshop_id: int | None, one: int, other: int) -> None:
    """Let others who change something between these two, or count what one of them did, wait."""
    for person_id in sorted((one, other)):
        registration = registration_of(work, workshop_id, person_id)
        if registration is not None:
            work.lock(registration)


def begin(work: Work, pair: Pair) -> None:
    """From now on the two may write to each other."""
    pair.has_begun = True
    settle(work, pair)


def settle(work: Work, pair: Pair) -> None:
    """Let into the thread whom the other has not blocked, and let nobody write where somebody is blocked."""
    work.session.flush()
    low, high = pair.people
    blocks = work.session.execute(
        select(Block.person_id, Block.blocked_id).where(
            or_(
                (Block.person_id == low) & (Block.blocked_id == high),
                (Block.person_id == high) & (Block.blocked_id == low),
            )
        )
    ).all()
    out = {row.blocked_id for row in blocks}
    thread = work.get(Thread, pair.thread_id)
    set_pair(work, thread, set(pair.people) - out, is_open=pair.has_begun and not out)
