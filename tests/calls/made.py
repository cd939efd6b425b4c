"""A poster with a call, and the people around it."""

from dataclasses import dataclass

from portal.access import Actor, Role
from portal.calls import actions
from portal.calls.events import CallChanged, SeatTold
from portal.calls.rules import At, Wish
from portal.events import Event, Eviction
from portal.store.work import Store, Work
from portal.threads.actions import open_thread, set_hosts
from portal.workshops.models import Workshop
from tests.made import committed, make_actor, make_workshop


@dataclass(frozen=True)
class Scene:
    """A thread that a presenter hosts, an organizer, a moderator, and a stranger from another workshop."""

    store: Store
    workshop_id: int
    thread_id: int
    presenter: Actor
    organizer: Actor
    moderator: Actor
    stranger: Actor

    def people(self, count: int) -> list[Actor]:
        """So many attendees more."""
        with committed(self.store) as work:
            workshop = work.get(Workshop, self.workshop_id)
            return [make_actor(work, workshop) for _ in range(count)]

    def join(
        self, who: Actor, *, client_id: str = "", is_listening: bool = False, video: bool = False
    ) -> int:
        """Sit down with a microphone, or listen; the seat."""
        wish = Wish(
            self.thread_id,
            client_id=client_id or f"page-{who.known_id}",
            audio=not is_listening,
            video=video,
            is_listening=is_listening,
        )
        with committed(self.store) as work:
            return actions.join(work, who, wish).seat.id

    def wish(self, seat: int, *, audio: bool = True) -> Wish:
        return Wish(self.thread_id, seat_id=seat, audio=audio)

    def at(self, seat: int) -> At:
        return At(self.thread_id, seat)


def make_scene(store: Store, slug: str = "tides", kind: str = "poster") -> Scene:
    with committed(store) as work:
        workshop = make_workshop(work, slug)
        presenter = make_actor(work, workshop)
        organizer = make_actor(work, workshop, Role.ORGANIZER)
        moderator = make_actor(work, workshop, Role.MODERATOR)
        stranger = make_actor(work, make_workshop(work, f"{slug}-next"), Role.ORGANIZER)
        thread = open_thread(work, workshop.id, kind)
        set_hosts(work, thread.id, {presenter.known_id: "presenter"})
        return Scene(store, workshop.id, thread.id, presenter, organizer, moderator, stranger)


def told(work: Work) -> list[Event | Eviction]:
    """What this unit of work announces, without the lists of seats."""
    return [fact for fact in work.announced if not isinstance(fact, CallChanged)]


def last_seats(work: Work) -> list[int]:
    """The persons in the newest list of seats."""
    lists = [fact for fact in work.announced if isinstance(fact, CallChanged)]
    return [seat["person"] for seat in lists[-1].seats]


__all__ = ["Scene", "SeatTold", "last_seats", "make_scene", "told"]
