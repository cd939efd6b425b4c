"""Limits between workers: one count in Redis, and a count of one's own while Redis is away."""

import pytest

from portal.errors import TooMany
from portal.realtime.limits import Limits
from tests.servers.redis import Redis

RULE = "2/minute"


def test_two_workers_share_one_count(redis_server: Redis) -> None:
    first, second = Limits(redis_server.url), Limits(redis_server.url)
    first.hit(RULE, "sign-in", "ada")
    second.hit(RULE, "sign-in", "ada")

    for worker in (first, second):
        with pytest.raises(TooMany):
            worker.hit(RULE, "sign-in", "ada")


def test_without_redis_a_worker_counts_for_itself(redis_server: Redis) -> None:
    limits = Limits(redis_server.url)
    redis_server.kill()

    for _ in range(2):
        limits.hit(RULE, "sign-in", "ada")

    with pytest.raises(TooMany):
        limits.hit(RULE, "sign-in", "ada")


def test_the_shared_count_is_taken_up_again_when_redis_is_back(redis_server: Redis) -> None:
    limits = Limits(redis_server.url)
    redis_server.kill()
    limits.hit(RULE, "sign-in", "ada")
    redis_server.start()

    Limits(redis_server.url).hit(RULE, "sign-in", "ada")
    limits.hit(RULE, "sign-in", "ada")

    with pytest.raises(TooMany):
        limits.hit(RULE, "sign-in", "ada")
