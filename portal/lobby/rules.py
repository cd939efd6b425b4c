"""What a lobby is called among threads."""

KIND = "lobby"
