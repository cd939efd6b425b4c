"""What moves when a day runs late, and what stays: the line of a stage, the walk along it, and the words for a change."""

from portal.delays.rules.line import Line, Slot, line_of, line_on, slots_of
from portal.delays.rules.moving import Moved, Plan, plan
from portal.delays.rules.order import (
    ENDED,
    STEPS,
    Order,
    check_fresh,
    check_seen,
    check_untouched,
    step_word,
    whole_minute,
)
from portal.delays.rules.words import sentence, shortened

__all__ = [
    "ENDED",
    "STEPS",
    "Line",
    "Moved",
    "Order",
    "Plan",
    "Slot",
    "check_fresh",
    "check_seen",
    "check_untouched",
    "line_of",
    "line_on",
    "plan",
    "sentence",
    "shortened",
    "slots_of",
    "step_word",
    "whole_minute",
]
