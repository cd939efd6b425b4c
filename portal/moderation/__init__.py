"""Keeping order: reports and their queue, and what moderators do about them, each of it with an undo."""
