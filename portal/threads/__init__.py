"""The durable message log behind every chat: gapless numbers, nothing acknowledged is ever lost; for every live room."""
