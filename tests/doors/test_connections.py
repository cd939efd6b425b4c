"""Which connections are open, who is asked about them, and how an eviction ends them, without a network."""

from typing import Any

import pytest

from portal.access import Actor, Role
from portal.doors.socket.connections import Connection, Connections
from portal.events import Eviction
from portal.realtime.presence import Presence
from portal.realtime.rooms import Pipe, Rooms
from portal.realtime.visits import Caps, Visits

WORKSHOP = 5
MODERATOR = Actor(person_id=1, sign_in_id=1, roles=frozenset({Role.MODERATOR}))
ATTENDEE = Actor(person_id=1, sign_in_id=1, roles=frozenset({Role.ATTENDEE}))


class Server:
    """A Socket.IO server that is only told whom to disconnect, and cannot do it for some."""

    def __init__(self) -> None:
        self.disconnected: list[str] = []
        self.broken: set[str] = set()

    def disconnect(self, sid: str, namespace: str) -> None:
        assert namespace == "/live"
        if sid in self.broken:
            raise KeyError(sid)
        self.disconnected.append(sid)


class Socket:
    """An engine socket that nobody writes to."""

    wire = None

    def __init__(self) -> None:
        self.queue: Any = self
        self.closed = False


class House:
    """Connections over that server."""

    def __init__(self) -> None:
        self.server, self.rooms = Server(), Rooms()
        self.connections = Connections(self.server, self.rooms, Presence())
        self._visits = Visits(Caps(sockets=10, per_address=10, half_open=10, block_seconds=1))

    def open(self, sid: str) -> Connection:
        """A connection of person 1, over their one sign-in."""
        visit = self._visits.begin("", lambda: None)
        connection = Connection(sid, f"engine-{sid}", "token", 1, 1, Pipe(Socket()), visit)
        self.connections.open(connection, 10)
        return connection


@pytest.fixture
def house() -> House:
    return House()


def test_who_asks_is_read_once_in_five_seconds(house: House) -> None:
    connection = house.open("a")
    reads = iter((MODERATOR,))

    told = [house.connections.who(connection, WORKSHOP, lambda: next(reads)) for _ in range(3)]

    assert told == [MODERATOR] * 3


def test_what_was_read_while_the_right_ended_is_not_kept_for_who_comes_back(house: House) -> None:
    connection = house.open("a")

    def read_in_the_last_moment() -> Actor:
        house.connections.evict(Eviction(person_id=1))
        return MODERATOR

    house.connections.who(connection, WORKSHOP, read_in_the_last_moment)

    back = house.open("b")
    assert house.connections.who(back, WORKSHOP, lambda: ATTENDEE) == ATTENDEE


def test_all_are_out_of_their_rooms_and_told_although_one_cannot_be_disconnected(house: House) -> None:
    for sid in ("a", "b", "c"):
        house.open(sid)
        house.connections.join(sid, "thread:1", None)
    house.server.broken.add("a")

    house.connections.evict(Eviction(sign_in_id=1))

    assert not house.rooms.has("thread:1")
    assert (house.connections.count(), house.server.disconnected) == (0, ["b", "c"])


def test_nothing_is_remembered_of_who_leaves_a_room_after_the_end(house: House) -> None:
    house.open("a")
    house.connections.close("a")

    house.connections.leave("a", "thread:1")

    assert not house.rooms._joined
