"""Which session a stage shows, and which of several sessions the bar on every page names."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from enum import StrEnum, auto
from typing import Protocol, TypeVar

from portal.programme.rules import State, Timed, state_of

QUIET_KINDS = frozenset({"break", "lunch", "social", "setup"})
"""What nobody joins from afar; the bar names what comes after it instead."""


class Air(StrEnum):
    """What a stage can say of itself at one instant."""

    NOW = auto()
    NEXT = auto()
    OVER = auto()
    EMPTY = auto()


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


def on_air(sessions: Iterable[Entry], at: datetime) -> tuple[Air, Entry | None]:
    """What is on now on one stage, else what comes next, else what was last. Of two at once the later began."""
    dated = sorted((one for one in sessions if one.starts_at), key=_start)
    current = [one for one in dated if state_of(one, at) == State.NOW]
    if current:
        return Air.NOW, current[-1]
    ahead = [one for one in dated if state_of(one, at) == State.AHEAD]
    if ahead:
        return Air.NEXT, ahead[0]
    return (Air.OVER, dated[-1]) if dated else (Air.EMPTY, None)


def talk_on(talks: Sequence[Entry], at: datetime) -> Entry | None:
    """The talk that is given at this instant, if the talks have times."""
    return next((one for one in talks if one.starts_at and state_of(one, at) == State.NOW), None)


def to_join(current: Iterable[OneSlot]) -> OneSlot | None:
    """The session of those that are on now that a person from afar would join; None during a mere break.

    A stage comes before a mark, a mark before the rest, and of two alike the one that began later.
    """
    joinable = [one for one in current if one.kind not in QUIET_KINDS or one.is_streamed or one.stage_id]
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
