"""What takes the place of the stream once a session is over."""

from typing import TypedDict

from portal.doors.portal import this_portal
from portal.programme.models import ProgrammeEntry
from portal.stage.models import StreamSource
from portal.stage.queries import Room
from portal.stage.rules import Screen, recordings_among


class RecordingSeen(TypedDict):
    """A recording as the player in the page wants it: a source that ends."""

    kind: str
    url: str
    label: str
    service: str
    page: str
    captions: str
    is_recording: bool


def recordings_here(room: Room) -> list[RecordingSeen]:
    """The recordings of the session and of its talks, once it is over; nothing for those who may not watch."""
    if room.screen != Screen.OVER or room.session is None or not room.may_watch:
        return []
    settings = this_portal().settings
    entries: list[ProgrammeEntry] = [room.session, *room.session.talks]
    found = [
        draft
        for entry in entries
        for draft in recordings_among(entry.links, entry.title, settings.origin, settings.stream_hosts)
    ]
    return [_seen(StreamSource(kind=one.kind.value, url=one.url, label=one.label)) for one in found]


def _seen(source: StreamSource) -> RecordingSeen:
    return RecordingSeen(
        kind=source.kind,
        url=source.url,
        label=source.label,
        service=source.service,
        page=source.page,
        captions="",
        is_recording=True,
    )
