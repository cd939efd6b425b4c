"""Which connections hear which room, and the way to each of them, with a bound on what waits there."""

import json
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from engineio.packet import MESSAGE, Packet

from portal.realtime.server import NAMESPACE
from portal.realtime.wire import Wire, text_frame

MOST_PACKETS = 256
MOST_BYTES = 1024 * 1024
FEW_PACKETS = 16
LARGE_BYTES = MOST_BYTES // FEW_PACKETS
"""Few packets, none of them large, are never MOST_BYTES, so that nobody has to add them up."""


class Frame:
    """One Socket.IO packet, encoded once for all who get it."""

    def __init__(self, text: str, *, is_lossy: bool = False) -> None:
        self.text = text
        self.bytes = text_frame(f"4{text}")
        self.is_lossy = is_lossy


def event_frame(name: str, payload: Any, *, is_lossy: bool) -> Frame:
    """An event of the one namespace, Socket.IO protocol 5 packet type 2."""
    return Frame(f"2{NAMESPACE},{encode([name, payload])}", is_lossy=is_lossy)


def answer_frame(digits: str, answer: Any) -> Frame:
    """The answer to the command with this number, packet type 3."""
    return Frame(f"3{NAMESPACE},{digits}{encode([answer])}")


encode = json.JSONEncoder(separators=(",", ":"), check_circular=False).encode


class Pipe:
    """The way to one connection."""

    def __init__(self, engine_socket: Any) -> None:
        self._socket = engine_socket
        self.wire: Wire | None = getattr(engine_socket, "wire", None)
        self.waiting: Any = engine_socket.queue.queue
        """The packets that the library has not written yet."""

    def push(self, frame: Frame) -> bool:
        """Send the frame: straight to the network when nothing waits, else behind what waits.

        False when so much waits that the reader is lost: the caller closes the connection, and the browser comes
        back and asks for what it missed. Of the lossy kind, a frame is dropped long before.
        """
        if not self.waiting and self.wire is not None and self.wire.send_now(frame.bytes):
            return True
        return self.queue(frame)

    def queue(self, frame: Frame) -> bool:
        """Send the frame behind what waits; False as push() says."""
        count = len(self.waiting)
        if frame.is_lossy and count > 0:
            return True
        may_be_much = count > FEW_PACKETS or len(frame.text) > LARGE_BYTES
        if count >= MOST_PACKETS or (may_be_much and self._waiting_bytes() >= MOST_BYTES):
            return False
        if not self._socket.closed:
            self._socket.queue.put(Packet(MESSAGE, frame.text))
        return True

    def cut(self) -> None:
        """End the TCP connection."""
        if self.wire is not None:
            self.wire.abort()

    def _waiting_bytes(self) -> int:
        return sum(len(packet.data or "") for packet in tuple(self.waiting) if packet is not None)


def push_all(pipes: Sequence[Pipe], frames: Sequence[Frame]) -> list[Pipe]:
    """Send the same frames to many, in one write each where nothing waits; answers the pipes of lost readers.

    This loop is nearly all that a message to a large room costs, so Wire.send_now() is written out in it.
    """
    together = frames[0].bytes if len(frames) == 1 else b"".join(frame.bytes for frame in frames)
    size = len(together)
    lost = []
    for pipe in pipes:
        wire = pipe.wire
        if wire is not None and not pipe.waiting and not wire.is_busy:
            try:
                written = wire.send_raw(together)
            except (BlockingIOError, InterruptedError):
                pass
            except OSError:
                continue
            else:
                if written < size:
                    wire.finish_soon(together[written:])
                continue
        if not all(pipe.queue(frame) for frame in frames):
            lost.append(pipe)
    return lost


class Rooms:
    """Rooms of this process; a room is there while somebody hears it."""

    def __init__(self) -> None:
        self._pipes: dict[str, dict[str, Pipe]] = defaultdict(dict)
        self._joined: dict[str, set[str]] = defaultdict(set)

    def join(self, room: str, connection: str, pipe: Pipe) -> None:
        self._pipes[room][connection] = pipe
        self._joined[connection].add(room)

    def leave(self, room: str, connection: str) -> None:
        self._joined.get(connection, set()).discard(room)
        pipes = self._pipes.get(room)
        if pipes is None:
            return
        pipes.pop(connection, None)
        if not pipes:
            del self._pipes[room]

    def drop(self, connection: str) -> None:
        """The connection is gone, from every room."""
        for room in tuple(self._joined.get(connection, ())):
            self.leave(room, connection)
        self._joined.pop(connection, None)

    def has(self, room: str) -> bool:
        """Whether anybody here hears it."""
        return room in self._pipes

    def is_in(self, room: str, connection: str) -> bool:
        """Whether this connection hears it."""
        return connection in self._pipes.get(room, ())

    def pipes(self, room: str) -> tuple[Pipe, ...]:
        """The way to everybody in the room at this moment."""
        return tuple(self._pipes.get(room, {}).values())

    def members(self, room: str) -> tuple[tuple[str, Pipe], ...]:
        """Everybody in the room at this moment, and the way to them."""
        return tuple(self._pipes.get(room, {}).items())

    def names(self) -> frozenset[str]:
        """The rooms that somebody hears."""
        return frozenset(self._pipes)
