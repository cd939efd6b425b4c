"""The wire of polls, on a real server: votes at the same moment all count, and results reach those they are for."""

import itertools
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from portal.access import Actor
from portal.accounts.actions import make_link
from portal.accounts.models import Person
from portal.migrations import upgrade
from portal.polls.rules import State
from portal.store.work import Store
from tests.made import committed
from tests.polls.made import Scene, make_scene
from tests.servers.live import WIDE
from tests.servers.portal import Portal, start_serve
from tests.servers.visitor import Live, Visitor

SLUGS = (f"polls-{number}" for number in itertools.count(1))
Connect = Callable[[Actor], Live]
COUNTED = "polls.results_counted"


@pytest.fixture
def scene(live_store: Store) -> Scene:
    return make_scene(live_store, next(SLUGS))


@pytest.fixture
def connect(live_portal: Portal, live_store: Store) -> Iterator[Connect]:
    opened: list[Live] = []

    def open_one(actor: Actor) -> Live:
        opened.append(connection(live_portal, live_store, actor))
        return opened[-1]

    yield open_one
    for one in opened:
        one.close()


def connection(portal: Portal, store: Store, actor: Actor) -> Live:
    with committed(store) as work:
        token = make_link(work, work.get(Person, actor.known_id), 10)
    return Visitor.signed_in(f"{portal.base_url}/sign-in/link/{token}").connect()


def done(answer: dict[str, Any]) -> dict[str, Any]:
    assert answer["ok"], answer
    data: dict[str, Any] = answer["data"]
    return data


def enter(live: Live, scene: Scene) -> dict[str, Any]:
    return done(live.call("polls.enter", {"board": scene.address}))


def counts_heard(live: Live) -> list[dict[str, Any]]:
    return [event for name, event in tuple(live.heard) if name == COUNTED]


def test_a_poll_opens_and_closes_in_front_of_everybody(scene: Scene, connect: Connect) -> None:
    poll_id = scene.draft()
    chair, other = connect(scene.chair), connect(scene.other)
    assert enter(other, scene) == {"head": 1, "polls": [], "chosen": {}, "results": {}}

    done(chair.call("polls.set_state", {"poll": poll_id, "state": "open"}))
    heard = other.wait_for("polls.poll_changed")
    assert (heard["board"], heard["head"], heard["poll"]["state"]) == (scene.address, 2, "open")
    assert heard["poll"] == enter(other, scene)["polls"][0]
    done(chair.call("polls.set_state", {"poll": poll_id, "state": "closed"}))

    closed = other.wait_for("polls.poll_changed", lambda event: event["head"] == 3)
    assert closed["poll"]["results"] == {"voters": 0, "counts": [0, 0], "words": [], "texts": []}


def test_results_reach_who_has_voted_and_nobody_else(scene: Scene, connect: Connect) -> None:
    poll_id = scene.open()
    voter, other, chair = connect(scene.attendee), connect(scene.other), connect(scene.chair)
    for live in (voter, other):
        enter(live, scene)
    refused = other.call("polls.results", {"poll": poll_id})
    assert refused["code"] == "not-allowed"
    enter(chair, scene)

    done(voter.call("polls.vote", {"poll": poll_id, "numbers": [1]}))
    assert done(voter.call("polls.results", {"poll": poll_id}))["results"]["counts"] == [0, 1]

    for live in (voter, chair):
        live.wait_for(COUNTED, lambda event: event["results"]["counts"] == [0, 1])
    again = enter(voter, scene)
    assert again["chosen"] == {str(poll_id): {"numbers": [1], "text": ""}}
    assert again["results"][str(poll_id)]["results"]["counts"] == [0, 1]
    time.sleep(4)
    assert counts_heard(other) == []
    assert enter(other, scene)["results"] == {}


def test_who_left_hears_no_more_results(scene: Scene, connect: Connect) -> None:
    poll_id = scene.open()
    scene.vote(poll_id, 0)
    voter = connect(scene.attendee)
    enter(voter, scene)
    voter.wait_for(COUNTED)
    done(voter.call("polls.leave", {"board": scene.address}))
    voter.heard.clear()

    scene.vote(poll_id, 0, by=scene.other)

    time.sleep(1.5)
    assert counts_heard(voter) == []


def test_the_heartbeat_tells_a_browser_that_it_missed_a_poll(scene: Scene, connect: Connect) -> None:
    hearer = connect(scene.other)
    enter(hearer, scene)
    scene.open()

    beat = hearer.wait_for("polls.head_told", lambda event: event["head"] == 2, seconds=8)

    assert beat["board"] == scene.address


def test_a_vote_for_a_closed_poll_and_one_that_is_no_answer_are_refused(
    scene: Scene, connect: Connect
) -> None:
    poll_id = scene.open()
    voter = connect(scene.attendee)
    for wrong in ({"numbers": [2]}, {"numbers": ["1"]}, {"numbers": [0] * 13}, {"text": "hello"}, {}):
        assert voter.call("polls.vote", {"poll": poll_id, **wrong})["code"] == "invalid"
    scene.turn(poll_id, State.CLOSED)
    assert voter.call("polls.vote", {"poll": poll_id, "numbers": [0]})["code"] == "conflict"


@pytest.fixture
def wide_portal(tmp_path: Path) -> Iterator[tuple[Portal, Store]]:
    """A portal that lets hundreds in from one address."""
    store = Store.at(f"sqlite:///{tmp_path / 'portal.sqlite3'}")
    upgrade(store)
    running = start_serve(
        tmp_path,
        max_sockets_per_address="1000",
        limit_client="100000/minute",
        limit_change="100000/minute",
        **WIDE,
    )
    yield running, store
    running.stop()
    store.dispose()


@pytest.mark.slow
def test_three_hundred_votes_within_five_seconds_are_three_hundred_votes(
    wide_portal: tuple[Portal, Store],
) -> None:
    portal, store = wide_portal
    count = 300
    scene = make_scene(store, "rush")
    poll_id = scene.open()
    people = scene.people(count)
    with ThreadPoolExecutor(8) as pool:
        lives = list(pool.map(lambda one: connection(portal, store, one), people))
    chair, waiting = connection(portal, store, scene.chair), connection(portal, store, scene.other)
    for live in (chair, waiting):
        enter(live, scene)
    began = time.monotonic()

    for place, live in enumerate(lives):
        live.send("polls.vote", {"poll": poll_id, "numbers": [place % 2]})
        live.send("polls.vote", {"poll": poll_id, "numbers": [place % 2]})  # as after an answer that was lost
        time.sleep(max(0.0, began + 5 * (place + 1) / count - time.monotonic()))

    final = chair.wait_for(COUNTED, lambda event: event["results"]["voters"] == count, seconds=60)
    assert final["results"]["counts"] == [count // 2, count // 2]
    assert scene.results(poll_id)["voters"] == count
    assert counts_heard(waiting) == []
    for live in (*lives, chair, waiting):
        live.close()
