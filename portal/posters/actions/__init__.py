"""What presenters and organizers change of the posters, and what visitors leave behind."""

from portal.posters.actions.hanging import add, change, hang, put_file, remove_file, take_down
from portal.posters.actions.slots import (
    add_slot,
    change_slot,
    drop_slot,
    fill_session,
    split_slots,
    stand_at,
)
from portal.posters.actions.standing import stand
from portal.posters.actions.visiting import set_star, took, visit

__all__ = [
    "add",
    "add_slot",
    "change",
    "change_slot",
    "drop_slot",
    "fill_session",
    "hang",
    "put_file",
    "remove_file",
    "set_star",
    "split_slots",
    "stand",
    "stand_at",
    "take_down",
    "took",
    "visit",
]
