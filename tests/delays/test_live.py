"""A day that runs late on a running portal: every open page hears the same, in order, and nothing is lost."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from typing import Any

import pytest

from portal.access import Actor
from portal.accounts.actions import make_link
from portal.accounts.models import Person
from portal.programme.models import Talk
from portal.store.work import Store
from tests.delays.made import Scene, make_scene
from tests.made import committed
from tests.servers.portal import Portal
from tests.servers.visitor import Live, Visitor

SLUGS = (f"late-{number}" for number in count(1))
PATIENCE = 20.0


class Day:
    """The scene on the running portal, and its people's open pages."""

    def __init__(self, portal: Portal, store: Store) -> None:
        self.portal, self.store = portal, store
        self.scene: Scene = make_scene(store, next(SLUGS))
        self.lives: list[Live] = []

    def open(self, actor: Actor) -> Live:
        with committed(self.store) as work:
            token = make_link(work, work.get(Person, actor.known_id), 10)
        live = Visitor.signed_in(f"{self.portal.base_url}/sign-in/link/{token}").connect()
        self.lives.append(live)
        return live

    def enter(self, live: Live, head: int | None = None) -> dict[str, Any]:
        data: dict[str, Any] = live.call(
            "programme.enter", {"workshop": self.scene.workshop_id, "head": head}
        )["data"]
        return data

    def order(self, live: Live, client_id: str, minutes: int = 5) -> dict[str, Any]:
        """A preview, and what confirms it."""
        line = {"workshop": self.scene.workshop_id, "stage": self.scene.stage_id, "minutes": minutes}
        shown = live.call("delays.plan", line)["data"]
        return {**line, "at": shown["at"], "seen": shown["seen"], "client_id": client_id}


@pytest.fixture
def day(live_portal: Portal, live_store: Store) -> Iterator[Day]:
    made = Day(live_portal, live_store)
    yield made
    for live in made.lives:
        live.close()


def test_every_open_page_hears_the_new_times_and_their_undoing(day: Day) -> None:
    # given
    chair, attendee = day.open(day.scene.chair), day.open(day.scene.attendee)
    assert day.enter(attendee, 0) == {"head": 0, "entries": None}

    # when
    made = chair.call("delays.move", day.order(chair, "c-1", 10))

    # then
    heard = attendee.wait_for("programme.changed", seconds=PATIENCE)
    key = f"t{day.scene.talk_ids[2]}"
    assert heard["head"] == 1
    assert {one["key"]: one["was_starts_at"] is not None for one in heard["entries"]}[key]

    back = {"workshop": day.scene.workshop_id, "delay": made["data"]["delay"]}
    assert chair.call("delays.undo", back)["ok"]
    again = attendee.wait_for("programme.changed", lambda event: event["head"] == 2, PATIENCE)
    assert all(one["was_starts_at"] is None for one in again["entries"])


def test_who_missed_it_learns_from_the_heartbeat_and_reads_all_times(day: Day) -> None:
    chair, attendee = day.open(day.scene.chair), day.open(day.scene.attendee)
    chair.call("delays.move", day.order(chair, "c-1"))

    missed = day.enter(attendee, 0)

    assert missed["head"] == 1
    assert f"t{day.scene.talk_ids[2]}" in {one["key"] for one in missed["entries"]}
    assert attendee.wait_for("programme.head_told", seconds=PATIENCE) == {
        "workshop": day.scene.workshop_id,
        "head": 1,
    }
    assert day.enter(attendee, 1) == {"head": 1, "entries": None}


def test_of_chairs_who_press_at_once_one_moves_the_day_and_the_others_are_told(day: Day) -> None:
    chair, organizer = day.open(day.scene.chair), day.open(day.scene.organizer)
    orders = [
        (chair, day.order(chair, "c-1")),
        (chair, day.order(chair, "c-1")),
        (organizer, day.order(organizer, "o-1")),
    ]

    with ThreadPoolExecutor(3) as threads:
        answers = list(threads.map(lambda one: one[0].call("delays.move", one[1]), orders))

    assert answers[0] == answers[1], "the same press twice is one change"
    told = sorted((one["ok"], one.get("code", "")) for one in (answers[0], answers[2]))
    assert told == [(False, "conflict"), (True, "")]
    assert day.scene.starts(Talk, day.scene.talk_ids[2]) == 45
