"""Calls, read: who sits in one, and the way into a room elsewhere."""

from portal.calls.queries.elsewhere import elsewhere_of, room_to_join, signed_address
from portal.calls.queries.seats import (
    call_to_enter,
    call_to_host,
    call_to_set_up,
    hosting_of,
    own_seat,
    seats_of,
    seen,
    state_of,
)

__all__ = [
    "call_to_enter",
    "call_to_host",
    "call_to_set_up",
    "elsewhere_of",
    "hosting_of",
    "own_seat",
    "room_to_join",
    "seats_of",
    "seen",
    "signed_address",
    "state_of",
]
