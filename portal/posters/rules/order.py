"""The orders of the hall that do not move while one looks, and words in the form in which they are compared."""

import hashlib
import re
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import Any, Protocol, TypeVar

from portal.posters.rules.visits import bucket_of


class Sort(StrEnum):
    """The orders of the hall.

    Fair has the least visited first, and is else a shuffle that stays for one visitor and one day.
    """

    FAIR = "fair"
    BUSY = "busy"
    BOARD = "board"
    TITLE = "title"


class Placed(Protocol):
    """What has a place in every order."""

    @property
    def id(self) -> int: ...
    @property
    def title(self) -> str: ...
    @property
    def board(self) -> str: ...
    @property
    def position(self) -> int: ...


Item = TypeVar("Item", bound=Placed)


def seed_of(person_id: int, on: date) -> str:
    """What the fair order of one visitor on one day grows from."""
    return f"{person_id}:{on.isoformat()}"


def plain(text: str) -> str:
    """Lower case without accents, so that Šimić is found by simic. static/posters/hall.js does the same."""
    parted = unicodedata.normalize("NFKD", text)
    return "".join(sign for sign in parted if not unicodedata.combining(sign)).lower()


def ranks_of(cards: Sequence[Item], seed: str, visitors: Mapping[int, int]) -> dict[int, dict[str, int]]:
    """Each poster's place in each order that does not move; `visitors` says how many each had."""

    def fair(card: Item) -> tuple[int, bytes]:
        shuffled = hashlib.sha256(f"{seed}:{card.id}".encode()).digest()
        return bucket_of(visitors.get(card.id, 0)), shuffled

    orders = {
        Sort.FAIR: sorted(cards, key=fair),
        Sort.BOARD: sorted(cards, key=_board_key),
        Sort.TITLE: sorted(cards, key=lambda card: (plain(card.title), card.id)),
    }
    ranks: dict[int, dict[str, int]] = {card.id: {} for card in cards}
    for sort, ordered in orders.items():
        for rank, card in enumerate(ordered):
            ranks[card.id][sort] = rank
    return ranks


def _board_key(card: Placed) -> tuple[Any, ...]:
    """P2 comes before P10, and a poster without a board after all others."""
    parts = re.split(r"(\d+)", plain(card.board))
    numbered = tuple((int(part), "") if part.isdecimal() else (-1, part) for part in parts)
    return (not card.board, numbered, card.position, card.id)
