"""Tables and seats: how many there may be, which one is free, and how long an empty one is kept."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from typing import TypedDict

from portal.errors import Conflict, Invalid

FEWEST_SEATS, MOST_SEATS = 2, 8
MOST_TABLES = 60
"""So many tables are open in a lounge at once; more would be a list that nobody reads."""
MOST_OWN_TABLES = 1
LONGEST_TITLE = 80
LONGEST_TOPIC = 40
MOST_TOPICS = 8

GONE_FOR = timedelta(seconds=60)
"""A seat is kept for so long after the last page of its person was closed."""
RENEW_AFTER = timedelta(seconds=15)
"""So old is what the store knows of somebody who is here before it is written again; a seat is kept longer by that."""
WITHOUT_LIVE = timedelta(minutes=20)
"""And so long where there never was a connection, since nobody can see such a page being closed."""
LEFT_FOR = timedelta(seconds=15)
"""Who has left the page leaves the queue of those who are to be introduced after so long, and not while a page loads."""
WAIT_RENEW_AFTER = timedelta(seconds=5)
WAITS_WITHOUT_LIVE = timedelta(minutes=5)
EMPTY_FOR = timedelta(minutes=5)
"""After so long an empty table of an attendee closes."""

ROOM = re.compile(r"lounge:(\d+)")


class FaceSeen(TypedDict):
    """Somebody at a table; `number` is the seat."""

    id: int
    name: str
    role: str
    number: int


class TableSeen(TypedDict):
    """A table with who sits there, in the order of the seats; `is_open` is false when it is no more."""

    id: int
    thread: int
    title: str
    tags: list[str]
    seats: int
    is_locked: bool
    is_open: bool
    sitters: list[FaceSeen]


@dataclass(frozen=True)
class Face:
    """Somebody at a table; `number` is the seat, from 0."""

    id: int
    name: str
    role: str = "attendee"
    number: int = 0

    def wire(self) -> FaceSeen:
        return {"id": self.id, "name": self.name, "role": self.role, "number": self.number}


@dataclass(frozen=True)
class TableCard:
    """A table as a list shows it; `is_lasting`: the organizers set it up, and it stays when it is empty."""

    id: int
    thread_id: int
    title: str
    tags: tuple[str, ...]
    seats: int
    sitters: tuple[Face, ...]
    is_locked: bool
    is_lasting: bool = True
    is_open: bool = True

    @property
    def free(self) -> int:
        return self.seats - len(self.sitters)

    @property
    def may_sit(self) -> bool:
        """Whether somebody new may sit down."""
        return self.is_open and not self.is_locked and self.free > 0

    def seats_person(self, person_id: int | None) -> bool:
        return any(face.id == person_id for face in self.sitters)

    def wire(self) -> TableSeen:
        return {
            "id": self.id,
            "thread": self.thread_id,
            "title": self.title,
            "tags": list(self.tags),
            "seats": self.seats,
            "is_locked": self.is_locked,
            "is_open": self.is_open,
            "sitters": [face.wire() for face in self.sitters],
        }


@dataclass(frozen=True)
class TableDraft:
    """What the form of a table says; `is_lasting` is for organizers alone."""

    title: str
    topic_tags: tuple[str, ...] = ()
    seats: int = 4
    is_locked: bool = False
    is_lasting: bool = False


def lounge_room(workshop_id: int) -> str:
    """The room of those who have a page of a workshop's lounge open."""
    return f"lounge:{workshop_id}"


def lounge_in(room: str) -> int | None:
    """The workshop whose lounge a room is."""
    found = ROOM.fullmatch(room)
    return int(found[1]) if found else None


def own_room(workshop_id: int, person_id: int) -> str:
    """The lounge's pages of one person."""
    return f"lounge:{workshop_id}:{person_id}"


def free_number(seats: int, taken: Collection[int]) -> int:
    """The seat that the next one takes: as far from the others as there is one, so that they look at each other.

    Raises Conflict where all are taken.
    """
    free = [number for number in range(seats) if number not in taken]
    if not free:
        raise Conflict(
            "The last seat at this table has just been taken. You can look on, or take another table."
        )

    def distance(number: int) -> int:
        return min((min(abs(number - one), seats - abs(number - one)) for one in taken), default=0)

    return max(free, key=lambda number: (distance(number), -number))


def chairs(card: TableCard) -> list[Face | None]:
    """Who sits on each seat, None where it is free."""
    by_number = {face.number: face for face in card.sitters}
    return [by_number.get(number) for number in range(card.seats)]


def check_seats(seats: int, taken: Collection[int]) -> int:
    """How many seats a table may have; raises Invalid where somebody would lose theirs."""
    if not FEWEST_SEATS <= seats <= MOST_SEATS:
        told = f"A table has {FEWEST_SEATS} to {MOST_SEATS} seats."
        raise Invalid(told, fields={"seats": told})
    if any(number >= seats for number in taken):
        told = "Somebody sits on one of the seats that would go. Ask them first, or keep the seats."
        raise Invalid(told, fields={"seats": told})
    return seats


def topics_in(text: str, field: str = "topics") -> tuple[str, ...]:
    """Words between commas or line ends, each once; raises Invalid when there are too many or one is too long."""
    spelled: dict[str, str] = {}
    for word in re.split(r"[,;\n]", text):
        if plain := " ".join(word.split()):
            spelled.setdefault(plain.casefold(), plain)
    topics = tuple(spelled.values())
    told = ""
    if len(topics) > MOST_TOPICS:
        told = f"Name {MOST_TOPICS} topics at most."
    elif long := next((one for one in topics if len(one) > LONGEST_TOPIC), None):
        told = f"The topic “{long[:LONGEST_TOPIC]}…” is too long; put commas between topics."
    if told:
        raise Invalid(told, fields={field: told})
    return topics
