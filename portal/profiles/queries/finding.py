"""Many people: the list of those who want to be found."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace

from sqlalchemy import and_, select

from portal.access import Actor, Permission, Role, may
from portal.accounts.models import Person
from portal.profiles.models import Listing
from portal.profiles.queries.one import blocked_with, workshop_of_people
from portal.profiles.queries.rows import shown_from, shown_rows
from portal.profiles.rules import Circle, Found, Shown, Spot, Wanted, fits, folded, page_of
from portal.registrations.models import Registration
from portal.registrations.rules import State
from portal.store.work import Work
from portal.workshops.models import Workshop

SpotsOf = Callable[[Collection[int]], Mapping[int, Spot]]


def directory(
    work: Work, actor: Actor, wanted: Wanted, circle: Circle, spots_of: SpotsOf
) -> tuple[Found[Shown], int]:
    """One page of the people who fit, by name, and how many are listed in all.

    `spots_of` says where people are; it is asked only about those who show it.
    """
    workshop = workshop_of_people(work, actor)
    people = _listed(work, actor, workshop, circle)
    found = [one for one in people if _is_wanted(one, wanted)]
    if wanted.is_here:
        spots = spots_of([one.id for one in found if one.shows_place])
        found = [one for one in found if one.id in spots]
    page = page_of(found, wanted.page)
    spots = spots_of([one.id for one in page.rows if one.shows_place])
    rows = tuple(replace(one, spot=spots.get(one.id)) for one in page.rows)
    return replace(page, rows=rows), len(people)


def roles_listed() -> Sequence[str]:
    """The roles that a list may be narrowed to."""
    return [role.value for role in (Role.PRESENTER, Role.CHAIR, Role.ORGANIZER)]


def listed_like(work: Work, actor: Actor, workshop: Workshop, is_like: Callable[[str], bool]) -> list[Shown]:
    """Those who want to be found and whose name is like that; nobody for those who may not look.

    Asked with each letter that somebody types, so it reads no more than names and affiliations.
    """
    if not may(actor, Permission.SEE_DIRECTORY, workshop):
        return []
    hidden = blocked_with(work, actor)
    found = (
        select(Person.id, Person.name, Person.affiliation, Listing.shows_affiliation)
        .join(Listing, Listing.person_id == Person.id)
        .join(
            Registration,
            and_(Registration.person_id == Person.id, Registration.workshop_id == Listing.workshop_id),
        )
        .where(
            Listing.workshop_id == workshop.id,
            Listing.is_listed,
            Registration.state == State.ACCEPTED.value,
        )
    )
    return [
        Shown(row.id, row.name, "", affiliation=row.affiliation if row.shows_affiliation else "")
        for row in work.session.execute(found)
        if is_like(row.name) and row.id not in hidden
    ]


def _listed(work: Work, actor: Actor, workshop: Workshop, circle: Circle) -> list[Shown]:
    """Everybody who is listed, less those with whom one wants to have nothing to do."""
    mine = work.session.execute(shown_rows(workshop.id, actor.known_id)).one()
    hidden = blocked_with(work, actor)
    rows = work.session.execute(shown_rows(workshop.id).where(Listing.is_listed)).all()
    people = [shown_from(row, mine, circle) for row in rows if row.id not in hidden]
    return sorted(people, key=lambda one: (folded(one.name), one.id))


def _is_wanted(one: Shown, wanted: Wanted) -> bool:
    return (
        (not wanted.role or one.role == wanted.role)
        and (not wanted.is_same_topics or bool(one.shared))
        and (not wanted.is_contact or one.is_contact)
        and fits((one.name, one.affiliation, *one.topics), wanted.words)
    )
