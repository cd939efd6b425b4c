"""The pages of a board: what was asked and answered, the forms of those who ask, and the queue of its chair."""

from portal.questions.pages.asking import (
    ask,
    board,
    board_here,
    edit,
    edit_form,
    vote,
    withdraw,
)
from portal.questions.pages.blueprint import bp
from portal.questions.pages.chairing import (
    ROOMS,
    answer,
    answer_form,
    chair,
    hand_over,
    pin,
    set_rules,
    set_speakers,
    set_state,
)

__all__ = [
    "ROOMS",
    "answer",
    "answer_form",
    "ask",
    "board",
    "board_here",
    "bp",
    "chair",
    "edit",
    "edit_form",
    "hand_over",
    "pin",
    "set_rules",
    "set_speakers",
    "set_state",
    "vote",
    "withdraw",
]
