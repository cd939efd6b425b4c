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
from portal.posters.pages.marking import seen, star
from portal.posters.pages.own import WAITING, WaitingAt, label, labels, mine
from portal.posters.pages.parts import part_form, remove_part, send_part
from portal.posters.pages.slots import (
    add_slot,
    board_sessions,
    boards,
    change_slot,
    drop_slot,
    fill,
    slot_form,
    slots,
    split_slots,
    stand_at,
)
from portal.posters.pages.standing import stand
from portal.posters.pages.visiting import (
    ASIDES,
    HALL_ASIDES,
    NAVIGATION,
    Aside,
    HallAside,
    hall,
    papers,
    room,
)

__all__ = [
    "ASIDES",
    "HALL_ASIDES",
    "NAVIGATION",
    "WAITING",
    "Aside",
    "HallAside",
    "WaitingAt",
    "add_slot",
    "board_sessions",
    "boards",
    "bp",
    "by_thread",
    "change_slot",
    "drop_slot",
    "edit",
    "edit_form",
    "fill",
    "hall",
    "label",
    "labels",
    "mine",
    "new",
    "new_form",
    "papers",
    "part_form",
    "path_of_thread",
    "remove_file",
    "remove_part",
    "room",
    "seen",
    "send_part",
    "slot_form",
    "slots",
    "split_slots",
    "stand",
    "stand_at",
    "star",
    "take_down",
    "take_down_form",
]
