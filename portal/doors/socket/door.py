"""The commands of the one namespace, run step by step: who, parse, limit, one transaction, answer."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from flask import request, session
from flask_socketio import SocketIO
from flask_wtf.csrf import validate_csrf
from socketio.exceptions import ConnectionRefusedError as RefusedConnectionError
from werkzeug.exceptions import BadRequest
from wtforms import ValidationError

from portal.doors.identity import guest_token_of, token_of_session
from portal.doors.portal import Portal
from portal.doors.socket.batch import Batches, Task
from portal.doors.socket.commands import Answer, Call, Command, failure_answer, refusal_answer
from portal.doors.socket.connections import Connection, Connections
from portal.errors import Invalid, NotFound, NotSignedIn, Refusal, Unavailable
from portal.realtime.floors import Floors
from portal.realtime.lane import Lane, Reply
from portal.realtime.presence import Presence
from portal.realtime.rooms import Pipe
from portal.realtime.server import NAMESPACE
from portal.realtime.tally import Tally
from portal.realtime.tokens import Tokens
from portal.realtime.visits import KEY, Visit
from portal.store.work import Work

AS_GUEST = "hall"
"""What a page says at CONNECT whose browser comes as the guest of a hall."""


class SocketDoor:
    """Lets a table of commands be called over the one namespace."""

    def __init__(
        self,
        portal: Portal,
        server: Any,
        *,
        presence: Presence,
        tally: Tally,
        floors: Floors,
        connections: Connections,
        batches: Batches,
        commands: Mapping[str, Command],
    ) -> None:
        self._portal = portal
        self._server = server
        self._presence = presence
        self._tally = tally
        self._floors = floors
        self._connections = connections
        self._batches = batches
        self._commands = commands
        self._tokens = Tokens()
        self._lane = Lane(server, self.run)

    def install(self, socketio: SocketIO) -> None:
        """Listen for connections, and for exactly the commands of the table; any other event is answered and counted."""
        socketio.on_event("connect", self._connect, namespace=NAMESPACE)
        socketio.on_event("disconnect", self._disconnect, namespace=NAMESPACE)
        self._lane.install()

    def _connect(self, auth: Any = None) -> bool | None:
        try:
            self._let_in(auth)
        except Refusal as refusal:
            told = refusal_answer(refusal)
            why = {name: told[name] for name in ("code", "retry_after") if name in told}
            raise RefusedConnectionError(refusal.message, why) from None
        return None

    def _let_in(self, auth: Any) -> None:
        visit: Visit = request.environ[KEY]
        csrf = auth.get("csrf") if isinstance(auth, dict) else None
        try:
            validate_csrf(csrf if isinstance(csrf, str) else None)
        except (ValidationError, BadRequest):
            raise Refusal("This page is too old; please load it again.") from None
        # A browser may be signed in and a guest: the page of the hall says as whom it comes.
        is_guest = isinstance(auth, dict) and auth.get("as") == AS_GUEST
        token = guest_token_of(session) if is_guest else token_of_session(session)
        if token is None:
            raise NotSignedIn
        with self._portal.store.reading() as work:
            actor = self._portal.read_actor(work, token, None)
        visit.check(actor.known_id)
        sid: str = request.sid  # type: ignore[attr-defined]  # Flask-SocketIO adds it
        engine_sid = self._server.manager.eio_sid_from_sid(sid, NAMESPACE)
        pipe = Pipe(self._server.eio.sockets[engine_sid])
        connection = Connection(
            sid, engine_sid, token, actor.known_id, actor.sign_in_id, pipe, visit, is_guest=is_guest
        )
        self._connections.open(connection, self._portal.settings.max_sockets_per_person)
        visit.connected(actor.known_id)

    def _disconnect(self, _reason: Any = None) -> None:
        self._connections.close(request.sid)  # type: ignore[attr-defined]
        request.environ[KEY].disconnected()

    def run(self, engine_sid: str, name: str, payload: list[Any], answer: Reply) -> None:
        """Run one command; `answer` is called once, at once or after the commit."""
        connection = self._connections.at(engine_sid)
        command = self._commands.get(name)
        answer = self._counted(answer)
        if connection is None:
            return
        if command is None:
            connection.visit.refuse("unknown-command")
            unknown = NotFound("There is no such command.") if name else Invalid("This cannot be read.")
            answer(refusal_answer(unknown))
            return
        try:
            wanted = command.read(_only(payload))
            settings = self._portal.settings
            self._tokens.take(getattr(settings, command.limit), name, connection.person_id)
            if command.kind == "durable":
                if connection.is_guest:
                    self._tokens.take(settings.limit_hall, "hall", connection.visit.address)
                order = getattr(wanted, "thread_id", 0)
                run = partial(self._run, command, connection, wanted)
                self._batches.put(Task(name, order, run, answer))
                return
            with self._portal.store.reading() as work:
                told = self._run(command, connection, wanted, work)
        except Exception as error:  # noqa: BLE001 - it is answered, and logged where it is a fault
            answer(failure_answer(name, error))
        else:
            answer(told)
            if command.kind == "volatile" and work.announced:
                # There is no commit to wait for: nothing of it is kept.
                self._portal.publish(tuple(work.announced))

    def _counted(self, answer: Reply) -> Reply:
        counters = self._portal.counters

        def tell(told: Answer) -> None:
            if not told["ok"]:
                is_broken = told["code"] == Unavailable.code
                counters.errors += is_broken
                counters.refusals += not is_broken
            answer(told)

        return tell

    def _run(self, command: Command, connection: Connection, wanted: Any, work: Work) -> Answer:
        workshop_id = work.workshop_id = command.place(work, wanted)
        actor = self._connections.who(
            connection, workshop_id, lambda: self._portal.read_actor(work, connection.token, workshop_id)
        )
        _ = actor.known_id
        call = Call(work, actor, connection.sid, self._connections, self._presence, self._tally, self._floors)
        return {"ok": True, "data": command.run(call, wanted)}


def _only(payload: list[Any]) -> Any:
    if len(payload) != 1:
        raise Invalid("A command has exactly one payload.")
    return payload[0]
