"""What the organizers tell people on every page of the workshop, and the inbox that keeps it for them."""
