"""What simple-websocket lacks on the open internet. Nothing is patched by importing; portal.app calls install_guards().

The private parts that this stands on are held by tests/realtime/test_contract.py: an upgrade that moves one fails there.
"""

import time
from collections.abc import Iterator
from typing import Any

import gevent
import simple_websocket
import simple_websocket.ws as simple_ws
from engineio import socket as engine_socket
from wsproto import WSConnection
from wsproto.events import Event
from wsproto.extensions import Extension
from wsproto.utilities import ProtocolError

from portal.realtime.gate import is_known
from portal.realtime.visits import KEY
from portal.realtime.wire import Wire

MESSAGE_LIMIT_BYTES = 64 * 1024


class NoDeflate(Extension):
    """Declines permessage-deflate: it doubles the CPU time and triples the memory of each client."""

    name = "permessage-deflate"

    def offer(self) -> bool:
        return False

    def accept(self, offer: str) -> None:  # noqa: ARG002 - the signature is wsproto's
        return None

    def enabled(self) -> bool:
        return False


class CountedConnection(WSConnection):
    """Counts the frames that arrived: a ping or a fragment costs the reading loop as much as a message."""

    frames = 0

    def events(self) -> Iterator[Event]:  # type: ignore[override]  # the library promises more than it needs
        for event in super().events():
            self.frames += getattr(event, "frame_finished", True)
            yield event

    @property
    def is_oversized(self) -> bool:
        """Whether the frame that is coming in says that it is larger than any message may be."""
        if self.connection is None:
            return False
        header = self.connection._proto._frame_decoder.header  # noqa: SLF001 - see the module's docstring
        return header is not None and header.payload_len > MESSAGE_LIMIT_BYTES


class Meter:
    """A token bucket over the frames of one socket; it is asked before anything is parsed."""

    def __init__(self, per_second: float, burst: float) -> None:
        self._per_second = per_second
        self._burst = burst
        self._tokens = burst
        self._at = time.monotonic()

    def take(self, number: int) -> bool:
        """Whether so many messages more are within the rate."""
        now = time.monotonic()
        self._tokens = min(self._burst, self._tokens + (now - self._at) * self._per_second) - number
        self._at = now
        return self._tokens >= 0


def install_guards(*, per_second: float, burst: float, is_gevent: bool) -> None:
    """Whole writes, no deflate, a cap on messages while they are read, a rate for each socket, and only known packets.

    A socket that sends faster than `per_second` after a `burst` is closed at once. The rate is asked in the loop that
    reads from the network: one layer higher, a flood of one client delays everybody. Twice is the same as once; the
    last rate counts.
    """
    base: Any = simple_ws.Base
    base.guard_rate = (per_second, burst, is_gevent)
    if getattr(base, "is_guarded", False):
        return
    base.is_guarded = True
    base.__init__ = _guarded_init(base.__init__)
    base._handle_events = _guarded_events(base._handle_events)  # noqa: SLF001 - see the module's docstring
    module: Any = simple_ws
    module.PerMessageDeflate = NoDeflate
    module.WSConnection = CountedConnection
    engine: Any = engine_socket.Socket
    engine._websocket_handler = _guarded_handler(engine._websocket_handler)  # noqa: SLF001
    engine.schedule_ping = _schedule_ping
    engine._upgrade_websocket = _guarded_upgrade(engine._upgrade_websocket)  # noqa: SLF001


def _guarded_init(plain: Any) -> Any:
    def init(self: Any, sock: Any = None, *arguments: Any, **options: Any) -> None:
        per_second, burst, is_gevent = self.guard_rate
        self.meter = Meter(per_second, burst)
        self.is_fair = is_gevent
        options["max_message_size"] = MESSAGE_LIMIT_BYTES
        plain(self, Wire(sock, is_gevent=is_gevent) if sock is not None else None, *arguments, **options)

    return init


def _guarded_events(plain: Any) -> Any:
    def handle(self: Any) -> bool:
        before = self.ws.frames
        is_going_on: bool = plain(self)
        is_flooding = not self.meter.take(self.ws.frames - before)
        if is_flooding or self.ws.is_oversized:
            self.input_buffer.clear()
            self.sock.abort()
            is_going_on = False
            visit = _visit_of(self)
            if visit is not None and is_flooding:
                visit.flood()
            elif visit is not None:
                visit.refuse("oversized")
        if not is_going_on:
            # The library says so only after this returns; who is woken in between would wait again, for ever.
            self.connected = False
            self.event.set()
            return False
        if self.is_fair:
            # A client that always has more to read would keep the loop from everybody else.
            gevent.sleep(0)
        return is_going_on

    return handle


def _guarded_handler(plain: Any) -> Any:
    def handler(self: Any, ws: Any) -> Any:
        self.wire = ws.ws.sock
        ws.wait = _only_known(ws)
        try:
            return plain(self, ws)
        finally:
            self.wire = None
            # Under gunicorn an exception leaves the library at this point; it would forget the socket half a minute later.
            self.server.sockets.pop(self.sid, None)
            # Without this the server would read on as HTTP what a client sends after the WebSocket's end.
            ws.ws.sock.abort()

    return handler


def schedule_ping(socket: Any, at: float) -> None:
    """In the place of the library's own, for realtime/pulse.py: the socket is pinged some time after `at` (monotonic).

    Asked when it answers a ping; an answer that nobody asked for changes nothing.
    """
    if socket.last_ping:
        socket.last_ping = None
        socket.ping_at = at + socket.server.ping_interval


def _schedule_ping(self: Any) -> None:
    schedule_ping(self, time.monotonic())


def _guarded_upgrade(plain: Any) -> Any:
    def upgrade(self: Any, environ: Any, start_response: Any) -> Any:
        try:
            return plain(self, environ, start_response)
        except (ProtocolError, simple_websocket.ConnectionError):
            # The library's own handshake; nothing was answered yet.
            self.close(wait=False, abort=True)
            return self.server._bad_request()  # noqa: SLF001

    return upgrade


def _only_known(ws: Any) -> Any:
    plain = ws.wait

    def wait() -> Any:
        message = plain()
        if message is None or is_known(message):
            return message
        visit = _visit_of(ws.ws)
        if visit is not None:
            visit.refuse("packet")
        return None

    return wait


def _visit_of(websocket: Any) -> Any:
    """The visit that the door has put into the request; None where no door stands in front."""
    return getattr(websocket, "environ", {}).get(KEY)
