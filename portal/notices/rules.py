"""What somebody is told of, and the rooms that hear it."""

from dataclasses import dataclass
from enum import StrEnum, auto

LONGEST_TEXT = 160
MOST_LISTED = 100


class Kind(StrEnum):
    """A mention in a chat; a message at the help desk, for the helpers; an answer there, for who asked.

    A knock at a poster, for its presenters; and what one of them says to who knocked. A tour that comes to a poster, for
    its presenters; and a group that was formed, for those who waited. A board that needs somebody.
    A report to the contact people, and the answer to one. What is about to be erased, for organizers. A message from one
    person to another; somebody who says hello, who answers that, and who gives their card. A report for the moderators;
    what became of it, for who reported; and what was done about somebody, for them.
    """

    MENTION = auto()
    ASKED = auto()
    ANSWERED = auto()
    KNOCK = auto()
    CALLED = auto()
    TOUR = auto()
    GROUP = auto()
    SENT = auto()
    REPORTED = auto()
    REPLIED = auto()
    KEEPING = auto()
    DIRECT = auto()
    HELLO = auto()
    WELCOME = auto()
    CARD = auto()
    CASE = auto()
    OUTCOME = auto()
    MEASURE = auto()


HAPPENED = {
    Kind.MENTION: "{who} mentioned you",
    Kind.ASKED: "{who} asks for help",
    Kind.ANSWERED: "{who} answered you at the help desk",
    Kind.KNOCK: "{who} knocks at your poster",
    Kind.CALLED: "{who} answers your knock",
    Kind.TOUR: "{who} comes to your poster",
    Kind.GROUP: "{who} waits for you",
    Kind.SENT: "{who} asks you to go to a board",
    Kind.REPORTED: "{who} reports something to the organizers",
    Kind.REPLIED: "{who} have answered your report",
    Kind.KEEPING: "{who} will soon erase what is kept of the workshop",
    Kind.DIRECT: "{who} writes to you",
    Kind.HELLO: "{who} says hello",
    Kind.WELCOME: "{who} answers your hello",
    Kind.CARD: "{who} gives you their card",
    Kind.CASE: "{who} has reported something",
    Kind.OUTCOME: "{who} have looked at what you reported",
    Kind.MEASURE: "{who} have decided something about you",
}


@dataclass(frozen=True)
class Cause:
    """The message that people are told of; a `seq` below 1 is no message, and leads to the place of the thread."""

    workshop_id: int
    thread_id: int
    seq: int
    who: str
    text: str


def sentence(kind: str, who: str) -> str:
    """What happened, in words."""
    return HAPPENED[Kind(kind)].format(who=who)


def short(text: str) -> str:
    """The beginning of a message, on one line."""
    line = " ".join(text.split())
    return line if len(line) <= LONGEST_TEXT else line[: LONGEST_TEXT - 1].rstrip() + "…"


def room_of(workshop_id: int, person_id: int) -> str:
    """The open pages of one person in one workshop."""
    return f"notices:{workshop_id}:{person_id}"
