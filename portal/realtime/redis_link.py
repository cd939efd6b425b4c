"""Redis, asked with little patience: it is a help between workers, and nobody may wait for it for long."""

from typing import Any

from portal.errors import Invalid

try:
    import redis
    from redis.backoff import NoBackoff
    from redis.exceptions import RedisError, ResponseError
    from redis.retry import Retry
except ImportError:  # the extra `redis` is not installed, and without PORTAL_REDIS_URL it need not be
    redis = None  # type: ignore[assignment]
    RedisError = ResponseError = OSError  # type: ignore[misc, assignment]

PATIENCE_SECONDS = 0.3

AWAY = (RedisError, OSError)
"""What is raised while Redis is away, frozen or not the one that it should be."""

WRONG = (ResponseError,)
"""Redis is there, but somebody has put another kind of value where ours should be."""


def link_options() -> dict[str, Any]:
    """Options of every client: short waits and no tries again."""
    if redis is None:
        raise Invalid(
            "PORTAL_REDIS_URL is set, but the package redis is not installed: workshop-portal[redis]."
        )
    return {
        "socket_timeout": PATIENCE_SECONDS,
        "socket_connect_timeout": PATIENCE_SECONDS,
        "retry": Retry(NoBackoff(), 0),
    }


def open_redis(url: str) -> Any:
    """A client that connects when it is first used; raises Invalid without the package."""
    options = link_options()
    return redis.Redis.from_url(url, **options)
