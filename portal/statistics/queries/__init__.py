"""Counts, made and read."""

from portal.statistics.queries.attendance import peak_since
from portal.statistics.queries.counting import Rooms, counted, is_counted, rooms_among

__all__ = ["Rooms", "counted", "is_counted", "peak_since", "rooms_among"]
