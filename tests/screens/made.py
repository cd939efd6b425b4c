"""The hall of a stage on which a talk is given now, with its screen and its code, and the people in front of it."""

from dataclasses import dataclass

from sqlalchemy import select

from portal.access import Actor, Role
from portal.clock import now
from portal.questions.models import Question
from portal.screens.actions import allow_guests, close_code, join, make_link, renew_code
from portal.screens.queries import OnScreen, code_of, on_screen, read_actor
from portal.stage.models import Stage
from portal.store.work import Store
from portal.workshops.models import Workshop
from tests.made import committed, make_actor
from tests.polls.made import Scene as Polls
from tests.polls.made import make_scene as make_polls


@dataclass(frozen=True)
class Hall:
    """The talk "Moon" is on, "Neap" follows it. Nobody has made a link or a code yet."""

    polls: Polls
    stage_id: int
    organizer: Actor

    @property
    def store(self) -> Store:
        return self.polls.store

    @property
    def slug(self) -> str:
        return self.polls.slug

    @property
    def workshop_id(self) -> int:
        return self.polls.around.workshop_id

    @property
    def board(self) -> str:
        """The address of the questions to the talk."""
        return self.polls.around.address

    @property
    def manage_path(self) -> str:
        return f"/{self.slug}/stages/{self.stage_id}/hall"

    @property
    def path(self) -> str:
        """The page for telephones."""
        return f"/{self.slug}/hall/main"

    def ask(self, text: str) -> int:
        return self.polls.around.ask(text)

    def only_question(self) -> int:
        """The id of the one question that was asked."""
        with self.store.reading() as work:
            mine = select(Question.id).where(Question.workshop_id == self.workshop_id)
            return work.session.scalars(mine).one()

    def link(self, by: Actor | None = None) -> str:
        """A new screen link; its path."""
        with committed(self.store) as work:
            token = make_link(work, by or self.organizer, self.stage_id)
        return f"/{self.slug}/screen/main/link/{token}"

    def open(self, *, guests: bool = True) -> str:
        """A new code of the hall."""
        with committed(self.store) as work:
            code = renew_code(work, self.organizer, self.stage_id).code
            allow_guests(work, self.organizer, self.stage_id, is_on=guests)
            return code

    def close(self) -> None:
        with committed(self.store) as work:
            close_code(work, self.organizer, self.stage_id)

    def code(self) -> str | None:
        with self.store.reading() as work:
            found = code_of(work, self.stage_id)
            return found.code if found else None

    def join(self, code: str) -> str:
        """The token of a new guest."""
        with committed(self.store) as work:
            return join(work, code)

    def guest(self, token: str) -> Actor:
        """Who holds this token, in this workshop."""
        with self.store.reading() as work:
            return read_actor(work, token, self.workshop_id)

    def shown(self) -> OnScreen:
        """What the screen shows now."""
        with self.store.reading() as work:
            found = on_screen(work, work.get(Stage, self.stage_id), now())
            work.session.expunge_all()
            return found


def make_hall(store: Store, slug: str = "tides") -> Hall:
    polls = make_polls(store, slug)
    workshop_id = polls.around.workshop_id
    with committed(store) as work:
        organizer = make_actor(work, work.get(Workshop, workshop_id), Role.ORGANIZER)
        stage_id = work.session.scalars(select(Stage.id).where(Stage.workshop_id == workshop_id)).one()
    return Hall(polls, stage_id, organizer)
