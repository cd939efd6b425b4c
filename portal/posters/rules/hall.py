"""The hall: what is looked for, and an order in which number one does not always win."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from portal.posters.rules.boards import NOBODY, Board
from portal.posters.rules.order import Sort, plain, ranks_of
from portal.posters.rules.slots import Block
from portal.posters.rules.standings import Standing
from portal.posters.rules.visits import NOTHING_YET, Mine

MOST_CHIPS = 14


class Size(StrEnum):
    """How much of each poster the hall shows."""

    GALLERY = "gallery"
    LIST = "list"
    TITLES = "titles"


@dataclass(frozen=True)
class HallView:
    """What a visitor asked the hall to show."""

    search: str = ""
    tag: str = ""
    is_presenter_here: bool = False
    is_new: bool = False
    is_starred: bool = False
    sort: Sort = Sort.FAIR
    size: Size = Size.GALLERY
    session: int = 0

    @property
    def is_narrow(self) -> bool:
        """Whether some posters may be left out."""
        return bool(
            self.search
            or self.tag
            or self.is_presenter_here
            or self.is_new
            or self.is_starred
            or self.session
        )

    def query(self, **changes: str) -> dict[str, str]:
        """What an address must say for this view; what is usual is left out."""
        told = {
            "q": self.search,
            "tag": self.tag,
            "here": "yes" if self.is_presenter_here else "",
            "session": str(self.session or ""),
            "new": "yes" if self.is_new else "",
            "starred": "yes" if self.is_starred else "",
            "sort": "" if self.sort is Sort.FAIR else self.sort.value,
        }
        return {name: value for name, value in {**told, **changes}.items() if value}


@dataclass(frozen=True)
class Card:
    """A poster as it hangs in the hall."""

    id: int
    thread_id: int
    title: str
    board: str = ""
    position: int = 0
    summary: str = ""
    authors: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    presenter_ids: frozenset[int] = frozenset()
    file_id: int | None = None
    standings: tuple[Standing, ...] = ()
    award: str = ""
    changed_at: datetime | None = None

    @property
    def words(self) -> str:
        """What a search looks through, in its plain form."""
        return plain(" ".join([self.board, self.title, *self.authors, *self.tags]))


@dataclass(frozen=True)
class Hall:
    """The hall for one visitor: all posters in the wanted order, and which of them are shown."""

    cards: Sequence[Card]
    shown: frozenset[int]
    boards: Mapping[int, Board]
    chips: Sequence[tuple[str, int]]
    ranks: Mapping[int, Mapping[str, int]] = field(default_factory=dict)
    mine: Mine = NOTHING_YET
    blocks: Sequence[Block] = ()

    def session_ids(self, card: Card) -> list[int]:
        """The poster sessions that this poster hangs in."""
        return [block.id for block in self.blocks if card.id in block.poster_ids]

    @property
    def visitors(self) -> int:
        return sum(board.count for board in self.boards.values())

    @property
    def presenters_here(self) -> int:
        return sum(board.is_presenter_here for board in self.boards.values())

    @property
    def not_seen(self) -> int:
        return sum(is_new(card, self.mine) for card in self.cards)

    @property
    def starred(self) -> int:
        return sum(card.id in self.mine.starred for card in self.cards)

    def is_new(self, card: Card) -> bool:
        return is_new(card, self.mine)

    def board(self, card: Card) -> Board:
        return self.boards.get(card.thread_id, NOBODY)

    def walk(self, card_id: int) -> "Neighbours":
        """Where a poster stands among those that are shown, or in the whole hall when it is not among them."""
        ids = [card.id for card in self.cards if card.id in self.shown or card_id not in self.shown]
        return neighbours(ids, card_id)


@dataclass(frozen=True)
class Neighbours:
    """The posters before and after one, in the list that a visitor walks along."""

    before: int | None
    after: int | None
    number: int
    total: int


def arrange(
    cards: Sequence[Card],
    boards: Mapping[int, Board],
    view: HallView,
    seed: str,
    *,
    mine: Mine = NOTHING_YET,
    visitors: Mapping[int, int] | None = None,
    blocks: Sequence[Block] = (),
) -> Hall:
    """Put the posters into the wanted order and mark those that fit what was looked for.

    `visitors` says how many people each poster had, up to a moment that has passed.
    """
    among = next((block.poster_ids for block in blocks if block.id == view.session), None)
    ranks = ranks_of(cards, seed, visitors or {})
    hall = Hall(cards, frozenset(), boards, chips_of(cards, view.tag), ranks, mine)

    def place(card: Card) -> tuple[int, ...]:
        own, board = ranks[card.id], hall.board(card)
        if view.sort is Sort.BUSY:
            return (-board.count, not board.is_presenter_here, own[Sort.BOARD])
        return (own[view.sort],)

    shown = frozenset(card.id for card in cards if fits(card, hall.board(card), view, mine))
    if among is not None:
        shown &= among
    return Hall(sorted(cards, key=place), shown, boards, hall.chips, ranks, mine, blocks)


def fits(card: Card, board: Board, view: HallView, mine: Mine = NOTHING_YET) -> bool:
    """Whether the poster has every word that was looked for, the tag, its presenter, and the visitor's own marks."""
    if view.tag and view.tag.casefold() not in {tag.casefold() for tag in card.tags}:
        return False
    if view.is_presenter_here and not board.is_presenter_here:
        return False
    if view.is_new and not is_new(card, mine):
        return False
    if view.is_starred and card.id not in mine.starred:
        return False
    haystack = card.words
    return all(word in haystack for word in plain(view.search).split())


def is_new(card: Card, mine: Mine) -> bool:
    """Whether the visitor has not been there yet; nobody is new to a poster of their own."""
    return card.id not in mine.first_seen and mine.person_id not in card.presenter_ids


def chips_of(cards: Iterable[Card], chosen: str = "") -> list[tuple[str, int]]:
    """The tags with how many posters have each, the most used first; the chosen one is always among them."""
    spelled: dict[str, str] = {}
    counts: Counter[str] = Counter()
    for card in cards:
        for tag in card.tags:
            spelled.setdefault(tag.casefold(), tag)
            counts[tag.casefold()] += 1
    ordered = sorted(counts, key=lambda tag: (-counts[tag], tag))
    kept = ordered[:MOST_CHIPS] + [tag for tag in ordered[MOST_CHIPS:] if tag == chosen.casefold()]
    return [(spelled[tag], counts[tag]) for tag in kept]


def neighbours(ids: Sequence[int], poster_id: int) -> Neighbours:
    """Where a poster stands in a list; the list has an end, it does not turn over."""
    place = ids.index(poster_id)
    before = ids[place - 1] if place else None
    after = ids[place + 1] if place + 1 < len(ids) else None
    return Neighbours(before, after, place + 1, len(ids))
