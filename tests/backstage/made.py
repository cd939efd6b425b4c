"""A stage with its backstage, and the people before and behind it."""

from dataclasses import dataclass

from portal.access import Actor
from portal.backstage.actions import give_signal, lower_hand, raise_hand, set_hand
from portal.backstage.models import Hand
from portal.backstage.queries import hands_up, own_hand, told_of
from portal.backstage.rules import HandState, Press, Signal, Turn
from portal.events import Event
from portal.stage.models import Backstage, Stage
from portal.store.work import Store, Work
from tests.made import committed
from tests.questions.made import Scene as Questions
from tests.questions.made import make_scene as make_questions

MEETING = "https://meeting.example/speakers"


@dataclass(frozen=True)
class Scene:
    """The talk "Moon" is on, "Neap" follows it; the stage has a meeting, and nobody has raised a hand."""

    around: Questions
    stage_id: int
    thread_id: int

    @property
    def store(self) -> Store:
        return self.around.store

    @property
    def slug(self) -> str:
        return self.around.slug

    @property
    def attendee(self) -> Actor:
        return self.around.attendee

    @property
    def other(self) -> Actor:
        return self.around.other

    @property
    def speaker(self) -> Actor:
        return self.around.speaker

    @property
    def chair(self) -> Actor:
        return self.around.chair

    def signal(self, signal: Signal, by: Actor | None = None) -> list[Event]:
        """Give a signal; returns what the rooms are told."""
        with committed(self.store) as work:
            give_signal(work, by or self.chair, Press(self.stage_id, signal))
            return told(work)

    def raise_hand(self, by: Actor) -> int:
        with committed(self.store) as work:
            return raise_hand(work, by, self.stage_id).id

    def lower_hand(self, by: Actor) -> list[Event]:
        with committed(self.store) as work:
            lower_hand(work, by, self.stage_id)
            return told(work)

    def turn(self, hand_id: int, state: HandState, by: Actor | None = None) -> list[Event]:
        with committed(self.store) as work:
            set_hand(work, by or self.chair, Turn(hand_id, state))
            return told(work)

    def queue(self) -> list[tuple[int, str]]:
        """Who waits: person and state, in their order."""
        with self.store.reading() as work:
            return [(hand.person_id, hand.state) for hand in hands_up(work, self.stage_id)]

    def row(self) -> Backstage:
        with self.store.reading() as work:
            row = work.get(Backstage, self.stage_id)
            work.session.expunge(row)
            return row

    def meeting_of(self, actor: Actor) -> str:
        """The way into the meeting as somebody in the audience is told it."""
        with self.store.reading() as work:
            hand: Hand | None = own_hand(work, actor, self.stage_id)
            return told_of(work.get(Backstage, self.stage_id), hand, actor.known_id).meeting

    def set_meeting(self, address: str) -> None:
        with committed(self.store) as work:
            work.get(Backstage, self.stage_id).meeting_url = address


def told(work: Work) -> list[Event]:
    return [fact for fact in work.announced if isinstance(fact, Event)]


def make_scene(store: Store, slug: str = "tides") -> Scene:
    around = make_questions(store, slug)
    with committed(store) as work:
        stage = work.session.query(Stage).filter_by(workshop_id=around.workshop_id).one()
        stage.backstage.meeting_url = MEETING
        return Scene(around, stage.id, stage.backstage.thread_id)
