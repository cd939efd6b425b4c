"""What is told here, what is told to the other workers, and what is left out while the loop is late."""

from dataclasses import dataclass
from typing import Any, ClassVar

import pytest

from portal.events import Event, Eviction
from portal.realtime.counters import Counters
from portal.realtime.fanout import Fact, Fanout
from portal.realtime.hints import FrameHint, Hint
from portal.realtime.lag import OVERLOADED_SECONDS, Lag
from portal.realtime.rooms import Pipe, Rooms


@dataclass(frozen=True, kw_only=True)
class Said(Event):
    """A durable fact."""

    name: ClassVar[str] = "tests.said"
    text: str

    @property
    def room(self) -> str:
        return "thread:1"


@dataclass(frozen=True, kw_only=True)
class Moved(Said):
    """A lossy one."""

    name: ClassVar[str] = "tests.moved"
    is_lossy: ClassVar[bool] = True


class Queue:
    """An engine socket that keeps what it is given, as one whose network is busy."""

    def __init__(self) -> None:
        self.queue: Any = self
        self.closed = False
        self.wire = None
        self.given: list[str] = []
        self._packets: list[Any] = []

    def put(self, packet: Any) -> None:
        self.given.append(packet.data)


class Worker:
    """A fan-out with one listener; it is run by hand."""

    def __init__(self, *, is_alone: bool = False) -> None:
        self.said: list[Hint] = []
        self.evicted: list[Eviction] = []
        self.lag, self.counters = Lag(), Counters()
        self.socket = Queue()
        self.rooms = Rooms()
        self.socket.queue = _QueueOf(self.socket)
        self.rooms.join("thread:1", "c1", Pipe(self.socket))
        say = None if is_alone else self.said.append
        self.fanout = Fanout(self.rooms, self.evicted.append, self.lag, self.counters, say)

    def run(self) -> list[str]:
        """Send what was published; what the listener heard."""
        self.fanout.close()
        self.fanout.run_for_ever()
        return self.socket.given


class _QueueOf:
    """The library's queue of a socket, as far as a pipe looks at it."""

    def __init__(self, socket: Queue) -> None:
        self.queue: list[Any] = []
        self.put = socket.put


SAID = '2/live,["tests.said",{"text":"hello"}]'


def test_a_fact_is_told_here_and_to_the_other_workers_in_the_same_words() -> None:
    worker = Worker()
    worker.fanout.publish([Said(text="hello"), Eviction(person_id=1)])

    assert worker.run() == [SAID]
    assert worker.said == [FrameHint("thread:1", SAID, is_lossy=False), Eviction(person_id=1)]
    assert worker.evicted == [Eviction(person_id=1)]


def test_what_nobody_hears_here_is_told_to_the_others_all_the_same() -> None:
    worker = Worker()

    @dataclass(frozen=True, kw_only=True)
    class Elsewhere(Said):
        @property
        def room(self) -> str:
            return "thread:2"

    worker.fanout.publish([Elsewhere(text="hello")])

    assert worker.run() == []
    assert worker.said == [FrameHint("thread:2", SAID, is_lossy=False)]


@pytest.mark.parametrize(
    "fact", [Said(text="hello"), FrameHint("thread:1", SAID, is_lossy=False), Eviction(person_id=1)]
)
def test_what_another_worker_sent_or_each_makes_goes_no_further(fact: Fact) -> None:
    worker = Worker()
    worker.fanout.publish_here([fact])

    assert worker.run() == ([] if isinstance(fact, Eviction) else [SAID])
    assert worker.said == []


def test_alone_nothing_is_said_to_anybody() -> None:
    worker = Worker(is_alone=True)
    worker.fanout.publish([Said(text="hello")])

    assert worker.run() == [SAID]
    assert worker.said == []


def test_while_the_loop_is_late_lossy_facts_are_left_out_and_durable_ones_never() -> None:
    worker = Worker()
    worker.lag.note(OVERLOADED_SECONDS + 0.1)
    worker.fanout.publish([Moved(text="away"), Said(text="hello"), Eviction(person_id=1)])

    assert worker.run() == [SAID]
    assert worker.evicted == [Eviction(person_id=1)]
    assert worker.counters.shed == 1


def test_after_a_calm_second_lossy_facts_are_told_again() -> None:
    worker = Worker()
    worker.lag.note(OVERLOADED_SECONDS + 0.1)
    for _ in range(20):
        worker.lag.note(0.001)
    worker.fanout.publish([Moved(text="away")])

    assert len(worker.run()) == 1


class Broken(Queue):
    """An engine socket that takes nothing."""

    def put(self, _packet: Any) -> None:
        raise RuntimeError("broken on purpose")


def test_a_room_that_cannot_be_told_ends_the_publisher_for_nobody() -> None:
    worker = Worker()
    broken = Broken()
    broken.queue = _QueueOf(broken)
    worker.rooms.join("thread:0", "c0", Pipe(broken))

    worker.fanout.publish_here([FrameHint("thread:0", SAID, is_lossy=False), Said(text="hello")])

    assert worker.run() == [SAID]
