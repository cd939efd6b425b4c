"""Frames are whole and in order, however slowly the other side reads."""

import time
from collections.abc import Iterator

import gevent
import gevent.socket
import pytest
from wsproto.connection import Connection, ConnectionType
from wsproto.events import TextMessage

import portal.realtime.wire as wire_module
from portal.realtime.wire import Wire, text_frame

Ends = tuple[gevent.socket.socket, gevent.socket.socket]


@pytest.fixture
def ends() -> Iterator[Ends]:
    here, there = gevent.socket.socketpair()
    yield here, there
    here.close()
    there.close()
    gevent.sleep(0.01)


@pytest.mark.parametrize("length", [0, 1, 125, 126, 127, 65535, 65536, 70000])
def test_a_frame_is_the_one_that_the_library_would_write(length: int) -> None:
    text = "é" * (length // 2) + "x" * (length % 2)

    expected = Connection(ConnectionType.SERVER).send(TextMessage(data=text))

    assert text_frame(text) == expected


def test_a_frame_that_the_network_takes_at_once_is_written_at_once(ends: Ends) -> None:
    here, there = ends
    wire = Wire(here, is_gevent=True)

    assert wire.send_now(b"frame")

    assert there.recv(100) == b"frame"


def test_of_a_frame_taken_in_part_the_rest_follows_before_anything_else(ends: Ends) -> None:
    here, there = ends
    wire = Wire(here, is_gevent=True)
    large = b"a" * 3_000_000

    assert wire.send_now(large), "the first part is taken"
    assert not wire.send_now(b"b"), "while the rest waits nothing else is written"
    behind = gevent.spawn(wire.send, b"c" * 10)
    received = bytearray()
    while len(received) < len(large) + 10:
        received += there.recv(65536)
    behind.join()

    assert bytes(received) == large + b"c" * 10


def test_a_full_network_takes_nothing_and_says_so(ends: Ends) -> None:
    here, _ = ends
    wire = Wire(here, is_gevent=True)
    while wire.send_now(b"x" * 1000):
        gevent.sleep(0)
        if wire._lock.locked():
            break

    assert not wire.send_now(b"more")


def test_a_reader_that_is_gone_is_no_fault(ends: Ends) -> None:
    here, there = ends
    there.close()
    wire = Wire(here, is_gevent=True)

    assert wire.send_now(b"frame")


def test_a_reader_who_takes_nothing_is_given_up_and_so_is_all_that_waits(
    ends: Ends, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wire_module, "STALLED_SECONDS", 0.05)
    here, there = ends
    wire = Wire(here, is_gevent=True)

    assert wire.send_now(b"a" * 3_000_000), "the first part is taken"
    with pytest.raises(BrokenPipeError):
        wire.send(b"behind it")

    assert not wire._lock.locked()
    assert wire.send_now(b"a reader who is gone is no fault")
    received = bytearray()
    while data := there.recv(65536):
        received += data
    assert set(received) == {ord("a")}


def test_a_reader_who_is_slow_but_goes_on_gets_everything(
    ends: Ends, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wire_module, "SEND_BUFFER_BYTES", 16 * 1024)
    monkeypatch.setattr(wire_module, "PIECE_BYTES", 16 * 1024)
    monkeypatch.setattr(wire_module, "STALLED_SECONDS", 0.5)
    here, there = ends
    begun = time.monotonic()
    writing = gevent.spawn(Wire(here, is_gevent=True).send, b"a" * 640 * 1024)

    received = 0
    while received < 640 * 1024 and (data := there.recv(8192)):
        received += len(data)
        gevent.sleep(0.01)

    assert writing.get(timeout=1) == received == 640 * 1024
    assert time.monotonic() - begun > 0.5
