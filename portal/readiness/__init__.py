"""Whether everybody who speaks, presents a poster or chairs is ready for the day; for organizers, in the weeks before it."""
