"""The one place from which organizers run the day: what is on, what waits, where everything is done, what is missing."""
