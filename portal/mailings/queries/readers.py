"""Who is in a group, who of them gets no mail, and what a mail can tell each of them."""

from collections import defaultdict
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from portal.accounts.models import Address, Person, SignIn
from portal.clock import now
from portal.mail.queries import bounced_among
from portal.mailings.models import Mailing, MailingRecipient, Unsubscription
from portal.mailings.rules import ROLE, Audience, Reader, Skip, Slot
from portal.posters.models import Poster, PosterPresenter, PosterVisit
from portal.posters.queries.slots import standing_in
from portal.registrations.models import Registration
from portal.registrations.rules import Attendance, State
from portal.store.pieces import in_pieces
from portal.store.work import Work
from portal.threads.models import Message, Thread
from portal.workshops.models import Workshop

IsIn = Callable[[Person, Registration], bool]
IN_STATE = {
    Audience.REQUESTED: State.REQUESTED,
    Audience.INVITED: State.INVITED,
    Audience.WAITLISTED: State.WAITLISTED,
}
REACHED = (State.ACCEPTED, State.INVITED, State.REQUESTED, State.WAITLISTED)
"""Who may be picked by hand; nobody writes to those who are out."""


@dataclass(frozen=True)
class Group:
    """The people of a group by name, and why some of them get no mail."""

    readers: Sequence[Reader]
    skipped: dict[int, Skip]

    @property
    def reached(self) -> list[Reader]:
        return [one for one in self.readers if one.person_id not in self.skipped]

    def left_out(self) -> dict[Skip, list[Reader]]:
        """Those who get no mail, by the reason."""
        by: dict[Skip, list[Reader]] = defaultdict(list)
        for one in self.readers:
            if one.person_id in self.skipped:
                by[self.skipped[one.person_id]].append(one)
        return dict(by)


def group_of(work: Work, workshop: Workshop, audience: str, picked: Collection[int]) -> Group:
    """Everybody in a group; for who is absent today, `picked` are those who are known to be here."""
    readers = [_reader(person) for person in _people(work, workshop, audience, picked)]
    ended = set(
        work.session.scalars(
            select(Unsubscription.person_id).where(Unsubscription.workshop_id == workshop.id)
        )
    )
    bounced = bounced_among(work, [one.email for one in readers if one.email])
    skipped: dict[int, Skip] = {}
    for one in readers:
        if not one.email:
            skipped[one.person_id] = Skip.NO_ADDRESS
        elif one.person_id in ended:
            skipped[one.person_id] = Skip.UNSUBSCRIBED
        elif one.email in bounced:
            skipped[one.person_id] = Skip.BOUNCED
    return Group(readers, skipped)


def readers_to_write(work: Work, mailing: Mailing, most: int) -> list[Reader]:
    """Some of those whose mail is not written yet, with everything that it may tell them."""
    found = (
        select(Person)
        .join(MailingRecipient, MailingRecipient.person_id == Person.id)
        .options(selectinload(Person.addresses))
        .where(
            MailingRecipient.mailing_id == mailing.id,
            MailingRecipient.mail_id.is_(None),
            MailingRecipient.token_hash.is_(None),
            MailingRecipient.skipped == "",
        )
        .order_by(Person.id)
        .limit(most)
    )
    return told_readers(work, mailing.workshop_id, work.session.scalars(found).all())


def told_readers(work: Work, workshop_id: int, people: Sequence[Person]) -> list[Reader]:
    """These people with their posters and slots."""
    wanted = {person.id for person in people}
    posters: dict[int, list[tuple[int, str]]] = defaultdict(list)
    held = (
        select(PosterPresenter.person_id, Poster.id, Poster.title)
        .join(Poster, Poster.id == PosterPresenter.poster_id)
        .where(Poster.workshop_id == workshop_id)
        .order_by(Poster.position, Poster.id)
    )
    for person_id, poster_id, title in work.session.execute(held):
        posters[person_id].append((poster_id, title))
    slots: dict[int, list[Slot]] = defaultdict(list)
    for stood in standing_in(work, workshop_id).stood if wanted & posters.keys() else ():
        slot = Slot(stood.poster_id, stood.title, stood.slot.place, stood.slot.starts_at, stood.slot.ends_at)
        for person_id in stood.people & wanted:
            slots[person_id].append(slot)
    return [_reader(person, tuple(posters[person.id]), tuple(slots[person.id])) for person in people]


def reader_with(work: Work, workshop_id: int, person_id: int) -> Reader:
    """One person with everything that a mail may tell them."""
    [reader] = told_readers(work, workshop_id, [work.get(Person, person_id)])
    return reader


def people_with(work: Work, workshop_id: int, emails: Collection[str]) -> dict[str, int]:
    """Those of these addresses that somebody of the workshop has, with their ids."""
    found: dict[str, int] = {}
    for some in in_pieces(list(emails)):
        rows = work.session.execute(
            select(Address.email, Address.person_id)
            .join(Registration, Registration.person_id == Address.person_id)
            .where(
                Registration.workshop_id == workshop_id,
                Registration.state.in_(REACHED),
                Address.email.in_(some),
            )
        )
        found.update(rows.all())
    return found


def addresses_of(work: Work, person_ids: Collection[int]) -> list[str]:
    """The first address of each, for a list that is changed by hand."""
    people: list[Person] = []
    for some in in_pieces(list(person_ids)):
        found = select(Person).options(selectinload(Person.addresses)).where(Person.id.in_(some))
        people.extend(work.session.scalars(found))
    return sorted(person.email for person in people if person.email)


def _people(work: Work, workshop: Workshop, audience: str, picked: Collection[int]) -> list[Person]:
    found = (
        select(Person, Registration)
        .join(Registration, Registration.person_id == Person.id)
        .options(selectinload(Person.addresses))
        .where(Registration.workshop_id == workshop.id, Registration.state.in_(REACHED))
        .order_by(func.lower(Person.name), Person.id)
    )
    wanted = IN_STATE.get(
        Audience(audience) if audience in set(Audience) else Audience.ACCEPTED, State.ACCEPTED
    )
    rows = [
        (person, one)
        for person, one in work.session.execute(found)
        if audience == Audience.PICKED or one.state == wanted
    ]
    if audience.startswith(ROLE):
        role = audience.removeprefix(ROLE)
        return [person for person, one in rows if role in one.role_names]
    is_in = _test_of(work, workshop, audience, frozenset(picked))
    return [person for person, one in rows if is_in(person, one)]


def _test_of(work: Work, workshop: Workshop, audience: str, picked: frozenset[int]) -> IsIn:
    """What makes somebody of the right state belong to the group."""
    match audience:
        case Audience.NO_FILE:
            lacking = _presenters_without_file(work, workshop.id)
            return lambda person, _: person.id in lacking
        case Audience.ONSITE:
            return lambda _, one: one.attendance == Attendance.ONSITE
        case Audience.ONLINE:
            return lambda _, one: one.attendance != Attendance.ONSITE
        case Audience.ABSENT:
            seen = _seen_today(work, workshop) | picked
            return lambda person, _: person.id not in seen
        case Audience.PICKED:
            return lambda person, _: person.id in picked
        case _:
            return lambda _person, _one: True


def _presenters_without_file(work: Work, workshop_id: int) -> set[int]:
    found = (
        select(PosterPresenter.person_id)
        .join(Poster, Poster.id == PosterPresenter.poster_id)
        .where(Poster.workshop_id == workshop_id, Poster.file_id.is_(None))
    )
    return set(work.session.scalars(found))


def _seen_today(work: Work, workshop: Workshop) -> set[int]:
    """Who signed in, was at a poster or wrote since midnight in the workshop's zone."""
    since = _midnight(workshop, now())
    asked = (
        select(SignIn.person_id).where(SignIn.created_at >= since),
        select(PosterVisit.person_id).where(
            PosterVisit.workshop_id == workshop.id, PosterVisit.last_at >= since
        ),
        select(Message.author_id)
        .join(Thread, Thread.id == Message.thread_id)
        .where(Thread.workshop_id == workshop.id, Message.posted_at >= since),
    )
    return {person_id for found in asked for person_id in work.session.scalars(found.distinct())}


def _midnight(workshop: Workshop, at: datetime) -> datetime:
    return at.astimezone(workshop.zone).replace(hour=0, minute=0, second=0, microsecond=0)


def _reader(
    person: Person, posters: tuple[tuple[int, str], ...] = (), slots: tuple[Slot, ...] = ()
) -> Reader:
    return Reader(person.id, person.name, person.email, person.time_zone, posters, slots)
