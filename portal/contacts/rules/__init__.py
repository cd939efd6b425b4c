"""How a hello is answered, how many there may be, and what a card says in a file."""

from portal.contacts.rules.cards import Card, vcard, vcards
from portal.contacts.rules.hellos import (
    ANSWERS,
    LONGEST_NOTE,
    Most,
    State,
    check_most,
    clean_note,
    move,
    seen_by_sender,
)

__all__ = [
    "ANSWERS",
    "LONGEST_NOTE",
    "Card",
    "Most",
    "State",
    "check_most",
    "clean_note",
    "move",
    "seen_by_sender",
    "vcard",
    "vcards",
]
