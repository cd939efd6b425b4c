"""A chat as part of a page, and its plain forms for a browser without JavaScript: the same actions, so the room hears."""

from portal.threads.pages.blueprint import bp
from portal.threads.pages.chat import chat_here, confirm, delete, edit, edit_form, post
from portal.threads.pages.finding import PLACES, PathOf, message, place
from portal.threads.pages.reacting import react, reactions

__all__ = [
    "PLACES",
    "PathOf",
    "bp",
    "chat_here",
    "confirm",
    "delete",
    "edit",
    "edit_form",
    "message",
    "place",
    "post",
    "react",
    "reactions",
]
