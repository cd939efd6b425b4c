"""What people do in the lounge: sit down, open tables, be introduced; and what is tidied up behind them."""

from portal.lounge.actions.hosting import change_table, close_table, open_table, set_locked
from portal.lounge.actions.keeping import renew, tidy
from portal.lounge.actions.meeting import answer, ask, leave_queue
from portal.lounge.actions.sitting import sit, stand_up

__all__ = [
    "answer",
    "ask",
    "change_table",
    "close_table",
    "leave_queue",
    "open_table",
    "renew",
    "set_locked",
    "sit",
    "stand_up",
    "tidy",
]
