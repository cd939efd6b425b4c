"""The open connections of this process: whose they are, and which rooms they were let into."""

import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar

import structlog

from portal.access import VISITOR, Actor
from portal.errors import Draining, TooMany
from portal.events import Event, Eviction
from portal.realtime.presence import Presence, Seat
from portal.realtime.rooms import Pipe, Rooms, event_frame
from portal.realtime.server import NAMESPACE
from portal.realtime.visits import Visit

log = structlog.get_logger()

KNOWN_SECONDS = 5.0


@dataclass(frozen=True, kw_only=True)
class RoomEnded(Event):
    """Nobody is in this room any more: who still may enter it does so again."""

    name: ClassVar[str] = "live.room_ended"
    ended: str

    @property
    def room(self) -> str:
        """Everybody who was in the room."""
        return self.ended


@dataclass(frozen=True)
class Connection:
    """One open connection: no rights are kept here, only who to ask the store about."""

    sid: str
    engine_sid: str
    token: str
    person_id: int
    sign_in_id: int | None
    pipe: Pipe
    visit: Visit
    is_guest: bool = False


class Connections:
    """The open connections of this process: whose they are, and which rooms they were let into."""

    def __init__(self, server: Any, rooms: Rooms, presence: Presence) -> None:
        self._server = server
        self._rooms = rooms
        self._presence = presence
        self._by_sid: dict[str, Connection] = {}
        self._by_engine_sid: dict[str, Connection] = {}
        self.is_draining = False
        """This process is about to end and takes nobody new."""
        self._known: dict[int, dict[tuple[str, int | None], tuple[Actor, float]]] = defaultdict(dict)

    def open(self, connection: Connection, most: int) -> None:
        """Take a new connection; raises TooMany when the person has `most` already, Draining when this process ends."""
        if self.is_draining:
            raise Draining
        mine = [one for one in self._by_sid.values() if one.person_id == connection.person_id]
        if len(mine) >= most:
            raise TooMany("You have the portal open in too many places.", retry_after=10)
        self._by_sid[connection.sid] = connection
        self._by_engine_sid[connection.engine_sid] = connection

    def count(self) -> int:
        """How many are open at this moment."""
        return len(self._by_sid)

    def sign_in_ids(self) -> set[int]:
        """The sign-ins that are in use at this moment."""
        return {one.sign_in_id for one in self._by_sid.values() if one.sign_in_id is not None}

    def at(self, engine_sid: str) -> Connection | None:
        """The connection over this Engine.IO socket; None before its CONNECT was accepted."""
        return self._by_engine_sid.get(engine_sid)

    def is_open(self, sid: str) -> bool:
        return sid in self._by_sid

    def pipes(self) -> tuple[Pipe, ...]:
        """The way to everybody who is connected at this moment."""
        return tuple(connection.pipe for connection in self._by_sid.values())

    def close_all(self) -> None:
        """Hear nobody any more; what they asked before is still answered."""
        for sid in tuple(self._by_sid):
            self.close(sid)

    def close(self, sid: str) -> None:
        gone = self._by_sid.pop(sid, None)
        if gone is not None:
            self._by_engine_sid.pop(gone.engine_sid, None)
        if gone is not None and all(one.person_id != gone.person_id for one in self._by_sid.values()):
            self._known.pop(gone.person_id, None)
        self._rooms.drop(sid)
        self._presence.drop(sid)

    def join(self, sid: str, room: str, seat: Seat | None) -> None:
        """Let the connection hear the room; with a seat it is also seen there."""
        connection = self._by_sid.get(sid)
        if connection is None:
            return
        self._rooms.join(room, sid, connection.pipe)
        if seat is not None:
            self._presence.enter(room, sid, seat)

    def hears(self, sid: str, room: str) -> bool:
        """Whether this connection is in the room."""
        return self._rooms.is_in(room, sid)

    def leave(self, sid: str, room: str) -> None:
        self._rooms.leave(room, sid)
        self._presence.leave(room, sid)

    def who(self, connection: Connection, workshop_id: int | None, read: Callable[[], Actor]) -> Actor:
        """Who is asking, read again when the last answer is older than KNOWN_SECONDS; an eviction forgets it."""
        key, at = (connection.token, workshop_id), time.monotonic()
        actor, until = self._known.get(connection.person_id, {}).get(key, (VISITOR, 0.0))
        if at < until:
            return actor
        actor = read()
        # A connection that was ended while the store was asked may have lost what was read.
        if connection.sid in self._by_sid:
            self._known[connection.person_id][key] = (actor, at + KNOWN_SECONDS)
        return actor

    def evict(self, eviction: Eviction) -> None:
        """Close every connection that the eviction touches; a browser comes back with what it still may do."""
        if eviction.room is not None:
            self._end(eviction.room)
            return
        self._forget(eviction)
        meant = [connection for connection in self._by_sid.values() if _is_meant(connection, eviction)]
        # Out of the rooms first: what is published next must not reach somebody who waits to be closed.
        for connection in meant:
            self.close(connection.sid)
        for connection in meant:
            try:
                self._server.disconnect(connection.sid, namespace=NAMESPACE)
            except Exception:
                # It hears nothing any more; whatever is the matter with it, the next ones are told.
                log.exception("live.not_disconnected")
                connection.pipe.cut()

    def _end(self, room: str) -> None:
        ended = RoomEnded(ended=room)
        frame = event_frame(ended.name, ended.wire(), is_lossy=False)
        for sid, pipe in self._rooms.members(room):
            # Whether they still may enter is asked anew.
            if sid in self._by_sid:
                self._known.pop(self._by_sid[sid].person_id, None)
            self.leave(sid, room)
            if not pipe.push(frame):
                pipe.cut()

    def _forget(self, eviction: Eviction) -> None:
        if eviction.person_id is not None:
            self._known.pop(eviction.person_id, None)
        if eviction.sign_in_id is None:
            return
        for known in self._known.values():
            for key in [key for key, (actor, _) in known.items() if actor.sign_in_id == eviction.sign_in_id]:
                del known[key]


def _is_meant(connection: Connection, eviction: Eviction) -> bool:
    if eviction.sign_in_id is not None:
        return connection.sign_in_id == eviction.sign_in_id
    return connection.person_id == eviction.person_id
