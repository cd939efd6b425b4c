"""Next year's workshop from this year's, without its people and what they said; for organizers."""
