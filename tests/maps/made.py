"""A hall with boards and tables for tests of the map, and browsers in it."""

import itertools
from dataclasses import dataclass

from portal.access import Actor
from portal.accounts.actions import make_link
from portal.accounts.models import Person
from portal.lounge.actions import open_table
from portal.lounge.rules import TableDraft
from portal.posters.actions import add
from portal.posters.rules import Place, PosterDraft
from portal.store.work import Store
from portal.workshops.models import Workshop
from tests.made import committed, make_actor
from tests.posters.made import make_scene
from tests.servers.portal import Portal
from tests.servers.visitor import Live, Visitor

SLUGS = (f"mapped-{number}" for number in itertools.count(1))


@dataclass(frozen=True)
class MapScene:
    """A workshop with nine boards and a table on the map, its people, and a stranger. The first board is P1."""

    store: Store
    slug: str
    hall: int
    first: int
    thread: int
    organizer: Actor
    ada: Actor
    ben: Actor
    stranger: Actor

    @property
    def address(self) -> str:
        return f"/{self.slug}/map"

    def link(self, person_id: int) -> str:
        """The path that signs somebody in."""
        with committed(self.store) as work:
            return f"/sign-in/link/{make_link(work, work.get(Person, person_id), 10)}"

    def visitor(self, portal: Portal, actor: Actor) -> Visitor:
        return Visitor.signed_in(portal.base_url + self.link(actor.known_id))

    def connect(self, portal: Portal, actor: Actor) -> Live:
        return self.visitor(portal, actor).connect()


def make_map(store: Store) -> MapScene:
    slug = next(SLUGS)
    posters = make_scene(store, slug)
    with committed(store) as work:
        workshop = work.get(Workshop, posters.workshop_id)
        for number in range(2, 10):
            draft = PosterDraft(f"Poster number {number}", tags=("ice" if number < 5 else "sand",))
            add(work, posters.organizer, draft, place=Place(f"P{number}", number, ()))
        open_table(work, posters.organizer, TableDraft("Tea and tides", is_lasting=True))
        ada, ben = make_actor(work, workshop), make_actor(work, workshop)
    return MapScene(
        store,
        slug,
        posters.workshop_id,
        posters.poster_id,
        posters.thread_id,
        posters.organizer,
        ada,
        ben,
        posters.stranger,
    )
