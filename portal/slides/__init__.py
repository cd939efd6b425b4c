"""Slides: uploaded for a session or a talk by who gives it, shown page by page to everybody at once."""
