"""Say something of oneself, show it or hide it."""

from portal.access import Actor
from portal.accounts.models import Person
from portal.files.rules import Square
from portal.profiles.models import Portrait
from portal.profiles.queries import own_listing, own_profile
from portal.profiles.rules import ListingDraft, ProfileDraft
from portal.store.work import Work
from portal.workshops.models import Topic
from portal.workshops.queries import lines_of


def say(work: Work, actor: Actor, draft: ProfileDraft) -> None:
    """What the person says of themselves from now on."""
    _hold(work, actor)
    profile = own_profile(work, actor)
    profile.line, profile.pronouns, profile.orcid = draft.line, draft.pronouns, draft.orcid
    profile.links, profile.topics = list(draft.links), list(draft.topics)
    profile.is_mailed = draft.is_mailed
    work.session.merge(profile)


def show(work: Work, actor: Actor, draft: ListingDraft) -> None:
    """What the person shows in this workshop from now on; topics that the workshop does not have are left out."""
    _hold(work, actor)
    listing = own_listing(work, actor)
    topics = {topic.text for topic in lines_of(work, listing.workshop_id, Topic)}
    for name in (
        "is_listed",
        "shows_affiliation",
        "shows_links",
        "shows_picture",
        "shows_place",
        "is_invisible",
    ):
        setattr(listing, name, getattr(draft, name))
    listing.topics = [topic for topic in draft.topics if topic in topics]
    work.session.merge(listing)


def set_invisible(work: Work, actor: Actor, *, is_on: bool) -> None:
    """Let nobody be told that one is here, or let them again."""
    _hold(work, actor)
    listing = own_listing(work, actor)
    listing.is_invisible = is_on
    work.session.merge(listing)


def put_portrait(work: Work, actor: Actor, square: Square) -> None:
    """A new picture, in place of the one before."""
    _hold(work, actor)
    row = Portrait(person_id=actor.known_id, etag=square.etag, small=square.small, large=square.large)
    work.session.merge(row)


def drop_portrait(work: Work, actor: Actor) -> None:
    """No picture any more; without one it is the same."""
    found = work.session.get(Portrait, actor.known_id)
    if found is not None:
        work.session.delete(found)


def _hold(work: Work, actor: Actor) -> None:
    """Two tabs of one person save one after the other."""
    work.lock(work.get(Person, actor.known_id))
