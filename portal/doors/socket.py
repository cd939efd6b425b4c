"""The Socket.IO door: who, parse, limit, one transaction, answer; and only then does the room hear."""

import time
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, TypeVar

import structlog
from flask import Flask, request, session
from flask_socketio import SocketIO
from flask_wtf.csrf import validate_csrf
from socketio.exceptions import ConnectionRefusedError as RefusedConnectionError
from sqlalchemy.exc import OperationalError, SQLAlchemyError
from werkzeug.exceptions import BadRequest
from wtforms import ValidationError

from portal.access import Actor
from portal.doors.headers import is_same_host
from portal.doors.identity import token_of_session
from portal.doors.portal import Portal
from portal.errors import Invalid, NotSignedIn, Refusal, TooMany, Unavailable
from portal.events import Eviction
from portal.realtime.presence import Presence, Seat
from portal.realtime.rooms import Pipe, Rooms
from portal.realtime.server import NAMESPACE
from portal.store.work import Work

log = structlog.get_logger()

KNOWN_SECONDS = 5.0

Payload = TypeVar("Payload")
Answer = dict[str, Any]


class Connections:
    """The open connections of this process: whose they are, and which rooms they were let into."""

    def __init__(self, server: Any, rooms: Rooms, presence: Presence) -> None:
        self._server = server
        self._rooms = rooms
        self._presence = presence
        self._by_sid: dict[str, Connection] = {}
        self._known: dict[int, dict[tuple[str, int | None], tuple[Actor, float]]] = defaultdict(dict)

    def open(self, connection: "Connection", most: int) -> None:
        """Take a new connection; raises TooMany when the person has `most` already."""
        mine = [one for one in self._by_sid.values() if one.person_id == connection.person_id]
        if len(mine) >= most:
            raise TooMany("You have the portal open in too many places.", retry_after=10)
        self._by_sid[connection.sid] = connection

    def get(self, sid: str) -> "Connection | None":
        return self._by_sid.get(sid)

    def close(self, sid: str) -> None:
        gone = self._by_sid.pop(sid, None)
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

    def leave(self, sid: str, room: str) -> None:
        self._rooms.leave(room, sid)
        self._presence.leave(room, sid)

    def who(self, connection: "Connection", workshop_id: int | None, read: Callable[[], Actor]) -> Actor:
        """Who is asking, read again when the last answer is older than KNOWN_SECONDS; an eviction forgets it."""
        key, at = (connection.token, workshop_id), time.monotonic()
        known = self._known[connection.person_id].get(key)
        if known is None or known[1] <= at:
            known = (read(), at + KNOWN_SECONDS)
            self._known[connection.person_id][key] = known
        return known[0]

    def evict(self, eviction: Eviction) -> None:
        """Close every connection that the eviction touches; a browser comes back with what it still may do."""
        self._forget(eviction)
        for connection in tuple(self._by_sid.values()):
            is_meant = (
                connection.sign_in_id == eviction.sign_in_id
                if eviction.sign_in_id is not None
                else connection.person_id == eviction.person_id
            )
            if is_meant:
                # Out of the rooms first: what is published next must not reach somebody who waits to be closed.
                self.close(connection.sid)
                self._server.disconnect(connection.sid, namespace=NAMESPACE)

    def _forget(self, eviction: Eviction) -> None:
        if eviction.person_id is not None:
            self._known.pop(eviction.person_id, None)
        for known in self._known.values():
            for key in [key for key, (actor, _) in known.items() if actor.sign_in_id == eviction.sign_in_id]:
                del known[key]


@dataclass(frozen=True)
class Connection:
    """One open connection: no rights are kept here, only who to ask the store about."""

    sid: str
    token: str
    person_id: int
    sign_in_id: int | None
    pipe: Pipe


@dataclass(frozen=True)
class Call:
    """What a command is given: the unit of work, who asks, and the connection that it came on."""

    work: Work
    actor: Actor
    sid: str
    connections: Connections
    presence: Presence

    def join(self, room: str, seat: Seat | None = None) -> None:
        self.connections.join(self.sid, room, seat)

    def leave(self, room: str) -> None:
        self.connections.leave(self.sid, room)


@dataclass(frozen=True)
class Command:
    """One thing that a browser may ask for.

    read: payload → typed value, raises Invalid. place: the workshop that it is about. limit: the name of a setting.
    kind: a durable command runs in a writing transaction, a reading one changes nothing.
    """

    read: Callable[[Any], Any]
    place: Callable[[Work, Any], int | None]
    run: Callable[[Call, Any], Answer]
    limit: str
    kind: Literal["durable", "reading"] = "reading"


class SocketDoor:
    """Lets a table of commands be called over the one namespace."""

    def __init__(self, portal: Portal, server: Any, presence: Presence, connections: Connections) -> None:
        self._portal = portal
        self._server = server
        self._presence = presence
        self._connections = connections

    def install(self, app: Flask, socketio: SocketIO, commands: Mapping[str, Command]) -> None:
        """Listen for connections and for exactly these commands; any other event is ignored."""
        socketio.on_event("connect", self._connect, namespace=NAMESPACE)
        socketio.on_event("disconnect", self._disconnect, namespace=NAMESPACE)
        for name, command in commands.items():
            # Past Flask-SocketIO: a command needs no request context, and one costs more than the command.
            self._server.on(name, self._handler(app, name, command), namespace=NAMESPACE)

    def _connect(self, auth: Any = None) -> bool | None:
        try:
            self._let_in(auth)
        except Refusal as refusal:
            raise RefusedConnectionError(refusal.message, {"code": refusal.code}) from None
        return None

    def _let_in(self, auth: Any) -> None:
        settings = self._portal.settings
        if not is_same_host(request.headers.get("Origin"), request.host, settings):
            raise Refusal("This page belongs to another site.")
        csrf = auth.get("csrf") if isinstance(auth, dict) else None
        try:
            validate_csrf(csrf if isinstance(csrf, str) else None)
        except (ValidationError, BadRequest):
            raise Refusal("This page is too old; please load it again.") from None
        token = token_of_session(session)
        if token is None:
            raise NotSignedIn
        with self._portal.store.reading() as work:
            actor = self._portal.read_actor(work, token, None)
        sid: str = request.sid  # type: ignore[attr-defined]  # Flask-SocketIO adds it
        engine_sid = self._server.manager.eio_sid_from_sid(sid, NAMESPACE)
        pipe = Pipe(self._server.eio.sockets[engine_sid])
        connection = Connection(sid, token, actor.known_id, actor.sign_in_id, pipe)
        self._connections.open(connection, settings.max_sockets_per_person)

    def _disconnect(self, _reason: Any = None) -> None:
        self._connections.close(request.sid)  # type: ignore[attr-defined]

    def _handler(self, app: Flask, name: str, command: Command) -> Callable[..., Answer]:
        def handle(sid: str, *payload: Any) -> Answer:
            connection = self._connections.get(sid)
            if connection is None:
                return refusal_answer(NotSignedIn())
            try:
                return {"ok": True, "data": self._run(name, command, connection, payload)}
            except Refusal as refusal:
                return refusal_answer(refusal)
            except OperationalError as error:
                log.warning("socket.store_unavailable", command=name, error=repr(error.orig))
                return refusal_answer(
                    Unavailable("The portal could not keep this just now. Please try again.")
                )
            except SQLAlchemyError:
                log.exception("socket.store_failed", command=name)
                return refusal_answer(Unavailable("The portal could not do this just now. Please try again."))
            except Exception:
                log.exception("socket.failed", command=name)
                if app.config["PROPAGATE_SOCKET_FAULTS"]:
                    raise
                return refusal_answer(Unavailable("Something broke on our side. Please try again."))

        return handle

    def _run(self, name: str, command: Command, connection: Connection, payload: tuple[Any, ...]) -> Answer:
        if len(payload) != 1:
            raise Invalid("A command has exactly one payload.")
        wanted = command.read(payload[0])
        rule = getattr(self._portal.settings, command.limit)
        self._portal.limits.hit(rule, name, str(connection.person_id))
        store = self._portal.store
        is_durable = command.kind == "durable"
        with store.writing() if is_durable else store.reading() as work:
            workshop_id = command.place(work, wanted)
            actor = self._connections.who(
                connection, workshop_id, lambda: self._portal.read_actor(work, connection.token, workshop_id)
            )
            _ = actor.known_id
            answer = command.run(Call(work, actor, connection.sid, self._connections, self._presence), wanted)
            if is_durable:
                work.commit()
        if is_durable:
            self._portal.after_commit(work)
        return answer


def refusal_answer(refusal: Refusal) -> Answer:
    """The answer to a command that was refused: a code for the program, a sentence for the person."""
    answer: Answer = {"ok": False, "code": refusal.code, "message": refusal.message}
    if isinstance(refusal, TooMany):
        answer["retry_after"] = refusal.retry_after
    if refusal.fields:
        answer["fields"] = refusal.fields
    return answer
