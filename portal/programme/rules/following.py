"""The room of those who follow a programme."""


def room_of(workshop_id: int) -> str:
    """Everybody who has a page of the workshop open and may see its schedule."""
    return f"programme:{workshop_id}"


def workshop_in(room: str) -> int | None:
    """The workshop whose room this is, or None for another kind of room."""
    match room.split(":"):
        case ["programme", workshop]:
            return int(workshop)
        case _:
            return None
