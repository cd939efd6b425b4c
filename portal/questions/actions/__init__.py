"""Questions, changed: asked, changed and voted for by the audience; led, answered and handed over by the chair."""

from portal.questions.actions.asking import ask, edit, vote, withdraw
from portal.questions.actions.chairing import answer, pin, set_speakers, set_state, set_up
from portal.questions.actions.handing import hand_over

__all__ = [
    "answer",
    "ask",
    "edit",
    "hand_over",
    "pin",
    "set_speakers",
    "set_state",
    "set_up",
    "vote",
    "withdraw",
]
