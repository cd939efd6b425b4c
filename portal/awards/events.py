"""What those hear who look at the page of the vote."""

from dataclasses import dataclass
from typing import ClassVar

from portal.awards.rules import vote_room
from portal.events import Event


@dataclass(frozen=True, kw_only=True)
class VoteMoved(Event):
    """The vote is open or closed since its change number `head`; told again every few seconds."""

    name: ClassVar[str] = "awards.vote_moved"
    is_lossy: ClassVar[bool] = True
    workshop: int
    head: int
    state: str

    @property
    def room(self) -> str:
        """Everybody who looks at the page of the vote."""
        return vote_room(self.workshop)


EVENTS = (VoteMoved,)
