"""The line of a stage: what takes place on it on one day, one thing after another.

- What is on the stage that day belongs to its line.
- Where no other stage has anything that day, what is on no stage (breaks, posters, a dinner) belongs to it too.
- Beside other stages, what is on no stage is common to all of them and keeps its time. A pause among it is
  shorter for this stage only; anything else is a fixed point.
- The line of the whole day has everything, and nothing in it is fixed.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from hashlib import sha256
from typing import Any
from zoneinfo import ZoneInfo

from portal.programme.rules import OPEN_END, PAUSES


@dataclass(frozen=True)
class Slot:
    """A session or a talk with its time; `ends_at` is a guess where `is_open`. `key` is s7 or t7."""

    key: str
    title: str
    kind: str
    place: int | None
    starts_at: datetime
    ends_at: datetime
    is_open: bool = False
    planned_starts_at: datetime | None = None
    planned_ends_at: datetime | None = None
    talks: tuple["Slot", ...] = ()
    is_fixed: bool = False

    @property
    def is_pause(self) -> bool:
        return self.kind in PAUSES

    def is_on(self, at: datetime) -> bool:
        return self.starts_at <= at < self.ends_at


@dataclass(frozen=True)
class Line:
    """The slots of one stage, or of all of them, on one day in the order of time."""

    stage_id: int | None
    day: date
    slots: tuple[Slot, ...]

    @property
    def fingerprint(self) -> str:
        """Changes whenever anything of the line begins or ends at another time, comes or goes."""
        every = [one for slot in self.slots for one in (slot, *slot.talks)]
        told = sorted(f"{one.key} {one.starts_at.isoformat()} {one.ends_at.isoformat()}" for one in every)
        return sha256("\n".join(told).encode()).hexdigest()[:16]


def slots_of(sessions: Iterable[Any]) -> list[Slot]:
    """The dated sessions with their dated talks, by time. What has no end ends where the next begins, or is guessed."""
    dated = sorted((one for one in sessions if one.starts_at), key=lambda one: (one.starts_at, one.id))
    found = []
    for place, one in enumerate(dated):
        later = [other.starts_at for other in dated[place + 1 :] if other.starts_at > one.starts_at]
        guess = min([one.starts_at + OPEN_END, *later[:1]])
        slot = _slot(one, "s", one.stage_id, guess)
        found.append(replace(slot, talks=_talks(one, slot.ends_at)))
    return found


def line_of(slots: Sequence[Slot], stage_id: int | None, at: datetime, zone: ZoneInfo) -> Line:
    """What belongs to the day that this instant is in; the day of what is on, where that began before midnight."""
    running = [one for one in slots if one.is_on(at) and stage_id in {None, one.place}]
    first = min((one.starts_at for one in running), default=at)
    return line_on(slots, stage_id, first.astimezone(zone).date(), zone)


def line_on(slots: Sequence[Slot], stage_id: int | None, day: date, zone: ZoneInfo) -> Line:
    """What belongs to this day."""
    today = [one for one in slots if one.starts_at.astimezone(zone).date() == day]
    if stage_id is None:
        return Line(None, day, tuple(today))
    others = {one.place for one in today} - {None, stage_id}
    mine = [one for one in today if one.place in {None, stage_id}]
    fixed = [replace(one, is_fixed=bool(others) and one.place is None) for one in mine]
    return Line(stage_id, day, tuple(fixed))


def _talks(session: Any, end: datetime) -> tuple[Slot, ...]:
    dated = sorted((one for one in session.talks if one.starts_at), key=lambda one: (one.starts_at, one.id))
    found = []
    for place, one in enumerate(dated):
        later = [other.starts_at for other in dated[place + 1 :] if other.starts_at > one.starts_at]
        found.append(_slot(one, "t", session.stage_id, max(one.starts_at, (later or [end])[0])))
    return tuple(found)


def _slot(entry: Any, letter: str, place: int | None, guess: datetime) -> Slot:
    return Slot(
        key=f"{letter}{entry.id}",
        title=entry.title,
        kind=entry.kind,
        place=place,
        starts_at=entry.starts_at,
        ends_at=entry.ends_at or guess,
        is_open=entry.ends_at is None,
        planned_starts_at=entry.planned_starts_at,
        planned_ends_at=entry.planned_ends_at,
    )
