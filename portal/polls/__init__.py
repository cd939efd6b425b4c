"""Polls in a session or the whole workshop: made and run by chairs, one vote for each person, results once one has voted."""
