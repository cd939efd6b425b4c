"""Sessions, talks and speakers, and the schedule that they make; for everybody who asks what is when."""
