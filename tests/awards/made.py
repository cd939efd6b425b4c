"""A workshop in which one may vote for the best poster."""

from dataclasses import dataclass

from portal.access import Actor
from portal.awards.actions import set_state
from portal.posters.actions import add, visit
from portal.posters.rules import Place, PosterDraft
from portal.store.work import Store
from portal.workshops.models import Workshop
from tests.made import committed, make_actor
from tests.posters.made import Scene, make_scene


@dataclass(frozen=True)
class VoteScene:
    """Three posters, the first with a presenter, and three voters who have seen all of them; the vote is open."""

    posters: Scene
    ids: tuple[int, ...]
    voters: tuple[Actor, ...]

    @property
    def organizer(self) -> Actor:
        return self.posters.organizer


def make_vote(store: Store, slug: str = "tides", *, is_open: bool = True) -> VoteScene:
    posters = make_scene(store, slug)
    with committed(store) as work:
        workshop = work.get(Workshop, posters.workshop_id)
        more = [
            add(
                work, posters.organizer, PosterDraft(f"Poster {number}"), place=Place(f"B{number}", number)
            ).id
            for number in (2, 3)
        ]
        ids = (posters.poster_id, *more)
        voters = (posters.attendee, make_actor(work, workshop), make_actor(work, workshop))
        for voter in voters:
            for poster_id in ids:
                visit(work, voter, poster_id)
        if is_open:
            set_state(work, posters.organizer, "open")
    return VoteScene(posters, ids, voters)
