"""Cards: those of people with whom cards were exchanged, and one's own."""

from sqlalchemy import and_, select
from sqlalchemy.orm import aliased

from portal.access import Actor
from portal.accounts.models import Person
from portal.contacts.models import CardGiven
from portal.contacts.rules import Card
from portal.profiles.models import Profile
from portal.profiles.queries import blocked_with, workshop_of_people
from portal.store.work import Work


def cards_to_keep(work: Work, actor: Actor, person_id: int | None = None) -> list[Card]:
    """The cards of those with whom cards were exchanged, by name; or of one of them."""
    workshop, own = workshop_of_people(work, actor), actor.known_id
    hidden = blocked_with(work, actor)
    mine, theirs = aliased(CardGiven), aliased(CardGiven)
    found = (
        select(
            Person.id,
            Person.name,
            Person.affiliation,
            Profile.links,
            Profile.orcid,
            theirs.email,
            mine.at.label("given_at"),
            theirs.at.label("got_at"),
        )
        .select_from(theirs)
        .join(
            mine,
            and_(
                mine.workshop_id == theirs.workshop_id,
                mine.giver_id == theirs.receiver_id,
                mine.receiver_id == theirs.giver_id,
            ),
        )
        .join(Person, Person.id == theirs.giver_id)
        .outerjoin(Profile, Profile.person_id == Person.id)
        .where(theirs.workshop_id == workshop.id, theirs.receiver_id == own)
    )
    if person_id is not None:
        found = found.where(Person.id == person_id)
    cards = [
        Card(
            id=row.id,
            name=row.name,
            affiliation=row.affiliation,
            email=row.email,
            links=tuple(row.links or ()),
            orcid=row.orcid or "",
            met_at=f"Met at {workshop.title}",
            since=max(row.given_at, row.got_at),
        )
        for row in work.session.execute(found)
        if row.id not in hidden
    ]
    return sorted(cards, key=lambda card: card.name.casefold())


def own_card(work: Work, actor: Actor, email: str) -> tuple[Card, list[str]]:
    """One's own card with this address, if it is one of one's own, and all of them; a code has no room for many links."""
    workshop, person = workshop_of_people(work, actor), work.get(Person, actor.known_id)
    profile = work.session.get(Profile, actor.known_id)
    addresses = [one.email for one in person.addresses]
    card = Card(
        id=person.id,
        name=person.name,
        affiliation=person.affiliation,
        email=email if email in addresses else "",
        links=tuple(profile.links[:2]) if profile is not None else (),
        orcid=profile.orcid if profile is not None else "",
        met_at=f"Met at {workshop.name}",
    )
    return card, addresses
