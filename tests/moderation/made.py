"""A room with a message, somebody who is bothered by it, and those who keep order."""

from dataclasses import dataclass

from portal.access import Actor, Role
from portal.accounts.models import Person
from portal.moderation.actions import report_message
from portal.moderation.models import ModerationCase
from portal.moderation.rules import Report
from portal.registrations.queries import actor_of
from portal.store.work import Store
from portal.threads.actions import open_thread, post
from portal.threads.rules import MessageDraft
from portal.workshops.models import Workshop
from tests.made import committed, make_actor, make_workshop

SPAM = Report("spam", "")


@dataclass(frozen=True)
class Scene:
    store: Store
    workshop_id: int
    thread_id: int
    seq: int
    author: Actor
    attendee: Actor
    moderator: Actor
    other_moderator: Actor
    organizer: Actor

    def again(self, actor: Actor) -> Actor:
        """The person with what they may do now."""
        with self.store.reading() as work:
            return actor_of(work, work.get(Person, actor.known_id), self.workshop_id)

    def say(self, actor: Actor, text: str, client_id: str = "again") -> int:
        with committed(self.store) as work:
            return post(work, actor, MessageDraft(self.thread_id, client_id, text))

    def report(self, actor: Actor, report: Report = SPAM) -> int:
        """The id of the case about the author's message."""
        with committed(self.store) as work:
            return report_message(work, actor, self.thread_id, self.seq, report).id

    def case(self, case_id: int) -> ModerationCase:
        with self.store.reading() as work:
            return work.get(ModerationCase, case_id)


def make_scene(store: Store, slug: str = "order") -> Scene:
    with committed(store) as work:
        workshop: Workshop = make_workshop(work, slug)
        thread = open_thread(work, workshop.id, "poster")
        people = [
            make_actor(work, workshop, role)
            for role in (Role.ATTENDEE, Role.ATTENDEE, Role.MODERATOR, Role.MODERATOR, Role.ORGANIZER)
        ]
        seq = post(work, people[0], MessageDraft(thread.id, "first", "Buy my book"))
        return Scene(store, workshop.id, thread.id, seq, *people)
