"""Two portals on one PostgreSQL and one Redis, as two workers of one portal, and people at either of them."""

import itertools
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import psutil

from portal.access import Role
from portal.accounts.actions import make_link
from portal.accounts.models import Person
from portal.registrations.models import Registration
from portal.store.work import Store
from portal.threads.actions import open_thread
from portal.workshops.models import Workshop
from tests.made import committed, make_person, make_workshop, register
from tests.servers.live import WIDE
from tests.servers.portal import Portal, start_serve
from tests.servers.redis import Redis
from tests.servers.visitor import Live, Visitor

SLUGS = (f"pair-{number}" for number in itertools.count(1))


class Pair:
    """The two workers, `left` and `right`."""

    def __init__(self, folder: Path, database_url: str, redis: Redis) -> None:
        self.redis = redis
        self.store = Store.at(database_url)
        settings = {"database_url": database_url, "redis_url": redis.url, **WIDE}
        self.left = start_serve(folder / "left", **settings)
        self.right = start_serve(folder / "right", **settings)

    def close(self) -> None:
        for portal in (self.left, self.right):
            if portal.process.is_running:
                portal.stop()
        self.store.dispose()


@contextmanager
def running_pair(folder: Path, database_url: str, redis: Redis) -> Iterator[Pair]:
    pair = Pair(folder, database_url, redis)
    try:
        yield pair
    finally:
        pair.close()


class Scene:
    """A workshop with one thread on the pair."""

    def __init__(self, pair: Pair) -> None:
        self.pair = pair
        self.open: list[Live] = []
        with committed(pair.store) as work:
            workshop = make_workshop(work, next(SLUGS))
            self.workshop_id, self.slug = workshop.id, workshop.slug
            self.thread = open_thread(work, workshop.id, "poster").id

    def visitor(self, *roles: Role) -> tuple[Visitor, int]:
        """A new person, signed in at the left worker, and the id of their registration."""
        with committed(self.pair.store) as work:
            person = make_person(work)
            registration = register(work, work.get(Workshop, self.workshop_id), person, *roles)
            registration_id = registration.id
            token = make_link(work, work.get(Person, person.id), 10)
        return Visitor.signed_in(f"{self.pair.left.base_url}/sign-in/link/{token}"), registration_id

    def live(self, portal: Portal, visitor: Visitor | None = None) -> Live:
        """A connection to this worker that has entered the thread; without a visitor, of a new person."""
        visitor = visitor or self.visitor()[0]
        connection = at(portal, visitor).connect()
        self.open.append(connection)
        answer = connection.call("threads.enter", {"thread": self.thread})
        assert answer["ok"], answer
        return connection

    def post(self, connection: Live, client_id: str) -> dict[str, Any]:
        draft = {"thread": self.thread, "client_id": client_id, "text": f"This is {client_id}."}
        return connection.call("threads.post", draft)

    def people(self, connection: Live) -> int:
        """How many people this connection was last told of."""
        told = [
            told for name, told in connection.heard if name == "threads.people_changed" and told["people"]
        ]
        return int(told[-1]["people"]["count"]) if told else 0

    def registration(self, registration_id: int) -> Registration:
        with self.pair.store.reading() as work:
            return work.get(Registration, registration_id)

    def close(self) -> None:
        for connection in self.open:
            with suppress(Exception):
                connection.close()


def at(portal: Portal, visitor: Visitor) -> Visitor:
    """The same browser at another worker: it has the same cookies."""
    other = Visitor(portal.base_url)
    other.http.cookies.update(visitor.http.cookies)
    return other


class Follower:
    """A browser's rule: take a number that follows the last one, and ask for what is between when a head has moved."""

    def __init__(self, connection: Live, thread: int) -> None:
        self.connection = connection
        self.thread = thread
        self.last = 0
        self.by_hint: set[int] = set()
        self._read = 0

    def look(self) -> int:
        """Take what was heard by now; the newest number without a gap before it."""
        heard = self.connection.heard[self._read :]
        self._read += len(heard)
        head = self.last
        for name, told in heard:
            if name == "threads.message_posted":
                self.by_hint.add(told["seq"])
                head = max(head, told["seq"])
                self.last += told["seq"] == self.last + 1
            elif name == "threads.people_changed":
                head = max(head, told["head"])
        if head > self.last:
            answer = self.connection.call("threads.after", {"thread": self.thread, "after": self.last})
            for message in answer["data"]["messages"]:
                assert message["seq"] == self.last + 1
                self.last = message["seq"]
        return self.last


def seconds_until(is_so: Callable[[], bool], most: float) -> float:
    """How long it took; more than `most` when it did not come in time."""
    began = time.monotonic()
    while time.monotonic() - began <= most:
        if is_so():
            return time.monotonic() - began
        time.sleep(0.05)
    return most + 1


def kill_at_once(portal: Portal) -> None:
    """As a power cut ends a worker: all of its processes, none of them with a last word."""
    family = [
        psutil.Process(portal.process.pid),
        *psutil.Process(portal.process.pid).children(recursive=True),
    ]
    for process in family:
        with suppress(psutil.NoSuchProcess):
            process.kill()
    portal.process.wait(10)
