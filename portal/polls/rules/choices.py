"""What a poll may ask, what a vote may say, and how votes are counted."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence

from portal.errors import Invalid
from portal.polls.rules.polls import Choice, Draft, Kind

LONGEST_TITLE = 300
LONGEST_OPTION = 120
LONGEST_TEXT = 280
LONGEST_WORD = 30
MOST_OPTIONS = 12
MOST_WORDS = 3
STARS = 5
FEWEST_FOR_A_WORD = 2
"""A word stands in the cloud when so many people wrote it, so that nobody is known by a word of their own."""
SHOWN_WORDS = 60
WITH_OPTIONS = frozenset({Kind.SINGLE, Kind.MULTIPLE})


def clean(text: str, longest: int, field: str) -> str:
    """One line as it is kept: normal form, no control characters; raises Invalid when it is too long."""
    plain = unicodedata.normalize("NFC", text)
    seen = "".join(" " if unicodedata.category(sign) in {"Cc", "Cs"} else sign for sign in plain)
    kept = " ".join(seen.split())
    if len(kept) > longest:
        told = f"This has {len(kept)} characters; at most {longest} fit."
        raise Invalid(told, fields={field: told})
    return kept


def checked_draft(draft: Draft) -> tuple[str, list[str]]:
    """The question and the options as they are kept; raises Invalid."""
    title = clean(draft.title, LONGEST_TITLE, "title")
    if not title:
        raise Invalid("Write what the poll asks.", fields={"title": "Write what the poll asks."})
    if draft.kind not in WITH_OPTIONS:
        return title, []
    options = [kept for one in draft.options if (kept := clean(one, LONGEST_OPTION, "options"))]
    if not 2 <= len(options) <= MOST_OPTIONS:
        told = f"Write 2 to {MOST_OPTIONS} answers, each on a line of its own."
        raise Invalid(told, fields={"options": told})
    if len({one.casefold() for one in options}) < len(options):
        raise Invalid("Two answers are the same.", fields={"options": "Two answers are the same."})
    return title, options


def checked_choice(kind: Kind, options: Sequence[str], choice: Choice) -> Choice:
    """The vote as it is kept; raises Invalid when it is no answer to this poll."""
    if kind == Kind.TEXT:
        text = clean(choice.text, LONGEST_TEXT, "text")
        if not text:
            raise Invalid("Write something first.", fields={"text": "Write something first."})
        return Choice(text=text)
    if kind == Kind.CLOUD:
        words = words_in(choice.text)
        if not words:
            raise Invalid("Write a word first.", fields={"text": "Write a word first."})
        return Choice(text=", ".join(words))
    lowest, highest = (1, STARS) if kind == Kind.RATING else (0, len(options) - 1)
    numbers = tuple(sorted(set(choice.numbers)))
    if not numbers or (kind != Kind.MULTIPLE and len(numbers) > 1):
        raise Invalid("Choose an answer first.", fields={"numbers": "Choose an answer first."})
    if not all(lowest <= one <= highest for one in numbers):
        raise Invalid("There is no such answer.", fields={"numbers": "There is no such answer."})
    return Choice(numbers=numbers)


def words_in(text: str) -> list[str]:
    """The words or short phrases between the commas, each once; raises Invalid for too many or too long ones."""
    parts = [kept for one in re.split("[,;\n]", text) if (kept := clean(one, LONGEST_WORD, "text"))]
    words = list(dict.fromkeys(one.casefold() for one in parts))
    if len(words) > MOST_WORDS:
        told = f"At most {MOST_WORDS} words, with commas between them."
        raise Invalid(told, fields={"text": told})
    return words


def counted(kind: Kind, options: Sequence[str], choices: Iterable[Choice]) -> list[int]:
    """How many chose each option or gave so many stars."""
    first, length = (1, STARS) if kind == Kind.RATING else (0, len(options))
    found = Counter(number for choice in choices for number in choice.numbers)
    return [found[first + place] for place in range(length)]


def cloud_of(choices: Iterable[Choice]) -> list[tuple[str, int]]:
    """The words that enough people wrote, the most frequent first."""
    found = Counter(word for choice in choices for word in words_in(choice.text))
    often = [(word, count) for word, count in found.items() if count >= FEWEST_FOR_A_WORD]
    return sorted(often, key=lambda one: (-one[1], one[0]))[:SHOWN_WORDS]
