"""Limits between workers: one count in Redis, and what is done while Redis is away, frozen or emptied."""

import time

import pytest
import redis

from portal.errors import TooMany, Unavailable
from portal.realtime.limits import Limits
from tests.servers.redis import Redis
from tests.visit import MakeSite, lead

RULE = "2/minute"


def test_two_workers_share_one_count(redis_server: Redis) -> None:
    first, second = Limits(redis_server.url), Limits(redis_server.url)
    first.hit(RULE, "sign-in", "ada")
    second.hit(RULE, "sign-in", "ada")

    for worker in (first, second):
        with pytest.raises(TooMany):
            worker.hit(RULE, "sign-in", "ada")


def test_two_portals_on_one_redis_do_not_share_a_count(redis_server: Redis) -> None:
    ours, theirs = Limits(redis_server.url, "portal:1"), Limits(redis_server.url, "portal:2")
    ours.hit("1/minute", "sign-in", "ada")

    theirs.hit("1/minute", "sign-in", "ada")


def test_without_redis_a_worker_counts_for_itself(redis_server: Redis) -> None:
    limits = Limits(redis_server.url)
    redis_server.kill()

    for _ in range(2):
        limits.hit(RULE, "post", "ada")

    with pytest.raises(TooMany):
        limits.hit(RULE, "post", "ada")


def test_the_shared_count_is_taken_up_again_when_redis_is_back(redis_server: Redis) -> None:
    limits = Limits(redis_server.url)
    redis_server.kill()
    limits.hit(RULE, "post", "ada")
    redis_server.start()
    Limits(redis_server.url).hit(RULE, "post", "ada")
    time.sleep(2.1)

    limits.hit(RULE, "post", "ada")

    with pytest.raises(TooMany):
        limits.hit(RULE, "post", "ada")


def test_a_frozen_redis_is_waited_for_once_and_then_left_alone(redis_server: Redis) -> None:
    limits = Limits(redis_server.url)
    limits.hit("1000/minute", "post", "ada")
    redis_server.process.freeze()

    began = time.monotonic()
    for _ in range(100):
        limits.hit("1000/minute", "post", "ada")
    took = time.monotonic() - began
    redis_server.process.thaw()

    assert took < 1


def test_guesses_are_refused_while_there_is_no_common_count(redis_server: Redis) -> None:
    limits = Limits(redis_server.url)
    limits.hit_strictly(RULE, "password", "ada")
    redis_server.kill()

    with pytest.raises(Unavailable) as refused:
        limits.hit_strictly(RULE, "password", "ada")

    assert refused.value.retry_after > 0


def test_an_emptied_redis_gives_nobody_new_guesses(redis_server: Redis) -> None:
    limits = Limits(redis_server.url)
    for _ in range(2):
        limits.hit_strictly(RULE, "password", "ada")
    redis.Redis.from_url(redis_server.url).flushall()

    with pytest.raises(TooMany):
        limits.hit_strictly(RULE, "password", "ada")


def test_without_a_redis_at_all_guesses_are_counted_here() -> None:
    limits = Limits()
    for _ in range(2):
        limits.hit_strictly(RULE, "password", "ada")

    with pytest.raises(TooMany):
        limits.hit_strictly(RULE, "password", "ada")


def test_a_password_is_not_tried_while_redis_is_away_and_the_page_says_so(
    make_site: MakeSite, redis_server: Redis
) -> None:
    site = make_site(redis_url=redis_server.url)
    visitor = site.visitor()
    redis_server.kill()

    answer = visitor.post("/sign-in/password", email="ada@example.org", password="a guess")

    assert answer.status_code == 503
    assert int(answer.headers["Retry-After"]) > 0
    assert "sign in by a link" in lead(answer)
    assert visitor.post("/sign-in", email="ada@example.org").status_code == 303, "a link can be asked for"
