"""What those hear who look at a call, and what only one seat of it hears."""

from dataclasses import dataclass
from typing import Any, ClassVar, TypedDict

from portal.calls.rules import room_of_call, room_of_seat
from portal.events import Event


class SeatSeen(TypedDict):
    """A seat as others see it; who sat down later has the greater `seat`."""

    seat: int
    person: int
    name: str
    role: str
    is_host: bool
    audio: bool
    video: bool
    screen: bool
    is_listening: bool


@dataclass(frozen=True, kw_only=True)
class CallChanged(Event):
    """Who sits in the call now; `head` only grows. Who missed one all the same has it with the next answer to calls.stay."""

    name: ClassVar[str] = "calls.changed"
    thread: int
    head: int
    seats: list[SeatSeen]

    @property
    def room(self) -> str:
        """Everybody who looks at the call."""
        return room_of_call(self.thread)


@dataclass(frozen=True, kw_only=True)
class Signalled(Event):
    """Another seat says something to this one, so that the two browsers find each other; `data` is JSON as text."""

    name: ClassVar[str] = "calls.signalled"
    thread: int
    to: int
    sender: int
    data: str

    @property
    def room(self) -> str:
        """The one connection on that seat."""
        return room_of_seat(self.thread, self.to)

    def wire(self) -> dict[str, Any]:
        return {"thread": self.thread, "to": self.to, "from": self.sender, "data": self.data}


@dataclass(frozen=True, kw_only=True)
class SeatTold(Event):
    """Something was done to this seat: `what` is muted, removed, elsewhere when its person sat down with another page,
    or locked, closed or kept_out when the thread is for others now, for nobody, or not for this person."""

    name: ClassVar[str] = "calls.told"
    thread: int
    seat: int
    what: str
    by: str

    @property
    def room(self) -> str:
        """The one connection on that seat."""
        return room_of_seat(self.thread, self.seat)


EVENTS = (CallChanged, Signalled, SeatTold)
