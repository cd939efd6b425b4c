"""The pages of a hall: its screen, what runs it, and the small page for the telephones in front of it."""

from portal.screens.pages.blueprint import bp
from portal.screens.pages.joining import ask_code, come_in, hall, join, read_code
from portal.screens.pages.running import close_code, end_link, guests, make_link, manage, renew_code
from portal.screens.pages.showing import by_link, look, look_by_link, screen

__all__ = [
    "ask_code",
    "bp",
    "by_link",
    "close_code",
    "come_in",
    "end_link",
    "guests",
    "hall",
    "join",
    "look",
    "look_by_link",
    "make_link",
    "manage",
    "read_code",
    "renew_code",
    "screen",
]
