"""The console, read."""

from portal.console.queries.now import Crowded, Now, StageNow, look
from portal.console.queries.setting_up import CHECKS, LookAt, MakeCheck, checks_of
from portal.console.queries.waiting import (
    Count,
    Waiting,
    Waits,
    knocks_waiting,
    messages_at_the_desk,
    questions_open,
    questions_to_let_through,
    waits_in,
)

__all__ = [
    "CHECKS",
    "Count",
    "Crowded",
    "LookAt",
    "MakeCheck",
    "Now",
    "StageNow",
    "Waiting",
    "Waits",
    "checks_of",
    "knocks_waiting",
    "look",
    "messages_at_the_desk",
    "questions_open",
    "questions_to_let_through",
    "waits_in",
]
