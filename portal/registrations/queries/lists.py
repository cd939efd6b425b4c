"""Long lists of registrations: a page of one, the whole of one, and one beside what an organizer brings."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import String, cast, func, select
from sqlalchemy.orm import joinedload

from portal.access import Actor
from portal.accounts.models import Address, Person
from portal.registrations.models import Registration
from portal.registrations.queries import workshop_to_manage
from portal.registrations.rules import LISTED
from portal.store.pieces import in_pieces
from portal.store.work import Work

PAGE = 100
CHUNK = 900


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
    work: Work, actor: Actor, state: str = "", search: str = "", *, role: str = "", attendance: str = ""
) -> list[Registration]:
    """The whole list that an organizer sees, by name, for a file."""
    return _in_order(work, _ids_to_manage(work, actor, state, search, role=role, attendance=attendance))


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
    for some in in_pieces(ids, CHUNK):
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
