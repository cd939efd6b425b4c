"""`portal bench`: what one portal can carry, measured with real WebSocket clients against a running server."""
