"""How presence lies in Redis: for each worker one hash, room → the people there, which ends when its worker does."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from portal.realtime.presence import Seat
from portal.realtime.redis_link import WRONG
from portal.realtime.seal import Seal

TTL_SECONDS = 8

WHOLE = ""
"""A field of every row that was written whole, and no room.

After Redis was emptied, a change that is written makes a row again, but not a whole one.
"""

Seats = tuple[Seat, ...]


class PresenceRows:
    """One worker's own row, and those of the others to read."""

    def __init__(self, redis: Any, seal: Seal, worker: str) -> None:
        self._redis = redis
        self._seal = seal
        self._worker = worker
        self._workers = f"{seal.name}:workers"
        self._own = self._key(worker)

    def is_kept(self) -> bool:
        """Let the own row live on; False when it has to be written anew."""
        with self._redis.pipeline(transaction=False) as pipe:
            pipe.hexists(self._own, WHOLE)
            pipe.expire(self._own, TTL_SECONDS)
            pipe.sadd(self._workers, self._worker)
            is_whole, *_ = pipe.execute()
        return bool(is_whole)

    def write(self, seats: Mapping[str, Seats]) -> None:
        """Put the people of some rooms into the own row; a room without any goes."""
        with self._redis.pipeline(transaction=True) as pipe:
            for room, people in seats.items():
                if people:
                    pipe.hset(self._own, room, self._sealed(people))
                else:
                    pipe.hdel(self._own, room)
            pipe.expire(self._own, TTL_SECONDS)
            pipe.execute()

    def write_all(self, seats: Mapping[str, Seats]) -> None:
        """Make the own row anew."""
        fields = {room: self._sealed(people) for room, people in seats.items() if people}
        with self._redis.pipeline(transaction=True) as pipe:
            pipe.delete(self._own)
            pipe.hset(self._own, mapping={WHOLE: self._sealed(()), **fields})
            pipe.expire(self._own, TTL_SECONDS)
            pipe.sadd(self._workers, self._worker)
            pipe.execute()

    def remove(self) -> None:
        """The worker ends."""
        self._redis.delete(self._own)
        self._redis.srem(self._workers, self._worker)

    def others(self) -> tuple[str, ...]:
        """The other workers whose row is there."""
        known = [_text(name) for name in self._redis.smembers(self._workers) if name != self._worker.encode()]
        if not known:
            return ()
        with self._redis.pipeline(transaction=False) as pipe:
            for worker in known:
                pipe.exists(self._key(worker))
            is_there = dict(zip(known, pipe.execute(), strict=True))
        if gone := [worker for worker in known if not is_there[worker]]:
            self._redis.srem(self._workers, *gone)
        return tuple(worker for worker in known if is_there[worker])

    def read(self, worker: str, rooms: Iterable[str] | None = None) -> dict[str, Seats]:
        """The people of another worker, in these rooms or in all; what nobody of this portal wrote is left out."""
        names = [] if rooms is None else list(rooms)
        try:
            if rooms is None:
                fields = self._redis.hgetall(self._key(worker))
                return {_text(room): self._opened(data) for room, data in fields.items() if room}
            values = self._redis.hmget(self._key(worker), names) if names else []
        except WRONG:
            return {}
        return {room: self._opened(data) for room, data in zip(names, values, strict=True)}

    def _key(self, worker: str) -> str:
        return f"{self._seal.name}:people:{worker}"

    def _sealed(self, seats: Seats) -> bytes:
        told = [[seat.id, seat.name, seat.role] for seat in seats]
        return self._seal.sealed(json.dumps(told, separators=(",", ":")).encode())

    def _opened(self, data: bytes | None) -> Seats:
        if data is None:
            return ()
        try:
            told = json.loads(self._seal.opened(data))
        except ValueError:
            return ()
        return tuple(Seat(number, name, role) for number, name, role in told)


def _text(data: bytes) -> str:
    return data.decode(errors="replace")
