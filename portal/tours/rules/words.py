"""Names and sentences of tours."""

import re
from datetime import timedelta

from portal.errors import Invalid
from portal.tours.rules.grouping import LONGEST_TOPIC

MOST_TOPICS = 8
NOTICE_BASE = 10**9
"""A notice of a stop stands under minus this number and the stop's id, so that nothing else has it."""
LEFT_FOR = timedelta(seconds=45)
"""Who has closed all pages of the workshop waits no longer after so long."""
WITHOUT_LIVE = timedelta(minutes=10)
"""And after so long where there never was a connection, since nobody can see such a page being closed."""


OUT_FOR = timedelta(minutes=2)
"""Who walks and has closed all pages for so long has left the group, and blocks no vote."""


def own_room(workshop_id: int, person_id: int) -> str:
    """The pages on which one person follows their tour."""
    return f"tours:{workshop_id}:{person_id}"


def words_of_group(count: int) -> str:
    """A group, as its presenter hears of it."""
    return "A visitor" if count == 1 else f"A tour of {count}"


def comes_words(seconds: float, label: str) -> str:
    """When it comes to this board."""
    when = "in a moment" if seconds < 45 else f"in {max(1, round(seconds / 60))} min"
    return f"{when[0].upper()}{when[1:]} at {label}."


def is_gone(waited: timedelta, missed_for: timedelta | None) -> bool:
    """Whether somebody in the queue has left; `missed_for` is None where they were never seen on a live page."""
    return waited >= WITHOUT_LIVE if missed_for is None else missed_for >= LEFT_FOR


def is_out(missed_for: timedelta | None) -> bool:
    """The same for somebody who walks; who was never seen on a live page walks on."""
    return missed_for is not None and missed_for >= OUT_FOR


def topics_in(text: str) -> tuple[str, ...]:
    """Words between commas or line ends, each once; raises Invalid when there are too many or one is too long."""
    spelled: dict[str, str] = {}
    for word in re.split(r"[,;\n]", text):
        if plain := " ".join(word.split()):
            spelled.setdefault(plain.casefold(), plain)
    topics = tuple(spelled.values())
    told = ""
    if len(topics) > MOST_TOPICS:
        told = f"Name {MOST_TOPICS} topics at most."
    elif any(len(one) > LONGEST_TOPIC for one in topics):
        told = f"A topic has {LONGEST_TOPIC} characters at most; put commas between topics."
    if told:
        raise Invalid(told, fields={"topics": told})
    return topics
