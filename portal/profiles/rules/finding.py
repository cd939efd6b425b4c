"""Who is found: words without case and accents, topics that two people share, and pages of people."""

import unicodedata
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

PAGE = 48

One = TypeVar("One")


@dataclass(frozen=True)
class Wanted:
    """Whom somebody looks for; `words` are folded."""

    typed: str = ""
    words: tuple[str, ...] = ()
    role: str = ""
    is_same_topics: bool = False
    is_here: bool = False
    is_contact: bool = False
    page: int = 1

    @property
    def is_narrow(self) -> bool:
        """Whether anything is asked for but everybody."""
        return bool(self.words or self.role or self.is_same_topics or self.is_here or self.is_contact)


@dataclass(frozen=True)
class Spot:
    """Where somebody is now: the thread of the room, 0 for some page of the workshop, and in words."""

    thread_id: int
    words: str


@dataclass(frozen=True)
class Found(Generic[One]):
    """One page of those who were found; `total` are all of them."""

    rows: tuple[One, ...]
    total: int
    page: int
    pages: int


def folded(text: str) -> str:
    """Letters without case and accents, so that Muller finds Müller, and Soren finds Søren."""
    apart = unicodedata.normalize("NFKD", text.casefold().translate(PLAIN))
    return " ".join("".join(sign for sign in apart if not unicodedata.combining(sign)).split())


PLAIN = str.maketrans(
    {"ø": "o", "đ": "d", "ł": "l", "ħ": "h", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d"}
)
"""Letters that Unicode does not take apart."""


def fits(texts: Iterable[str], words: Collection[str]) -> bool:
    """Whether each word begins a word of these texts."""
    if not words:
        return True
    parts = folded(" ".join(texts).replace("-", " ").replace(",", " ")).split()
    return all(any(part.startswith(word) for part in parts) for word in words)


def shared(mine: Iterable[str], theirs: Iterable[str]) -> tuple[str, ...]:
    """The topics of theirs that are mine too."""
    own = {folded(topic) for topic in mine}
    return tuple(topic for topic in theirs if folded(topic) in own)


def page_of(rows: Sequence[One], number: int) -> Found[One]:
    """The page with this number; one that is too high is the last."""
    pages = max(1, -(-len(rows) // PAGE))
    at = min(max(1, number), pages)
    return Found(tuple(rows[(at - 1) * PAGE : at * PAGE]), len(rows), at, pages)
