"""The private parts that the lane and the pipes stand on: what hears a socket, and where what it is sent waits."""

import inspect
from typing import Any

import pytest
import socketio as python_socketio
from engineio.packet import MESSAGE, Packet
from engineio.socket import Socket


@pytest.fixture(params=["gevent", "threading"])
def server(request: pytest.FixtureRequest) -> Any:
    """A Socket.IO server that serves nobody."""
    return python_socketio.Server(async_mode=request.param, monitor_clients=False)


def test_the_server_hears_the_engine_in_the_method_that_our_lane_stands_before(server: Any) -> None:
    assert server.eio.handlers["message"] == server._handle_eio_message
    assert list(inspect.signature(server._handle_eio_message).parameters) == ["eio_sid", "data"]


def test_what_waits_for_a_socket_lies_in_its_queue_in_order_and_can_be_looked_at(server: Any) -> None:
    one = Socket(server.eio, "engine-sid")
    waiting = one.queue.queue

    for text in ("first", "second"):
        one.queue.put(Packet(MESSAGE, text))

    assert [packet.data for packet in waiting] == ["first", "second"]
    assert one.closed is False


def test_the_engine_knows_its_sockets_by_their_ids(server: Any) -> None:
    assert server.eio.sockets == {}
    assert "self.sockets[sid] = s" in inspect.getsource(type(server.eio))
