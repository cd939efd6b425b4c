"""The chair's view of the boards, what is done there, and the figures of one board."""

from portal.rounds.pages.blueprint import bp
from portal.rounds.pages.doing import answer, call_off, pin, send, unpin
from portal.rounds.pages.figures import figures, figures_sheet
from portal.rounds.pages.walking import NAVIGATION, look, pins_here, rounds, rounds_here

__all__ = [
    "NAVIGATION",
    "answer",
    "bp",
    "call_off",
    "figures",
    "figures_sheet",
    "look",
    "pin",
    "pins_here",
    "rounds",
    "rounds_here",
    "send",
    "unpin",
]
