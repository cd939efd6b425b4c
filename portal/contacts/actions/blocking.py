"""Want to have nothing more to do with somebody, who is not told; it ends at once, on open pages too."""

from sqlalchemy import and_, delete, or_, select, update

from portal.access import Actor
from portal.clock import now
from portal.contacts.actions.pairs import hold_both, settle
from portal.contacts.models import CardGiven, Hello, Pair
from portal.contacts.queries import circle_of, pair_with
from portal.contacts.rules import State
from portal.errors import NotFound
from portal.notices.actions import forget
from portal.notices.models import Notice
from portal.profiles.models import Block
from portal.profiles.queries import is_in_sight, workshop_of_people
from portal.store.work import Work


def block(work: Work, actor: Actor, person_id: int) -> None:
    """Neither finds the other any more, says hello or writes; twice is the same as once.

    Raises NotFound for somebody of whom this person sees nothing.
    """
    own = actor.known_id
    workshop_id = workshop_of_people(work, actor).id
    is_known = pair_with(work, workshop_id, own, person_id) is not None
    if person_id == own or not (is_known or is_in_sight(work, actor, person_id, circle_of(work, actor))):
        raise NotFound
    hold_both(work, workshop_id, own, person_id)
    if work.session.get(Block, (own, person_id)) is not None:
        return
    work.add(Block(person_id=own, blocked_id=person_id, at=now()))
    _end_hellos_and_cards(work, own, person_id)
    for pair in _pairs(work, own, person_id):
        settle(work, pair)
        _forget_what_they_told(work, pair, own)


def unblock(work: Work, actor: Actor, person_id: int) -> None:
    """Let somebody be seen again; what was ended stays ended, but for what was written."""
    workshop_of_people(work, actor)
    found = work.session.get(Block, (actor.known_id, person_id))
    if found is None:
        return
    work.session.delete(found)
    for pair in _pairs(work, actor.known_id, person_id):
        settle(work, pair)


def _pairs(work: Work, one: int, other: int) -> list[Pair]:
    low, high = sorted((one, other))
    found = select(Pair).where(Pair.low_id == low, Pair.high_id == high).order_by(Pair.id)
    return [work.hold(pair) for pair in work.session.scalars(found).all()]


def _end_hellos_and_cards(work: Work, own: int, other: int) -> None:
    said = or_(
        and_(Hello.sender_id == own, Hello.receiver_id == other),
        and_(Hello.sender_id == other, Hello.receiver_id == own),
    )
    given = or_(
        and_(CardGiven.giver_id == own, CardGiven.receiver_id == other),
        and_(CardGiven.giver_id == other, CardGiven.receiver_id == own),
    )
    work.session.execute(update(Hello).where(said).values(state=State.OVER.value))
    work.session.execute(delete(CardGiven).where(given))


def _forget_what_they_told(work: Work, pair: Pair, own: int) -> None:
    """Nothing of theirs waits among one's notices."""
    seqs = work.session.scalars(
        select(Notice.seq).where(Notice.thread_id == pair.thread_id, Notice.person_id == own).distinct()
    ).all()
    for seq in seqs:
        forget(work, pair.thread_id, seq)
