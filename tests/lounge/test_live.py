"""The lounge hears within seconds who sits down, on a real server, and only those who may hear."""

import itertools
from collections.abc import Iterator
from typing import Any

import pytest

from portal.access import Actor
from portal.accounts.actions import make_link
from portal.accounts.models import Person
from portal.store.work import Store
from tests.lounge.made import Scene, make_scene
from tests.made import committed
from tests.servers.portal import Portal
from tests.servers.visitor import Live, Visitor

SLUGS = (f"coffee-{number}" for number in itertools.count(1))


class LoungeScene:
    """A lounge on a running portal, and the sockets that were opened."""

    def __init__(self, portal: Portal, store: Store) -> None:
        self.portal = portal
        self.lounge: Scene = make_scene(store, next(SLUGS))
        self.open: list[Live] = []

    @property
    def here(self) -> dict[str, int]:
        return {"lounge": self.lounge.workshop_id}

    @property
    def table(self) -> dict[str, int]:
        return {**self.here, "table": self.lounge.table_id}

    def connect(self, actor: Actor) -> Live:
        with committed(self.lounge.store) as work:
            token = make_link(work, work.get(Person, actor.known_id), 10)
        self.open.append(Visitor.signed_in(f"{self.portal.base_url}/sign-in/link/{token}").connect())
        return self.open[-1]


@pytest.fixture
def scene(live_portal: Portal, live_store: Store) -> Iterator[LoungeScene]:
    made = LoungeScene(live_portal, live_store)
    yield made
    for connection in made.open:
        connection.close()


def names_at(event: dict[str, Any], table_id: int) -> list[str]:
    tables = [table for table in event["tables"] if table["id"] == table_id]
    return [face["name"] for table in tables for face in table["sitters"]]


def test_who_sits_down_is_seen_by_all_and_the_last_seat_is_taken_once(scene: LoungeScene) -> None:
    anna, ben, cleo = (scene.connect(one) for one in (scene.lounge.anna, scene.lounge.ben, scene.lounge.cleo))
    watched = anna.call("lounge.watch", scene.here)
    assert [table["title"] for table in watched["data"]["tables"]] == ["Coffee"]
    anna.wait_for("lounge.changed", seconds=8)  # from here on changes are told one by one

    assert ben.call("lounge.sit", scene.table)["data"] == {"table": scene.lounge.table_id, "seat": 0}
    assert ben.call("lounge.sit", scene.table)["ok"], "twice is the same as once"
    assert cleo.call("lounge.sit", scene.table)["data"]["seat"] == 1
    refused = anna.call("lounge.sit", scene.table)

    assert (refused["ok"], refused["code"]) == (False, "conflict")
    both = [scene.lounge.ben.name, scene.lounge.cleo.name]
    change = anna.wait_for(
        "lounge.changed", lambda event: names_at(event, scene.lounge.table_id) == both, seconds=5
    )
    assert change["lounge"] == scene.lounge.workshop_id

    assert ben.call("lounge.stand", scene.here)["data"] == {"table": scene.lounge.table_id}
    anna.wait_for(
        "lounge.changed", lambda event: names_at(event, scene.lounge.table_id) == both[1:], seconds=5
    )


def test_a_stranger_hears_nothing(scene: LoungeScene) -> None:
    stranger = scene.connect(scene.lounge.stranger)

    assert stranger.call("lounge.watch", scene.here)["code"] == "not-allowed"
    assert stranger.call("lounge.sit", scene.table)["code"] == "not-allowed"
    assert stranger.call("lounge.unwatch", scene.here)["ok"]
