"""Conversations on a real server: the two hear each other at once, a third one nothing, and a block ends it."""

import itertools
import time
from collections.abc import Iterator

import pytest

from portal.access import Actor, Role
from portal.store.work import Store
from tests.conversations.made import Two, make_two
from tests.made import committed, sign_in_link
from tests.servers.portal import Portal
from tests.servers.visitor import Live, Visitor

SLUGS = (f"letters-{number}" for number in itertools.count(1))


class Scene:
    """Two people on a running portal, and the sockets that were opened."""

    def __init__(self, portal: Portal, store: Store) -> None:
        self.portal, self.store = portal, store
        self.two: Two = make_two(store, next(SLUGS))
        self.open: list[Live] = []

    def connect(self, actor: Actor) -> Live:
        """A page of this person, somewhere in the workshop."""
        with committed(self.store) as work:
            link = sign_in_link(work, actor)
        live = Visitor.signed_in(self.portal.base_url + link).connect()
        self.open.append(live)
        assert live.call("notices.enter", {"workshop": self.two.company.workshop_id})["ok"]
        return live


@pytest.fixture
def scene(live_portal: Portal, live_store: Store) -> Iterator[Scene]:
    made = Scene(live_portal, live_store)
    yield made
    for connection in made.open:
        connection.close()


def test_the_two_hear_each_other_and_neither_a_third_nor_an_organizer_hears_anything(scene: Scene) -> None:
    two = scene.two
    thread = two.write(two.ann, two.ben)
    organizer = two.company.add("Olga", None, Role.ORGANIZER)
    ann, ben, cleo, olga = (scene.connect(one) for one in (two.ann, two.ben, two.cleo, organizer))
    for live in (ann, ben):
        assert live.call("threads.enter", {"thread": thread})["ok"]
    for live in (cleo, olga):
        assert live.call("threads.enter", {"thread": thread})["code"] == "not-allowed"
        live.heard.clear()

    said = ann.call("threads.post", {"thread": thread, "client_id": "c-2", "text": "only for you"})

    assert ben.wait_for("threads.message_posted")["text"] == "only for you"
    assert ben.wait_for("notices.added")["notice"]["happened"] == "Ann writes to you"
    change = {"thread": thread, "seq": said["data"]["seq"], "client_id": "c-3"}
    assert ann.call("threads.edit", {**change, "text": "for you alone"})["ok"]
    assert ben.call("threads.edit", {**change, "text": "mine now"})["code"] == "not-allowed"
    assert ben.wait_for("threads.message_edited")["text"] == "for you alone"
    time.sleep(0.5)
    for live in (cleo, olga):
        assert [name for name, _ in live.heard if name.startswith(("threads.", "notices."))] == []


def test_a_block_puts_the_other_out_of_the_open_conversation_and_nothing_more_is_heard(scene: Scene) -> None:
    two = scene.two
    thread = two.write(two.ann, two.ben)
    ann, ben = scene.connect(two.ann), scene.connect(two.ben)
    for live in (ann, ben):
        assert live.call("threads.enter", {"thread": thread})["ok"]

    browser_of(scene, two.ben).post(f"/{two.company.slug}/directory/{two.ann.known_id}/block")

    ann.wait_for("live.room_ended", seconds=5)
    posted = {"thread": thread, "client_id": "c-2", "text": "are you there?"}
    assert ann.call("threads.post", posted)["code"] == "not-allowed"
    assert ann.call("threads.enter", {"thread": thread})["code"] == "not-allowed"
    assert ben.call("threads.post", posted)["code"] == "not-allowed"
    assert ben.call("threads.enter", {"thread": thread})["ok"], "who blocked may still read what was said"


def browser_of(scene: Scene, actor: Actor) -> Visitor:
    with committed(scene.store) as work:
        link = sign_in_link(work, actor)
    return Visitor.signed_in(scene.portal.base_url + link)
