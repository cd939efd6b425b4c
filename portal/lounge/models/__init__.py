"""The tables of the lounge, and who has met whom."""

from portal.lounge.models.meeting import LoungeIntroduction, LoungeMeeting, LoungeTopics, LoungeWait
from portal.lounge.models.table import Lounge, LoungeSeat, LoungeTable

__all__ = [
    "Lounge",
    "LoungeIntroduction",
    "LoungeMeeting",
    "LoungeSeat",
    "LoungeTable",
    "LoungeTopics",
    "LoungeWait",
]
