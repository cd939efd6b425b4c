"""Mail that leaves the portal: an outbox in the store, and the mailer that empties it; for every feature that writes to people."""
