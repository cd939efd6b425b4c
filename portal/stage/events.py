"""What those who watch a stage hear of its stream."""

from dataclasses import dataclass
from typing import ClassVar, TypedDict

from portal.events import Event
from portal.stage.rules import stream_room


class SourceSeen(TypedDict):
    """A source of the stream. `service` is the site whose player it is, `page` its page there.

    `captions` is a WebVTT file or the page of a captioner; empty where there is neither.
    """

    id: int
    kind: str
    url: str
    label: str
    service: str
    page: str
    captions: str


@dataclass(frozen=True, kw_only=True)
class SourcesChanged(Event):
    """Change number `head`: these are the sources of the stage now, in order; everybody turns to a new first one."""

    name: ClassVar[str] = "stage.sources_changed"
    stage: int
    head: int
    sources: list[SourceSeen]

    @property
    def room(self) -> str:
        """Everybody who entered the stream of the stage."""
        return stream_room(self.stage)


@dataclass(frozen=True, kw_only=True)
class SourcesTold(Event):
    """Every few seconds the number of the newest change of the sources."""

    name: ClassVar[str] = "stage.sources_told"
    is_lossy: ClassVar[bool] = True
    stage: int
    head: int

    @property
    def room(self) -> str:
        """Everybody who entered the stream of the stage."""
        return stream_room(self.stage)


EVENTS = (SourcesChanged, SourcesTold)
