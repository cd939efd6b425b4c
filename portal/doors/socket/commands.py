"""What a browser may ask for, and what a command is given."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from portal.access import Actor
from portal.doors.socket.connections import Connections
from portal.errors import Refusal, TooMany
from portal.realtime.presence import Presence, Seat
from portal.store.work import Work

Answer = dict[str, Any]


@dataclass(frozen=True)
class Call:
    """What a command is given: the unit of work, who asks, and the connection that it came on."""

    work: Work
    actor: Actor
    sid: str
    connections: Connections
    presence: Presence

    def join(self, room: str, seat: Seat | None = None) -> None:
        self.connections.join(self.sid, room, seat)

    def leave(self, room: str) -> None:
        self.connections.leave(self.sid, room)


@dataclass(frozen=True)
class Command:
    """One thing that a browser may ask for.

    read: payload → typed value, raises Invalid. place: the workshop that it is about. limit: the name of a setting.
    kind: a durable command runs in a writing transaction, a reading one changes nothing.
    """

    read: Callable[[Any], Any]
    place: Callable[[Work, Any], int | None]
    run: Callable[[Call, Any], Answer]
    limit: str
    kind: Literal["durable", "reading"] = "reading"


def refusal_answer(refusal: Refusal) -> Answer:
    """The answer to a command that was refused: a code for the program, a sentence for the person."""
    answer: Answer = {"ok": False, "code": refusal.code, "message": refusal.message}
    if isinstance(refusal, TooMany):
        answer["retry_after"] = refusal.retry_after
    if refusal.fields:
        answer["fields"] = refusal.fields
    return answer
