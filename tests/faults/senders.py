"""People who write one message after the other, and send again with the same id what was not kept."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from portal.app import create_app
from portal.cli.bench.client import Client
from portal.cli.bench.crowd import Crowd
from portal.cli.bench.people import Cast, make_cast
from portal.settings import read_environment, settings_from
from portal.store.work import Store
from tests.made import committed
from tests.servers.portal import Portal

PACE_SECONDS = 0.05
PATIENCE_SECONDS = 10


def cast_for(portal: Portal, store: Store, people: int, rooms: int = 1) -> Cast:
    """People who are signed in to this portal, and rooms for them; `store` is the portal's own."""
    app = create_app(settings_from(read_environment(portal.environ)))
    try:
        with committed(store) as work:
            return make_cast(app, work, people, rooms)
    finally:
        app.extensions["portal"].close()


def connect(crowd: Crowd, portal: Portal, cast: Cast, number: int, *, first: int = 0) -> list[Client]:
    """Open so many connections, each of another person, beginning with the first-th."""
    opened = []
    for one in cast.browsers[first : first + number]:
        client = Client(portal.base_url, one.cookie, one.csrf)
        crowd.add(client)
        opened.append(client)
        assert crowd.until(lambda here=client: here.is_ready or here.is_closed, PATIENCE_SECONDS)  # type: ignore[misc]
        assert client.is_ready, client.failure
    return opened


def close_all(crowd: Crowd) -> None:
    for client in tuple(crowd.clients.values()):
        crowd.remove(client)


def ask(crowd: Crowd, client: Client, command: str, **payload: Any) -> dict[str, Any]:
    """Call a command and wait for its answer."""
    answers: list[dict[str, Any]] = []
    client.call(command, payload, answers.append)
    assert crowd.until(lambda: bool(answers), PATIENCE_SECONDS), f"no answer to {command}"
    return answers[0]


@dataclass(frozen=True)
class Refusal:
    """A send that was not kept: when it was answered, how long that took, and what was said."""

    at: float
    seconds: float
    answer: dict[str, Any]


@dataclass
class Sender:
    """Somebody who writes as fast as the answers come, with a small pause between."""

    client: Client
    thread: int
    name: str
    kept: dict[str, int] = field(default_factory=dict)
    """What was acknowledged: the message's own id → its number."""
    kept_at: list[float] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)
    pending: str = ""
    is_waiting: bool = False
    next_at: float = 0.0

    def act(self, *, may_begin: bool) -> None:
        """Send when it is time to: what waits to be sent again first, then something new."""
        now = time.monotonic()
        if self.is_waiting or now < self.next_at or not (self.pending or may_begin):
            return
        self.pending = self.pending or f"{self.name}-{len(self.kept) + 1}"
        self.is_waiting = True
        draft = {"thread": self.thread, "client_id": self.pending, "text": f"This is {self.pending}."}

        def answered(answer: dict[str, Any]) -> None:
            at = time.monotonic()
            self.is_waiting = False
            if answer["ok"]:
                self.kept[self.pending] = answer["data"]["seq"]
                self.kept_at.append(at)
                self.pending, self.next_at = "", at + PACE_SECONDS
            else:
                self.refusals.append(Refusal(at, at - now, answer))
                self.next_at = at + answer.get("retry_after", 1)

        self.client.call("threads.post", draft, answered)


def write_on(crowd: Crowd, senders: Sequence[Sender], seconds: float) -> None:
    """Let them write for so long."""
    _turn(crowd, senders, seconds, lambda: False, may_begin=True)


def write_until(crowd: Crowd, senders: Sequence[Sender], is_done: Callable[[], bool], seconds: float) -> None:
    """Let them write until it is so; AssertionError when it is not in time."""
    assert _turn(crowd, senders, seconds, is_done, may_begin=True), f"not within {seconds} s"


def come_to_rest(crowd: Crowd, senders: Sequence[Sender], seconds: float = 10) -> None:
    """Let them begin nothing new until everything that was begun is kept."""

    def is_quiet() -> bool:
        return not any(one.pending for one in senders)

    assert _turn(crowd, senders, seconds, is_quiet, may_begin=False), [one.pending for one in senders]


def _turn(
    crowd: Crowd, senders: Sequence[Sender], seconds: float, is_done: Callable[[], bool], *, may_begin: bool
) -> bool:
    deadline = time.monotonic() + seconds
    while not is_done():
        if time.monotonic() > deadline:
            return False
        for one in senders:
            one.act(may_begin=may_begin)
        crowd.turn(0.01)
    return True
