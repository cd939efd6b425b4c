"""A ban, a changed role and a sign-out end every open connection of the person, at every worker, with Redis and without."""

import time
from collections.abc import Callable
from dataclasses import dataclass

import pytest

from portal.access import Role
from portal.events import Eviction
from portal.registrations.models import Registration
from portal.registrations.rules import State
from tests.faults.pair import Pair, Scene, at, seconds_until
from tests.faults.record import record
from tests.made import committed
from tests.servers.visitor import Live, Visitor

SOON_SECONDS = 2
WITHOUT_REDIS_SECONDS = 10


@dataclass
class Doomed:
    """Somebody who is about to lose a right, connected to both workers, and who can take it."""

    visitor: Visitor
    registration_id: int
    connections: list[Live]
    organizer: Visitor
    slug: str
    person_id: int
    thread_id: int

    def act(self, what: str, **words: str) -> None:
        """What a moderator does about them."""
        path = f"/{self.slug}/moderation/{what}"
        assert self.organizer.post(path, reason="Spam", **words).status_code == 303


def ban(doomed: Doomed) -> None:
    doomed.act(f"people/{doomed.person_id}/ban")


def silence(doomed: Doomed) -> None:
    doomed.act(f"people/{doomed.person_id}/silence", length="10")


def remove(doomed: Doomed) -> None:
    doomed.act(f"people/{doomed.person_id}/remove/{doomed.thread_id}", length="10")


def decline(doomed: Doomed) -> None:
    answer = doomed.organizer.post(f"/{doomed.slug}/registrations/{doomed.registration_id}/decline")
    assert answer.status_code == 303


def change_roles(doomed: Doomed) -> None:
    path = f"/{doomed.slug}/registrations/{doomed.registration_id}"
    assert doomed.organizer.post(path, role="moderator").status_code == 303


def sign_out(doomed: Doomed) -> None:
    assert doomed.visitor.post("/sign-out").status_code == 303


ENDS = {
    "ban": ban,
    "silence": silence,
    "remove": remove,
    "decline": decline,
    "role": change_roles,
    "sign-out": sign_out,
}


@pytest.fixture
def doomed(scene: Scene, pair: Pair) -> Doomed:
    visitor, registration_id = scene.visitor()
    organizer, _ = scene.visitor(Role.ORGANIZER)
    connections = [scene.live(portal, visitor) for portal in (pair.left, pair.right)]
    with pair.store.reading() as work:
        person_id = work.get(Registration, registration_id).person_id
    return Doomed(visitor, registration_id, connections, organizer, scene.slug, person_id, scene.thread)


def end_and_watch(scene: Scene, doomed: Doomed, end: Callable[[Doomed], None], most: float) -> float:
    """End the right while others talk; when the last connection was closed, and that none heard more after it."""
    others = [scene.live(portal) for portal in (scene.pair.left, scene.pair.right)]
    end(doomed)
    took = seconds_until(lambda: all(one.is_closed.is_set() for one in doomed.connections), most)
    heard = [len(one.heard) for one in doomed.connections]
    for number, other in enumerate(others):
        assert scene.post(other, f"after-{number}")["ok"]
    time.sleep(0.3)
    assert [len(one.heard) for one in doomed.connections] == heard, "nothing is heard after the end"
    return took


@pytest.mark.parametrize("how", ENDS)
@pytest.mark.parametrize("has_redis", [True, False], ids=["with Redis", "without Redis"])
def test_every_connection_ends_at_both_workers(
    scene: Scene, pair: Pair, doomed: Doomed, how: str, has_redis: bool
) -> None:
    most = SOON_SECONDS if has_redis else WITHOUT_REDIS_SECONDS
    if not has_redis:
        pair.redis.kill()

    took = end_and_watch(scene, doomed, ENDS[how], most)

    record("F-15", {"s": round(took, 2), "how": how, "redis": has_redis}, {"s": most}, took <= most)
    assert took <= most
    if how != "role":
        for portal in (pair.left, pair.right):
            assert not may_post(scene, at(portal, doomed.visitor)), "neither comes back by connecting anew"


def may_post(scene: Scene, visitor: Visitor) -> bool:
    """Whether somebody who connects anew can write; who is signed out cannot even connect."""
    try:
        connection = visitor.connect()
    except Exception:  # noqa: BLE001 - the client has several errors for a refused connection
        return False
    scene.open.append(connection)
    return bool(scene.post(connection, "once more")["ok"])


def test_who_writes_on_and_on_is_stopped_in_the_middle(scene: Scene, doomed: Doomed) -> None:
    far = doomed.connections[1]
    assert scene.post(far, "c-0")["ok"]
    decline(doomed)
    declined_at = time.monotonic()

    last_ok, number = declined_at, 0
    while not far.is_closed.is_set() and time.monotonic() < declined_at + SOON_SECONDS:
        number += 1
        far.send("threads.post", {"thread": scene.thread, "client_id": f"more-{number}", "text": "more"})
        time.sleep(0.02)
        last_ok = time.monotonic()

    assert far.is_closed.is_set()
    assert last_ok - declined_at <= SOON_SECONDS


def test_a_change_that_no_server_made_reaches_both_workers(scene: Scene, doomed: Doomed) -> None:
    with committed(scene.pair.store) as work:
        registration = work.get(Registration, doomed.registration_id)
        registration.state = State.DECLINED
        work.announce(Eviction(person_id=registration.person_id, workshop_id=scene.workshop_id))

    took = seconds_until(lambda: all(one.is_closed.is_set() for one in doomed.connections), SOON_SECONDS)

    assert took <= SOON_SECONDS


def test_a_room_that_ends_is_left_by_all_who_are_told_and_may_enter_what_is_left(
    scene: Scene, pair: Pair
) -> None:
    near, far = scene.live(pair.left), scene.live(pair.right)
    room = f"thread:{scene.thread}"

    with committed(pair.store) as work:
        work.announce(Eviction(room=room))

    for connection in (near, far):
        assert connection.wait_for("live.room_ended", seconds=SOON_SECONDS) == {"ended": room}
        connection.heard.clear()
    assert scene.post(near, "unheard")["ok"]
    time.sleep(0.5)
    assert near.heard == far.heard == []
    assert far.call("threads.enter", {"thread": scene.thread})["data"]["head"] == 1
    assert not far.is_closed.is_set()


def test_a_locked_room_refuses_everybody_at_both_workers_until_it_is_open_again(
    scene: Scene, pair: Pair, doomed: Doomed
) -> None:
    near, far = doomed.connections
    doomed.act(f"threads/{scene.thread}/lock")
    began = time.monotonic()
    for connection in (near, far):
        connection.wait_for("live.room_ended", seconds=SOON_SECONDS)
    assert time.monotonic() - began <= SOON_SECONDS

    refused = scene.post(far, "locked")
    organizer = scene.live(pair.right, doomed.organizer)

    assert (refused["code"], "locked" in refused["message"]) == ("not-allowed", True)
    assert scene.post(organizer, "order")["ok"]


def test_who_is_silenced_may_listen_and_reads_why_and_until_when(
    scene: Scene, pair: Pair, doomed: Doomed
) -> None:
    silence(doomed)
    seconds_until(lambda: all(one.is_closed.is_set() for one in doomed.connections), SOON_SECONDS)

    back = scene.live(pair.right, doomed.visitor)

    refused = scene.post(back, "quiet")
    assert refused["code"] == "not-allowed"
    assert refused["message"].startswith("You are silenced until ")
    assert refused["message"].endswith("Reason: Spam")
    assert scene.post(scene.live(pair.left), "heard")["ok"]
    assert back.wait_for("threads.message_posted")["client_id"] == "heard"
