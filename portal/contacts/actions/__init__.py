"""What people do with each other: say hello, give a card, and want to have nothing more to do with somebody."""

from portal.contacts.actions.blocking import block, unblock
from portal.contacts.actions.cards import give_card, withdraw_card
from portal.contacts.actions.greeting import answer, say_hello
from portal.contacts.actions.pairs import begin, meet

__all__ = ["answer", "begin", "block", "give_card", "meet", "say_hello", "unblock", "withdraw_card"]
