"""Who is let into a workshop, and as what; for attendees who ask and organizers who decide."""
