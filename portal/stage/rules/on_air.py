"""Which session a stage shows, and which of several sessions the bar on every page names."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from enum import StrEnum, auto
from typing import Protocol, TypeVar

from portal.programme.rules import PAUSES, State, Timed, end_of, state_of


class Screen(StrEnum):
    """What stands where the video would be."""

    PLAY = auto()
    AHEAD = auto()
    OVER = auto()
    UNSET = auto()
    NONE = auto()


class Slot(Timed, Protocol):
    """A session, as far as the bar chooses by it."""

    @property
    def kind(self) -> str: ...

    @property
    def stage_id(self) -> int | None: ...

    @property
    def is_streamed(self) -> bool: ...


Entry = TypeVar("Entry", bound=Timed)
OneSlot = TypeVar("OneSlot", bound=Slot)


def on_air(sessions: Iterable[Entry], at: datetime) -> Entry | None:
    """What is on now on one stage, else what comes next, else what was last. Of two at once the later began."""
    dated = sorted((one for one in sessions if one.starts_at), key=_start)
    by_state = {state: [one for one in dated if state_of(one, at) == state] for state in State}
    if by_state[State.NOW]:
        return by_state[State.NOW][-1]
    if by_state[State.AHEAD]:
        return by_state[State.AHEAD][0]
    return dated[-1] if dated else None


def screen(state: State, *, is_on_stage: bool, has_sources: bool) -> Screen:
    """What the place of the video shows for a session in this state; NONE where there is no stage at all."""
    if not is_on_stage:
        return Screen.NONE
    match state:
        case State.AHEAD:
            return Screen.AHEAD
        case State.PAST:
            return Screen.OVER
        case _:
            return Screen.PLAY if has_sources else Screen.UNSET


def turns_at(entries: Iterable[Timed], at: datetime) -> datetime | None:
    """The next instant at which one of them begins or ends, so that an open page knows when to look again."""
    moments = [moment for one in entries for moment in (one.starts_at, end_of(one)) if moment and moment > at]
    return min(moments, default=None)


def around(ordered: Sequence[Entry], one: Entry | None) -> tuple[Entry | None, Entry | None]:
    """What stands before and after it in the programme."""
    if one is None:
        return None, None
    place = ordered.index(one)
    return (ordered[place - 1] if place else None), (ordered[place + 1] if place + 1 < len(ordered) else None)


def talk_on(talks: Sequence[Entry], at: datetime) -> Entry | None:
    """The talk that is given at this instant, if the talks have times."""
    return next((one for one in talks if one.starts_at and state_of(one, at) == State.NOW), None)


def to_join(current: Iterable[OneSlot]) -> OneSlot | None:
    """The session of those that are on now that a person from afar would join; None during a mere break.

    A stage comes before a mark, a mark before the rest, and of two alike the one that began later.
    """
    joinable = [one for one in current if one.kind not in PAUSES or one.is_streamed or one.stage_id]
    return max(joinable, key=_attraction, default=None)


def minutes_until(later: datetime | None, at: datetime) -> int:
    """Whole minutes, rounded up, so that nothing ends "in 0 min"."""
    return 0 if later is None else max(0, -((at - later) // timedelta(minutes=1)))


def _attraction(slot: Slot) -> tuple[bool, bool, datetime]:
    return slot.stage_id is not None, slot.is_streamed, _start(slot)


def _start(entry: Timed) -> datetime:
    if entry.starts_at is None:
        raise ValueError("only dated entries have an order in time")
    return entry.starts_at
