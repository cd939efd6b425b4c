"""What waits for a slow reader is bounded: lossy events are left out first, then the connection ends."""

import pytest
import socketio as python_socketio
from engineio.socket import Socket

from portal.realtime.rooms import MOST_BYTES, MOST_PACKETS, Frame, Pipe

SMALL = 100


@pytest.fixture
def pipe() -> Pipe:
    """The way to somebody whose network takes nothing: everything waits in the library's own queue."""
    server = python_socketio.Server(async_mode="threading", monitor_clients=False)
    return Pipe(Socket(server.eio, "engine-sid"))


def frame(size: int, *, is_lossy: bool = False) -> Frame:
    """A frame of so many bytes."""
    return Frame("2/live,".ljust(size, "x"), is_lossy=is_lossy)


def test_a_lossy_event_is_left_out_as_soon_as_anything_waits(pipe: Pipe) -> None:
    pushed = [pipe.push(frame(SMALL, is_lossy=True)) for _ in range(3)]

    assert (pushed, len(pipe.waiting)) == ([True, True, True], 1)


def test_so_many_packets_may_wait_and_no_more(pipe: Pipe) -> None:
    pushed = [pipe.push(frame(SMALL)) for _ in range(MOST_PACKETS + 1)]

    assert (pushed.count(True), pushed[-1], len(pipe.waiting)) == (MOST_PACKETS, False, MOST_PACKETS)


def test_so_many_bytes_may_wait_and_no_more(pipe: Pipe) -> None:
    pushed = [pipe.push(frame(MOST_BYTES // 128)) for _ in range(129)]

    assert (pushed.count(True), pushed[-1]) == (128, False)


def test_behind_a_large_answer_no_other_large_one_waits(pipe: Pipe) -> None:
    pushed = [pipe.push(frame(size)) for size in (2 * MOST_BYTES, SMALL, 2 * MOST_BYTES)]

    assert (pushed, len(pipe.waiting)) == ([True, True, False], 2)
