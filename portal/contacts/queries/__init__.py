"""Whom somebody has to do with, read."""

from portal.contacts.queries.between import Between, between, circle_of, pair_between, pair_to_see, pair_with
from portal.contacts.queries.mine import (
    Asked,
    Contact,
    Contacts,
    cards_to_keep,
    contacts_of,
    hello_to_answer,
    own_card,
)

__all__ = [
    "Asked",
    "Between",
    "Contact",
    "Contacts",
    "between",
    "cards_to_keep",
    "circle_of",
    "contacts_of",
    "hello_to_answer",
    "own_card",
    "pair_between",
    "pair_to_see",
    "pair_with",
]
