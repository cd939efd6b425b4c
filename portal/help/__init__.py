"""The help desk: one place to ask, in the same corner of every page; each person's own thread with the helpers."""
