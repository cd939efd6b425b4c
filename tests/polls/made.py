"""A workshop with a session, polls in it, and the people who vote and lead."""

from dataclasses import dataclass

from portal.access import Actor, Role
from portal.events import Event
from portal.polls.actions import save, set_state, vote
from portal.polls.events import ResultsSeen
from portal.polls.models import Poll
from portal.polls.queries import results, results_to_see
from portal.polls.rules import Ballot, Choice, Draft, Kind, State, Turn
from portal.store.work import Store
from portal.workshops.models import Workshop
from tests.made import committed, make_actor
from tests.questions.made import Scene as Questions
from tests.questions.made import make_scene as make_questions


@dataclass(frozen=True)
class Scene:
    """The session "Spring tides" is on; nobody has made a poll yet."""

    around: Questions

    @property
    def store(self) -> Store:
        return self.around.store

    @property
    def slug(self) -> str:
        return self.around.slug

    @property
    def address(self) -> str:
        return f"s{self.around.session_id}"

    @property
    def attendee(self) -> Actor:
        return self.around.attendee

    @property
    def other(self) -> Actor:
        return self.around.other

    @property
    def chair(self) -> Actor:
        return self.around.chair

    @property
    def stranger(self) -> Actor:
        return self.around.stranger

    def draft(
        self,
        title: str = "Which tide?",
        kind: Kind = Kind.SINGLE,
        options: tuple[str, ...] = ("Spring", "Neap"),
        address: str = "",
    ) -> int:
        """A draft of the chair; returns its id."""
        wanted = Draft(
            address or self.address,
            f"{title}-{kind}"[:40].replace(" ", "-").replace("?", ""),
            title,
            kind,
            options,
        )
        with committed(self.store) as work:
            return save(work, self.chair, wanted).id

    def open(
        self,
        title: str = "Which tide?",
        kind: Kind = Kind.SINGLE,
        options: tuple[str, ...] = ("Spring", "Neap"),
    ) -> int:
        poll_id = self.draft(title, kind, options)
        self.turn(poll_id, State.OPEN)
        return poll_id

    def turn(self, poll_id: int, state: State, by: Actor | None = None) -> list[Event]:
        """Set the poll's state; returns what the rooms are told."""
        with committed(self.store) as work:
            set_state(work, by or self.chair, Turn(poll_id, state))
            return [fact for fact in work.announced if isinstance(fact, Event)]

    def vote(self, poll_id: int, *numbers: int, by: Actor | None = None, text: str = "") -> None:
        with committed(self.store) as work:
            vote(work, by or self.attendee, Ballot(poll_id, Choice(numbers, text)))

    def results(self, poll_id: int) -> ResultsSeen:
        """How the poll stands in truth."""
        with self.store.reading() as work:
            return results(work, work.get(Poll, poll_id))

    def seen(self, poll_id: int, by: Actor) -> ResultsSeen:
        """How somebody may see it; refused as they are."""
        with self.store.reading() as work:
            return results_to_see(work, by, poll_id)[1]

    def people(self, count: int) -> list[Actor]:
        with committed(self.store) as work:
            workshop = work.get(Workshop, self.around.workshop_id)
            return [make_actor(work, workshop, Role.ATTENDEE) for _ in range(count)]


def make_scene(store: Store, slug: str = "tides") -> Scene:
    return Scene(make_questions(store, slug))
