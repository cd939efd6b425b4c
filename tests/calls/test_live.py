"""On a real server: what is said to a seat reaches that one connection, and nobody speaks from a seat that is not theirs."""

import itertools
from collections.abc import Iterator

import pytest

from portal.accounts.actions import make_link
from portal.accounts.models import Person
from portal.calls.rules import LONGEST_SIGNAL
from portal.store.work import Store
from tests.calls.made import Scene, make_scene
from tests.made import committed
from tests.servers.portal import Portal
from tests.servers.visitor import Live, Visitor

SLUGS = (f"seats-{number}" for number in itertools.count(1))


class Table:
    """A call on a running portal, and the connections that were opened."""

    def __init__(self, portal: Portal, store: Store) -> None:
        self.portal, self.store = portal, store
        self.scene: Scene = make_scene(store, next(SLUGS))
        self.open: list[Live] = []

    @property
    def thread(self) -> dict[str, int]:
        return {"thread": self.scene.thread_id}

    def visitor(self, person_id: int) -> Visitor:
        with committed(self.store) as work:
            token = make_link(work, work.get(Person, person_id), 10)
        return Visitor.signed_in(f"{self.portal.base_url}/sign-in/link/{token}")

    def connect(self, visitor: Visitor) -> Live:
        live = visitor.connect()
        self.open.append(live)
        assert live.call("threads.enter", self.thread)["ok"]
        return live

    def sit(self, live: Live, client_id: str = "page") -> int:
        """Take a seat and hear what is said to it."""
        joined = live.call("calls.join", {**self.thread, "client_id": client_id, "audio": True})
        seat = int(joined["data"]["seat"])
        assert live.call("calls.hear", {**self.thread, "seat": seat})["ok"]
        return seat

    def signal(self, live: Live, seat: int, to: int, data: str = "[]") -> dict[str, object]:
        return live.call("calls.signal", {**self.thread, "seat": seat, "to": to, "data": data})

    def heard(self, live: Live) -> list[object]:
        return [told["data"] for name, told in live.heard if name == "calls.signalled"]


@pytest.fixture
def table(live_portal: Portal, live_store: Store) -> Iterator[Table]:
    made = Table(live_portal, live_store)
    yield made
    for live in made.open:
        live.close()


def test_a_signal_reaches_the_one_connection_on_the_seat_and_no_other_tab_of_its_person(table: Table) -> None:
    one, other, third = table.scene.people(3)
    caller, looker = (table.connect(table.visitor(who.known_id)) for who in (one, third))
    visitor = table.visitor(other.known_id)
    called, other_tab = table.connect(visitor), table.connect(visitor)
    mine, theirs, _ = table.sit(caller), table.sit(called), table.sit(looker)

    assert table.signal(caller, mine, theirs, '["for one"]')["ok"]
    called.wait_for("calls.signalled")
    # Whatever was sent before it has arrived when this answer has.
    for live in (caller, looker, other_tab):
        live.call("calls.look", table.thread)

    assert table.heard(called) == ['["for one"]']
    assert [table.heard(live) for live in (caller, looker, other_tab)] == [[], [], []]
    told = called.wait_for("calls.signalled")
    assert (told["from"], told["to"]) == (mine, theirs)


def test_who_has_no_seat_or_another_ones_seat_signals_nothing(table: Table) -> None:
    one, other = table.scene.people(2)
    sitting, outside = (table.connect(table.visitor(who.known_id)) for who in (one, other))
    seat = table.sit(sitting)

    forged = table.signal(outside, seat, seat)
    stolen = outside.call("calls.hear", {**table.thread, "seat": seat})
    assert sitting.call("calls.leave", {**table.thread, "seat": seat})["ok"]
    sitting.wait_for("live.room_ended")
    late = table.signal(sitting, seat, seat)

    assert [answer["code"] for answer in (forged, stolen, late)] == ["not-found"] * 3
    assert table.heard(sitting) == []


def test_a_letter_that_is_too_long_is_refused(table: Table) -> None:
    [one] = table.scene.people(1)
    live = table.connect(table.visitor(one.known_id))
    seat = table.sit(live)

    answer = table.signal(live, seat, seat, "x" * (LONGEST_SIGNAL + 1))

    assert answer["code"] == "invalid"


def test_who_is_removed_is_told_and_is_out_at_once(table: Table) -> None:
    [one] = table.scene.people(1)
    live = table.connect(table.visitor(one.known_id))
    host = table.connect(table.visitor(table.scene.presenter.known_id))
    seat, own = table.sit(live), table.sit(host)

    assert host.call("calls.remove", {**table.thread, "seat": seat})["ok"]

    assert live.wait_for("calls.told")["what"] == "removed"
    live.wait_for("live.room_ended")
    assert table.signal(live, seat, own)["code"] == "not-found"
    again = live.call("calls.join", {**table.thread, "client_id": "again", "audio": True})
    assert again["code"] == "not-allowed"
