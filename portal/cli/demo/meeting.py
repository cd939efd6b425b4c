"""What the demo's people say of themselves, and what is between two of them."""

from collections.abc import Mapping
from datetime import timedelta

from portal.access import Actor
from portal.clock import now
from portal.contacts.actions import give_card, say_hello
from portal.contacts.rules import Most
from portal.conversations.actions import write_to
from portal.profiles.actions import say, show
from portal.profiles.rules import ListingDraft, ProfileDraft
from portal.store.work import Work
from portal.threads.models import Message

SAID = {
    "organizer": ProfileDraft(line="Ask me anything about the day.", topics=("Climate models", "Education")),
    "presenter": ProfileDraft(
        line="Looking for people with data to compare.",
        topics=("Climate models", "Remote sensing"),
        links=("https://example.org/presenter",),
    ),
    "attendee": ProfileDraft(line="New to the field.", topics=("Remote sensing",)),
}
WRITTEN_AGO = timedelta(minutes=20)
LISTED = ListingDraft(is_listed=True, shows_affiliation=True, shows_links=True, shows_place=True)


def add_meeting(work: Work, actors: Mapping[str, Actor]) -> None:
    """All of them want to be found; the attendee wrote to the presenter, and the organizer says hello."""
    for role, draft in SAID.items():
        say(work, actors[role], draft)
        show(work, actors[role], LISTED)
    attendee, presenter, organizer = (actors[role] for role in ("attendee", "presenter", "organizer"))
    thread_id = write_to(
        work, attendee, presenter.known_id, "demo", "Is your data open? I would like to try it."
    )
    work.session.get_one(Message, (thread_id, 1)).posted_at = now() - WRITTEN_AGO
    say_hello(work, organizer, attendee.known_id, "Welcome! Tell me if something is missing.", Most(3, 50))
    give_card(work, presenter, attendee.known_id, "presenter@example.org")
