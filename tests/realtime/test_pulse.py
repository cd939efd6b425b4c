"""Sockets that stay open for nothing, on the libraries' own objects."""

import socket
import time
from collections.abc import Iterator
from contextlib import closing
from typing import Any

import pytest
import socketio as python_socketio
from engineio.packet import PING
from engineio.socket import Socket

from portal.realtime.guards import schedule_ping
from portal.realtime.pulse import CONNECT_SECONDS, Pulse
from portal.realtime.server import GONE_SECONDS, NAMESPACE, PING_SECONDS
from portal.realtime.wire import Wire


@pytest.fixture
def server() -> Any:
    """A Socket.IO server that serves nobody, with the portal's times."""
    made = python_socketio.Server(
        async_mode="threading", ping_interval=PING_SECONDS, ping_timeout=GONE_SECONDS, monitor_clients=False
    )
    made.on("connect", lambda *_: None, namespace=NAMESPACE)
    return made


@pytest.fixture
def ends() -> Iterator[tuple[socket.socket, socket.socket]]:
    near, far = socket.socketpair()
    with closing(near), closing(far):
        far.settimeout(1)
        yield near, far


def open_socket(server: Any, near: socket.socket) -> Any:
    opened = Socket(server.eio, "engine-sid")
    opened.wire = Wire(near, is_gevent=False)
    opened.last_ping = None
    server.eio.sockets["engine-sid"] = opened
    return opened


def is_cut(far: socket.socket) -> bool:
    try:
        return far.recv(1) == b""
    except TimeoutError:
        return False


def test_who_answers_no_ping_is_cut_off_at_once(
    server: Any, ends: tuple[socket.socket, socket.socket]
) -> None:
    dead = open_socket(server, ends[0])
    dead.last_ping = time.time() - GONE_SECONDS - 1

    Pulse(server).look(0)

    assert (dead.closed, is_cut(ends[1])) == (True, True)


def test_who_may_still_answer_is_left_alone(server: Any, ends: tuple[socket.socket, socket.socket]) -> None:
    alive = open_socket(server, ends[0])
    alive.last_ping = time.time() - GONE_SECONDS + 5

    Pulse(server).look(0)

    assert (alive.closed, is_cut(ends[1])) == (False, False)


def test_who_never_connects_is_cut_off_when_the_time_is_up(
    server: Any, ends: tuple[socket.socket, socket.socket]
) -> None:
    open_socket(server, ends[0])
    pulse = Pulse(server)

    pulse.look(0)
    pulse.look(CONNECT_SECONDS - 0.1)
    assert not is_cut(ends[1])

    pulse.look(CONNECT_SECONDS)
    assert is_cut(ends[1])


def test_a_dead_peer_is_noticed_within_thirty_seconds_with_the_times_that_are_set() -> None:
    assert PING_SECONDS + GONE_SECONDS <= 25


def test_a_socket_is_pinged_when_its_time_has_come_and_not_again_before_it_has_answered(
    server: Any, ends: tuple[socket.socket, socket.socket]
) -> None:
    quiet, pulse = open_socket(server, ends[0]), Pulse(server)
    quiet.last_ping = time.time()
    schedule_ping(quiet, at=100)

    pulse.look(100 + PING_SECONDS - 1)
    assert pings_to(quiet) == 0
    for _ in range(2):
        pulse.look(100 + PING_SECONDS)
    assert pings_to(quiet) == 1

    schedule_ping(quiet, at=200)
    pulse.look(200 + PING_SECONDS)
    assert pings_to(quiet) == 2


def test_an_answer_that_nobody_asked_for_brings_no_earlier_ping(
    server: Any, ends: tuple[socket.socket, socket.socket]
) -> None:
    eager = open_socket(server, ends[0])
    eager.last_ping = time.time()
    schedule_ping(eager, at=100)

    schedule_ping(eager, at=0)

    Pulse(server).look(PING_SECONDS)
    assert pings_to(eager) == 0


def test_one_socket_in_a_strange_state_costs_no_other_its_ping(
    server: Any, ends: tuple[socket.socket, socket.socket]
) -> None:
    server.eio.sockets["strange"] = object()
    quiet = open_socket(server, ends[0])
    quiet.last_ping = time.time()
    schedule_ping(quiet, at=0)

    Pulse(server).look(PING_SECONDS)

    assert pings_to(quiet) == 1


def pings_to(engine_socket: Any) -> int:
    """How many pings wait in the queue, where they go when a frame cannot be written at once."""
    return sum(packet.packet_type == PING for packet in engine_socket.queue.queue)
