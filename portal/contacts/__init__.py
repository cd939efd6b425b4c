"""Saying hello to somebody, giving each other a card, and having nothing to do with somebody; for people who meet."""
