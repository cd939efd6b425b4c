"""One's own contacts: who asks, who has exchanged cards, and whom one has blocked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, or_, select

from portal.access import Actor, title_of
from portal.accounts.models import Person
from portal.contacts.models import CardGiven, Hello, Pair
from portal.contacts.queries.between import circle_of
from portal.contacts.queries.cards import cards_to_keep
from portal.contacts.rules import Card, State, seen_by_sender
from portal.errors import NotFound
from portal.profiles.models import Block
from portal.profiles.queries import blocked_with, workshop_of_people
from portal.registrations.models import Registration, roles_of
from portal.registrations.rules import State as Registered
from portal.store.work import Work


@dataclass(frozen=True)
class Asked:
    """Somebody said hello, or was told it; `hello_id` is 0 where it is no hello but a card that waits for one's own."""

    hello_id: int
    person_id: int
    name: str
    note: str
    state: str
    at: datetime


@dataclass(frozen=True)
class Contact:
    """Somebody whom one knows; with a card, where both gave theirs."""

    id: int
    name: str
    role: str
    card: Card | None = None


@dataclass(frozen=True)
class Contacts:
    """All of it, for one's own page."""

    requests: Sequence[Asked] = ()
    offers: Sequence[Asked] = ()
    people: Sequence[Contact] = ()
    sent: Sequence[Asked] = ()
    blocked: Sequence[tuple[int, str, bool]] = ()
    """Id, name, and whether there is something to read that was written before."""

    @property
    def cards(self) -> list[Card]:
        return [one.card for one in self.people if one.card is not None]


def contacts_of(work: Work, actor: Actor) -> Contacts:
    """Everything about one's own contacts in this workshop."""
    workshop, own = workshop_of_people(work, actor), actor.known_id
    hidden = blocked_with(work, actor)
    circle = circle_of(work, actor)
    cards = {card.id: card for card in cards_to_keep(work, actor)}
    people = work.session.execute(
        select(Person.id, Person.name, Registration.role_names)
        .join(Registration, Registration.person_id == Person.id)
        .where(
            Registration.workshop_id == workshop.id,
            Registration.state == Registered.ACCEPTED.value,
            Person.id.in_(circle.contacts - hidden),
        )
    )
    blocked = (
        select(Person.id, Person.name, Pair.has_begun)
        .join(Block, Block.blocked_id == Person.id)
        .outerjoin(
            Pair,
            and_(
                Pair.workshop_id == workshop.id,
                or_(
                    and_(Pair.low_id == own, Pair.high_id == Person.id),
                    and_(Pair.high_id == own, Pair.low_id == Person.id),
                ),
            ),
        )
        .where(Block.person_id == own)
    )
    return Contacts(
        requests=_hellos(work, workshop.id, own, is_mine=False, hidden=hidden),
        offers=_offers(work, workshop.id, own, hidden),
        people=sorted(
            (
                Contact(row.id, row.name, title_of(roles_of(row.role_names)).value, cards.get(row.id))
                for row in people
            ),
            key=lambda one: one.name.casefold(),
        ),
        sent=_hellos(work, workshop.id, own, is_mine=True, hidden=hidden),
        blocked=[
            (row.id, row.name, bool(row.has_begun))
            for row in work.session.execute(blocked.order_by(Person.name))
        ],
    )


def hello_to_answer(work: Work, actor: Actor, hello_id: int) -> Hello:
    """A hello that somebody said to this person; any other is NotFound."""
    workshop = workshop_of_people(work, actor)
    hello = work.get_in(workshop.id, Hello, hello_id)
    if hello.receiver_id != actor.person_id or hello.sender_id in blocked_with(work, actor):
        raise NotFound
    return hello


def _hellos(work: Work, workshop_id: int, own: int, *, is_mine: bool, hidden: frozenset[int]) -> list[Asked]:
    """What waits for one's own answer, or one's own that wait, the newest first."""
    by, to = (Hello.sender_id, Hello.receiver_id) if is_mine else (Hello.receiver_id, Hello.sender_id)
    states = [State.SENT.value, State.LATER.value, *([State.DECLINED.value] if is_mine else [])]
    found = (
        select(Hello.id, Hello.note, Hello.state, Hello.at, Person.id.label("person_id"), Person.name)
        .join(Person, Person.id == to)
        .where(Hello.workshop_id == workshop_id, by == own, Hello.state.in_(states))
        .order_by(Hello.id.desc())
    )
    return [
        Asked(
            row.id,
            row.person_id,
            row.name,
            row.note,
            seen_by_sender(row.state).value if is_mine else row.state,
            row.at,
        )
        for row in work.session.execute(found)
        if row.person_id not in hidden
    ]


def _offers(work: Work, workshop_id: int, own: int, hidden: frozenset[int]) -> list[Asked]:
    """Cards that somebody gave and that wait for one's own."""
    mine = select(CardGiven.receiver_id).where(
        CardGiven.workshop_id == workshop_id, CardGiven.giver_id == own
    )
    found = (
        select(Person.id, Person.name, CardGiven.at)
        .join(Person, Person.id == CardGiven.giver_id)
        .where(
            CardGiven.workshop_id == workshop_id,
            CardGiven.receiver_id == own,
            CardGiven.giver_id.not_in(mine),
        )
        .order_by(CardGiven.at.desc())
    )
    return [
        Asked(0, row.id, row.name, "", "", row.at)
        for row in work.session.execute(found)
        if row.id not in hidden
    ]
