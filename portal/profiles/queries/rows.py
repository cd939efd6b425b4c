"""The people of a workshop with all that they may show, as rows; and what is left of a row when only that is taken."""

from typing import Any

from sqlalchemy import Select, and_, select

from portal.access import title_of
from portal.accounts.models import Person
from portal.profiles.models import Listing, Portrait, Profile
from portal.profiles.rules import Circle, Shown, shared
from portal.registrations.models import Registration, roles_of
from portal.registrations.rules import State


def shown_rows(workshop_id: int, person_id: int | None = None) -> Select[Any]:
    """Those who were let into the workshop; or one of them."""
    found: Any = (
        select(
            Person.id,
            Person.name,
            Person.affiliation,
            Registration.role_names,
            Profile.line,
            Profile.pronouns,
            Profile.orcid,
            Profile.links,
            Profile.topics,
            Portrait.etag,
            Listing.is_listed,
            Listing.shows_affiliation,
            Listing.shows_links,
            Listing.shows_picture,
            Listing.shows_place,
            Listing.is_invisible,
            Listing.topics.label("here_topics"),
        )
        .select_from(Registration)
        .join(Person, Person.id == Registration.person_id)
        .outerjoin(Profile, Profile.person_id == Person.id)
        .outerjoin(Portrait, Portrait.person_id == Person.id)
        .outerjoin(
            Listing,
            and_(Listing.person_id == Person.id, Listing.workshop_id == Registration.workshop_id),
        )
        .where(Registration.workshop_id == workshop_id, Registration.state == State.ACCEPTED.value)
    )
    chosen: Select[Any] = found if person_id is None else found.where(Person.id == person_id)
    return chosen


def shown_from(row: Any, mine: Any, circle: Circle) -> Shown:
    """What somebody sees of a row; `mine` is their own."""
    topics = topics_of(row)
    return Shown(
        id=row.id,
        name=row.name,
        role=title_of(roles_of(row.role_names)).value,
        is_listed=bool(row.is_listed),
        affiliation=row.affiliation if row.shows_affiliation else "",
        line=row.line or "",
        pronouns=row.pronouns or "",
        orcid=(row.orcid or "") if row.shows_links else "",
        links=tuple(row.links or ()) if row.shows_links else (),
        topics=topics,
        picture=(row.etag or "") if row.shows_picture else "",
        shows_place=shows_place(row),
        shared=shared(topics_of(mine), topics) if row.id != mine.id else (),
        is_contact=row.id in circle.contacts,
        may_join=shows_place(row) and shows_place(mine) and row.id != mine.id,
    )


def topics_of(row: Any) -> tuple[str, ...]:
    """The topics that somebody typed, and those of the workshop that they chose."""
    return tuple(dict.fromkeys([*(row.topics or ()), *(row.here_topics or ())]))


def shows_place(row: Any) -> bool:
    """Whether others may learn where somebody is."""
    return bool(row.shows_place) and not row.is_invisible
