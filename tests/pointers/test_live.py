"""On a real server: who presents is seen to point, everybody else is refused, and who is not in the room hears nothing."""

import itertools
import time
from collections.abc import Iterator
from typing import Any

import pytest

from portal.access import Role
from portal.accounts.actions import make_link
from portal.accounts.models import Person
from portal.events import Eviction
from portal.posters.actions import add, hang
from portal.posters.rules import Place, PosterDraft
from portal.store.work import Store
from portal.workshops.models import Workshop
from tests.made import committed, make_person, register
from tests.posters.made import Scene, make_scene
from tests.servers.portal import Portal
from tests.servers.process import wait_until
from tests.servers.visitor import Live, Visitor

SLUGS = (f"pointed-{number}" for number in itertools.count(1))


class Room:
    """The room of one poster on a running portal, and the sockets that were opened."""

    def __init__(self, portal: Portal, store: Store) -> None:
        self.portal, self.store = portal, store
        self.posters: Scene = make_scene(store, next(SLUGS))
        self.thread = {"thread": self.posters.thread_id}
        self.spot = {**self.thread, "page": 1, "x": 0.25, "y": 0.75}
        self.view = {**self.spot, "width": 0.5, "height": 0.4}
        self.open: list[Live] = []

    def connect(self, person_id: int, *, enters: bool = True) -> Live:
        """A browser in which this person is signed in, with its live connection, in the room or outside."""
        with committed(self.store) as work:
            token = make_link(work, work.get(Person, person_id), 10)
        live = Visitor.signed_in(f"{self.portal.base_url}/sign-in/link/{token}").connect()
        self.open.append(live)
        if enters:
            live.call("threads.enter", self.thread)
        return live

    def presenter(self, *, enters: bool = True) -> Live:
        return self.connect(self.posters.presenter.known_id, enters=enters)

    def newcomer(self, *roles: Role, enters: bool = True) -> Live:
        with committed(self.store) as work:
            person = make_person(work)
            register(work, work.get(Workshop, self.posters.workshop_id), person, *roles)
            person_id = person.id
        return self.connect(person_id, enters=enters)

    def send_all(self, live: Live) -> list[str]:
        """The codes with which all three commands are refused; none for what is done."""
        told = [live.call("pointers.point", self.spot), live.call("pointers.show", self.view)]
        told.append(live.call("pointers.hide", {**self.thread, "part": "view"}))
        return [answer.get("code", "") for answer in told]


@pytest.fixture
def room(live_portal: Portal, live_store: Store) -> Iterator[Room]:
    made = Room(live_portal, live_store)
    yield made
    for connection in made.open:
        connection.close()


def send_until_heard(room: Room, presenter: Live, visitor: Live) -> None:
    """A busy server leaves out what may be lost; a presenter's browser sends it again too."""

    def has_heard() -> bool:
        assert room.send_all(presenter) == ["", "", ""]
        time.sleep(0.4)
        return {name for name, _ in pointers(visitor)} == {
            "pointers.pointed",
            "pointers.shown",
            "pointers.hidden",
        }

    wait_until(has_heard, "all three were heard", 30)


def pointers(live: Live) -> list[tuple[str, Any]]:
    return [(name, event) for name, event in live.heard if name.startswith("pointers.")]


def test_the_room_hears_where_a_presenter_points_and_what_they_see(room: Room) -> None:
    visitor, presenter = room.newcomer(), room.presenter()

    send_until_heard(room, presenter, visitor)

    actor = room.posters.presenter
    person = {"id": actor.person_id, "name": actor.name, "role": "presenter"}
    assert visitor.wait_for("pointers.pointed") == {**room.spot, "person": person}
    assert visitor.wait_for("pointers.shown") == {**room.view, "person": person}
    assert visitor.wait_for("pointers.hidden") == {**room.thread, "person": person, "part": "view"}


def test_nobody_else_points_and_nobody_hears_of_it(room: Room) -> None:
    with committed(room.store) as work:
        organizer = room.posters.organizer
        other = make_person(work)
        register(work, work.get(Workshop, room.posters.workshop_id), other, Role.PRESENTER)
        add(work, organizer, PosterDraft("Another"), place=Place("P2", 2, (other.id,)))
        other_id = other.id
    visitor = room.newcomer()
    others = [room.newcomer(), room.connect(other_id), room.connect(organizer.known_id)]
    others.append(room.connect(room.posters.stranger.known_id))

    told = [room.send_all(one) for one in others]

    assert told == [["not-allowed"] * 3] * len(others)
    send_until_heard(room, room.presenter(), visitor)
    assert {event["person"]["id"] for _, event in pointers(visitor)} == {room.posters.presenter.person_id}


def test_who_is_not_in_the_room_neither_points_nor_hears(room: Room) -> None:
    outside, visitor = room.newcomer(enters=False), room.newcomer()
    presenter = room.presenter(enters=False)

    assert room.send_all(presenter) == ["not-allowed"] * 3

    presenter.call("threads.enter", room.thread)
    send_until_heard(room, presenter, visitor)
    assert pointers(outside) == []
    presenter.call("threads.leave", room.thread)
    assert room.send_all(presenter) == ["not-allowed"] * 3


def test_there_is_no_pointing_where_no_poster_is(room: Room) -> None:
    presenter = room.presenter()

    answer = presenter.call("pointers.point", {**room.spot, "thread": 10**6})

    assert answer["code"] == "not-found"


def test_who_presents_no_more_points_no_more(room: Room) -> None:
    presenter = room.presenter()
    assert presenter.call("pointers.point", room.spot)["ok"]

    with committed(room.store) as work:
        hang(work, room.posters.organizer, room.posters.poster_id, Place("P1", 1, ()))
        gone = Eviction(person_id=room.posters.presenter.known_id, workshop_id=room.posters.workshop_id)
        assert [(one.person_id, one.workshop_id) for one in work.announced if isinstance(one, Eviction)] == [
            (gone.person_id, gone.workshop_id)
        ]

    assert presenter.is_closed.wait(10), "the connection has to come back as what it is now"
    assert room.presenter().call("pointers.point", room.spot)["code"] == "not-allowed"


def test_ten_moves_a_second_are_taken_and_a_flood_of_them_is_not(room: Room) -> None:
    presenter = room.presenter()

    answers = [presenter.call("pointers.point", room.spot) for _ in range(40)]

    assert all(answer["ok"] for answer in answers[:30])
    assert any(answer.get("code") == "too-many" for answer in answers)
