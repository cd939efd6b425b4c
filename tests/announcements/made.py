"""A workshop with its people, two stages, and what is announced in it."""

from dataclasses import dataclass

from portal.access import Actor, Role
from portal.announcements.actions import announce
from portal.announcements.rules import Audience, Draft, Kind
from portal.stage.models import Stage
from portal.store.work import Store
from portal.threads.actions import open_thread
from tests.made import committed, make_actor, make_workshop


@dataclass(frozen=True)
class Scene:
    """People by what they are, and the ids of the place."""

    store: Store
    slug: str
    workshop_id: int
    stage_id: int
    other_stage_id: int
    organizer: Actor
    chair: Actor
    presenter: Actor
    attendee: Actor
    stranger: Actor

    def say(
        self,
        text: str = "Lunch is served",
        audience: Audience = Audience.ALL,
        *,
        kind: Kind = Kind.NEWS,
        minutes: int | None = None,
    ) -> int:
        """The organizer announces something."""
        stage = self.stage_id if audience is Audience.STAGE else None
        with committed(self.store) as work:
            draft = Draft(f"c-{text}"[:40], text, audience, stage, kind, minutes)
            return announce(work, self.organizer, draft).id


def make_scene(store: Store, slug: str = "tides") -> Scene:
    with committed(store) as work:
        workshop = make_workshop(work, slug)
        elsewhere = make_workshop(work, f"{slug}-next")
        stages = [
            work.add(
                Stage(
                    workshop_id=workshop.id,
                    slug=name,
                    name=name.capitalize(),
                    thread_id=open_thread(work, workshop.id, "stage").id,
                )
            )
            for name in ("main", "side")
        ]
        return Scene(
            store,
            slug,
            workshop.id,
            stages[0].id,
            stages[1].id,
            organizer=make_actor(work, workshop, Role.ORGANIZER),
            chair=make_actor(work, workshop, Role.CHAIR),
            presenter=make_actor(work, workshop, Role.PRESENTER),
            attendee=make_actor(work, workshop),
            stranger=make_actor(work, elsewhere, Role.ORGANIZER),
        )
