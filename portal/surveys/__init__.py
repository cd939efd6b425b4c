"""Surveys of the whole workshop: made by organizers, answered once by everybody who consents, told only in groups."""
