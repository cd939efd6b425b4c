"""The commands of the one namespace, run step by step: who, parse, limit, one transaction, answer."""

from collections.abc import Callable, Mapping
from typing import Any

import structlog
from flask import Flask, request, session
from flask_socketio import SocketIO
from flask_wtf.csrf import validate_csrf
from socketio.exceptions import ConnectionRefusedError as RefusedConnectionError
from sqlalchemy.exc import OperationalError, SQLAlchemyError
from werkzeug.exceptions import BadRequest
from wtforms import ValidationError

from portal.doors.headers import is_same_host
from portal.doors.identity import token_of_session
from portal.doors.portal import Portal
from portal.doors.socket.commands import Answer, Call, Command, refusal_answer
from portal.doors.socket.connections import Connection, Connections
from portal.errors import Invalid, NotSignedIn, Refusal, Unavailable
from portal.realtime.presence import Presence
from portal.realtime.rooms import Pipe
from portal.realtime.server import NAMESPACE

log = structlog.get_logger()


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
