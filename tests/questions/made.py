"""A workshop with a stage, a talk that is given now, its paper's poster, and the people who ask, lead and answer."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from portal.access import Actor, Role
from portal.clock import now
from portal.posters.models import Poster
from portal.programme.models import ProgrammeSession, Talk
from portal.questions.actions import ask, set_speakers, set_up
from portal.questions.models import Question
from portal.questions.queries import board_to_see, questions_on, wire
from portal.questions.rules import STATES_TO_SET, Asked, Rules
from portal.stage.models import Stage
from portal.store.work import Store
from portal.threads.actions import open_thread, set_hosts
from tests.made import committed, make_actor, make_workshop


@dataclass(frozen=True)
class Scene:
    """The talk "Moon" is on, in the session "Spring tides"; "Neap" follows it. The speaker presents the poster "Moon"."""

    store: Store
    slug: str
    workshop_id: int
    session_id: int
    talk_id: int
    next_talk_id: int
    thread_id: int
    poster_id: int
    attendee: Actor
    other: Actor
    speaker: Actor
    chair: Actor
    stranger: Actor

    @property
    def address(self) -> str:
        return f"t{self.talk_id}"

    def ask(self, text: str, *, by: Actor | None = None, client_id: str = "", anonymous: bool = False) -> int:
        """A question of the attendee, or of somebody else; returns its id."""
        asked = Asked(self.address, client_id or text[:30].replace(" ", "-"), text, anonymous)
        with committed(self.store) as work:
            return ask(work, by or self.attendee, asked).id

    def lead(self, *, is_open: bool = True, anonymous: bool = True, moderated: bool = False) -> None:
        with committed(self.store) as work:
            set_up(work, self.chair, Rules(self.address, is_open, anonymous, moderated))

    def let_speaker_answer(self) -> None:
        with committed(self.store) as work:
            set_speakers(work, self.chair, self.address, [self.speaker.known_id])

    def question(self, question_id: int) -> Question:
        with self.store.reading() as work:
            found = work.get(Question, question_id)
            work.session.expunge(found)
            return found

    def texts(self, by: Actor | None = None) -> list[str]:
        """What somebody sees on the board, in its order; the chair sees everything."""
        actor = by or self.attendee
        with self.store.reading() as work:
            board = board_to_see(work, actor, self.address)
            states = {"states": STATES_TO_SET} if actor is self.chair else {}
            return [wire(one)["text"] for one in questions_on(work, board, own=actor.person_id, **states)]


def make_scene(store: Store, slug: str = "tides") -> Scene:
    with committed(store) as work:
        workshop = make_workshop(work, slug)
        attendee, other = make_actor(work, workshop), make_actor(work, workshop)
        speaker = make_actor(work, workshop, Role.PRESENTER)
        chair = make_actor(work, workshop, Role.CHAIR)
        stranger = make_actor(work, make_workshop(work, f"{slug}-dunes"), Role.ORGANIZER)
        thread = open_thread(work, workshop.id, "stage")
        stage = work.add(Stage(workshop_id=workshop.id, slug="main", name="Main stage", thread_id=thread.id))
        at = now()
        session = work.add(
            ProgrammeSession(
                workshop_id=workshop.id,
                title="Spring tides",
                stage_id=stage.id,
                starts_at=at - timedelta(minutes=15),
                ends_at=at + timedelta(minutes=60),
            )
        )
        talk = _talk(session, "Moon", at - timedelta(minutes=10), at + timedelta(minutes=20))
        after = _talk(session, "Neap", at + timedelta(minutes=20), at + timedelta(minutes=50))
        work.add(talk)
        work.add(after)
        room = open_thread(work, workshop.id, "poster")
        poster = work.add(Poster(workshop_id=workshop.id, thread_id=room.id, title="moon."))
        work.add(
            Poster(
                workshop_id=workshop.id,
                thread_id=open_thread(work, workshop.id, "poster").id,
                title="Another paper",
            )
        )
        set_hosts(work, room.id, {speaker.known_id: "presenter"})
        return Scene(
            store,
            workshop.slug,
            workshop.id,
            session.id,
            talk.id,
            after.id,
            room.id,
            poster.id,
            attendee,
            other,
            speaker,
            chair,
            stranger,
        )


def _talk(session: ProgrammeSession, title: str, starts_at: datetime, ends_at: datetime) -> Talk:
    return Talk(
        workshop_id=session.workshop_id,
        session_id=session.id,
        title=title,
        starts_at=starts_at,
        ends_at=ends_at,
    )
