"""The round on a real server: a volunteer is told on another page, the hall hears a pin, a job ends a call."""

import itertools
import time
from collections.abc import Iterator

import pytest

from portal.access import Actor
from portal.accounts.actions import make_link
from portal.accounts.models import Person
from portal.rounds.rules import FIRST_NOTICE
from portal.store.work import Store
from tests.made import committed
from tests.rounds.made import Rounds, make_rounds
from tests.servers.portal import Portal
from tests.servers.visitor import Live, Visitor

SLUGS = (f"rounds-{number}" for number in itertools.count(1))


class Scene:
    """Boards on a running portal, and the sockets that were opened."""

    def __init__(self, portal: Portal, store: Store) -> None:
        self.portal, self.store = portal, store
        self.rounds: Rounds = make_rounds(store, next(SLUGS), 4)
        self.open: list[Live] = []

    def connect(self, actor: Actor) -> Live:
        with committed(self.store) as work:
            token = make_link(work, work.get(Person, actor.known_id), 10)
        live = Visitor.signed_in(f"{self.portal.base_url}/sign-in/link/{token}").connect()
        self.open.append(live)
        assert live.call("notices.enter", {"workshop": self.rounds.workshop_id})["ok"]
        return live


@pytest.fixture
def scene(live_portal: Portal, live_store: Store) -> Iterator[Scene]:
    made = Scene(live_portal, live_store)
    yield made
    for connection in made.open:
        connection.close()


def test_whoever_is_free_is_told_on_another_page_and_who_goes_spares_the_others(scene: Scene) -> None:
    chair, volunteer = scene.connect(scene.rounds.chair), scene.connect(scene.rounds.volunteer)
    moderator = scene.connect(scene.rounds.moderator)
    board = {"poster": scene.rounds.poster_ids[0]}

    sent = chair.call("rounds.send", board)

    notices = [one.wait_for("notices.added")["notice"] for one in (volunteer, moderator)]
    assert {(one["kind"], one["text"]) for one in notices} == {("sent", "P01 Tides and time 1")}
    assert FIRST_NOTICE - notices[0]["seq"] == sent["data"]["call"]
    assert chair.call("rounds.send", board)["code"] == "conflict"
    assert volunteer.call("rounds.answer", {**sent["data"], "going": True})["ok"]
    moderator.wait_for("notices.settled")
    assert moderator.call("rounds.answer", {**sent["data"], "going": True})["code"] == "conflict"
    assert scene.rounds.call(sent["data"]["call"]).going_name == scene.rounds.volunteer.name


def test_the_hall_hears_a_pin_within_two_seconds_and_who_comes_later_reads_it(scene: Scene) -> None:
    chair, visitor = scene.connect(scene.rounds.chair), scene.connect(scene.rounds.visitor)
    hall = {"hall": scene.rounds.workshop_id}
    assert visitor.call("rounds.watch_pins", hall)["data"] == {"pins": []}
    board = {"poster": scene.rounds.poster_ids[2]}

    began = time.monotonic()
    assert chair.call("rounds.pin", board)["ok"]
    heard = visitor.wait_for("rounds.pins_changed")

    assert time.monotonic() - began < 2
    assert [pin["title"] for pin in heard["pins"]] == ["Tides and time 3"]
    late = scene.connect(scene.rounds.presenter).call("rounds.watch_pins", hall)
    assert late["data"]["pins"] == heard["pins"]
    for other in (0, 1):
        assert chair.call("rounds.pin", {"poster": scene.rounds.poster_ids[other]})["ok"]
    assert chair.call("rounds.pin", {"poster": scene.rounds.poster_ids[3]})["code"] == "conflict"
