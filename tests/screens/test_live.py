"""The guests of a hall on a real server: what they ask is heard, and closing the code puts them out."""

import itertools
from collections.abc import Iterator
from typing import Any

import pytest
from socketio.exceptions import ConnectionError as RefusedError

from portal.access import Actor
from portal.accounts.actions import make_link
from portal.accounts.models import Person
from portal.store.work import Store
from tests.made import committed
from tests.screens.made import Hall, make_hall
from tests.servers.portal import Portal
from tests.servers.visitor import Live, Visitor

SLUGS = (f"hall-live-{number}" for number in itertools.count(1))


@pytest.fixture
def hall(live_store: Store) -> Hall:
    return make_hall(live_store, next(SLUGS))


class House:
    """Connections to the portal that end with the test."""

    def __init__(self, portal: Portal, store: Store) -> None:
        self.portal, self.store = portal, store
        self.opened: list[Live] = []

    def guest(self, code: str) -> tuple[Visitor, Live]:
        visitor = Visitor(self.portal.base_url)
        assert visitor.post(f"/j/{code}").status_code == 303
        self.opened.append(visitor.connect(auth={"csrf": visitor.csrf(), "as": "hall"}))
        return visitor, self.opened[-1]

    def person(self, actor: Actor) -> Live:
        with committed(self.store) as work:
            token = make_link(work, work.get(Person, actor.known_id), 10)
        visitor = Visitor.signed_in(f"{self.portal.base_url}/sign-in/link/{token}")
        self.opened.append(visitor.connect())
        return self.opened[-1]


@pytest.fixture
def house(live_portal: Portal, live_store: Store) -> Iterator[House]:
    made = House(live_portal, live_store)
    yield made
    for one in made.opened:
        one.close()


def done(answer: dict[str, Any]) -> dict[str, Any]:
    assert answer["ok"], answer
    data: dict[str, Any] = answer["data"]
    return data


def test_a_guest_asks_and_votes_live_and_hears_what_the_audience_hears(hall: Hall, house: House) -> None:
    poll, question = hall.polls.open(), hall.ask("Somebody else's?")
    attendee = house.person(hall.polls.attendee)
    _, guest = house.guest(hall.open())
    for live in (attendee, guest):
        done(live.call("questions.enter", {"board": hall.board}))
        done(live.call("polls.enter", {"board": hall.polls.address}))

    asked = {"board": hall.board, "client_id": "c-1", "text": "From the back?"}
    assert done(guest.call("questions.ask", asked))["state"] == "visible"
    assert done(guest.call("questions.vote", {"question": question, "is_for": True})) == {"votes": 1}
    assert guest.call("polls.results", {"poll": poll})["code"] == "not-allowed"
    done(guest.call("polls.vote", {"poll": poll, "numbers": [0]}))

    assert done(guest.call("polls.results", {"poll": poll}))["results"]["counts"] == [1, 0]
    heard = attendee.wait_for("questions.question_changed", lambda one: one["question"], seconds=20)
    assert heard["question"]["author"]["name"] == "In the hall"
    guest.wait_for("questions.votes_counted", lambda one: one["votes"].get(str(question)) == 1, seconds=20)


def test_closing_the_code_puts_the_guests_out_and_leaves_everybody_else(hall: Hall, house: House) -> None:
    attendee = house.person(hall.polls.attendee)
    visitor, guest = house.guest(hall.open())
    done(guest.call("questions.enter", {"board": hall.board}))
    done(attendee.call("questions.enter", {"board": hall.board}))

    hall.close()

    assert guest.is_closed.wait(20)
    with pytest.raises(RefusedError):
        visitor.connect(auth={"csrf": visitor.csrf(), "as": "hall"})
    done(attendee.call("questions.enter", {"board": hall.board}))


def test_a_guest_is_let_in_only_where_the_page_says_so_and_never_as_somebody_signed_in(
    hall: Hall, house: House
) -> None:
    visitor, _ = house.guest(hall.open())

    for auth in ({"csrf": visitor.csrf()}, {"csrf": visitor.csrf(), "as": "organizer"}, {"as": "hall"}):
        with pytest.raises(RefusedError):
            visitor.connect(auth=auth)
