"""A presenter points at their poster and leads the view over it; for those who stand in front of it."""
