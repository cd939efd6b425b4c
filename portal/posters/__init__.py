"""The poster hall, the posters and the live room in front of each; for presenters and their visitors."""
