"""Sockets that stay open for nothing, on the libraries' own objects."""

import socket
import time
from collections.abc import Iterator
from contextlib import closing
from typing import Any

import pytest
import socketio as python_socketio
from engineio.socket import Socket

from portal.realtime.deadline import CONNECT_SECONDS, Deadlines
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

    Deadlines(server).look(0)

    assert (dead.closed, is_cut(ends[1])) == (True, True)


def test_who_may_still_answer_is_left_alone(server: Any, ends: tuple[socket.socket, socket.socket]) -> None:
    alive = open_socket(server, ends[0])
    alive.last_ping = time.time() - GONE_SECONDS + 5

    Deadlines(server).look(0)

    assert (alive.closed, is_cut(ends[1])) == (False, False)


def test_who_never_connects_is_cut_off_when_the_time_is_up(
    server: Any, ends: tuple[socket.socket, socket.socket]
) -> None:
    open_socket(server, ends[0])
    deadlines = Deadlines(server)

    deadlines.look(0)
    deadlines.look(CONNECT_SECONDS - 0.1)
    assert not is_cut(ends[1])

    deadlines.look(CONNECT_SECONDS)
    assert is_cut(ends[1])


def test_a_dead_peer_is_noticed_within_thirty_seconds_with_the_times_that_are_set() -> None:
    assert PING_SECONDS + GONE_SECONDS <= 25
