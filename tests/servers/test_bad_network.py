"""The bad network itself: late, in order, complete, and silent when it is told to be."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager

import pytest

from tests.servers.bad_network import BadNetwork, Weather
from tests.servers.process import wait_until

FINE = Weather(delay_seconds=0, jitter_seconds=0, stall_share=0)


class Echo:
    """Sends back what it is sent, and knows how many connections end."""

    def __init__(self) -> None:
        self._door = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._door.getsockname()[1]
        self.ended = 0
        threading.Thread(target=self._serve, daemon=True).start()

    def close(self) -> None:
        self._door.close()

    def _serve(self) -> None:
        while True:
            try:
                guest, _ = self._door.accept()
            except OSError:
                return
            threading.Thread(target=self._answer, args=(guest,), daemon=True).start()

    def _answer(self, guest: socket.socket) -> None:
        with guest:
            try:
                while words := guest.recv(65536):
                    guest.sendall(words)
            except OSError:
                pass
        self.ended += 1


@pytest.fixture
def echo() -> Iterator[Echo]:
    with closing(Echo()) as server:
        yield server


@contextmanager
def connected(echo: Echo, weather: Weather) -> Iterator[tuple[BadNetwork, socket.socket]]:
    with (
        closing(BadNetwork(echo.port, weather)) as network,
        socket.create_connection(("127.0.0.1", network.port), timeout=5) as near,
    ):
        yield network, near


def test_everything_comes_back_late_whole_and_in_order(echo: Echo) -> None:
    sent = b"".join(b"%05d" % number for number in range(2000))
    begun = time.monotonic()

    with connected(echo, Weather(delay_seconds=0.1, jitter_seconds=0.1, stall_share=0)) as (_, near):
        for start in range(0, len(sent), 500):
            near.sendall(sent[start : start + 500])
        heard = b""
        while len(heard) < len(sent):
            heard += near.recv(65536)

    assert heard == sent
    assert time.monotonic() - begun > 0.05


def test_a_stall_holds_back_what_is_sent_meanwhile(echo: Echo) -> None:
    begun = time.monotonic()

    with connected(echo, Weather(0, 0, stall_share=1, stall_seconds=0.3)) as (network, near):
        near.sendall(b"one")
        heard = near.recv(100)

    assert (heard, network.stalls) == (b"one", 2)
    assert time.monotonic() - begun >= 0.6


def test_the_end_of_one_side_is_the_end_of_the_other(echo: Echo) -> None:
    with connected(echo, FINE) as (_, near):
        near.sendall(b"hello")
        assert near.recv(100) == b"hello"

    wait_until(lambda: echo.ended == 1, "the far side is told", 5)


def test_a_silent_connection_tells_neither_side_and_a_new_one_works(echo: Echo) -> None:
    with connected(echo, FINE) as (network, near):
        near.sendall(b"hello")
        assert near.recv(100) == b"hello"

        silent = network.fall_silent()
        near.sendall(b"anybody?")
        near.settimeout(0.3)
        with pytest.raises(TimeoutError):
            near.recv(100)
        with socket.create_connection(("127.0.0.1", network.port), timeout=5) as newer:
            newer.sendall(b"hello")
            assert newer.recv(100) == b"hello"
        near.close()
        time.sleep(0.2)

        assert (silent, echo.ended) == (1, 1)
