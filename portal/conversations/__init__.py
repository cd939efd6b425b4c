"""What two people write to each other, read by nobody else; for those who have met, or found each other in the list."""
