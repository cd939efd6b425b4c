"""A reaction, and who hears of it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Sent:
    """One sign from one person."""

    stage_id: int
    kind: str


@dataclass(frozen=True)
class Place:
    """A stage as permissions see it."""

    workshop_id: int


def room_of(stage_id: int) -> str:
    """Everybody who sees the reactions of a stage."""
    return f"reactions:{stage_id}"


def stage_in(room: str) -> int | None:
    """The stage whose room this is, or None for another kind of room."""
    kind, _, number = room.partition(":")
    return int(number) if kind == "reactions" else None
