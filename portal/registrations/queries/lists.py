"""Long lists of registrations: a page of one, the whole of one, and one beside what an organizer brings."""

import unicodedata
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy import String, cast, func, select
from sqlalchemy.orm import joinedload

from portal.access import Actor
from portal.accounts.models import Address, Person, SignIn
from portal.registrations.models import Registration
from portal.registrations.queries import workshop_to_manage
from portal.registrations.rules import LISTED, Attendee, Place, place_of
from portal.store.work import Work

PAGE = 100
CHUNK = 900

Value = TypeVar("Value")


@dataclass(frozen=True)
class Listing:
    """One page of a long list."""

    rows: Sequence[Registration]
    total: int
    number: int
    pages: int


def registrations_page(
    work: Work,
    actor: Actor,
    state: str = "",
    search: str = "",
    number: int = 1,
    *,
    role: str = "",
    attendance: str = "",
) -> Listing:
    """A page of the list that an organizer sees, by name; narrowed to a state, and to names or addresses."""
    ids = _ids_to_manage(work, actor, state, search, role=role, attendance=attendance)
    pages = max(1, -(-len(ids) // PAGE))
    number = min(max(1, number), pages)
    return Listing(_in_order(work, ids[(number - 1) * PAGE : number * PAGE]), len(ids), number, pages)


def registrations_to_manage(
    work: Work, actor: Actor, state: str = "", search: str = ""
) -> list[Registration]:
    """The whole list that an organizer sees, by name, for a file."""
    return _in_order(work, _ids_to_manage(work, actor, state, search))


def counts_by_state(work: Work, actor: Actor) -> dict[str, int]:
    """How many registrations an organizer finds in each state; every state is named."""
    workshop = workshop_to_manage(work, actor)
    counted = (
        select(Registration.state, func.count())
        .where(Registration.workshop_id == workshop.id)
        .group_by(Registration.state)
    )
    rows = dict(work.session.execute(counted).all())
    return {state.value: rows.get(state.value, 0) for state in LISTED}


@dataclass(frozen=True)
class Match:
    """One row of a list beside what the store knows of the person."""

    attendee: Attendee
    place: Place
    person: Person | None = None
    registration: Registration | None = None
    is_renamed: bool = False

    @property
    def kind(self) -> str:
        """new, changed, or same."""
        if self.registration is None:
            return "new"
        return "changed" if self.is_renamed or self.registration.place != self.place else "same"


def matches(work: Work, actor: Actor, people: Sequence[Attendee]) -> list[Match]:
    """What a list would change, read in bulk.

    A name is taken from a list only for people who have never signed in: afterwards it is theirs.
    """
    workshop = workshop_to_manage(work, actor)
    known = _people_by_email(work, [attendee.email for attendee in people])
    owners = _who_signed_in(work, [person.id for person in known.values()])
    here = select(Registration).where(Registration.workshop_id == workshop.id)
    by_person = {one.person_id: one for one in work.session.scalars(here)}
    return [_match(attendee, known.get(attendee.email), by_person, owners) for attendee in people]


def _match(
    attendee: Attendee, person: Person | None, by_person: Mapping[int, Registration], owners: Collection[int]
) -> Match:
    if person is None:
        return Match(attendee, place_of(attendee, None))
    registration = by_person.get(person.id)
    present = registration.place if registration else None
    affiliation = attendee.affiliation or person.affiliation
    is_other = (person.name, person.affiliation) != (attendee.name, affiliation)
    return Match(
        attendee,
        place_of(attendee, present),
        person,
        registration,
        is_renamed=is_other and person.id not in owners,
    )


def _people_by_email(work: Work, emails: Sequence[str]) -> dict[str, Person]:
    found: dict[str, Person] = {}
    for some in _chunks(emails):
        rows = work.session.execute(
            select(Address.email, Person)
            .join(Person, Person.id == Address.person_id)
            .where(Address.email.in_(some))
        )
        found.update(rows.all())
    return found


def _who_signed_in(work: Work, person_ids: Sequence[int]) -> set[int]:
    found: set[int] = set()
    for some in _chunks(person_ids):
        found.update(
            work.session.scalars(select(SignIn.person_id).where(SignIn.person_id.in_(some)).distinct())
        )
    return found


def _ids_to_manage(
    work: Work, actor: Actor, state: str, search: str, *, role: str = "", attendance: str = ""
) -> list[int]:
    workshop = workshop_to_manage(work, actor)
    found = (
        select(Registration.id, Person.name, Address.email)
        .join(Person, Person.id == Registration.person_id)
        .join(Address, Address.person_id == Person.id, isouter=True)
        .where(
            Registration.workshop_id == workshop.id,
            Registration.state.in_([state] if state in LISTED else LISTED),
        )
        .order_by(func.lower(Person.name), Person.id)
    )
    if role:
        found = found.where(cast(Registration.role_names, String).like(f'%"{role}"%'))
    if attendance:
        found = found.where(Registration.attendance == attendance)
    wanted = _plain(search)
    # Compared here and not in the store, because SQLite folds the case of ASCII letters alone.
    rows = work.session.execute(found)
    return list(
        dict.fromkeys(
            row_id for row_id, name, email in rows if not wanted or wanted in _plain(f"{name} {email}")
        )
    )


def _in_order(work: Work, ids: Sequence[int]) -> list[Registration]:
    by_id: dict[int, Registration] = {}
    for some in _chunks(ids):
        found = (
            select(Registration)
            .options(joinedload(Registration.person).selectinload(Person.addresses))
            .where(Registration.id.in_(some))
        )
        by_id.update({one.id: one for one in work.session.scalars(found)})
    return [by_id[one] for one in ids]


def _plain(text: str) -> str:
    """Letters without case and accents, so that Muller finds Müller."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return " ".join("".join(sign for sign in apart if not unicodedata.combining(sign)).split())


def _chunks(values: Sequence[Value]) -> Iterator[Sequence[Value]]:
    """Parts that fit into one question to the store."""
    return (values[start : start + CHUNK] for start in range(0, len(values), CHUNK))
