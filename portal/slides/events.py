"""What those who look at the slides of a session hear."""

from dataclasses import dataclass
from typing import ClassVar, TypedDict

from portal.events import Event
from portal.slides.rules import room_of


class DeckSeen(TypedDict):
    """Slides of a session, or of the talk in it whose id is `talk`.

    `file` is the id under which its pictures lie; it is another one when the slides were replaced. `drawn` of its
    `pages` have pictures; `failure` says why the others will not come. `page` is where the talk is.
    """

    id: int
    talk: int | None
    title: str
    name: str
    file: int
    pages: int
    drawn: int
    failure: str
    page: int


class PageSeen(TypedDict):
    """A page that was shown: what is written on it, a line of its presenter, and when it was first shown."""

    number: int
    text: str
    note: str
    shown_at: str


@dataclass(frozen=True, kw_only=True)
class BoardChanged(Event):
    """Change number `head` of a session's slides: all of them, the id of those that are `shown`, and their pages so far."""

    name: ClassVar[str] = "slides.board_changed"
    session: int
    head: int
    decks: list[DeckSeen]
    shown: int | None
    pages: list[PageSeen]

    @property
    def room(self) -> str:
        """Everybody who entered the slides of the session."""
        return room_of(self.session)


@dataclass(frozen=True, kw_only=True)
class PageChanged(Event):
    """Change number `head`: a page that is shown was turned to or has another note; the talk is at page `current`."""

    name: ClassVar[str] = "slides.page_changed"
    session: int
    head: int
    deck: int
    current: int
    page: PageSeen

    @property
    def room(self) -> str:
        """Everybody who entered the slides of the session."""
        return room_of(self.session)


@dataclass(frozen=True, kw_only=True)
class HeadTold(Event):
    """Every few seconds the number of the newest change of a session's slides."""

    name: ClassVar[str] = "slides.head_told"
    is_lossy: ClassVar[bool] = True
    session: int
    head: int

    @property
    def room(self) -> str:
        """Everybody who entered the slides of the session."""
        return room_of(self.session)


EVENTS = (BoardChanged, PageChanged, HeadTold)
