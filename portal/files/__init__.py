"""Files that people upload: posters, slides and pictures, kept once by content; for presenters and organizers."""
