"""A hello: what may be said with it, how it is answered, and how many there may be."""

import unicodedata
from dataclasses import dataclass
from enum import StrEnum, auto

from portal.errors import Conflict, Invalid

LONGEST_NOTE = 200


class State(StrEnum):
    """Where a hello stands; one that was said again is over."""

    SENT = auto()
    LATER = auto()
    ACCEPTED = auto()
    DECLINED = auto()
    OVER = auto()


OPEN = (State.SENT, State.LATER)
ANSWERS = (State.ACCEPTED, State.LATER, State.DECLINED)
"""What the other may answer; a hello that was declined may still be accepted afterwards."""


@dataclass(frozen=True)
class Most:
    """How many hellos one person may say: to the same other one, and to all in one workshop."""

    per_person: int
    per_workshop: int


def clean_note(text: str) -> str:
    """What goes with a hello, on one line; may be empty. Raises Invalid for one that is too long."""
    plain = unicodedata.normalize("NFC", " ".join(text.split()))
    kept = "".join(sign for sign in plain if unicodedata.category(sign) not in {"Cc", "Cf", "Cs", "Co"})
    note = " ".join(kept.split())
    if len(note) > LONGEST_NOTE:
        told = f"At most {LONGEST_NOTE} characters; these are {len(note)}."
        raise Invalid(told, fields={"note": told})
    return note


def check_most(most: Most, to_person: int, in_workshop: int) -> None:
    """Raises Conflict for whoever has said hello often enough."""
    if to_person >= most.per_person:
        raise Conflict("You have said hello to this person often enough. It is their turn.")
    if in_workshop >= most.per_workshop:
        raise Conflict(f"You have said hello {most.per_workshop} times in this workshop; that is the most.")


def move(current: str, answer: State) -> State:
    """The state after an answer; raises Conflict where there is nothing to answer any more."""
    state = State(current)
    if state == answer:
        return state
    if state in OPEN or (state is State.DECLINED and answer is State.ACCEPTED):
        return answer
    raise Conflict("This hello was answered already.")


def seen_by_sender(state: str) -> State:
    """What its sender sees of a hello: who declines does so quietly."""
    return State.SENT if State(state) is State.DECLINED else State(state)
