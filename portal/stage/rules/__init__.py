"""What a stage may show: where its streams come from, what is on, and the playlist of the demo's stream."""

from portal.stage.rules.on_air import Air, minutes_until, on_air, talk_on, to_join
from portal.stage.rules.playlist import Loop, live_playlist, read_loop
from portal.stage.rules.sources import (
    KIND_WORDS,
    MOST_SOURCES,
    SERVICES,
    SourceDraft,
    SourceKind,
    StageDraft,
    address_of,
    check_host,
    guess_kind,
    outside_page,
)

__all__ = [
    "KIND_WORDS",
    "MOST_SOURCES",
    "SERVICES",
    "Air",
    "Loop",
    "SourceDraft",
    "SourceKind",
    "StageDraft",
    "address_of",
    "check_host",
    "guess_kind",
    "live_playlist",
    "minutes_until",
    "on_air",
    "outside_page",
    "read_loop",
    "talk_on",
    "to_join",
]
