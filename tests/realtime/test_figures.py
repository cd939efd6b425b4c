"""The numbers of several workers, which they show each other through Redis."""

from portal.realtime.figures import FigureRows, Figures
from portal.realtime.redis_link import open_redis
from portal.realtime.seal import Seal
from tests.servers.redis import Redis


def test_each_worker_sees_the_numbers_of_the_others_as_long_as_they_write_them(
    redis_server: Redis,
) -> None:
    seal, redis = Seal("a secret of the test"), open_redis(redis_server.url)
    one = Figures(lambda: {"sockets": 3}, FigureRows(redis, seal, "one"))
    other = Figures(lambda: {"sockets": 5}, FigureRows(redis, seal, "other"))
    stranger = Figures(lambda: {"sockets": 99}, FigureRows(redis, Seal("another secret"), "stranger"))

    for figures in (one, other, stranger, one):
        figures.turn()

    assert one.workers() == [{"sockets": 3}, {"sockets": 5}]
    redis.hset(f"{seal.name}:figures", "forged", b'{"at": 9e9, "numbers": {"sockets": 7}}')
    one.turn()
    assert one.workers() == [{"sockets": 3}, {"sockets": 5}]
    assert redis.hlen(f"{seal.name}:figures") == 2


def test_without_its_redis_a_worker_has_its_own_numbers(redis_server: Redis) -> None:
    seal, redis = Seal("a secret of the test"), open_redis(redis_server.url)
    one = Figures(lambda: {"sockets": 3}, FigureRows(redis, seal, "one"))
    other = Figures(lambda: {"sockets": 5}, FigureRows(redis, seal, "other"))
    other.turn()
    one.turn()
    assert len(one.workers()) == 2

    redis_server.kill()
    one.turn()

    assert one.workers() == [{"sockets": 3}]
