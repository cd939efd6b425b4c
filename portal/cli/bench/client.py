"""A WebSocket client so light that one process holds thousands: it speaks just enough Engine.IO and Socket.IO.

Frames are masked with a mask of zeros, which RFC 6455 allows and which costs nothing.
"""

import base64
import json
import os
import socket
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

PREFIX = "/live,"
MESSAGE = b'42/live,["threads.message_posted"'
CHUNK = 65536
KEPT = 160
"""So much of a message is kept: its numbers stand at the beginning."""

Answered = Callable[[dict[str, Any]], None]
Heard = Callable[[bytes], None]


class Client:
    """One connection. `messages` are what its rooms heard said, `events` whatever else: when, and the packet."""

    def __init__(self, address: str, cookie: str, csrf: str) -> None:
        parts = urlsplit(address)
        self.address = (parts.hostname or "127.0.0.1", parts.port or 80)
        self.cookie, self.csrf, self.origin = cookie, csrf, f"{parts.scheme}://{parts.netloc}"
        self.is_ready = False
        self.on_ready: Callable[[Client], None] | None = None
        self.is_closed = False
        self.head = 0
        self.failure = ""
        self.heard_bytes = 0
        self.messages: list[tuple[float, bytes]] = []
        self.events: list[tuple[float, bytes]] = []
        self._waiting: dict[int, Heard] = {}
        self._next_id = 0
        self._rest = b""
        self._is_upgraded = False
        self.sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)

    def open(self) -> None:
        """Connect and ask for the upgrade; the rest happens as bytes arrive."""
        self.sock.connect(self.address)
        self.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        key = base64.b64encode(os.urandom(16)).decode()
        self.sock.sendall(
            (
                "GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\n"
                f"Host: {self.address[0]}:{self.address[1]}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                f"Sec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n"
                f"Origin: {self.origin}\r\nCookie: {self.cookie}\r\n\r\n"
            ).encode()
        )
        self.sock.setblocking(False)

    def call(self, name: str, payload: dict[str, Any], answered: Answered) -> None:
        """Send a command; `answered` gets the envelope."""
        self.call_raw(name, payload, lambda envelope: answered(json.loads(envelope)))

    def call_raw(self, name: str, payload: dict[str, Any], heard: Heard) -> None:
        """Send a command; `heard` gets the envelope as it came, for answers that are long."""
        self._next_id += 1
        self._waiting[self._next_id] = heard
        self._write(f"42{PREFIX}{self._next_id}{json.dumps([name, payload], separators=(',', ':'))}")

    def tell(self, name: str, payload: dict[str, Any]) -> None:
        """Send a command that is not answered."""
        self._write(f"42{PREFIX}{json.dumps([name, payload], separators=(',', ':'))}")

    def close(self) -> None:
        self.is_closed = True
        self.sock.close()

    def read(self, at: float) -> None:
        """Take what has arrived; `at` is the time at which it was noticed."""
        try:
            data = self.sock.recv(CHUNK)
        except BlockingIOError:
            return
        except OSError as error:
            data, self.failure = b"", str(error)
        if not data:
            self.close()
            return
        self.heard_bytes += len(data)
        if self._rest:
            data = self._rest + data
            self._rest = b""
        if not self._is_upgraded:
            data = self._upgrade(data)
        self._frames(data, at)

    def _upgrade(self, data: bytes) -> bytes:
        """Read the answer to the upgrade; returns the frames behind it."""
        end = data.find(b"\r\n\r\n")
        if end < 0:
            self._rest = data
            return b""
        if not data.startswith(b"HTTP/1.1 101"):
            self.failure = data[:80].decode(errors="replace")
            self.close()
            return b""
        self._is_upgraded = True
        return data[end + 4 :]

    def _frames(self, data: bytes, at: float) -> None:
        start, size = 0, len(data)
        while size - start >= 2:
            length, head = data[start + 1] & 0x7F, 2
            if length == 126:
                length, head = int.from_bytes(data[start + 2 : start + 4], "big"), 4
            elif length == 127:
                length, head = int.from_bytes(data[start + 2 : start + 10], "big"), 10
            end = start + head + length
            if size < end:
                break
            if data[start] & 0x0F == 1:
                self._packet(data[start + head : end], at)
            elif data[start] & 0x0F == 8:
                self.close()
                return
            start = end
        if start < size:
            self._rest = data[start:]

    def _packet(self, packet: bytes, at: float) -> None:
        if packet.startswith(MESSAGE):
            self.messages.append((at, packet[:KEPT]))
        elif packet.startswith(b"42"):
            self.events.append((at, packet))
        elif packet == b"2":
            self._write("3")
        elif packet.startswith(b"43"):
            self._answer(packet[2 + len(PREFIX) :])
        elif packet.startswith(b"40"):
            self.is_ready = True
            if self.on_ready is not None:
                self.on_ready(self)
        elif packet.startswith(b"44"):
            self.failure = packet.decode(errors="replace")
            self.close()
        elif packet.startswith(b"0"):
            self._write(f"40{PREFIX}{json.dumps({'csrf': self.csrf})}")

    def _answer(self, packet: bytes) -> None:
        bracket = packet.index(b"[")
        self._waiting.pop(int(packet[:bracket]))(packet[bracket + 1 : -1])

    def _write(self, text: str) -> None:
        payload = text.encode()
        length = len(payload)
        head = (
            bytes((0x81, 0x80 | length)) if length < 126 else bytes((0x81, 0xFE)) + length.to_bytes(2, "big")
        )
        try:
            self.sock.sendall(head + b"\0\0\0\0" + payload)
        except OSError as error:
            self.failure = str(error)
            self.close()
