"""What a chair does on the round, and what the people do who are sent."""

from portal.rounds.actions.pinning import pin, unpin
from portal.rounds.actions.sending import answer, call_off, end_call, send

__all__ = ["answer", "call_off", "end_call", "pin", "send", "unpin"]
