"""What may be said, and how messages are counted and read back."""

import unicodedata
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

from portal.errors import Invalid

LONGEST_TEXT = 4000
PAGE = 500
"""How many messages one answer holds at most."""

BACKLOG = 200
"""How many messages a newcomer is given; older ones are asked for."""

PAGE_LETTERS = 128 * 1024
"""How long the texts of one answer are together; the longest messages there may be would fill 24 MB otherwise."""

GONE = "This message was deleted."
HIDDEN = "A moderator has hidden this message."
EVERYBODY = "everybody"
BACKSTAGE = "backstage"
HELP = "help"
MEMBERS = "members"
DIRECT = "direct"
"""The audiences of threads: everybody who is accepted; chairs and presenters; one person and the helpers; named people
and those who keep order; two people and nobody else."""

REACTIONS = {
    "thumbs": ("👍", "Thumbs up"),
    "heart": ("❤️", "Heart"),
    "clap": ("👏", "Applause"),
    "laugh": ("😄", "Laughing"),
    "wow": ("😮", "Surprised"),
    "thanks": ("🙏", "Thank you"),
}
"""What one may answer a message with: the sign, and in words."""


@dataclass(frozen=True)
class MessageDraft:
    """A message before it has a number; `mentions` are the people whom its writer picked, where a name is not enough."""

    thread_id: int
    client_id: str
    text: str
    mentions: tuple[int, ...] = ()


@dataclass(frozen=True)
class Change:
    """A wish to change the message with number `seq`: another text for it, or for a deletion none."""

    thread_id: int
    seq: int
    client_id: str
    text: str = ""
    mentions: tuple[int, ...] = ()


@dataclass(frozen=True)
class ReactionDraft:
    """A wish to react to the message with number `seq`, or no longer to."""

    thread_id: int
    seq: int
    client_id: str
    name: str
    is_on: bool


@dataclass(frozen=True)
class Said:
    """A message as permissions see it: where it stands, who wrote it, who hosts the thread, and whom that is for."""

    workshop_id: int
    is_open: bool
    author_id: int | None
    host_ids: frozenset[int]
    text: str = ""
    is_deleted: bool = False
    audience: str = EVERYBODY
    asker_id: int | None = None
    member_ids: Collection[int] | None = None
    is_hidden: bool = False
    is_locked: bool = False
    removals: Mapping[str, Any] | None = None


@dataclass(frozen=True)
class Entrance:
    """A wish to enter a thread, with the last number that the browser has."""

    thread_id: int
    after: int | None = None


def room_of(thread_id: int) -> str:
    """The room of a thread."""
    return f"thread:{thread_id}"


def desk_room(workshop_id: int) -> str:
    """The room of the helpers who look at the help desk."""
    return f"desk:{workshop_id}"


def thread_in(room: str) -> int | None:
    """The thread whose room this is, or None for another kind of room."""
    kind, _, number = room.partition(":")
    return int(number) if kind == "thread" else None


def fitting(texts: Iterable[str]) -> int:
    """How many of these texts, from the first on, one answer holds; one at least."""
    lengths = accumulate(len(text) for text in texts)
    return max(1, sum(1 for length in lengths if length <= PAGE_LETTERS))


def plain_text(text: str) -> str:
    """What people typed in lines: normal form (Unicode, annex 15), no control characters, no empty edges."""
    plain = unicodedata.normalize("NFC", text)
    return "".join(
        sign for sign in plain if sign == "\n" or unicodedata.category(sign) not in {"Cc", "Cs"}
    ).strip()


def clean_text(text: str) -> str:
    """The text as it is kept: normal form, no control characters, no empty edges.

    Raises Invalid for an empty text and for one that is too long.
    """
    kept = plain_text(text)
    if not kept:
        raise Invalid("Please write something first.", fields={"text": "is empty"})
    if len(kept) > LONGEST_TEXT:
        raise Invalid(
            f"A message has at most {LONGEST_TEXT} characters; this one has {len(kept)}.",
            fields={"text": "is too long"},
        )
    return kept
