"""Those who wait and walk hear of it within seconds, on a real server, and nobody else."""

import itertools
from collections.abc import Iterator

import pytest

from portal.access import Actor
from portal.accounts.actions import make_link
from portal.accounts.models import Person
from portal.store.work import Store
from tests.made import committed
from tests.servers.portal import Portal
from tests.servers.visitor import Live, Visitor
from tests.tours.made import make_scene

SLUGS = (f"round-{number}" for number in itertools.count(1))


class LiveTour:
    """A hall on a running portal, with the browsers and sockets that were opened."""

    def __init__(self, portal: Portal, store: Store) -> None:
        self.portal, self.slug = portal, next(SLUGS)
        self.scene = make_scene(store, self.slug)
        self.open: list[Live] = []

    def connect(self, actor: Actor) -> tuple[Visitor, Live]:
        with committed(self.scene.store) as work:
            token = make_link(work, work.get(Person, actor.known_id), 10)
        visitor = Visitor.signed_in(f"{self.portal.base_url}/sign-in/link/{token}")
        self.open.append(visitor.connect())
        return visitor, self.open[-1]


@pytest.fixture
def tour(live_portal: Portal, live_store: Store) -> Iterator[LiveTour]:
    made = LiveTour(live_portal, live_store)
    yield made
    for connection in made.open:
        connection.close()


def test_members_hear_that_they_set_out_and_a_stranger_hears_nothing(tour: LiveTour) -> None:
    here = {"workshop": tour.scene.workshop_id}
    visitor, anna = tour.connect(tour.scene.visitors[0])
    _, presenter = tour.connect(tour.scene.presenter)
    _, stranger = tour.connect(tour.scene.stranger)
    assert anna.call("tours.watch", here)["data"]["key"].startswith("apart:")
    assert presenter.call("tours.watch", here)["ok"]
    assert stranger.call("tours.watch", here)["code"] == "not-allowed"
    assert stranger.call("tours.unwatch", here)["ok"]

    assert visitor.post(f"/{tour.slug}/tours/join", topics="ice").status_code == 303
    moved = anna.wait_for("tours.moved")
    assert moved == {"workshop": tour.scene.workshop_id, "person": tour.scene.visitors[0].known_id}
    anna.heard.clear()
    others = [tour.connect(one)[0] for one in tour.scene.visitors[1:]]
    for other in others:
        other.post(f"/{tour.slug}/tours/join")

    anna.wait_for("tours.moved")
    assert presenter.wait_for("tours.moved")["person"] == tour.scene.presenter.known_id
    assert anna.call("tours.watch", here)["data"]["key"].startswith("walking:")
    assert "tours.moved" not in {name for name, _ in stranger.heard}
