"""A lounge for tests: a workshop with an organizer, three attendees and one table of the organizers."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from portal.access import Actor, Role
from portal.clock import now
from portal.lounge.actions import ask, open_table, sit
from portal.lounge.models import LoungeIntroduction, LoungeSeat, LoungeTable
from portal.lounge.queries import Introducing, introducing
from portal.lounge.rules import Outcome, TableDraft
from portal.store.work import Store, Work
from portal.workshops.models import Workshop
from tests.made import committed, make_actor, make_workshop


@dataclass(frozen=True)
class Scene:
    """The people, a table with two seats, and a stranger from another workshop."""

    store: Store
    workshop_id: int
    table_id: int
    thread_id: int
    organizer: Actor
    anna: Actor
    ben: Actor
    cleo: Actor
    stranger: Actor

    def sit(self, actor: Actor, table_id: int | None = None) -> int:
        with committed(self.store) as work:
            return sit(work, actor, table_id or self.table_id)

    def open(self, actor: Actor, title: str = "Sea ice", seats: int = 4, **draft: bool) -> int:
        with committed(self.store) as work:
            return open_table(work, actor, TableDraft(title, ("ice",), seats, **draft)).id

    def ask(self, *actors: Actor, topics: tuple[str, ...] = ()) -> None:
        for actor in actors:
            with committed(self.store) as work:
                ask(work, actor, topics)

    def sitters(self, table_id: int | None = None) -> dict[int, int]:
        """Person → seat."""
        with self.store.reading() as work:
            return sitters_at(work, table_id or self.table_id)

    def seen_by(self, actor: Actor, at: datetime | None = None) -> Introducing:
        with self.store.reading() as work:
            return introducing(work, actor, at or now())

    def pairs(self) -> list[tuple[int, int]]:
        """Who is told of whom at this moment."""
        with self.store.reading() as work:
            found = select(LoungeIntroduction).where(LoungeIntroduction.outcome == Outcome.OPEN)
            return [one.people for one in work.session.scalars(found)]


def sitters_at(work: Work, table_id: int) -> dict[int, int]:
    found = select(LoungeSeat.person_id, LoungeSeat.number).where(LoungeSeat.table_id == table_id)
    return {row.person_id: row.number for row in work.session.execute(found)}


def make_scene(store: Store, slug: str = "tides", seats: int = 2) -> Scene:
    with committed(store) as work:
        workshop = make_workshop(work, slug)
        organizer = make_actor(work, workshop, Role.ORGANIZER)
        anna, ben, cleo = (make_actor(work, workshop) for _ in range(3))
        stranger = make_actor(work, make_workshop(work, f"{slug}-next"), Role.ORGANIZER)
        draft = TableDraft("Coffee", (), seats, is_lasting=True)
        table = open_table(work, organizer, draft)
        return Scene(store, workshop.id, table.id, table.thread_id, organizer, anna, ben, cleo, stranger)


def newcomer(scene: Scene) -> Actor:
    with committed(scene.store) as work:
        return make_actor(work, work.get(Workshop, scene.workshop_id))


def table_of(scene: Scene, table_id: int) -> LoungeTable:
    with scene.store.reading() as work:
        return work.get(LoungeTable, table_id)
