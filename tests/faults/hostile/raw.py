"""A WebSocket client that says exactly what it is told to, also what no client should say."""

import base64
import json
import os
import select
import socket
import struct
import time
from typing import Any, ClassVar
from urllib.parse import urlsplit

PREFIX = "/live,"


class ClosedError(Exception):
    """The server ended the connection."""


class Raw:
    """One TCP connection with the upgrade done, or refused: `status` tells."""

    opened: ClassVar[list["Raw"]] = []
    """Every one of a test, so that none outlives it."""

    def __init__(
        self,
        base_url: str,
        *,
        cookie: str = "",
        origin: str | None = "",
        source: str = "127.0.0.1",
        query: str = "EIO=4&transport=websocket",
        **headers: str | None,
    ) -> None:
        parts = urlsplit(base_url)
        Raw.opened.append(self)
        self.events: list[tuple[str, Any]] = []
        self.texts: list[str] = []
        self._buffer = b""
        self._next_id = 0
        self.sock = socket.create_connection(
            (parts.hostname or "", parts.port or 80), timeout=10, source_address=(source, 0)
        )
        self.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        asked: dict[str, str | None] = {
            "Host": parts.netloc,
            "Upgrade": "websocket",
            "Connection": "Upgrade",
            "Sec-WebSocket-Key": base64.b64encode(os.urandom(16)).decode(),
            "Sec-WebSocket-Version": "13",
            "Origin": f"{parts.scheme}://{parts.netloc}" if origin == "" else origin,
            "Cookie": cookie or None,
            **{name.replace("_", "-"): value for name, value in headers.items()},
        }
        lines = [f"{name}: {value}" for name, value in asked.items() if value is not None]
        asking = [f"GET /socket.io/?{query} HTTP/1.1", *lines, "", ""]
        self.sock.sendall("\r\n".join(asking).encode())
        self.head = self._read_head()
        self.status = int(self.head.split(" ", 2)[1]) if self.head else 0

    @classmethod
    def close_all(cls) -> None:
        while cls.opened:
            cls.opened.pop().close()

    def refusal(self) -> dict[str, Any]:
        """The JSON with which an upgrade was refused."""
        length = int(self.head.lower().partition("content-length: ")[2].partition("\r\n")[0])
        while len(self._buffer) < length:
            self._more(5)
        told: dict[str, Any] = json.loads(self._buffer[:length])
        return told

    def send(self, text: str) -> None:
        """A whole text message."""
        self.sock.sendall(frame(text.encode()))

    def send_bytes(self, data: bytes) -> None:
        """These bytes as they are; a server that has closed already is no fault."""
        self.sock.sendall(data)

    def connect(self, csrf: str) -> None:
        """CONNECT, and wait until it is accepted; raises ClosedError with what was said instead."""
        self.send(f"40{PREFIX}{json.dumps({'csrf': csrf})}")
        told = self.wait_for(("40/live", "44/live"))
        if told.startswith("44"):
            raise ClosedError(told)

    def call(self, name: str, payload: Any) -> dict[str, Any]:
        return self.call_text(json.dumps([name, payload]))

    def call_text(self, words: str) -> dict[str, Any]:
        """Send these words as an event with an id, and wait for the answer."""
        self._next_id += 1
        self.send(f"42{PREFIX}{self._next_id}{words}")
        told = self.wait_for((f"43{PREFIX}{self._next_id}[",))
        answer: dict[str, Any] = json.loads(told[told.index("[") :])[0]
        return answer

    def wait_for(self, beginnings: tuple[str, ...], seconds: float = 10) -> str:
        """The next text message that begins so; events are kept on the way, pings are answered."""
        deadline = time.monotonic() + seconds
        while True:
            text = self.read(deadline - time.monotonic())
            if text is None:
                raise TimeoutError(f"nothing like {beginnings} in {seconds} s; came: {self.texts[-5:]}")
            if text.startswith(beginnings):
                return text

    def read(self, seconds: float) -> str | None:
        """The next text message, None when the time is up; raises ClosedError when the server has closed."""
        deadline = time.monotonic() + seconds
        while (found := self._frame()) is None:
            if not self._more(deadline - time.monotonic()):
                return None
        opcode, data = found
        if opcode == 8:
            raise ClosedError("close frame")
        if opcode != 1:
            return ""
        text = data.decode()
        self.texts.append(text)
        if text == "2":
            self.send("3")
        elif text.startswith(f"42{PREFIX}"):
            name, payload = json.loads(text[text.index("[") :])
            self.events.append((name, payload))
        return text

    def listen(self, seconds: float) -> list[tuple[str, Any]]:
        """What is heard in this time, with what was heard before."""
        deadline = time.monotonic() + seconds
        while (left := deadline - time.monotonic()) > 0:
            if self.read(left) is None:
                break
        return self.events

    def closes_within(self, seconds: float) -> float | None:
        """After how many seconds the server ends the TCP connection; None when it does not."""
        began = time.monotonic()
        while (left := began + seconds - time.monotonic()) > 0:
            try:
                if not self._more(left):
                    return None
            except ClosedError:
                return time.monotonic() - began
        return None

    def close(self) -> None:
        self.sock.close()

    def _read_head(self) -> str:
        while b"\r\n\r\n" not in self._buffer:
            try:
                if not self._more(10):
                    return ""
            except ClosedError:
                return ""
        head, _, self._buffer = self._buffer.partition(b"\r\n\r\n")
        return head.decode("latin-1") + "\r\n"

    def _more(self, seconds: float) -> bool:
        poll = select.poll()
        poll.register(self.sock, select.POLLIN)
        if not poll.poll(max(0.0, seconds) * 1000):
            return False
        try:
            data = self.sock.recv(262144)
        except OSError as error:
            raise ClosedError(str(error)) from None
        if not data:
            raise ClosedError("end of stream")
        self._buffer += data
        return True

    def _frame(self) -> tuple[int, bytes] | None:
        buffer = self._buffer
        if len(buffer) < 2:
            return None
        length, head = buffer[1] & 0x7F, 2
        if length == 126:
            length, head = int.from_bytes(buffer[2:4], "big"), 4
        elif length == 127:
            length, head = int.from_bytes(buffer[2:10], "big"), 10
        if len(buffer) < head + length:
            return None
        self._buffer = buffer[head + length :]
        return buffer[0] & 0x0F, buffer[head : head + length]


def frame(
    payload: bytes,
    *,
    opcode: int = 1,
    is_last: bool = True,
    rsv: int = 0,
    length: int | None = None,
    is_masked: bool = True,
) -> bytes:
    """A client's frame, RFC 6455 section 5.2, with a mask of zeros; `length` may lie."""
    said = len(payload) if length is None else length
    first = (0x80 if is_last else 0) | rsv << 4 | opcode
    mask = 0x80 if is_masked else 0
    if said < 126:
        head = struct.pack("!BB", first, mask | said)
    elif said < 65536:
        head = struct.pack("!BBH", first, mask | 126, said)
    else:
        head = struct.pack("!BBQ", first, mask | 127, said)
    return head + (b"\0\0\0\0" if is_masked else b"") + payload
