"""The live transport: sockets, rooms, presence and limits; it knows no feature."""
