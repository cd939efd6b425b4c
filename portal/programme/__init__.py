"""Sessions, talks and speakers, and the schedule that they make; for everybody who wants to know what is when."""
