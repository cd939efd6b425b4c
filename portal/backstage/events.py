"""What those hear who are backstage, and what somebody hears whose hand is up."""

from dataclasses import dataclass
from typing import ClassVar, TypedDict

from portal.backstage.rules import room_of, room_of_hand
from portal.events import Event, PersonSeen


class HandSeen(TypedDict):
    """A hand in the queue: raised, or called; `raised_at` is ISO 8601 in UTC."""

    id: int
    person: PersonSeen
    state: str
    raised_at: str


class SignalSeen(TypedDict):
    """What the chair shows: five, one (minutes left) or stop; `address` is the talk or the session that it is for."""

    signal: str
    address: str


class OnSeen(TypedDict):
    """What is on, or with `is_now` false comes next; times are ISO 8601 in UTC, null where nobody said."""

    address: str
    title: str
    speakers: list[str]
    starts_at: str | None
    ends_at: str | None
    is_now: bool


@dataclass(frozen=True, kw_only=True)
class BackstageEvent(Event):
    """Something that everybody backstage hears."""

    stage: int
    head: int

    @property
    def room(self) -> str:
        """Everybody who is backstage."""
        return room_of(self.stage)


@dataclass(frozen=True, kw_only=True)
class HandChanged(BackstageEvent):
    """Change number `head`: this hand is new or another; null once it is down."""

    name: ClassVar[str] = "backstage.hand_changed"
    id: int
    hand: HandSeen | None


@dataclass(frozen=True, kw_only=True)
class Signalled(BackstageEvent):
    """Change number `head`: the chair shows this; null when it was taken back."""

    name: ClassVar[str] = "backstage.signalled"
    signal: SignalSeen | None


@dataclass(frozen=True, kw_only=True)
class BackstageTold(BackstageEvent):
    """Every few seconds the number of the newest change, and what is on; null when nothing more comes."""

    name: ClassVar[str] = "backstage.told"
    is_lossy: ClassVar[bool] = True
    on: OnSeen | None


@dataclass(frozen=True, kw_only=True)
class HandTold(Event):
    """How one's own hand stands, at each change and every few seconds; `version` only grows.

    `state` is raised, called or lowered. Who is called is given the way into the meeting, until the hand is lowered.
    """

    name: ClassVar[str] = "backstage.hand_told"
    is_lossy: ClassVar[bool] = True
    stage: int
    person: int
    version: int
    state: str
    meeting: str

    @property
    def room(self) -> str:
        """The pages of this one person on this stage."""
        return room_of_hand(self.stage, self.person)


EVENTS = (HandChanged, Signalled, BackstageTold, HandTold)
