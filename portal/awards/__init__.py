"""The vote for the best poster: one voice each, opened and closed by an organizer, shown when it is over."""
