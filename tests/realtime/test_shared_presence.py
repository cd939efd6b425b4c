"""What is special between workers: each person once, and what happens when a worker or Redis is gone."""

import time

import pytest
import redis

from portal.realtime.presence import Seat
from portal.realtime.presence_rows import TTL_SECONDS
from portal.realtime.shared_presence import BEAT_SECONDS, FORGET_SECONDS, READ_SECONDS
from tests.realtime.presences import SEAL, Worker
from tests.servers.redis import Redis

ADA, BEN, CLEO = (
    Seat(1, "Person A", "attendee"),
    Seat(2, "Person B", "presenter"),
    Seat(3, "Person C", "chair"),
)
ROOM = "thread:1"


@pytest.fixture
def first(redis_server: Redis) -> Worker:
    return Worker(redis_server.url)


@pytest.fixture
def second(redis_server: Redis) -> Worker:
    return Worker(redis_server.url)


def names(worker: Worker) -> list[str]:
    return [seat.name for seat in worker.presence.people(ROOM).seats]


def settle(*workers: Worker, at: float) -> None:
    """Each worker writes, and then each reads."""
    for _ in range(2):
        for worker in workers:
            worker.presence.ask_all()
            worker.presence.step(at)


def test_a_person_at_two_workers_is_one_person(first: Worker, second: Worker) -> None:
    first.presence.enter(ROOM, "a", ADA)
    second.presence.enter(ROOM, "b", ADA)
    second.presence.enter(ROOM, "c", BEN)

    settle(first, second, at=0)

    assert names(first) == names(second) == ["Person B", "Person A"]
    first.presence.drop("a")
    settle(first, second, at=10)
    assert sorted(names(first)) == ["Person A", "Person B"]


def test_a_hint_makes_the_others_read_just_that_room(first: Worker, second: Worker) -> None:
    settle(first, second, at=0)
    second.presence.take_changed()
    first.presence.enter(ROOM, "a", ADA)
    first.presence.step(0.5)
    assert first.told == [ROOM]
    second.presence.step(0.5)
    assert names(second) == []

    second.presence.hear(first.name, [ROOM])
    second.presence.step(1)

    assert names(second) == ["Person A"]
    assert second.presence.take_changed() == {ROOM}


def test_without_a_hint_the_others_find_out_by_themselves(first: Worker, second: Worker) -> None:
    settle(first, second, at=0)
    first.presence.enter(ROOM, "a", ADA)
    first.presence.step(0.5)

    second.presence.step(READ_SECONDS + BEAT_SECONDS)

    assert names(second) == ["Person A"]


def test_the_people_of_a_killed_worker_go_when_its_row_ends(first: Worker, second: Worker) -> None:
    first.presence.enter(ROOM, "a", ADA)
    settle(first, second, at=0)
    second.presence.step(BEAT_SECONDS * 4)
    assert names(second) == ["Person A"]

    for beat in range(1, 5):
        time.sleep((TTL_SECONDS + 0.4) / 4)
        second.presence.step(BEAT_SECONDS * (4 + beat))

    assert names(second) == []
    assert second.presence.take_changed() == {ROOM}


def test_a_worker_that_ends_takes_its_people_away(first: Worker, second: Worker) -> None:
    first.presence.enter(ROOM, "a", ADA)
    settle(first, second, at=0)

    first.presence.close()
    second.presence.step(100)

    assert names(second) == []


def test_an_emptied_redis_heals_and_nobody_vanishes_meanwhile(
    first: Worker, second: Worker, redis_server: Redis
) -> None:
    first.presence.enter(ROOM, "a", ADA)
    second.presence.enter("thread:2", "b", BEN)
    settle(first, second, at=0)
    redis.Redis.from_url(redis_server.url).flushall()
    first.presence.enter("thread:3", "c", CLEO)
    first.presence._write()

    second.presence.step(BEAT_SECONDS)
    assert names(second) == ["Person A"]
    first.presence.step(BEAT_SECONDS)
    settle(first, second, at=20)

    assert names(second) == ["Person A"]
    third = Worker(redis_server.url)
    settle(third, at=0)
    assert sorted(third.presence.rooms()) == [ROOM, "thread:2", "thread:3"]


def test_while_redis_is_away_the_others_stay_as_they_were_for_a_while(
    first: Worker, second: Worker, redis_server: Redis
) -> None:
    first.presence.enter(ROOM, "a", ADA)
    settle(first, second, at=0)
    redis_server.kill()

    second.presence.enter(ROOM, "b", BEN)
    second.presence.step(FORGET_SECONDS - 1)
    assert sorted(names(second)) == ["Person A", "Person B"]
    second.presence.step(FORGET_SECONDS + 1)
    assert names(second) == ["Person B"]

    redis_server.start()
    settle(first, second, at=50)
    assert sorted(names(first)) == sorted(names(second)) == ["Person A", "Person B"]


def test_what_a_stranger_writes_into_redis_is_nobody(
    first: Worker, second: Worker, redis_server: Redis
) -> None:
    first.presence.enter(ROOM, "a", ADA)
    settle(first, second, at=0)
    client = redis.Redis.from_url(redis_server.url)
    row = f"{SEAL.name}:people:{first.name}"

    client.hset(row, ROOM, b'[[9, "Person X", "chair"]]')
    client.hset(row, "thread:\xff", b"\x80\x04]" * 100)
    client.sadd(f"{SEAL.name}:workers", b"\xff\xfe")
    for number in range(20):
        client.set(f"{SEAL.name}:people:string{number}", "not a hash")
        client.sadd(f"{SEAL.name}:workers", f"string{number}")
    third = Worker(redis_server.url)
    third.presence.enter(ROOM, "b", BEN)
    settle(third, second, at=100)

    assert names(second) == ["Person B"]
