"""The demo's day is moved so that something is on whenever it is shown; order and lengths stay as they were."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

LEFT = timedelta(minutes=10)
"""So long something streamed has to go on for, or the day is moved."""

INTO = timedelta(minutes=5)
"""So far into a talk, and up to STEP further, a visitor comes when the day was just moved."""

STEP = timedelta(minutes=5)
LONG_ENOUGH = INTO + STEP + LEFT
NOTHING = timedelta(0)


@dataclass(frozen=True)
class Slot:
    """A session as far as the day's place in time goes."""

    starts_at: datetime
    ends_at: datetime
    is_streamed: bool


def is_something_on(slots: Sequence[Slot], at: datetime) -> bool:
    """Whether something streamed is on now and for LEFT more; one session may follow on the other."""
    return _is_on(slots, at) and _is_on(slots, at + LEFT)


def shift_for(slots: Sequence[Slot], at: datetime) -> timedelta:
    """By how much all sessions move so that something is on; nothing while it is.

    The anchor is the streamed session with the most streamed time after it, so that the demo can be looked at for
    long; it begins on a full five minutes.
    """
    if is_something_on(slots, at):
        return NOTHING
    anchors = [one for one in slots if one.is_streamed and one.ends_at - one.starts_at >= LONG_ENOUGH]
    if not anchors:
        return NOTHING
    anchor = max(anchors, key=lambda one: (_streamed_from(slots, one), -one.starts_at.timestamp()))
    return _rounded(at) - INTO - anchor.starts_at


def _streamed_from(slots: Sequence[Slot], first: Slot) -> timedelta:
    end = first.ends_at
    while following := [
        one.ends_at for one in slots if one.is_streamed and one.starts_at <= end < one.ends_at
    ]:
        end = max(following)
    return end - first.starts_at


def _is_on(slots: Sequence[Slot], at: datetime) -> bool:
    return any(one.is_streamed and one.starts_at <= at < one.ends_at for one in slots)


def _rounded(at: datetime) -> datetime:
    """The last full five minutes."""
    epoch = datetime(2000, 1, 1, tzinfo=UTC)
    return epoch + (at - epoch) // STEP * STEP
