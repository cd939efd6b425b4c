"""From what somebody typed to the words that are looked for, and from a text to the pieces in which they stand."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

LONGEST_QUERY = 100
LONGEST_WORD = 40
MOST_WORDS = 8
SNIPPET = 180
BEFORE_HIT = 50

WORD = re.compile(r"[^\W_]+(?:[\u0300-\u036f]+[^\W_]*)*")
LETTERS = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ß": "ss", "æ": "ae", "œ": "oe", "ı": "i"}
)
"""Letters that Unicode does not take apart; the index (migration 0015) folds the same ones."""

MARKUP = re.compile(r"!?\[([^\]]*)\]\([^)]*\)|^#+\s+|[*_`>]+", re.MULTILINE)
"""What Markdown adds to words; a snippet shows the words alone."""


@dataclass(frozen=True)
class Wanted:
    """What somebody looks for: as they typed it, and as words of which each begins a word of what is found."""

    typed: str
    words: tuple[str, ...]

    @property
    def is_enough(self) -> bool:
        """One letter of an alphabet would find nearly everything; one sign of another script may be a word."""
        return any(len(word) > 1 or not word.isascii() for word in self.words)


@dataclass(frozen=True)
class Piece:
    """A part of a text; a hit is shown in <mark>."""

    text: str
    is_hit: bool = False


def wanted_in(text: str) -> Wanted:
    """What a search field holds, in words; signs between them, and words after the eighth, do not count."""
    typed = " ".join(text[:LONGEST_QUERY].split())
    found = dict.fromkeys(word[:LONGEST_WORD] for word in _words_of(folded(typed)))
    return Wanted(typed, tuple(found)[:MOST_WORDS])


def folded(text: str) -> str:
    """Small letters without accents, as the index keeps them."""
    apart = unicodedata.normalize("NFKD", text.lower())
    return "".join(sign for sign in apart if not unicodedata.combining(sign)).translate(LETTERS)


def fits(text: str, wanted: Wanted) -> bool:
    """Whether each word begins a word of this text."""
    parts = set(_words_of(folded(text)))
    return all(any(part.startswith(word) for part in parts) for word in wanted.words)


def marked(text: str, wanted: Wanted) -> tuple[Piece, ...]:
    """The text in pieces: the beginnings of words that are looked for are hits."""
    pieces: list[Piece] = []
    done = 0
    for start, end in _hits(text, wanted):
        if start > done:
            pieces.append(Piece(text[done:start]))
        pieces.append(Piece(text[start:end], is_hit=True))
        done = end
    if done < len(text):
        pieces.append(Piece(text[done:]))
    return tuple(pieces)


def snippet(text: str, wanted: Wanted) -> tuple[Piece, ...]:
    """The sentence or so around the first hit; nothing where the words stand elsewhere."""
    plain = " ".join(MARKUP.sub(r"\1", text).split())
    first = next(_hits(plain, wanted), None)
    if first is None:
        return ()
    start = _word_border(plain, first[0] - BEFORE_HIT)
    end = start + SNIPPET
    cut = plain[start:end]
    if end < len(plain):
        cut = cut.rpartition(" ")[0] or cut
        cut += " …"
    return marked(("… " if start else "") + cut, wanted)


def _words_of(text: str) -> list[str]:
    return WORD.findall(text)


def _hits(text: str, wanted: Wanted) -> Iterator[tuple[int, int]]:
    """Where words begin with what is looked for; the longest of several counts."""
    for match in WORD.finditer(text):
        plain = folded(match[0])
        length = max((len(word) for word in wanted.words if plain.startswith(word)), default=0)
        if length:
            yield match.start(), match.start() + _length_in(match[0], length)


def _length_in(word: str, length: int) -> int:
    """How many letters of the word as it is written make so many letters of the folded one."""
    for end in range(1, len(word) + 1):
        if len(folded(word[:end])) >= length and not unicodedata.combining(word[end : end + 1] or "x"):
            return end
    return len(word)


def _word_border(text: str, near: int) -> int:
    return 0 if near <= 0 else text.find(" ", near) + 1
