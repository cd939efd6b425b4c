"""Tests of the stage: sources, the playlist, what is on, and who sees what."""
