"""The Socket.IO door: who, parse, limit, one transaction, answer; and only then does the room hear."""

from portal.doors.socket.batch import Batches
from portal.doors.socket.commands import Call, Command, Nothing
from portal.doors.socket.connections import Connections
from portal.doors.socket.door import SocketDoor

__all__ = ["Batches", "Call", "Command", "Connections", "Nothing", "SocketDoor"]
