"""The live page: the stream, the slides, what is on now and the chat beside it; for attendees and their chairs."""
