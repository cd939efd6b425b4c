"""Imports, read: where one stands, what its rows do, and what the store knows of the people on a list."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import exists, func, select

from portal.access import Actor, Role
from portal.accounts.models import Address, Person, SignIn
from portal.registrations.models import Registration, RegistrationForm, RegistrationQuestion
from portal.registrations.queries import workshop_to_manage
from portal.registrations.rules import State
from portal.rosters.models import RosterImport, RosterRow
from portal.rosters.rules import Kind, Known
from portal.rosters.rules.packed import unpack
from portal.rosters.rules.table import Table
from portal.store.pieces import in_pieces
from portal.store.work import Work

PAGE = 100
MOST_IMPORTS = 50


@dataclass(frozen=True)
class RowsPage:
    """Some rows of an import, of one kind or of all."""

    rows: Sequence[RosterRow]
    total: int
    number: int
    pages: int


def import_to_manage(work: Work, actor: Actor, import_id: int) -> RosterImport:
    """One import of this workshop, for its organizers."""
    workshop = workshop_to_manage(work, actor)
    return work.get_in(workshop.id, RosterImport, import_id)


def imports_to_manage(work: Work, actor: Actor) -> list[RosterImport]:
    """The newest imports of this workshop."""
    workshop = workshop_to_manage(work, actor)
    found = (
        select(RosterImport)
        .where(RosterImport.workshop_id == workshop.id)
        .order_by(RosterImport.id.desc())
        .limit(MOST_IMPORTS)
    )
    return list(work.session.scalars(found))


def table_of(found: RosterImport) -> Table:
    """The list itself, as long as it is kept."""
    return Table(tuple(found.headings), tuple(unpack(found.content)), tuple(found.notes))


def rows_page(work: Work, found: RosterImport, kind: str = "", number: int = 1) -> RowsPage:
    """A page of what the rows do, in the order of the list; those that are wrong stand on their own page."""
    mine = (
        (RosterRow.import_id == found.id, RosterRow.kind == kind)
        if kind
        else (RosterRow.import_id == found.id,)
    )
    total = work.session.scalar(select(func.count()).select_from(RosterRow).where(*mine)) or 0
    pages = max(1, -(-total // PAGE))
    number = min(max(1, number), pages)
    rows = select(RosterRow).where(*mine).order_by(RosterRow.number).offset((number - 1) * PAGE).limit(PAGE)
    return RowsPage(work.session.scalars(rows).all(), total, number, pages)


def rows_of(work: Work, found: RosterImport) -> Iterator[RosterRow]:
    """Every row, in the order of the list."""
    mine = select(RosterRow).where(RosterRow.import_id == found.id).order_by(RosterRow.number)
    return iter(work.session.scalars(mine))


def rows_left(work: Work, found: RosterImport, most: int = PAGE) -> list[RosterRow]:
    """The rows that an undo left as they are, with the reason."""
    mine = select(RosterRow).where(RosterRow.import_id == found.id, RosterRow.left != "")
    return list(work.session.scalars(mine.order_by(RosterRow.number).limit(most)))


def addresses_on(work: Work, found: RosterImport) -> list[str]:
    """Every mail address that could be read on the list."""
    mine = select(RosterRow.email).where(RosterRow.import_id == found.id, RosterRow.email != "")
    return list(work.session.scalars(mine))


def questions_here(work: Work, workshop_id: int) -> list[RegistrationQuestion]:
    """The questions that the workshop's form asks now."""
    found = (
        select(RegistrationQuestion)
        .where(RegistrationQuestion.workshop_id == workshop_id, RegistrationQuestion.removed_at.is_(None))
        .order_by(RegistrationQuestion.position, RegistrationQuestion.id)
    )
    return list(work.session.scalars(found))


def seats_after(work: Work, found: RosterImport) -> tuple[int, int] | None:
    """How many people this import would make the accepted ones, and the seats there are; None where seats have no end."""
    seats = work.session.scalar(
        select(RegistrationForm.capacity).where(RegistrationForm.workshop_id == found.workshop_id)
    )
    if seats is None:
        return None
    accepted = select(func.count()).where(
        Registration.workshop_id == found.workshop_id, Registration.state == State.ACCEPTED
    )
    let_in = select(func.count()).where(RosterRow.import_id == found.id, RosterRow.is_let_in.is_(True))
    return (work.session.scalar(accepted) or 0) + (work.session.scalar(let_in) or 0), seats


def people_known(work: Work, workshop_id: int, emails: Sequence[str]) -> dict[str, Known]:
    """What is known of the people with these addresses, in this workshop."""
    found: dict[str, Known] = {}
    signed_in = exists().where(SignIn.person_id == Person.id)
    here = (Registration.person_id == Person.id) & (Registration.workshop_id == workshop_id)
    for some in in_pieces(emails):
        rows = work.session.execute(
            select(Address.email, Person.id, Person.name, Person.affiliation, signed_in, *STANDING)
            .join(Person, Person.id == Address.person_id)
            .join(Registration, here, isouter=True)
            .where(Address.email.in_(some))
        )
        for email, person_id, name, affiliation, has_signed_in, *standing in rows:
            found[email] = _known(person_id, name, affiliation, standing, has_signed_in=has_signed_in)
    return found


def people_registered(work: Work, workshop_id: int) -> dict[int, Known]:
    """The same of everybody who has a registration here, by person."""
    signed_in = exists().where(SignIn.person_id == Person.id)
    rows = work.session.execute(
        select(Person.id, Person.name, Person.affiliation, signed_in, *STANDING)
        .join(Registration, Registration.person_id == Person.id)
        .where(Registration.workshop_id == workshop_id)
    )
    return {
        person_id: _known(person_id, name, affiliation, standing, has_signed_in=has_signed_in)
        for person_id, name, affiliation, has_signed_in, *standing in rows
    }


def kind_counts(work: Work, import_id: int) -> dict[str, int]:
    """How many rows do what; every kind is named."""
    counted = (
        select(RosterRow.kind, func.count()).where(RosterRow.import_id == import_id).group_by(RosterRow.kind)
    )
    rows: Mapping[str, int] = dict(work.session.execute(counted).all())
    return {kind.value: rows.get(kind.value, 0) for kind in Kind}


STANDING = (
    Registration.id,
    Registration.state,
    Registration.role_names,
    Registration.attendance,
    Registration.note,
    Registration.answers,
)


def _known(
    person_id: int, name: str, affiliation: str, standing: Sequence[Any], *, has_signed_in: bool
) -> Known:
    registration_id, state, roles, attendance, note, answers = standing
    if registration_id is None:
        return Known(person_id, name, affiliation, bool(has_signed_in))
    return Known(
        person_id,
        name,
        affiliation,
        bool(has_signed_in),
        registration_id,
        state,
        tuple(role.value for role in Role if role in roles),
        attendance,
        note,
        answers or {},
    )
