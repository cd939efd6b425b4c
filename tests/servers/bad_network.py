"""A network as people have it: what is sent comes late, now and then nothing moves, and some day the other side is gone.

A TCP proxy to one port of this machine, in a thread of its own. A connection that stands loses nothing and changes no
order: as in TCP, trouble is delay, and the worst of it has no end.
"""

import asyncio
import random
import threading
from collections.abc import Coroutine
from dataclasses import dataclass, field
from typing import Any, TypeVar

CHUNK_BYTES = 65536
CLOSE_SECONDS = 10

Answer = TypeVar("Answer")


@dataclass(frozen=True)
class Weather:
    """How bad it is: each way takes `delay` ± `jitter`; in each second a way stands still with p = `stall_share`."""

    delay_seconds: float = 0.2
    jitter_seconds: float = 0.1
    stall_share: float = 0.05
    stall_seconds: float = 1.0


@dataclass(eq=False)
class _Link:
    """One connection through the proxy, with its two ends."""

    writers: list[asyncio.StreamWriter] = field(default_factory=list)
    is_silent: bool = False

    def close(self) -> None:
        for writer in self.writers:
            writer.transport.abort()


class BadNetwork:
    """The way to a port of this machine; `port` is its near end."""

    def __init__(self, to_port: int, weather: Weather, seed: int = 1) -> None:
        self._to_port = to_port
        self._weather = weather
        self._chance = random.Random(seed)
        self._links: set[_Link] = set()
        self._ways: set[asyncio.Task[None]] = set()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self._server = self._call(asyncio.start_server(self._join, "127.0.0.1", 0))
        self.port: int = self._server.sockets[0].getsockname()[1]
        self.stalls = 0

    def fall_silent(self, *, is_for_good: bool = False) -> int:
        """From now on nothing comes through the connections of this moment, and neither side is told: half open.

        Connections made later work, or are refused when it is for good. Returns how many fell silent.
        """
        return self._call(self._silence(is_for_good))

    def close(self) -> None:
        self._call(self._stop())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(CLOSE_SECONDS)
        self._loop.close()

    def _call(self, what: Coroutine[Any, Any, Answer]) -> Answer:
        return asyncio.run_coroutine_threadsafe(what, self._loop).result(CLOSE_SECONDS)

    async def _silence(self, is_for_good: bool) -> int:
        if is_for_good:
            self._server.close()
        for link in self._links:
            link.is_silent = True
        return len(self._links)

    async def _stop(self) -> None:
        self._server.close()
        for way in self._ways:
            way.cancel()
        await asyncio.gather(*self._ways, return_exceptions=True)
        for link in self._links:
            link.close()
        await asyncio.sleep(0)

    async def _join(self, near: asyncio.StreamReader, to_near: asyncio.StreamWriter) -> None:
        link = _Link([to_near])
        self._links.add(link)
        try:
            far, to_far = await asyncio.open_connection("127.0.0.1", self._to_port)
        except OSError:
            link.close()
            return
        link.writers.append(to_far)
        for reader, writer in ((near, to_far), (far, to_near)):
            way = self._loop.create_task(self._carry(link, reader, writer))
            self._ways.add(way)
            way.add_done_callback(self._ways.discard)

    async def _carry(self, link: _Link, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One way of a connection, until an end closes it; of a silent one the other end never learns."""
        late: asyncio.Queue[tuple[float, bytes]] = asyncio.Queue()
        sender = self._loop.create_task(self._send(link, late, writer))
        due = next_look = self._loop.time()
        chunk = b"begin"
        try:
            while chunk:
                chunk = await self._read(reader)
                now = self._loop.time()
                due = max(due, now + self._delay())
                if now >= next_look:
                    next_look = now + 1
                    due += self._stall()
                late.put_nowait((due, chunk))
            await sender
        finally:
            sender.cancel()

    async def _read(self, reader: asyncio.StreamReader) -> bytes:
        try:
            return await reader.read(CHUNK_BYTES)
        except OSError:
            return b""

    async def _send(
        self, link: _Link, late: asyncio.Queue[tuple[float, bytes]], writer: asyncio.StreamWriter
    ) -> None:
        chunk = b"begin"
        while chunk:
            due, chunk = await late.get()
            await asyncio.sleep(due - self._loop.time())
            if link.is_silent:
                continue
            if chunk:
                writer.write(chunk)
            else:
                self._links.discard(link)
                link.close()

    def _delay(self) -> float:
        jitter = self._weather.jitter_seconds
        return self._weather.delay_seconds + self._chance.uniform(-jitter, jitter)

    def _stall(self) -> float:
        if self._chance.random() >= self._weather.stall_share:
            return 0.0
        self.stalls += 1
        return self._weather.stall_seconds
