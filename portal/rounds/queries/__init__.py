"""The round through the boards, read."""

from portal.rounds.queries.boards import Look, chairs_look, workshop_to_walk
from portal.rounds.queries.calls import (
    call_to_answer,
    calls_in,
    helpers_in,
    open_call_at,
    way_there,
    workshop_of_call,
)
from portal.rounds.queries.figures import Tally, figures_of
from portal.rounds.queries.pins import pins_in, pins_since, wire

__all__ = [
    "Look",
    "Tally",
    "call_to_answer",
    "calls_in",
    "chairs_look",
    "figures_of",
    "helpers_in",
    "open_call_at",
    "pins_in",
    "pins_since",
    "way_there",
    "wire",
    "workshop_of_call",
    "workshop_to_walk",
]
