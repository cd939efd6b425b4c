"""The pages of the posters: the hall, the papers, the room, and the forms that fill them."""

from portal.posters.pages.blueprint import bp
from portal.posters.pages.editing import (
    edit,
    edit_form,
    new,
    new_form,
    remove_file,
    take_down,
    take_down_form,
)
from portal.posters.pages.finding import by_thread, path_of_thread
from portal.posters.pages.standing import stand
from portal.posters.pages.visiting import ASIDES, NAVIGATION, Aside, hall, papers, room

__all__ = [
    "ASIDES",
    "NAVIGATION",
    "Aside",
    "bp",
    "by_thread",
    "edit",
    "edit_form",
    "hall",
    "new",
    "new_form",
    "papers",
    "path_of_thread",
    "remove_file",
    "room",
    "stand",
    "take_down",
    "take_down_form",
]
