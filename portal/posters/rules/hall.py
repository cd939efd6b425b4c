"""The hall: what is looked for, and an order in which number one does not always win."""

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from portal.posters.rules.boards import NOBODY, Board
from portal.posters.rules.standings import Standing

MOST_CHIPS = 14


class Sort(StrEnum):
    """The orders of the hall; fair is a shuffle that stays for one visitor and one day."""

    FAIR = "fair"
    BUSY = "busy"
    BOARD = "board"
    TITLE = "title"


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
    sort: Sort = Sort.FAIR
    size: Size = Size.GALLERY

    @property
    def is_narrow(self) -> bool:
        """Whether some posters may be left out."""
        return bool(self.search or self.tag or self.is_presenter_here)

    def query(self, **changes: str) -> dict[str, str]:
        """What an address must say for this view; what is usual is left out."""
        told = {
            "q": self.search,
            "tag": self.tag,
            "here": "yes" if self.is_presenter_here else "",
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

    @property
    def visitors(self) -> int:
        return sum(board.count for board in self.boards.values())

    @property
    def presenters_here(self) -> int:
        return sum(board.is_presenter_here for board in self.boards.values())

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


def arrange(cards: Sequence[Card], boards: Mapping[int, Board], view: HallView, seed: str) -> Hall:
    """Put the posters into the wanted order and mark those that fit what was looked for."""
    ranks = _ranks(cards, seed)
    hall = Hall(cards, frozenset(), boards, chips_of(cards, view.tag), ranks)

    def place(card: Card) -> tuple[int, ...]:
        own, board = ranks[card.id], hall.board(card)
        if view.sort is Sort.BUSY:
            return (-board.count, not board.is_presenter_here, own[Sort.BOARD])
        return (own[view.sort],)

    shown = frozenset(card.id for card in cards if fits(card, hall.board(card), view))
    return Hall(sorted(cards, key=place), shown, boards, hall.chips, ranks)


def fits(card: Card, board: Board, view: HallView) -> bool:
    """Whether the poster has every word that was looked for, the tag, and its presenter."""
    if view.tag and view.tag.casefold() not in {tag.casefold() for tag in card.tags}:
        return False
    if view.is_presenter_here and not board.is_presenter_here:
        return False
    haystack = card.words
    return all(word in haystack for word in plain(view.search).split())


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


def seed_of(person_id: int, on: date) -> str:
    """What the fair order of one visitor on one day grows from."""
    return f"{person_id}:{on.isoformat()}"


def plain(text: str) -> str:
    """Lower case without accents, so that Šimić is found by simic. static/posters/hall.js does the same."""
    parted = unicodedata.normalize("NFKD", text)
    return "".join(sign for sign in parted if not unicodedata.combining(sign)).lower()


def _ranks(cards: Sequence[Card], seed: str) -> dict[int, dict[str, int]]:
    """Each poster's place in each order that does not move."""
    orders = {
        Sort.FAIR: sorted(cards, key=lambda card: hashlib.sha256(f"{seed}:{card.id}".encode()).digest()),
        Sort.BOARD: sorted(cards, key=_board_key),
        Sort.TITLE: sorted(cards, key=lambda card: (plain(card.title), card.id)),
    }
    ranks: dict[int, dict[str, int]] = {card.id: {} for card in cards}
    for sort, ordered in orders.items():
        for rank, card in enumerate(ordered):
            ranks[card.id][sort] = rank
    return ranks


def _board_key(card: Card) -> tuple[Any, ...]:
    """P2 comes before P10, and a poster without a board after all others."""
    parts = re.split(r"(\d+)", plain(card.board))
    numbered = tuple((int(part), "") if part.isdecimal() else (-1, part) for part in parts)
    return (not card.board, numbered, card.position, card.id)
