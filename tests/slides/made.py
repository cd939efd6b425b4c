"""A workshop with a talk that is given now, its slides, and the people who turn and follow them."""

import io
from dataclasses import dataclass
from pathlib import Path

from fpdf import FPDF

from portal.access import Actor, Role
from portal.events import Event
from portal.files.actions import stash
from portal.files.rules import Stashed
from portal.programme.models import ProgrammeSession
from portal.slides.actions import add_slides, replace_slides, show_slides, turn
from portal.slides.models import SlideDeck
from portal.slides.queries import BoardSeen, board_of, board_seen
from portal.slides.rules import Turn
from portal.store.work import Store
from portal.workshops.models import Workshop
from tests.made import committed, make_actor
from tests.questions.made import Scene as Questions
from tests.questions.made import make_scene as make_questions


@dataclass(frozen=True)
class Scene:
    """The talk "Moon" is on in the session "Spring tides"; its speaker has an account; nobody has uploaded slides yet."""

    around: Questions
    organizer: Actor
    data_dir: Path

    @property
    def store(self) -> Store:
        return self.around.store

    @property
    def slug(self) -> str:
        return self.around.slug

    @property
    def session_id(self) -> int:
        return self.around.session_id

    @property
    def attendee(self) -> Actor:
        return self.around.attendee

    @property
    def speaker(self) -> Actor:
        return self.around.speaker

    @property
    def chair(self) -> Actor:
        return self.around.chair

    def upload(self, pages: int = 3, word: str = "Moon", *, by: Actor | None = None) -> int:
        """Slides of the talk; returns their id."""
        stashed = stashed_deck(self.data_dir, pages, word)
        with committed(self.store) as work:
            return add_slides(work, by or self.speaker, self.session_id, self.around.talk_id, stashed).id

    def replace(self, deck_id: int, pages: int, word: str) -> list[Event]:
        """Another file in their place; returns what the rooms are told."""
        stashed = stashed_deck(self.data_dir, pages, word)
        with committed(self.store) as work:
            replace_slides(work, self.speaker, deck_id, stashed)
            return [fact for fact in work.announced if isinstance(fact, Event)]

    def show(self, deck_id: int, by: Actor | None = None) -> list[Event]:
        with committed(self.store) as work:
            show_slides(work, by or self.speaker, deck_id)
            return [fact for fact in work.announced if isinstance(fact, Event)]

    def turn(self, deck_id: int, page: int, by: Actor | None = None) -> list[Event]:
        with committed(self.store) as work:
            turn(work, by or self.speaker, Turn(deck_id, page))
            return [fact for fact in work.announced if isinstance(fact, Event)]

    def seen(self) -> BoardSeen:
        """What somebody who comes now is told."""
        with self.store.reading() as work:
            return board_seen(work, board_of(work, work.get(ProgrammeSession, self.session_id)))

    def page_of(self, deck_id: int) -> int:
        """Where the talk is."""
        with self.store.reading() as work:
            return work.get(SlideDeck, deck_id).page


def stashed_deck(data_dir: Path, pages: int, word: str = "Moon") -> Stashed:
    """A PDF of wide pages, each with its number."""
    document = FPDF(orientation="landscape", unit="mm", format=(90, 160))
    for number in range(1, pages + 1):
        document.add_page()
        document.set_font("helvetica", size=20)
        document.cell(text=f"{word}, page {number}")
    return stash(data_dir, io.BytesIO(bytes(document.output())), f"{word.lower()}.pdf")


def make_scene(store: Store, data_dir: Path, slug: str = "tides") -> Scene:
    around = make_questions(store, slug)
    around.let_speaker_answer()
    with committed(store) as work:
        organizer = make_actor(work, work.get(Workshop, around.workshop_id), Role.ORGANIZER)
    return Scene(around, organizer, data_dir)
