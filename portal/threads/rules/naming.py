"""Whom a text names: @ and the full name, as it stands in the list of people."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from portal.errors import Invalid

MOST_MENTIONS = 5
LONGEST_NAME = 6
"""How many words of a text after @ may be one name."""

AT = re.compile(r"(?<![\w@.])@(?=\w)")
WORDS = re.compile(r"\S+")


def names_in(text: str) -> set[str]:
    """Everything in the text that could be a name after an @."""
    return {name for names in _places(text) for name in names}


def named(
    text: str, people: Mapping[str, Sequence[int]], picked: Collection[int] = ()
) -> list[tuple[int, str]]:
    """Whom the text names, each once: the longest known name after each @.

    `people` has the ids behind each name. Where several have one name, those who were picked are meant; where none was,
    nobody is.
    """
    found: dict[int, str] = {}
    for names in _places(text):
        name = next((one for one in names if people.get(one)), None)
        if name is None:
            continue
        ids = people[name]
        meant = ids if len(ids) == 1 else [one for one in ids if one in picked]
        found.update(dict.fromkeys(meant, name))
    return list(found.items())


def check_count(mentions: Collection[Any]) -> None:
    """Raises Invalid for a message that calls too many people at once."""
    if len(mentions) > MOST_MENTIONS:
        raise Invalid(
            f"A message mentions at most {MOST_MENTIONS} people; this one has {len(mentions)}.",
            fields={"text": "mentions too many people"},
        )


def parts_of(
    text: str, mentions: Sequence[Mapping[str, Any]] | None
) -> list[tuple[str, Mapping[str, Any] | None]]:
    """The text cut at its mentions: what is said, and whom it names there or None."""
    by_name = {f"@{one['name']}": one for one in mentions or ()}
    if not by_name:
        return [(text, None)]
    longest_first = sorted(by_name, key=len, reverse=True)
    pattern = re.compile("(" + "|".join(map(re.escape, longest_first)) + r")(?!\w)")
    return [(part, by_name.get(part)) for part in pattern.split(text) if part]


def _places(text: str) -> Iterator[list[str]]:
    """The names that may follow each @, the longest first."""
    for at in AT.finditer(text):
        rest = text[at.end() : at.end() + 200].split("\n", 1)[0]
        words = list(WORDS.finditer(rest))[:LONGEST_NAME]
        wholes = [rest[: word.end()] for word in reversed(words)]
        # A name may end with a full stop, and a sentence too.
        yield [name for whole in wholes for name in (whole, re.sub(r"\W+$", "", whole))]
