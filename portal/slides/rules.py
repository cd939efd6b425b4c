"""Whose slides they are, which page is shown, and what may be said beside it."""

from dataclasses import dataclass, field

from portal.errors import Conflict, Invalid
from portal.threads.rules import plain_text

LONGEST_NOTE = 280
PAGES_AT_ONCE = 4
"""So many pages are drawn before other background work has its turn."""


@dataclass(frozen=True)
class Speakers:
    """Who gives a talk, or a session as a whole: they bring the slides and turn the pages, beside its chair."""

    workshop_id: int
    presenter_ids: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Board:
    """The slides of one session, and the people who speak in it or in one of its talks, by talk."""

    workshop_id: int
    session_id: int
    title: str
    speakers: dict[int | None, frozenset[int]] = field(default_factory=dict)
    head: int = 0
    deck_id: int | None = None

    @property
    def presenter_ids(self) -> frozenset[int]:
        """Everybody who speaks in this session."""
        return frozenset().union(*self.speakers.values())

    def of(self, talk_id: int | None) -> Speakers:
        """Who speaks in this talk: its own speakers, and those of the session as a whole."""
        here = self.speakers.get(None, frozenset())
        return Speakers(self.workshop_id, here | self.speakers.get(talk_id, frozenset()))


@dataclass(frozen=True)
class Turn:
    """A wish that everybody sees this page of these slides."""

    deck_id: int
    page: int


@dataclass(frozen=True)
class Note:
    """A line beside a page."""

    deck_id: int
    page: int
    text: str


def room_of(session_id: int) -> str:
    """Everybody who looks at the slides of a session."""
    return f"slides:{session_id}"


def session_in(room: str) -> int | None:
    kind, _, number = room.partition(":")
    return int(number) if kind == "slides" else None


def check_page(page: int, pages: int) -> None:
    """Raises Invalid for a page that these slides do not have."""
    if not 1 <= page <= pages:
        raise Invalid(f"These slides have the pages 1 to {pages}.", fields={"page": "is not there"})


def check_drawn(failure: str) -> None:
    """Raises Conflict for slides whose pictures could not be made."""
    if failure:
        raise Conflict(f"These slides cannot be shown. {failure}")


def page_kept(page: int, pages: int) -> int:
    """Where the talk is after other slides took the place of these: at the same page, if it is still there."""
    return min(page, pages)


def clean_note(text: str) -> str:
    """A note on one line; raises Invalid for one that is too long."""
    line = " ".join(plain_text(text).split())
    if len(line) > LONGEST_NOTE:
        told = f"A note has at most {LONGEST_NOTE} characters."
        raise Invalid(told, fields={"text": told})
    return line


def next_pages(drawn: int, pages: int) -> range:
    """The pages to draw after those that are drawn; none when all are."""
    return range(drawn + 1, min(drawn + PAGES_AT_ONCE, pages) + 1)
