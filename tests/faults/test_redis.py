"""Redis is a hint: without it, frozen, emptied or lied to, everything that was said arrives, and people are seen again."""

import time

import pytest
import redis

from tests.faults.pair import Follower, Pair, Scene, seconds_until
from tests.faults.record import record
from tests.servers.redis import Redis

CAUGHT_UP_SECONDS = 5
PRESENCE_SECONDS = 30
PROMPT_SECONDS = 1


def test_while_redis_is_well_the_other_worker_hears_at_once(scene: Scene, pair: Pair) -> None:
    writer, reader = scene.live(pair.left), scene.live(pair.right)

    scene.post(writer, "c-1")

    told = reader.wait_for("threads.message_posted", seconds=PROMPT_SECONDS)
    assert told == writer.wait_for("threads.message_posted")
    assert [name for name, _ in reader.heard].count("threads.message_posted") == 1


@pytest.mark.parametrize("seconds", [1, 4, pytest.param(30, marks=pytest.mark.soak)])
def test_without_redis_everything_is_taken_and_the_other_worker_catches_up(
    scene: Scene, pair: Pair, seconds: int
) -> None:
    writer, reader = scene.live(pair.left), Follower(scene.live(pair.right), scene.thread)
    pair.redis.kill()

    refused, slowest, number, until = 0, 0.0, 0, time.monotonic() + seconds
    while time.monotonic() < until:
        number += 1
        began = time.monotonic()
        refused += not scene.post(writer, f"c-{number}")["ok"]
        slowest = max(slowest, time.monotonic() - began)
        reader.look()
        time.sleep(0.1)
    late = seconds_until(lambda: reader.look() == number, CAUGHT_UP_SECONDS)
    pair.redis.start()

    value = {
        "refused": refused,
        "slowest_s": round(slowest, 2),
        "caught_up_s": round(late, 2),
        "down_s": seconds,
    }
    record(
        "F-4",
        value,
        {"refused": 0, "caught_up_s": CAUGHT_UP_SECONDS},
        not refused and late <= CAUGHT_UP_SECONDS,
    )
    assert refused == 0
    assert slowest < 1
    assert late <= CAUGHT_UP_SECONDS
    assert not reader.by_hint, "Redis was away all the time"

    def is_heard_at_once() -> bool:
        seq = scene.post(writer, f"back-{time.monotonic()}")["data"]["seq"]
        return seconds_until(lambda: reader.look() >= seq and seq in reader.by_hint, 0.5) < 0.5

    assert seconds_until(is_heard_at_once, 5) <= 5, "the hints are back soon after Redis is"


def test_a_frozen_redis_holds_no_message_up(scene: Scene, pair: Pair) -> None:
    writer, reader = scene.live(pair.left), Follower(scene.live(pair.right), scene.thread)
    pair.redis.process.freeze()

    slowest = 0.0
    for number in range(1, 31):
        began = time.monotonic()
        assert scene.post(writer, f"c-{number}")["ok"]
        slowest = max(slowest, time.monotonic() - began)
        reader.look()
    late = seconds_until(lambda: reader.look() == 30, CAUGHT_UP_SECONDS)
    pair.redis.process.thaw()

    assert slowest < 0.5
    assert late <= CAUGHT_UP_SECONDS


@pytest.mark.parametrize("how", ["emptied", "begun anew"])
def test_people_are_seen_again_after_redis_has_forgotten_them(scene: Scene, pair: Pair, how: str) -> None:
    visitors = [scene.visitor()[0] for _ in range(4)]
    left, right = scene.live(pair.left, visitors[0]), scene.live(pair.right, visitors[1])
    scene.live(pair.left, visitors[1])
    assert seconds_until(lambda: scene.people(left) == scene.people(right) == 2, 5) < 5
    posted = scene.post(left, "before")

    forget(pair.redis, how)
    leaving = scene.live(pair.left, visitors[2])
    scene.live(pair.right, visitors[3])

    together = seconds_until(lambda: scene.people(left) == scene.people(right) == 4, PRESENCE_SECONDS)
    leaving.close()
    less = seconds_until(lambda: scene.people(left) == scene.people(right) == 3, PRESENCE_SECONDS)
    value = {"right_s": round(max(together, less), 2), "how": how}
    record("F-5", value, {"right_s": PRESENCE_SECONDS}, max(together, less) <= PRESENCE_SECONDS)
    assert max(together, less) <= PRESENCE_SECONDS
    told = right.call("threads.after", {"thread": scene.thread, "after": 0})["data"]
    assert [message["seq"] for message in told["messages"]] == [posted["data"]["seq"]]


def forget(server: Redis, how: str) -> None:
    if how == "emptied":
        redis.Redis.from_url(server.url).flushall()
    else:
        server.kill()
        server.start()


def test_hostile_bytes_in_redis_reach_nobody_and_break_nothing(scene: Scene, pair: Pair) -> None:
    writer, reader = scene.live(pair.left), scene.live(pair.right)
    client = redis.Redis.from_url(pair.redis.url)
    channels = client.pubsub_channels("portal:*:hints")
    assert len(channels) == 1, "both workers listen to the channel of their portal"
    forged = b'{"from":"x","hints":[["frame","thread:%d","2/live,[\\"threads.message_posted\\",{}]",false]]}'
    before = len(pair.right.process.tail(10_000).splitlines())

    for data in (b"cos\nsystem\n(S'touch x'\ntR.", b"\x80\x04\x95", b"x" * 10_000_000, forged % scene.thread):
        for _ in range(50 if len(data) < 1000 else 1):
            client.publish(channels[0], data)
    time.sleep(2)
    scene.post(writer, "c-1")

    heard = reader.wait_for("threads.message_posted", seconds=CAUGHT_UP_SECONDS)
    lines = len(pair.right.process.tail(10_000).splitlines()) - before
    record("B-12", {"lines": lines}, {"lines": 5}, lines <= 5)
    assert heard["client_id"] == "c-1", "nothing forged was heard before"
    assert lines <= 5
    assert pair.right.get("/healthz")[0] == 200
