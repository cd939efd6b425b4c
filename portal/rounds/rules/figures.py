"""What a board had: visitors by quarter of an hour, and questions."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from portal.posters.rules import SlotTimes
from portal.programme.rules import State


@dataclass(frozen=True)
class Bar:
    """How many came for the first time within the quarter of an hour that begins at `at`."""

    at: datetime
    people: int


@dataclass(frozen=True)
class Asked:
    """A question that came with a knock, by the number of its message, and of its answer where that was written."""

    seq: int
    who: str
    text: str
    at: datetime
    is_answered: bool
    answered_by: str = ""
    answer_seq: int | None = None


def bars_of(moments: Iterable[datetime]) -> list[Bar]:
    """The quarters of an hour that have any, the first one first."""
    counts = Counter(
        moment.replace(minute=moment.minute // 15 * 15, second=0, microsecond=0) for moment in moments
    )
    return [Bar(at, people) for at, people in sorted(counts.items())]


def is_running(slots: Iterable[SlotTimes], at: datetime) -> bool:
    """Whether more visitors are to be expected: until all slots of a board are over; one without slots never is."""
    states = [slot.state(at) for slot in slots]
    return not states or any(state is not State.PAST for state in states)
