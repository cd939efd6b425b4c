"""The kinds of presence that one suite is run against: in memory, and in Redis as seen from either worker."""

from collections.abc import Collection
from itertools import count

import redis

from portal.realtime.presence import Crowd, Presence, Seat
from portal.realtime.presence_rows import PresenceRows
from portal.realtime.seal import Seal
from portal.realtime.shared_presence import SharedPresence
from tests.servers.redis import Redis

SEAL = Seal("a secret of the tests")
NAMES = (f"worker-{number}" for number in count(1))


class Worker:
    """One worker's presence; the hints that it gives are kept."""

    def __init__(self, url: str, name: str = "") -> None:
        self.name = name or next(NAMES)
        self.told: list[str] = []
        client = redis.Redis.from_url(url, socket_timeout=0.3)
        self.presence = SharedPresence(PresenceRows(client, SEAL, self.name), self.told.extend)


class Watched:
    """A presence of which one worker is told, while another is asked."""

    def __init__(self, told: Presence, asked: Presence, *shared: SharedPresence) -> None:
        self._told = told
        self._asked = asked
        self._shared = shared
        self._at = 0.0

    def enter(self, room: str, connection: str, seat: Seat) -> None:
        self._told.enter(room, connection, seat)

    def leave(self, room: str, connection: str) -> None:
        self._told.leave(room, connection)

    def drop(self, connection: str) -> None:
        self._told.drop(connection)

    def people(self, room: str) -> Crowd:
        self._settle()
        return self._asked.people(room)

    def rooms(self) -> Collection[str]:
        self._settle()
        return self._asked.rooms()

    def take_changed(self) -> frozenset[str]:
        self._settle()
        return self._asked.take_changed()

    def _settle(self) -> None:
        """Let every worker write and read once, as its loop does."""
        self._at += 100
        for presence in self._shared:
            presence.ask_all()
            presence.step(self._at)


def make_watched(kind: str, redis_server: Redis | None) -> Watched:
    if redis_server is None:
        one = Presence()
        return Watched(one, one)
    first, second = Worker(redis_server.url).presence, Worker(redis_server.url).presence
    asked = first if kind == "redis, same worker" else second
    return Watched(first, asked, first, second)
