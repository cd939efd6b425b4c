"""What presenters and organizers change of the posters."""

from portal.posters.actions.hanging import add, change, hang, put_file, remove_file, take_down
from portal.posters.actions.slots import (
    add_slot,
    change_slot,
    drop_slot,
    fill_session,
    split_slots,
    stand_at,
)

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
    "split_slots",
    "stand_at",
    "take_down",
]
