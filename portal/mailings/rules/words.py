"""The words in braces that become something else for each reader."""

import re
from collections.abc import Mapping

from portal.errors import Invalid

WORDS: dict[str, str] = {
    "name": "the name of the reader",
    "workshop": "the title of the workshop",
    "dates": "its days",
    "place": "where it is",
    "link": "a personal link: it opens a page, signs in once, and accepts an invitation",
    "my_page": "the reader's poster, or the first page of the workshop",
    "programme": "the address of the programme",
    "slot": "when and where the reader presents, in the workshop's zone and in theirs",
    "posters": "the titles of the reader's posters",
    "contact": "the address of the organizers",
    "sender": "your name",
}
"""Each word with what it becomes."""

IN_BRACES = re.compile(r"(?<!\\)\{\s*([A-Za-z_][A-Za-z_ ]*?)\s*\}")


def words_in(text: str) -> set[str]:
    """The words in braces, known or not."""
    return set(IN_BRACES.findall(text))


def check_words(text: str, field: str) -> None:
    """Raises Invalid for a word in braces that means nothing, with the list of those that do."""
    unknown = sorted(words_in(text) - WORDS.keys())
    if unknown:
        known = ", ".join(f"{{{word}}}" for word in WORDS)
        told = f"{{{unknown[0]}}} means nothing here. Known are: {known}. To write a brace itself, put \\ before it."
        raise Invalid(told, fields={field: told})


def fill(text: str, values: Mapping[str, str]) -> str:
    """The text with each known word replaced."""
    return IN_BRACES.sub(lambda found: values.get(found[1], found[0]), text)
