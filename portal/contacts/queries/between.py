"""What is between two people."""

from dataclasses import dataclass

from sqlalchemy import and_, or_, select

from portal.access import Actor
from portal.accounts.models import Address
from portal.contacts.models import CardGiven, Hello, Pair
from portal.contacts.rules import State, seen_by_sender
from portal.errors import NotFound
from portal.profiles.models import Block
from portal.profiles.queries import blocked_with, workshop_of_people
from portal.profiles.rules import Circle
from portal.store.work import Work
from portal.threads.models import Message


@dataclass(frozen=True)
class Between:
    """What is between the actor and another one, as the actor sees it.

    `sent` is the state of one's own last hello, "" for none; `received` is the other's that can be answered.
    """

    person_id: int
    sent: str
    received: Hello | None
    has_given: bool
    was_given: bool
    has_blocked: bool
    thread_id: int | None
    addresses: tuple[str, ...]
    given_email: str = ""

    @property
    def has_exchanged(self) -> bool:
        return self.has_given and self.was_given


def circle_of(work: Work, actor: Actor) -> Circle:
    """Who made themselves known to this person, and with whom they have exchanged something."""
    workshop_id, own = workshop_of_people(work, actor).id, actor.known_id
    hellos = work.session.execute(
        select(Hello.sender_id, Hello.receiver_id, Hello.state).where(
            Hello.workshop_id == workshop_id, or_(Hello.sender_id == own, Hello.receiver_id == own)
        )
    ).all()
    cards = work.session.execute(
        select(CardGiven.giver_id, CardGiven.receiver_id).where(
            CardGiven.workshop_id == workshop_id,
            or_(CardGiven.giver_id == own, CardGiven.receiver_id == own),
        )
    ).all()
    wrote = work.session.scalars(
        select(Message.author_id)
        .join(Pair, Pair.thread_id == Message.thread_id)
        .where(Pair.workshop_id == workshop_id, or_(Pair.low_id == own, Pair.high_id == own))
        .distinct()
    ).all()
    greeted = {row.receiver_id for row in hellos if row.sender_id == own and row.state == State.ACCEPTED}
    greeting = {row.sender_id for row in hellos if row.receiver_id == own}
    accepted = {row.sender_id for row in hellos if row.receiver_id == own and row.state == State.ACCEPTED}
    given = {row.receiver_id for row in cards if row.giver_id == own}
    giving = {row.giver_id for row in cards if row.receiver_id == own}
    contacts = greeted | accepted | (given & giving)
    return Circle(frozenset((contacts | greeting | giving | set(wrote)) - {own}), frozenset(contacts))


def pair_with(work: Work, workshop_id: int, one: int, other: int) -> Pair | None:
    """The pair of these two, if they have to do with each other."""
    low, high = sorted((one, other))
    found = select(Pair).where(Pair.workshop_id == workshop_id, Pair.low_id == low, Pair.high_id == high)
    row = work.session.scalars(found).one_or_none()
    return row and work.hold(row)


def pair_between(work: Work, actor: Actor, person_id: int) -> Pair | None:
    """The pair of the actor and another one; None where one of them wants to have nothing to do with the other."""
    workshop = workshop_of_people(work, actor)
    if person_id in blocked_with(work, actor):
        return None
    return pair_with(work, workshop.id, actor.known_id, person_id)


def pair_to_see(work: Work, actor: Actor, thread_id: int) -> Pair:
    """The pair to which this thread belongs, for the two of it; raises NotFound."""
    found = select(Pair).where(Pair.thread_id == thread_id, Pair.workshop_id == actor.workshop_id)
    row = work.session.scalars(found).one_or_none()
    if row is None or actor.known_id not in row.people:
        raise NotFound
    return work.hold(row)


def between(work: Work, actor: Actor, person_id: int) -> Between:
    """Everything between the actor and one other person."""
    workshop_id, own = workshop_of_people(work, actor).id, actor.known_id
    hellos = work.session.scalars(
        select(Hello)
        .where(
            Hello.workshop_id == workshop_id,
            or_(
                and_(Hello.sender_id == own, Hello.receiver_id == person_id),
                and_(Hello.sender_id == person_id, Hello.receiver_id == own),
            ),
        )
        .order_by(Hello.id)
    ).all()
    sent = [one for one in hellos if one.sender_id == own]
    received = [one for one in hellos if one.receiver_id == own and one.state != State.OVER]
    given = work.session.get(CardGiven, (workshop_id, own, person_id))
    pair = pair_between(work, actor, person_id)
    return Between(
        person_id=person_id,
        sent=seen_by_sender(sent[-1].state).value if sent else "",
        received=work.hold(received[-1]) if received else None,
        has_given=given is not None,
        was_given=work.session.get(CardGiven, (workshop_id, person_id, own)) is not None,
        has_blocked=work.session.get(Block, (own, person_id)) is not None,
        thread_id=pair.thread_id if pair is not None else None,
        addresses=tuple(
            work.session.scalars(select(Address.email).where(Address.person_id == own).order_by(Address.id))
        ),
        given_email=given.email if given is not None else "",
    )
