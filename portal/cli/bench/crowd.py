"""Many light clients behind one poll."""

import select
import time
from collections.abc import Callable

from portal.cli.bench.client import Client


class Crowd:
    """Many clients behind one poll."""

    def __init__(self) -> None:
        self.clients: dict[int, Client] = {}
        self._poll = select.epoll()

    def add(self, client: Client) -> None:
        client.open()
        self.clients[client.sock.fileno()] = client
        self._poll.register(client.sock.fileno(), select.EPOLLIN)

    def remove(self, client: Client) -> None:
        """Close a client on purpose."""
        self.forget(client)
        client.close()

    def forget(self, client: Client) -> None:
        """Do not read from a client any more; its connection stays open."""
        number = client.sock.fileno()
        if self.clients.get(number) is client:
            del self.clients[number]
            self._poll.unregister(number)

    def turn(self, seconds: float) -> None:
        """Wait for something to arrive, `seconds` at most, and take it."""
        for number, _ in self._poll.poll(max(0.0, seconds), 512):
            client = self.clients.get(number)
            if client is None:  # another one's answer was a reason to close it
                continue
            client.read(time.perf_counter())
            if client.is_closed:
                del self.clients[number]

    def until(self, is_done: Callable[[], bool], seconds: float, *, look_seconds: float = 0.0) -> bool:
        """Go on until it is done, looking every `look_seconds`; whether it was done in time."""
        deadline = time.perf_counter() + seconds
        next_look = 0.0
        while True:
            now = time.perf_counter()
            if now >= next_look:
                if is_done():
                    return True
                next_look = now + look_seconds
            if now >= deadline:
                return False
            self.turn(min(deadline - now, 0.05))
