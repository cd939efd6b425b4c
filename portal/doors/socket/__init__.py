"""The Socket.IO door: who, parse, limit, one transaction, answer; and only then does the room hear."""

from portal.doors.socket.admission import Admission
from portal.doors.socket.batch import Batches
from portal.doors.socket.commands import Call, Command, Nothing
from portal.doors.socket.connections import Connections, RoomEnded
from portal.doors.socket.door import SocketDoor
from portal.doors.socket.drain import Drain, ServerLeaving

__all__ = [
    "Admission",
    "Batches",
    "Call",
    "Command",
    "Connections",
    "Drain",
    "Nothing",
    "RoomEnded",
    "ServerLeaving",
    "SocketDoor",
]
