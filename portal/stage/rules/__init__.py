"""What a stage may show: where its streams come from, what is on, and the playlist of the demo's stream."""

from portal.stage.rules.on_air import (
    Screen,
    around,
    minutes_until,
    on_air,
    screen,
    talk_on,
    to_join,
    turns_at,
)
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
    "Loop",
    "Screen",
    "SourceDraft",
    "SourceKind",
    "StageDraft",
    "address_of",
    "around",
    "check_host",
    "guess_kind",
    "live_playlist",
    "minutes_until",
    "on_air",
    "outside_page",
    "read_loop",
    "screen",
    "talk_on",
    "to_join",
    "turns_at",
]
