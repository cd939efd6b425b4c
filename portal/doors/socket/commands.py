"""What a browser may ask for, and what a command is given."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, TypedDict

import structlog
from sqlalchemy.exc import OperationalError

from portal.access import Actor, Permission
from portal.doors.parse import Reader
from portal.doors.socket.connections import Connections
from portal.errors import Invalid, NotSignedIn, Refusal, StorageFull, TooMany, Unavailable
from portal.realtime.floors import Floors
from portal.realtime.presence import Presence, Seat
from portal.realtime.tally import Tally
from portal.store.work import Work

log = structlog.get_logger()

Answer = dict[str, Any]


class Nothing(TypedDict):
    """No fields: that it was done is all that there is to say."""


@dataclass(frozen=True)
class Call:
    """What a command is given: the unit of work, who asks, and the connection that it came on."""

    work: Work
    actor: Actor
    sid: str
    connections: Connections
    presence: Presence
    tally: Tally
    floors: Floors

    def join(self, room: str, seat: Seat | None = None) -> None:
        self.connections.join(self.sid, room, seat)

    def leave(self, room: str) -> None:
        self.connections.leave(self.sid, room)

    def hears(self, room: str) -> bool:
        """Whether this connection was let into the room, and is in it still."""
        return self.connections.hears(self.sid, room)

    def count(self, room: str, word: str) -> None:
        """One more of what a room is told once a second as a sum."""
        self.tally.add(room, word)


@dataclass(frozen=True)
class Command:
    """One thing that a browser may ask for.

    read: payload → typed value, raises Invalid. place: the workshop that it is about. run: a function whose docstring
    and whose return type, a TypedDict, are what docs/protocol.md says of the command. limit: the name of a setting.
    may: what is asked of the person, None where being signed in is enough. refusals: those that it gives besides the
    ones that every command may give.
    kind: a durable command runs in a writing transaction that it may share with others, and it may be run twice when
    that one fails, so it changes nothing but its `work`; a reading one changes nothing at all; a volatile one only what
    this process counts and what a room hears at once, and it asks the store nothing that is known already.
    """

    read: Reader[Any, Any]
    place: Callable[[Work, Any], int | None]
    run: Callable[[Call, Any], Mapping[str, Any]]
    limit: str
    kind: Literal["durable", "reading", "volatile"] = "reading"
    may: Permission | None = None
    refusals: tuple[type[Refusal], ...] = ()

    @property
    def all_refusals(self) -> tuple[type[Refusal], ...]:
        """These too: by the payload, the sign-in, the limit, and what the portal stands on."""
        of_the_store = (Unavailable, StorageFull) if self.kind == "durable" else (Unavailable,)
        return (Invalid, NotSignedIn, TooMany, *of_the_store, *self.refusals)


def refusal_answer(refusal: Refusal) -> Answer:
    """The answer to a command that was refused: a code for the program, a sentence for the person."""
    answer: Answer = {"ok": False, "code": refusal.code, "message": refusal.message}
    if isinstance(refusal, TooMany | Unavailable):
        answer["retry_after"] = refusal.retry_after
    if refusal.fields:
        answer["fields"] = refusal.fields
    return answer


def failure_answer(command: str, error: Exception) -> Answer:
    """The answer to a command that was refused or that broke; what broke is logged."""
    if isinstance(error, Refusal):
        return refusal_answer(error)
    if isinstance(error, OperationalError):
        log.warning("socket.store_unavailable", command=command, error=repr(error.orig))
        return refusal_answer(Unavailable("The portal could not keep this just now. Please try again."))
    log.error("socket.failed", command=command, exc_info=error)
    return refusal_answer(Unavailable("Something broke on our side. Please try again."))
