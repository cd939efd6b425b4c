"""One person: oneself, or somebody else as far as they show themselves."""

from collections.abc import Collection

from sqlalchemy import or_, select

from portal.access import Actor, Permission, may, require
from portal.errors import NotFound
from portal.profiles.models import Block, Listing, Portrait, Profile
from portal.profiles.queries.rows import shown_from, shown_rows
from portal.profiles.rules import WIDTHS, Circle, Glance, Shown
from portal.registrations.queries import registration_of
from portal.store.work import Work
from portal.workshops.models import Workshop
from portal.workshops.queries import workshop_of


def workshop_of_people(work: Work, actor: Actor) -> Workshop:
    """The workshop, for those who may look at its people."""
    workshop = workshop_of(work, actor)
    require(actor, Permission.SEE_DIRECTORY, workshop)
    return workshop


def own_profile(work: Work, actor: Actor) -> Profile:
    """What the person says of themselves; empty where they have said nothing yet."""
    found = work.session.get(Profile, actor.known_id)
    if found is not None:
        return work.hold(found)
    return Profile(
        person_id=actor.known_id, line="", pronouns="", orcid="", links=[], topics=[], is_mailed=True
    )


def own_listing(work: Work, actor: Actor) -> Listing:
    """What the person shows in this workshop; nothing where they have not chosen yet."""
    workshop = workshop_of_people(work, actor)
    found = work.session.get(Listing, (workshop.id, actor.known_id))
    if found is not None:
        return work.hold(found)
    return Listing(
        workshop_id=workshop.id,
        person_id=actor.known_id,
        is_listed=False,
        shows_affiliation=False,
        shows_links=False,
        shows_picture=False,
        shows_place=False,
        is_invisible=False,
        topics=[],
    )


def own_portrait(work: Work, actor: Actor) -> str:
    """The etag of one's own picture, "" for none."""
    return work.session.scalar(select(Portrait.etag).where(Portrait.person_id == actor.known_id)) or ""


def blocked_with(work: Work, actor: Actor) -> frozenset[int]:
    """Everybody whom this person has blocked or who has blocked them."""
    own = actor.known_id
    found = select(Block.person_id, Block.blocked_id).where(
        or_(Block.person_id == own, Block.blocked_id == own)
    )
    return frozenset(
        row.blocked_id if row.person_id == own else row.person_id for row in work.session.execute(found)
    )


def blocks_among(work: Work, person_ids: Collection[int]) -> set[tuple[int, int]]:
    """Those of these people of whom one has blocked the other, the smaller id first."""
    found = select(Block.person_id, Block.blocked_id).where(
        Block.person_id.in_(person_ids), Block.blocked_id.in_(person_ids)
    )
    rows = work.session.execute(found)
    return {(min(one, other), max(one, other)) for one, other in rows}


def is_in_sight(work: Work, actor: Actor, person_id: int, circle: Circle) -> bool:
    """Whether this person may look at the profile of somebody."""
    try:
        return may(actor, Permission.SEE_PROFILE, glance_at(work, actor, person_id, circle))
    except NotFound:
        return False


def glance_at(work: Work, actor: Actor, person_id: int, circle: Circle) -> Glance:
    """Somebody as permissions see them; raises NotFound for who was not let into the workshop."""
    workshop = workshop_of_people(work, actor)
    registration = registration_of(work, workshop.id, person_id)
    if registration is None or not registration.is_accepted:
        raise NotFound
    listing = work.session.get(Listing, (workshop.id, person_id))
    return Glance(
        workshop.id,
        person_id,
        is_listed=listing is not None and listing.is_listed,
        is_known=person_id in circle.known,
        is_blocked=person_id in blocked_with(work, actor),
    )


def person_in_sight(
    work: Work, actor: Actor, person_id: int, circle: Circle, permission: Permission = Permission.SEE_PROFILE
) -> Glance:
    """Somebody whom this person sees; who is hidden is NotFound, with the same answer as nobody."""
    glance = glance_at(work, actor, person_id, circle)
    if not may(actor, permission, glance):
        raise NotFound
    return glance


def person_shown(work: Work, actor: Actor, person_id: int, circle: Circle) -> Shown:
    """A person's profile, as far as they show it to this one."""
    glance = person_in_sight(work, actor, person_id, circle)
    row = work.session.execute(shown_rows(glance.workshop_id, person_id)).one()
    mine = work.session.execute(shown_rows(glance.workshop_id, actor.known_id)).one()
    return shown_from(row, mine, circle)


def portrait_of(
    work: Work, actor: Actor, person_id: int, width: int, circle: Circle | None
) -> tuple[bytes, str]:
    """The bytes of a picture and its etag; without a circle one's own, else that of somebody who shows it."""
    if width not in WIDTHS:
        raise NotFound
    if circle is not None:
        glance = person_in_sight(work, actor, person_id, circle)
        listing = work.session.get(Listing, (glance.workshop_id, person_id))
        is_shown = listing is not None and listing.shows_picture
        if not is_shown and person_id != actor.person_id:
            raise NotFound
    size = Portrait.small if width == WIDTHS[0] else Portrait.large
    found = work.session.execute(
        select(size.label("data"), Portrait.etag).where(Portrait.person_id == person_id)
    )
    row = found.one_or_none()
    if row is None:
        raise NotFound
    return bytes(row.data), f"{row.etag}-{width}"
