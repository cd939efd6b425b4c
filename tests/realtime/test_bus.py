"""The bus between workers, on a real Redis: hints arrive, and whatever happens to Redis, nobody waits and it comes back."""

import threading
import time
from collections.abc import Callable, Iterator

import pytest
import redis

from portal.realtime.bus import MOST_WAITING, Bus
from portal.realtime.counters import Counters
from portal.realtime.hints import FrameHint, Hint, Letter
from portal.realtime.seal import Seal
from tests.servers.process import wait_until
from tests.servers.redis import Redis

SEAL = Seal("a secret of the tests")


def frame(text: str = "hello") -> FrameHint:
    return FrameHint("thread:1", f'2/live,["threads.message_posted",{{"text":"{text}"}}]', is_lossy=False)


class Worker:
    """One worker's end of the bus, with its two loops running."""

    def __init__(self, url: str, seal: Seal = SEAL) -> None:
        self.counters = Counters()
        self.heard: list[Hint] = []
        self.connected = 0
        self.bus = Bus(url, seal, self.counters)
        self._threads = [
            threading.Thread(target=self.bus.publish_for_ever),
            threading.Thread(target=self.bus.listen_for_ever, args=(self._hear, self._connect)),
        ]
        for thread in self._threads:
            thread.start()

    def close(self) -> None:
        self.bus.close()
        for thread in self._threads:
            thread.join(5)
            assert not thread.is_alive()

    def _hear(self, letter: Letter) -> None:
        self.heard.extend(letter.hints)

    def _connect(self) -> None:
        self.connected += 1


StartWorker = Callable[..., Worker]


@pytest.fixture
def start(redis_server: Redis) -> Iterator[StartWorker]:
    running: list[Worker] = []

    def start_one(seal: Seal = SEAL) -> Worker:
        running.append(Worker(redis_server.url, seal))
        wait_until(lambda: running[-1].connected > 0, "a worker that listens")
        return running[-1]

    yield start_one
    for worker in running:
        worker.close()


def test_what_one_worker_says_all_others_hear_and_itself_does_not(start: StartWorker) -> None:
    one, two, three = start(), start(), start()
    hints = [frame(str(number)) for number in range(200)]

    for hint in hints:
        one.bus.say(hint)

    wait_until(lambda: len(two.heard) == len(three.heard) == 200, "all hints heard")
    assert two.heard == three.heard == hints
    assert one.heard == []


def test_another_portal_on_the_same_redis_hears_nothing(start: StartWorker) -> None:
    ours, also_ours, theirs = start(), start(), start(Seal("another secret of the tests"))

    ours.bus.say(frame())

    wait_until(lambda: also_ours.heard == [frame()], "heard by our own")
    assert theirs.heard == []


def test_a_hint_that_is_too_large_is_dropped_alone(start: StartWorker) -> None:
    one, two = start(), start()

    one.bus.say(frame("x" * 200_000))
    one.bus.say(frame())

    wait_until(lambda: two.heard == [frame()], "the next hint heard")
    assert one.counters.hints_dropped == 1


def test_hostile_bytes_on_the_channel_are_ignored_and_the_next_hint_is_heard(
    start: StartWorker, redis_server: Redis, capsys: pytest.CaptureFixture[str]
) -> None:
    one, two = start(), start()
    client = redis.Redis.from_url(redis_server.url)
    hostile = [b"", b"cos\nsystem\n(S'touch x'\ntR.", b"\x80\x04\x95", b"[" * 10**5, b"\xff" * 99]

    for data in [b"x" * 10_000_000, *hostile * 20]:
        client.publish(f"{SEAL.name}:hints", data)
    one.bus.say(frame())

    wait_until(lambda: two.heard == [frame()], "heard after hostile bytes")
    assert two.counters.hints_refused == 101
    assert capsys.readouterr().out.count("bus.unreadable") <= 2 * 6, "at most one line a second and worker"


def test_the_bus_comes_back_with_redis(start: StartWorker, redis_server: Redis) -> None:
    one, two = start(), start()
    redis_server.kill()
    one.bus.say(frame("lost"))
    time.sleep(1)
    redis_server.start()
    began = time.monotonic()

    wait_until(lambda: two.connected == 2, "listening again", 5)
    one.bus.say(frame("back"))

    wait_until(lambda: frame("back") in two.heard, "heard again", 3)
    assert time.monotonic() - began < 5
    assert one.counters.hints_dropped >= 1


def test_a_frozen_redis_holds_nobody_up_and_too_many_hints_are_dropped(
    start: StartWorker, redis_server: Redis
) -> None:
    one, two = start(), start()
    redis_server.process.freeze()

    began = time.monotonic()
    for _ in range(3 * MOST_WAITING):
        one.bus.say(frame())
    took = time.monotonic() - began

    assert took < 0.5
    assert one.counters.hints_dropped >= MOST_WAITING // 2
    redis_server.process.thaw()
    wait_until(lambda: not one.bus._waiting.qsize(), "sent or dropped", 10)
    one.bus.say(frame("after"))
    wait_until(lambda: frame("after") in two.heard, "heard after the thaw", 5)
