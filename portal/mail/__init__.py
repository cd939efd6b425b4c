"""Mail that leaves the portal: an outbox, and the mailer that empties it; for every feature that writes to people."""
