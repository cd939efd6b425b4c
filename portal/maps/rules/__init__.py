"""Where everything on the map stands, what its rooms are called, and who is where."""

from portal.maps.rules.layout import Area, Block, Plan, Spot, layout
from portal.maps.rules.people import MOST_FOUND, Place, found_among, map_room, share_of

__all__ = [
    "MOST_FOUND",
    "Area",
    "Block",
    "Place",
    "Plan",
    "Spot",
    "found_among",
    "layout",
    "map_room",
    "share_of",
]
