"""The day replayed on a shifted clock, seen by nobody else and mailed to nobody; for the team that runs it."""
