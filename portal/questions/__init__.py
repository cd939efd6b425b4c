"""Questions to a talk, apart from the chat: asked and voted for by its audience, led by its chair, answered in writing."""
