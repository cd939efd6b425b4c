"""The clock of a tour: from when it started and how long each stop is, everything else follows, on every server and page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum, auto

from portal.errors import Conflict

GATHERING = timedelta(seconds=30)
"""So long a group has to come to its first board."""
PITCH = timedelta(minutes=2)
QUESTIONS = timedelta(minutes=3)
MOVING = timedelta(seconds=20)
LONGER = timedelta(minutes=1)
MOST_EXTENSIONS = 2
"""How often a stop is made longer."""
TELL_AHEAD = timedelta(minutes=2)
"""So long before a group comes, the presenters are told."""


class Phase(StrEnum):
    """What goes on at a moment of a tour."""

    GATHERING = auto()
    PITCH = auto()
    QUESTIONS = auto()
    MOVING = auto()
    OVER = auto()


@dataclass(frozen=True)
class Times:
    """How long a stop is."""

    pitch: timedelta = PITCH
    questions: timedelta = QUESTIONS
    extensions: int = 0

    @property
    def whole(self) -> timedelta:
        return self.pitch + self.questions


@dataclass(frozen=True)
class Moment:
    """Where a tour is: `index` is the stop where the group stands, or to which it goes; `since` and `until` of the phase."""

    phase: Phase
    index: int
    since: datetime
    until: datetime

    @property
    def is_at_stop(self) -> bool:
        return self.phase in {Phase.PITCH, Phase.QUESTIONS}

    @property
    def key(self) -> str:
        """Another one for every phase of every stop."""
        return f"{self.index}:{self.phase}"


def arrival(starts_at: datetime, stops: Sequence[Times], index: int) -> datetime:
    """When the group comes to a stop."""
    return sum((stop.whole + MOVING for stop in stops[:index]), timedelta()) + starts_at


def ends_at(starts_at: datetime, stops: Sequence[Times]) -> datetime:
    """When the last stop is over."""
    return arrival(starts_at, stops, len(stops)) - (MOVING if stops else timedelta())


def moment(starts_at: datetime, stops: Sequence[Times], at: datetime) -> Moment:
    """Where a tour is at this moment."""
    begin = starts_at
    if at < begin:
        return Moment(Phase.GATHERING, 0, begin - GATHERING, begin)
    for index, stop in enumerate(stops):
        for phase, length in ((Phase.PITCH, stop.pitch), (Phase.QUESTIONS, stop.questions)):
            if at < begin + length:
                return Moment(phase, index, begin, begin + length)
            begin += length
        if index + 1 < len(stops) and at < begin + MOVING:
            return Moment(Phase.MOVING, index + 1, begin, begin + MOVING)
        begin += MOVING
    end = ends_at(starts_at, stops)
    return Moment(Phase.OVER, max(0, len(stops) - 1), end, end)


def prolonged(stop: Times, here: Moment) -> Times:
    """The same stop with a minute more for what goes on; raises Conflict while nobody stands there, and the third time."""
    if not here.is_at_stop:
        raise Conflict("The group is on its way. At the next board you can ask for a minute more.")
    if stop.extensions >= MOST_EXTENSIONS:
        raise Conflict("This stop has been made longer twice. Others wait at the next board.")
    if here.phase is Phase.PITCH:
        return Times(stop.pitch + LONGER, stop.questions, stop.extensions + 1)
    return Times(stop.pitch, stop.questions + LONGER, stop.extensions + 1)


def skipped(stop: Times, here: Moment, at: datetime) -> Times:
    """The same stop, over at this moment; raises Conflict while nobody stands there."""
    if not here.is_at_stop:
        raise Conflict("The group is already on its way to the next board.")
    passed = at - here.since
    if here.phase is Phase.PITCH:
        return Times(passed, timedelta(), stop.extensions)
    return Times(stop.pitch, passed, stop.extensions)
