"""People of a workshop, listed or hidden, made as short as a test can say them."""

from dataclasses import dataclass, replace

from portal.access import Actor, Role
from portal.accounts.models import Person
from portal.contacts.queries import circle_of
from portal.profiles.actions import say, show
from portal.profiles.queries import directory, person_shown
from portal.profiles.rules import ListingDraft, ProfileDraft, Shown, Spot, Wanted, folded
from portal.store.work import Store, Work
from portal.workshops.models import Workshop
from tests.made import committed, make_actor, make_workshop

LISTED = ListingDraft(is_listed=True)
EVERYTHING = ListingDraft(
    is_listed=True, shows_affiliation=True, shows_links=True, shows_picture=True, shows_place=True
)


@dataclass
class Company:
    """A workshop and its people, each change in a transaction of its own."""

    store: Store
    workshop_id: int
    slug: str

    def add(
        self,
        name: str,
        listing: ListingDraft | None = LISTED,
        *roles: Role,
        affiliation: str = "",
        **said: object,
    ) -> Actor:
        with committed(self.store) as work:
            actor = make_actor(work, work.get(Workshop, self.workshop_id), *roles)
            person = work.get(Person, actor.known_id)
            person.name, person.affiliation = name, affiliation
            actor = replace(actor, name=name)
            work.session.flush()
            if said:
                say(work, actor, ProfileDraft(**said))  # type: ignore[arg-type]
            if listing is not None:
                show(work, actor, listing)
            return actor

    def find(self, actor: Actor, spots: dict[int, Spot] | None = None, **wanted: object) -> list[str]:
        """The names that somebody finds."""
        with self.store.reading() as work:
            found, _ = directory(
                work,
                actor,
                Wanted(**wanted),  # type: ignore[arg-type]
                circle_of(work, actor),
                lambda ids: {one: spot for one, spot in (spots or {}).items() if one in ids},
            )
        return [one.name for one in found.rows]

    def search(self, actor: Actor, text: str) -> list[str]:
        return self.find(actor, words=tuple(folded(text).split()))

    def look_at(self, actor: Actor, other: Actor) -> Shown:
        with self.store.reading() as work:
            return seen(work, actor, other)


def seen(work: Work, actor: Actor, other: Actor) -> Shown:
    return person_shown(work, actor, other.known_id, circle_of(work, actor))


def make_company(store: Store, slug: str = "tides") -> Company:
    with committed(store) as work:
        workshop = make_workshop(work, slug)
        return Company(store, workshop.id, workshop.slug)
