"""Signals, raised hands, what is on, and who hears of them."""

import re
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum, auto

from portal.errors import Conflict

HAND_ROOM = re.compile("hand:([1-9][0-9]*):([1-9][0-9]*)")
MOST_HANDS = 100


class Signal(StrEnum):
    """What the chair shows to who speaks; none takes it back."""

    FIVE = auto()
    ONE = auto()
    STOP = auto()
    NONE = auto()


class HandState(StrEnum):
    """A raised hand waits to be called; who is called sees the way into the meeting until the hand is lowered."""

    RAISED = auto()
    CALLED = auto()
    LOWERED = auto()


UP = frozenset({HandState.RAISED, HandState.CALLED})


@dataclass(frozen=True)
class Press:
    """A signal on its way."""

    stage_id: int
    signal: Signal


@dataclass(frozen=True)
class Turn:
    """A wish to call a hand, to lower it, or to set it back to where it waited."""

    hand_id: int
    state: HandState


@dataclass(frozen=True)
class On:
    """What is on, or comes next, on one stage; `address` is t3 for talk 3, s5 for session 5."""

    address: str
    session_id: int
    title: str
    speakers: tuple[str, ...]
    starts_at: datetime | None
    ends_at: datetime | None
    is_now: bool


def room_of(stage_id: int) -> str:
    """Everybody who is backstage."""
    return f"backstage:{stage_id}"


def stage_in(room: str) -> int | None:
    """The stage whose backstage this is, or None for another kind of room."""
    kind, _, number = room.partition(":")
    return int(number) if kind == "backstage" else None


def room_of_hand(stage_id: int, person_id: int) -> str:
    """One person's pages of one stage."""
    return f"hand:{stage_id}:{person_id}"


def hand_in(room: str) -> tuple[int, int] | None:
    """The stage and the person of such a room, or None for another kind of room."""
    found = HAND_ROOM.fullmatch(room)
    return (int(found[1]), int(found[2])) if found else None


def check_raise(*, has_meeting: bool, waiting: int) -> None:
    """Raises Conflict where nobody could come to speak, and when too many wait already."""
    if not has_meeting:
        raise Conflict("Nobody can ask by voice on this stage. Write your question instead.")
    if waiting >= MOST_HANDS:
        raise Conflict("Too many hands are up already. Write your question instead.")


def check_turn(before: str, wanted: HandState) -> None:
    """Raises Conflict for a hand that is down: only its person raises it again."""
    if before == HandState.LOWERED and wanted != HandState.LOWERED:
        raise Conflict("This hand is down already.")
