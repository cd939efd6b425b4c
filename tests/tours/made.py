"""A hall for tests: six posters, the presenter of the first, an organizer, and as many visitors as a test wants."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select

from portal.access import Actor, Role
from portal.clock import now
from portal.posters.actions import add
from portal.posters.rules import Place, PosterDraft
from portal.store.work import Store
from portal.tours.actions import join, tidy
from portal.tours.models import Tour, TourMember
from portal.tours.queries import Walk, walk_of
from portal.workshops.models import Workshop
from tests.made import committed, make_actor, make_workshop


def nobody(_person: int) -> bool:
    return False


@dataclass(frozen=True)
class Scene:
    """The hall and who is in it; the first poster is presented by `presenter`."""

    store: Store
    workshop_id: int
    poster_ids: list[int]
    organizer: Actor
    presenter: Actor
    stranger: Actor
    visitors: list[Actor]

    def join(self, *actors: Actor, topics: tuple[str, ...] = ()) -> None:
        for actor in actors:
            with committed(self.store) as work:
                join(work, actor, topics, nobody)

    def walk(self, actor: Actor) -> Walk:
        with self.store.reading() as work:
            return walk_of(work, actor, now())

    def later(self, seconds: float, *gone: Actor) -> None:
        """What the clock does so much later."""
        with committed(self.store) as work:
            at = now() + timedelta(seconds=seconds)
            tidy(work, self.workshop_id, at, [one.known_id for one in gone], nobody)

    def pass_time(self, seconds: float) -> None:
        """All tours began so much earlier."""
        with committed(self.store) as work:
            for tour in work.session.scalars(select(Tour)):
                tour.starts_at -= timedelta(seconds=seconds)
            for member in work.session.scalars(select(TourMember).where(TourMember.left_at.is_not(None))):
                assert member.left_at is not None
                member.left_at -= timedelta(seconds=seconds)

    def groups(self) -> list[list[int]]:
        """Who walks together, group by group."""
        found: dict[int, list[int]] = {}
        with self.store.reading() as work:
            rows = select(TourMember).where(TourMember.left_at.is_(None)).order_by(TourMember.person_id)
            for row in work.session.scalars(rows):
                found.setdefault(row.tour_id, []).append(row.person_id)
        return list(found.values())


def make_scene(store: Store, slug: str = "tides", visitors: int = 4, posters: int = 6) -> Scene:
    with committed(store) as work:
        workshop = make_workshop(work, slug)
        organizer, presenter = make_actor(work, workshop, Role.ORGANIZER), make_actor(work, workshop)
        people = [make_actor(work, workshop) for _ in range(visitors)]
        stranger = make_actor(work, make_workshop(work, f"{slug}-next"))
        ids = []
        for number in range(1, posters + 1):
            presenters = (presenter.known_id,) if number == 1 else ()
            place = Place(f"P{number}", number, presenters)
            draft = PosterDraft(f"Poster {number} of tides", tags=("ice" if number % 2 else "waves",))
            ids.append(add(work, organizer, draft, place=place).id)
        return Scene(store, workshop.id, ids, organizer, presenter, stranger, people)


def newcomer(scene: Scene) -> Actor:
    with committed(scene.store) as work:
        return make_actor(work, work.get(Workshop, scene.workshop_id))
