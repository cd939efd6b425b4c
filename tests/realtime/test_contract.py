"""The private parts of other libraries that the guards stand on; an upgrade that moves one must be looked at."""

import inspect
from importlib.metadata import version
from typing import Any

import gevent.socket
import simple_websocket.ws as simple_ws
from engineio import socket as engine_socket
from engineio.async_drivers import gevent as driver
from engineio.async_drivers._websocket_wsgi import SimpleWebSocketWSGI
from wsproto import ConnectionType, WSConnection
from wsproto.events import AcceptConnection, Request

from portal.realtime.guards import CountedConnection, install_guards

install_guards(per_second=20, burst=60, is_gevent=True)


def source_of(thing: object) -> str:
    """The library's own text, also where our guard stands in front of it."""
    plain = inspect.getclosurevars(thing).nonlocals.get("plain", thing)  # type: ignore[arg-type]
    return inspect.getsource(plain)


def test_simple_websocket_is_the_release_that_the_guards_were_written_for() -> None:
    assert version("simple-websocket").startswith("1.1.")


def test_a_message_is_counted_while_it_is_read() -> None:
    base: Any = simple_ws.Base
    told = source_of(base._handle_events)

    assert "self.incoming_message_len > self.max_message_size" in told
    assert "self.input_buffer.append" in told
    assert "PerMessageDeflate()" in told


def test_the_constructor_takes_the_socket_first_and_the_limit_by_name() -> None:
    told = inspect.signature(inspect.getclosurevars(simple_ws.Base.__init__).nonlocals["plain"])

    assert list(told.parameters)[:2] == ["self", "sock"]
    assert "max_message_size" in told.parameters


def test_the_engines_handler_is_given_the_wrapped_websocket_and_writes_from_its_queue() -> None:
    told = source_of(engine_socket.Socket._websocket_handler)

    assert "def _websocket_handler(self, ws)" in told
    assert "packets = self.poll()" in told
    assert "ws.send(pkt.encode())" in told


def test_the_wrapped_websocket_keeps_the_socket_where_we_look_for_it() -> None:
    assert "self.ws = simple_websocket.Server(" in inspect.getsource(SimpleWebSocketWSGI.__call__)
    assert "self.sock = sock" in source_of(simple_ws.Base.__init__)


def test_gevents_socket_holds_the_real_one() -> None:
    here, there = gevent.socket.socketpair()
    plain: Any = here

    assert plain._sock.getblocking() is False
    here.close()
    there.close()


def test_the_driver_is_simple_websocket_and_not_the_abandoned_one() -> None:
    assert driver.SimpleWebSocketWSGI is SimpleWebSocketWSGI


def test_a_frame_says_its_length_before_it_comes_and_each_counts() -> None:
    there: Any = WSConnection(ConnectionType.CLIENT)
    here = CountedConnection(ConnectionType.SERVER)
    here.receive_data(there.send(Request(host="portal.example", target="/")))
    for event in here.events():
        here.send(AcceptConnection())
        assert type(event) is Request
    before = here.frames

    here.receive_data(b"\x89\x80\0\0\0\0" + b"\x01\x81\0\0\0\0a" + b"\x80\x81\0\0\0\0b")
    assert len(list(here.events())) == 3

    assert here.frames == before + 3
    assert not here.is_oversized
    here.receive_data(b"\x81\xff" + (300 * 2**20).to_bytes(8, "big") + b"\0\0\0\0")
    assert list(here.events()) == []
    assert here.is_oversized


def test_the_engine_asks_for_a_ping_by_the_method_that_ours_replaces() -> None:
    told = inspect.getsource(engine_socket)

    assert "def schedule_ping(self):\n        # only schedule a new ping if" in told
    assert "if self.last_ping:\n            self.last_ping = None" in told
    assert "if pkt.packet_type == packet.PONG:\n            self.schedule_ping()" in told
    assert "if last_ping and time.time() - last_ping > self.server.ping_timeout" in told


def test_the_engine_upgrades_in_a_method_that_answers_with_a_bad_request() -> None:
    told = source_of(engine_socket.Socket._upgrade_websocket)

    assert "def _upgrade_websocket(self, environ, start_response)" in told
    assert "return self.server._bad_request()" in told


def test_the_engine_asks_the_wrapped_websocket_to_wait() -> None:
    assert "data = ws.wait()" in source_of(engine_socket.Socket._websocket_handler)
    assert "def wait(self)" in inspect.getsource(SimpleWebSocketWSGI)
