"""One chat for everybody in the workshop, wherever else they are."""
