"""Which connections hear which room, and the way to each of them, with a bound on what waits there."""

from collections import defaultdict
from typing import Any

from engineio.packet import MESSAGE, Packet

from portal.realtime.server import NAMESPACE, Server
from portal.realtime.wire import text_frame

MOST_PACKETS = 256
MOST_BYTES = 1024 * 1024


class Frame:
    """One event, encoded once for all who hear it."""

    def __init__(self, server: Server, name: str, payload: Any, *, is_lossy: bool) -> None:
        packet = server.packet_class(2, namespace=NAMESPACE, data=[name, payload])
        self.text: str = packet.encode()
        self.bytes = text_frame(f"4{self.text}")
        self.is_lossy = is_lossy


class Pipe:
    """The way to one connection."""

    def __init__(self, engine_socket: Any) -> None:
        self._socket = engine_socket

    def push(self, frame: Frame) -> bool:
        """Send the frame: straight to the network when nothing waits, else behind what waits.

        False when so much waits that the reader is lost: the caller closes the connection, and the browser comes
        back and asks for what it missed. Of the lossy kind, a frame is dropped long before.
        """
        waiting = self._socket.queue
        wire = getattr(self._socket, "wire", None)
        if wire is not None and waiting.empty() and wire.send_now(frame.bytes):
            return True
        count = waiting.qsize()
        if frame.is_lossy and count > 0:
            return True
        if count >= MOST_PACKETS or (count > 16 and self._waiting_bytes() >= MOST_BYTES):
            return False
        if not self._socket.closed:
            waiting.put(Packet(MESSAGE, frame.text))
        return True

    def cut(self) -> None:
        """End the TCP connection."""
        wire = getattr(self._socket, "wire", None)
        if wire is not None:
            wire.abort()

    def _waiting_bytes(self) -> int:
        return sum(len(packet.data or "") for packet in tuple(self._socket.queue.queue) if packet is not None)


class Rooms:
    """Rooms of this process; a room is there while somebody hears it."""

    def __init__(self) -> None:
        self._pipes: dict[str, dict[str, Pipe]] = defaultdict(dict)
        self._joined: dict[str, set[str]] = defaultdict(set)

    def join(self, room: str, connection: str, pipe: Pipe) -> None:
        self._pipes[room][connection] = pipe
        self._joined[connection].add(room)

    def leave(self, room: str, connection: str) -> None:
        self._joined[connection].discard(room)
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

    def pipes(self, room: str) -> tuple[Pipe, ...]:
        """The way to everybody in the room at this moment."""
        return tuple(self._pipes.get(room, {}).values())
