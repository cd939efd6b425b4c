"""What those hear who see the reactions of a stage."""

from dataclasses import dataclass
from typing import ClassVar

from portal.applause.rules import room_of
from portal.events import Event


@dataclass(frozen=True, kw_only=True)
class Reacted(Event):
    """How often each sign was sent within a second, at one server process: who hears several adds them up.

    `counts` has only the signs that were sent: clap, heart, up, laugh, wow.
    """

    name: ClassVar[str] = "stage.reacted"
    is_lossy: ClassVar[bool] = True
    stage: int
    counts: dict[str, int]

    @property
    def room(self) -> str:
        """Everybody who watches the reactions of the stage."""
        return room_of(self.stage)


EVENTS = (Reacted,)
