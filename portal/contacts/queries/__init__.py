"""Whom somebody has to do with, read."""

from portal.contacts.queries.between import Between, between, circle_of, pair_between, pair_to_see, pair_with
from portal.contacts.queries.cards import cards_to_keep, own_card
from portal.contacts.queries.mine import Asked, Contact, Contacts, contacts_of, hello_to_answer

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
